"""A revision as a source is cited: who published it where, when it was seen, and the hashes that prove it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

NAME = re.compile(r"[^a-z0-9]+")
BRACES = str.maketrans({"{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "\\": " "})


@dataclass(frozen=True)
class Citation:
    """What is cited. Times are UTC, ISO 8601; *page* and *content* are SHA-256 of the page's bytes and of the text."""

    url: str
    outlet: str
    revision: int
    title: str
    byline: str
    published: str | None
    first_seen: str
    last_seen: str
    page: str | None
    content: str

    def line(self) -> str:
        """One line of text."""
        who = f"{self.byline}. " if self.byline else ""
        seen = self.first_seen if self.first_seen == self.last_seen else f"{self.first_seen} to {self.last_seen}"
        proof = f"text SHA-256 {self.content}" + (f", page SHA-256 {self.page}" if self.page else "")
        return (
            f"{who}\u201c{self.title}\u201d. {self.outlet}, revision {self.revision}, seen {seen}. {self.url} [{proof}]"
        )

    def bibtex(self) -> str:
        """An ``@online`` entry for BibLaTeX."""
        fields = {
            "title": self.title,
            "author": f"{{{self.byline}}}" if self.byline else "",
            "organization": self.outlet,
            "date": (self.published or self.first_seen)[:10],
            "urldate": self.last_seen[:10],
            "note": f"Revision {self.revision}, first seen {self.first_seen}, text SHA-256 {self.content}",
        }
        told = [f"  {name} = {{{value.translate(BRACES)}}}," for name, value in fields.items() if value]
        return "\n".join([f"@online{{{self._key()},", *told, f"  url = {{{self.url}}},", "}"])

    def csl(self) -> str:
        """A CSL-JSON item, as Zotero and pandoc read it."""
        item = {
            "id": self._key(),
            "type": "article-newspaper",
            "title": self.title,
            "author": [{"literal": self.byline}] if self.byline else None,
            "container-title": self.outlet,
            "issued": {"raw": self.published or self.first_seen},
            "accessed": {"raw": self.last_seen},
            "URL": self.url,
            "version": str(self.revision),
            "note": f"text SHA-256 {self.content}; page SHA-256 {self.page or 'not kept'}",
        }
        return json.dumps({name: value for name, value in item.items() if value is not None}, ensure_ascii=False)

    def _key(self) -> str:
        return f"{NAME.sub('-', self.outlet.lower()).strip('-')}-{self.content[:8]}-{self.revision}"
