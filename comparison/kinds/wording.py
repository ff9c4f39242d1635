"""Other words, and none of the other kinds."""

from __future__ import annotations

from comparison.kinds._view import View


def recognise(view: View) -> str | None:
    """How the words differ; this is asked only where no other kind was found."""
    if view.change.old.strip() and view.change.new.strip():
        return "the wording changed"
    gone, come = view.change.old.strip(), view.change.new.strip()
    what = "words" if any(map(str.isalnum, gone + come)) else "signs"
    return f"{what} were taken out" if gone else f"{what} were put in"
