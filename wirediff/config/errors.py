"""Mistakes in the configuration, each with the place where it stands and the way to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class Mend(ValueError):
    """A value that cannot be read; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. *line* is 0 where the place has none (the environment, a flag)."""

    where: str
    line: int
    message: str

    def __str__(self) -> str:
        """``file:line: message``, the form that editors jump to."""
        return f"{self.where}:{self.line}: {self.message}" if self.line else f"{self.where}: {self.message}"


class ConfigError(Exception):
    """The configuration cannot be used; *mistakes* lists all that is wrong, in the order of the file."""

    def __init__(self, mistakes: Sequence[Mistake] | Mistake) -> None:
        self.mistakes = (mistakes,) if isinstance(mistakes, Mistake) else tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint: the nearest known word, else all of them."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
