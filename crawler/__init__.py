"""Fetching only: spiders, visits and their rhythm, politeness, the address gate, outlets."""
