"""Spiders: generic and driven by configuration; none knows a site."""
