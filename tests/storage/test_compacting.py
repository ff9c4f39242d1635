"""Pages packed: small as they come, smaller when there is time, and always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from storage.archive import Archive
from storage.compacting import compact
from storage.pages import body_of, keep_page

RANDOM = Random(7)
WORDS = ["".join(RANDOM.choices("aeilnorst", k=RANDOM.randrange(3, 9))) for _ in range(900)]


def page(seed: int, length: int = 40_000) -> bytes:
    """A page of its own words."""
    chosen = Random(seed)
    return " ".join(chosen.choices(WORDS, k=length // 6)).encode()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A fresh archive."""
    with Archive(tmp_path / "archive.db") as made:
        yield made


def kept(archive: Archive, name: str) -> tuple[int, str | None]:
    """What a page takes, and what it leans on."""
    row = archive.row("SELECT length(body) AS size, leans_on FROM pages WHERE hash = ?", (name,)) or {}
    return row["size"], row["leans_on"]


def test_a_large_page_that_hardly_changed_costs_some_hundred_bytes(archive: Archive) -> None:
    body = page(1, 400_000)
    first = keep_page(archive, body, "text/html", {}, None)
    later = body[:5000] + b"another token" + body[5013:200_000] + b"A new sentence." + body[200_000:]
    second = keep_page(archive, later, "text/html", {}, first)
    assert kept(archive, second)[0] < 400
    assert kept(archive, second)[1] == first
    assert body_of(archive, second) == later


def test_a_page_that_has_nothing_of_the_one_before_stands_alone(archive: Archive) -> None:
    first = keep_page(archive, page(1), "text/html", {}, None)
    second = keep_page(archive, page(2), "text/html", {}, first)
    assert kept(archive, second)[1] is None


@pytest.mark.parametrize("body", [b"", b"x", b"1234567", b"\x00" * 9])
def test_pages_of_hardly_any_bytes_come_back_too(archive: Archive, body: bytes) -> None:
    first = keep_page(archive, body, "text/html", {}, None)
    second = keep_page(archive, body + b"!", "text/html", {}, first)
    assert (body_of(archive, first), body_of(archive, second)) == (body, body + b"!")


def test_compact_makes_pages_smaller_keeps_every_byte_and_has_nothing_to_do_the_next_time(archive: Archive) -> None:
    bodies = [page(3), page(3) + b"a later sentence", page(4), b"", b"tiny"]
    first = keep_page(archive, bodies[0], "text/html", {}, None)
    names = [first, *(keep_page(archive, body, "text/html", {}, first) for body in bodies[1:])]
    before = sum(kept(archive, name)[0] for name in names)

    assert compact(archive).pages == len(names)
    assert sum(kept(archive, name)[0] for name in names) < before + 8 * len(names)
    assert [body_of(archive, name) for name in names] == bodies
    assert compact(archive).pages == 0


def test_compact_names_a_page_that_cannot_be_read_and_leaves_it_alone(archive: Archive) -> None:
    good, bad = (keep_page(archive, page(seed), "text/html", {}, None) for seed in (5, 6))
    stored = bytearray(archive.value("SELECT body FROM pages WHERE hash = ?", (bad,)))
    stored[400] ^= 0x10
    archive.write("UPDATE pages SET body = ? WHERE hash = ?", (bytes(stored), bad))
    done = compact(archive)
    assert (done.damaged, done.pages) == ((bad,), 1)
    assert archive.value("SELECT body FROM pages WHERE hash = ?", (bad,)) == bytes(stored)
    assert body_of(archive, good) == page(5)
