"""An ordinary archive of what was found: of a story, or of a period, everything that reports and questions read.

Evidence comes from the lakes, what follows from it out of the results. Pages stay where they were fetched: the archive
is as one whose retention let them go, and takes in new fetches like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

from storage import derivations, derived, evidence, links
from storage.archive import Archive, Row
from wirediff.lake.appending import LakeError, files_of, manifests
from wirediff.lake.replay import REVISION
from wirediff.lake.results import EDIT

NOTHING_SHARED = links.Sharing({}, {}, frozenset())
FETCH = (
    "key", "fetched_at", "moment", "outlet", "kind", "address", "final_address", "status", "etag", "last_modified",
    "body_hash", "bytes", "seconds", "refused", "error", "why",
)  # fmt: skip
READING = ("outcome", "reason", "quality", "modified", "canonical", "extractor", "content", "rights")


@dataclass(frozen=True)
class Chosen:
    """Which stories: the one with a key (or its beginning) or an article's address, or those first seen in a period."""

    story: str | None = None
    since: str | None = None
    until: str | None = None


def settle(archive: Archive, lakes: Sequence[Path], found: Path, chosen: Chosen) -> int:
    """Fill a new archive with the chosen stories; how many articles it has then."""
    with archive.transaction():
        return _Settling(archive, lakes, found).run(chosen)


