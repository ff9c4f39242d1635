"""Patterns written as lists: one alternative a line, a blank for any white space, case ignored."""

from __future__ import annotations

import re


def alternatives(lines: str) -> str:
    r"""The lines as one group of a regular expression.

    >>> alternatives("read more\nsee also")
    '(?:read\\s+more|see\\s+also)'
    """
    told = (line.strip() for line in lines.strip().splitlines())
    return f"(?:{'|'.join(line.replace(' ', chr(92) + 's+') for line in told if line)})"


def compiled(lines: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """The lines as a pattern between *before* and *after*."""
    return re.compile(before + alternatives(lines) + after, re.I)
