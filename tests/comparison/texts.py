"""Texts that the tests of comparison share, and how an edit is told in one line."""

from __future__ import annotations

from comparison.compare import compare
from comparison.model import Comparison, Edit, Version

FERRY = """A ferry sank off the island late on Tuesday, killing 12 people, and officials said dozens were missing.

The ship went down in the strait after its engine failed. Waves broke over the stern, according to the rescue office.

"The ship lost power and went over in ten minutes," said Hendro Wira, who leads the office.

Two helicopters and five ships would keep searching through the day. Forecasters had warned of high waves.

The ministry said the ferry was licensed to carry 120 people. It did not say why more had been let on board."""


def between(before: str, after: str) -> Comparison:
    """The comparison of two texts without titles."""
    return compare(Version(before), Version(after))


def told(edit: Edit) -> tuple[str, str, str]:
    """An edit as its operation and its words of either side."""
    return edit.op, edit.before.text if edit.before else "", edit.after.text if edit.after else ""


def edits(before: str, after: str) -> list[tuple[str, str, str]]:
    """The edits between two texts, told in order."""
    return [told(edit) for edit in between(before, after).edits]
