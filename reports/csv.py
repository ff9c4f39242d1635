"""A report's edits as CSV (RFC 4180, UTF-8): a header line, then one edit a line; no cell acts in a spreadsheet.

Control and hidden characters are written out, and a text that a spreadsheet would take for a formula begins with an
apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from typing import Any

from reports.brief import Report
from reports.inert import is_formula, plain
from reports.rows import COLUMNS, edits

SUFFIX = ".csv"
LONGEST_CELL = 32_000  # what common spreadsheets take


def render(report: Report, *, safe: bool = False) -> str:
    """The whole file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in row.values()] for row in edits(report, safe=safe))
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs.

    >>> _cell("=1+1"), _cell("12 killed"), _cell(True)
    ("'=1+1", '12 killed', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    text = plain(value, longest=LONGEST_CELL)
    return f"'{text}" if is_formula(text) else text
