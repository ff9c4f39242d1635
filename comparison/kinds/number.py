"""A figure that states another value: an amount, a count, a rank, a percentage, a price, a unit, a bound.

Values are compared, not signs: "5" and "five", "1,000" and "1000", "10 percent" and "10%" are the same number, "$4,000"
and "$4.000" are not, nor are "5 miles" and "5 kilometres", "at least 12" and "12". Dates and times are `date`.
"""

from __future__ import annotations

from comparison.kinds._apart import apart
from comparison.kinds._entities import Entity
from comparison.kinds._half import Half
from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """Why the edit changes a number, None where it does not."""
    if not (view.old.entities or view.new.entities):
        return None
    old, new = (_numbers(*side) for side in zip((view.old, view.new), view.misspelt, strict=True))
    if len(old) != len(new):
        old, new = _unlisted(view.old, old), _unlisted(view.new, new)
    before, after = [entity.values[0] for entity in old], [entity.values[0] for entity in new]
    if before == after:
        return None
    gone, come = apart(before, after)
    if not gone and not come:
        return "numbers changed places"
    if not _counts([e for e in old if e.values[0] in gone], [e for e in new if e.values[0] in come]):
        return None
    if gone and come:
        return "a number changed"
    return "a number was taken out" if gone else "a number was put in"


def _numbers(half: Half, misspelt: set[int]) -> list[Entity]:
    return [entity for entity in half.entities if not entity.is_date and entity.start not in misspelt]


def _unlisted(half: Half, numbers: list[Entity]) -> list[Entity]:
    """The numbers that do not merely number the items of a list ("1. ", "2) "), which come and go with their items."""
    return [entity for entity in numbers if not _numbers_item(half, entity)]


def _numbers_item(half: Half, entity: Entity) -> bool:
    """Whether a figure opens a line, with a point or bracket after it."""
    token, following = half.tokens[entity.start], half.tokens[entity.end : entity.end + 1]
    if not following or following[0].text not in ".)" or not token.is_figure:
        return False
    return not half.side.text[max(token.start - 80, 0) : token.start].rpartition("\n")[2].strip()


def _counts(gone: list[Entity], come: list[Entity]) -> bool:
    """Whether what differs is sure to be numbers: "one" and "second" are where a number stands against them."""
    if gone and come:
        return not all(entity.weak for entity in gone + come) or _both_plain(gone + come)
    return not all(entity.weak for entity in gone + come)


def _both_plain(entities: list[Entity]) -> bool:
    """Whether weak numerals count the same way: "first" against "second", not "one" against "first"."""
    return len({entity.values[0].endswith("th") for entity in entities}) == 1
