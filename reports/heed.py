"""Which edits a newsroom wants to be told of: its own ranking over what is material, never a way to hide facts."""

from __future__ import annotations

from dataclasses import dataclass

from comparison.model import Edit

ALWAYS_TOLD = frozenset({"number", "name", "quote", "negation", "attribution", "headline"})


@dataclass(frozen=True, slots=True)
class Heed:
    """*ignore* are kinds that are no news on their own, *always* kinds that matter however small the edit is.

    A changed number, name, quotation, negation, attribution or headline is never ignored.
    """

    ignore: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()

    def matters(self, edit: Edit) -> bool:
        """Whether a desk is told of *edit*.

        >>> Heed(frozenset({"wording", "number"})).matters(Edit("replace", None, None, ("wording",)))
        False
        >>> Heed(frozenset({"wording", "number"})).matters(Edit("replace", None, None, ("wording", "number")))
        True
        """
        kinds = set(edit.kinds)
        if kinds & self.always:
            return True
        if not edit.material:
            return False
        quiet = kinds and kinds <= self.ignore - ALWAYS_TOLD
        return not quiet or edit.op == "move" or edit.field == "title"


EVERYTHING = Heed()