class _Settling:
    def __init__(self, archive: Archive, lakes: Sequence[Path], found: Path) -> None:
        self._archive, self._lakes, self._found = archive, lakes, found
        self._articles: dict[str, int] = {}
        self._fetches: dict[str, int] = {}
        self._revisions: dict[str, int] = {}
        self._stories: dict[str, int] = {}

    def run(self, chosen: Chosen) -> int:
        members = self._members(chosen)
        keys = [row["article"] for row in members]
        self._keep_articles(keys)
        self._keep_fetches(keys)
        self._keep_revisions(keys)
        self._keep_stories(members)
        self._keep_comparisons(keys)
        self._keep_trees()
        return len(keys)

    def _members(self, chosen: Chosen) -> list[Row]:
        """The articles of the chosen stories, each with its story."""
        told = self._result("story_articles")
        if chosen.story is not None:
            mine = (pc.field("url") == chosen.story) | pc.starts_with(pc.field("story"), chosen.story)
            stories = set(told.to_table(["story"], filter=mine)["story"].to_pylist())
            if len(stories) != 1:
                raise LakeError(f"{chosen.story}: {len(stories)} stories have that address or key; give a whole key")
        else:
            first = pc.field("first_seen")
            mine = (first >= (chosen.since or "")) & (first < (chosen.until or "~"))
            stories = set(self._result("stories").to_table(["key"], filter=mine)["key"].to_pylist())
        found: list[Row] = told.to_table(filter=pc.field("story").isin(list(stories))).to_pylist()
        if not found:
            raise LakeError(f"no story in {self._found} was first seen in that time")
        return found

    # ---------------------------------------------------------------- evidence

    def _keep_articles(self, keys: Sequence[str]) -> None:
        rows = sorted(self._result_rows("articles", "key", keys), key=lambda row: row["id"])
        outlets = {row["outlet"] for row in rows}
        for row in {row["id"]: row for row in self._lake_rows("outlets", "id", outlets)}.values():
            names = ("id", "name", "home", "lang", "licence", "agency")
            self._archive.insert("outlets", {name: row[name] for name in names}, or_ignore=True)
        for row in rows:
            names = ("key", "outlet", "address", "state", "first_seen", "last_seen")
            self._archive.insert("outlets", {"id": row["outlet"]}, or_ignore=True)
            article = self._archive.insert("articles", {name: row[name] for name in names})
            self._articles[row["key"]] = article
            for told in row["addresses"]:
                key, address, via, first, last = json.loads(told)
                times = {"first_seen": first, "last_seen": last}
                place = {"key": key, "outlet": row["outlet"], "article": article, "address": address, "via": via}
                self._archive.insert("addresses", place | times, or_ignore=True)

    def _keep_fetches(self, keys: Sequence[str]) -> None:
        told = {row["key"]: row for row in self._lake_rows("fetches", "article", keys)}
        for row in sorted(told.values(), key=lambda row: (row["moment"], row["key"])):
            bare: Row = {"hops": (), "claims": {}, "headers": {}, "page": None, "truncated": False, "sent": None}
            fetch = evidence.keep_fetch(self._archive, {name: row[name] for name in FETCH} | bare)
            self._fetches[row["key"]] = fetch
            self._read(row, None)

    def _read(self, row: Row, revision: int | None) -> None:
        names = {"fetch": self._fetches[row["key"]], "article": self._articles[row["article"]], "revision": revision}
        told = {name: row[name] for name in READING} | {"moment": row["moment"], "rights": row["rights"] or ""}
        derived.keep_reading(self._archive, names | told)

    def _keep_revisions(self, keys: Sequence[str]) -> None:
        rows = sorted(self._result_rows("revisions", "article", keys), key=lambda row: row["at"])
        hashes = {one for row in rows for one in row["paragraphs"]}
        texts = {row["hash"]: row["text"] for row in self._lake_rows("paragraphs", "hash", hashes)}
        marks = {
            row["content"]: row["marks"] for row in self._lake_rows("fingerprints", "content", _of(rows, "content"))
        }
        shown: dict[tuple[str, str], int] = {}
        for row in rows:
            names = {"article": self._articles[row["article"]], "made_by": self._fetches[row["made_by"]]}
            told = {name: row[name] for name in REVISION} | names
            carried = [texts[one] for one in row["paragraphs"]]
            revision = derived.keep_revision(self._archive, told, row["article"], carried)
            self._revisions[row["key"]] = shown[row["article"], row["content"]] = revision
            links.index(self._archive, names["article"], set(marks.get(row["content"], ())), NOTHING_SHARED)
        self._confirm(keys, shown)
        self._keep_events(keys)

    def _confirm(self, keys: Sequence[str], shown: dict[tuple[str, str], int]) -> None:
        """What each fetch showed: its revision, or where another archive numbers otherwise, one that says the same."""
        for row in {row["key"]: row for row in self._lake_rows("fetches", "article", keys)}.values():
            same = shown.get((row["article"], row["content"] or ""))
            revision = self._revisions.get(row["revision"] or "", same)
            if revision is not None:
                self._read(row, revision)

    def _keep_events(self, keys: Sequence[str]) -> None:
        told = {
            (row["article"], row["fetch"], row["kind"], row["detail"]): row
            for row in self._lake_rows("events", "article", keys)
        }
        for row in sorted(told.values(), key=lambda row: (row["happened_at"], row["article"], row["kind"])):
            ends = {
                "article": self._articles[row["article"]], "fetch": self._fetches.get(row["fetch"]),
                "revision": self._revisions.get(row["revision"] or ""),
            }  # fmt: skip
            self._archive.insert("events", ends | {name: row[name] for name in ("kind", "happened_at", "detail")})

    # ---------------------------------------------------------------- what was found

    def _keep_stories(self, members: Sequence[Row]) -> None:
        for row in sorted(
            self._result_rows("stories", "key", _of(members, "story")), key=lambda row: row["first_seen"]
        ):
            names = ("key", "title", "agency", "agency_confidence", "agency_evidence", "first_seen")
            told = {name: row[name] for name in names} | {"reference": self._revisions.get(row["reference"] or "")}
            self._stories[row["key"]] = self._archive.insert("stories", told)
        for row in members:
            ends = {"article": self._articles[row["article"]], "story": self._stories[row["story"]]}
            told = {name: row[name] for name in ("why", "score", "joined_at", "agency", "credits")}
            reference = self._revisions.get(row["reference"] or "")
            self._archive.insert("story_articles", ends | told | {"reference": reference})

    def _keep_comparisons(self, keys: Sequence[str]) -> None:
        for row in self._result_rows("links", "article", keys):
            if row["other"] in self._articles:
                one, other = self._articles[row.pop("article")], self._articles[row.pop("other")]
                links.keep_link(self._archive, one, other, row)
        for row in self._result_rows("diffs", "after", self._revisions):
            told, ends = json.loads(row.pop("told")), {name: self._revisions[row[name]] for name in ("before", "after")}
            diff = self._archive.insert("diffs", row | ends)
            for position, values in enumerate(told):
                edit = dict(zip(EDIT, values, strict=True))
                self._archive.insert("edits", {"diff": diff, "position": position} | edit)

    def _keep_trees(self) -> None:
        for row in self._result_rows("trees", "child", self._revisions):
            parent = self._revisions.get(row["parent"] or "")
            self._archive.insert("derivations", row | {"child": self._revisions[row["child"]], "parent": parent})
        for row in self._result_rows("updates", "revision", self._revisions):
            ends = {name: self._revisions[row[name]] for name in ("revision", "wire_revision")}
            self._archive.insert("update_readings", row | ends)
        for story in self._stories.values():
            derivations.settled(self._archive, story)

    # ---------------------------------------------------------------- files

    def _result(self, name: str) -> ds.Dataset:
        folder = self._found / name
        if not folder.is_dir():
            raise LakeError(f"there is no {name} in {self._found}: wirediff lake stories writes it")
        return ds.dataset(folder, format="parquet")

    def _result_rows(self, name: str, column: str, keys: Iterable[str]) -> list[Row]:
        found: list[Row] = self._result(name).to_table(filter=pc.field(column).isin(list(keys))).to_pylist()
        return found

    def _lake_rows(self, name: str, column: str, keys: Iterable[str]) -> list[Row]:
        files = [
            str(lake / path)
            for lake, archive in manifests(self._lakes)
            for path in files_of(lake, archive)
            if path.startswith(f"{name}/")
        ]
        told = ds.dataset(files, format="parquet").to_table(filter=pc.field(column).isin(list(keys))) if files else None
        return told.to_pylist() if told is not None else []


def _of(rows: Iterable[Row], name: str) -> set[str]:
    return {row[name] for row in rows}
