"""Values to text: a format is one file with one ``render()``."""
