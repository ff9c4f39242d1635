"""The reference text with what became of each of its paragraphs: equal variants told once, with all who carry them."""

from __future__ import annotations

from dataclasses import dataclass

from comparison.model import Comparison
from reports.model import ArticleReport, Matrix


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which a paragraph reads elsewhere, and the articles that carry it so."""

    comparison: Comparison
    articles: tuple[ArticleReport, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the reference. Shares (0 to 1) are of the other articles."""

    number: int
    text: str
    kept: int
    moved: int
    edited: int
    cut: tuple[ArticleReport, ...]
    variants: tuple[Variant, ...]

    @property
    def others(self) -> int:
        """How many articles were compared."""
        return self.kept + self.moved + self.edited + len(self.cut)

    def share(self, number: int) -> float:
        """*number* of the others, as a share."""
        return number / self.others if self.others else 0.0


@dataclass(frozen=True, slots=True)
class Own:
    """A paragraph that is not the reference's, and the articles that carry it."""

    text: str
    articles: tuple[ArticleReport, ...]


def variants(matrix: Matrix) -> tuple[Passage, ...]:
    """Each paragraph of the reference with its variants, those of most articles first."""
    return tuple(_passage(matrix, number) for number in range(len(matrix.paragraphs)))


def _passage(matrix: Matrix, number: int) -> Passage:
    groups: dict[str, list[tuple[Comparison, ArticleReport]]] = {}
    for row in matrix.rows:
        cell = row.cells[number]
        if cell.comparison is not None:
            groups.setdefault(cell.text, []).append((cell.comparison, row.article))
    found = [Variant(group[0][0], tuple(article for _, article in group)) for group in groups.values()]
    states = [row.cells[number].state for row in matrix.rows]
    cut = tuple(row.article for row in matrix.rows if row.cells[number].state == "cut")
    return Passage(
        number + 1, matrix.paragraphs[number], states.count("kept"), states.count("moved"), states.count("edited"),
        cut, tuple(sorted(found, key=lambda variant: -len(variant.articles))),
    )  # fmt: skip


def own_material(matrix: Matrix) -> tuple[Own, ...]:
    """Paragraphs that the reference does not have, those shared by several articles first."""
    carriers: dict[str, list[ArticleReport]] = {}
    for row in matrix.rows:
        for text in row.own:
            carriers.setdefault(text, []).append(row.article)
    owned = [Own(text, tuple(articles)) for text, articles in carriers.items()]
    return tuple(sorted(owned, key=lambda own: -len(own.articles)))
