"""Coverage-guided fuzzing of all that reads strangers' bytes, with atheris (which is no dependency of the project).

    pip install atheris            # beside the project, in an environment of its own
    python -m benchmarks.fuzz feed --seconds 60
    python -m benchmarks.fuzz gate --seconds 60 --corpus folder

Any exception that is no outcome ends it, with the input in a file ``crash-…``; exit code 0 where none came.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

BASE = "http://sample.example/x"


def _feed() -> Callable[[bytes], None]:
    from crawler.feeds import read_feed

    return _readable(lambda data: read_feed(data, BASE))


def _sitemap() -> Callable[[bytes], None]:
    from crawler.sitemaps import read_sitemap

    return _readable(lambda data: read_sitemap(data, BASE))


def _search() -> Callable[[bytes], None]:
    from crawler.searches import commoncrawl, gdelt, read_search

    def run(data: bytes) -> None:
        for base in (gdelt.API + "?q", commoncrawl.INDEX + "/x-index?url=a.example/*", BASE):
            read_search(data, base)

    return _readable(run)


def _robots() -> Callable[[bytes], None]:
    from crawler.clock import parse
    from crawler.robots import heard, rules_of

    now = parse("2026-03-01T00:00:00Z")

    def run(data: bytes) -> None:
        rules = rules_of(heard(BASE, None, 200, data, now), now)
        rules.refusal(BASE)
        assert 0 <= rules.delay <= 60

    return run


def _reservations() -> Callable[[bytes], None]:
    from crawler.reservations import read

    return lambda data: assert_bool(read(data.decode("utf-8", "replace")).hold(BASE))


def _gate() -> Callable[[bytes], None]:
    """What the gate lets pass it lets pass again, as it stands, and its key is its key."""
    from crawler.addresses import address_key
    from crawler.clock import parse
    from crawler.gate import Refusal, admit
    from crawler.traps import trap

    now = parse("2026-03-01T00:00:00Z")

    def run(data: bytes) -> None:
        address = data.decode("utf-8", "replace")
        trap(address, now)
        assert address_key(address_key(address)) is not None
        try:
            passed = admit(address)
        except Refusal:
            return
        assert admit(passed) == passed

    return run


def _answer() -> Callable[[bytes], None]:
    """The bytes of a connection are read alike however they are cut, and within their bound."""
    from crawler.answer import Answer, BodyTooLarge, HeadTooLarge, NoHTTP

    def outcome(data: bytes, step: int) -> object:
        answer = Answer(most=200)
        try:
            whole = any(answer.feed(data[at : at + step]) for at in range(0, len(data), step))
            if not whole:
                answer.ended(in_order=True)
        except (NoHTTP, BodyTooLarge, HeadTooLarge, ConnectionError) as error:
            return type(error)
        assert len(answer.body) <= 200
        return answer.head, answer.body, answer.flags, whole

    def run(data: bytes) -> None:
        assert outcome(data, 3) == outcome(data, len(data) or 1)

    return run


def _page() -> Callable[[bytes], None]:
    from pipelines.extract import extract

    return lambda data: assert_bool(extract(data, {}, BASE).failure != "")


TARGETS = {
    "feed": _feed, "sitemap": _sitemap, "search": _search, "robots": _robots, "reservations": _reservations,
    "gate": _gate, "page": _page, "answer": _answer,
}  # fmt: skip


def assert_bool(value: object) -> None:
    """An answer of another kind is a fault."""
    assert isinstance(value, bool)


def _readable(read: Callable[[bytes], object]) -> Callable[[bytes], None]:
    from crawler.entries import Unreadable

    def run(data: bytes) -> None:
        try:
            read(data)
        except Unreadable:
            return

    return run


def main() -> None:
    """Fuzz one target for so long."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", choices=TARGETS)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--corpus", type=Path, help="a folder of inputs to begin with, and to add to")
    given = options.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris, in an environment that has the project too")
    with atheris.instrument_imports(include=["crawler", "pipelines", "protego", "fastfeedparser", "feedparser"]):
        run = TARGETS[given.target]()
    corpus = given.corpus or Path(f"fuzz-{given.target}")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={given.seconds}", "-timeout=20", "-rss_limit_mb=2048", str(corpus)], run
    )
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    atheris.Fuzz()


def _seeds(target: str) -> list[bytes]:
    from benchmarks.bar import hostile_inputs as made

    if target in {"feed", "sitemap", "robots", "page"}:
        return made._seeds(target)[:200]
    return {
        "search": [b'{"articles": [{"url": "http://a.example/b", "title": "x", "seendate": "20260102T030405Z"}]}'],
        "answer": [
            b"HTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
            b"HTTP/1.0 200 OK\nContent-Length: 5\nX: a\n b\n\nhello",
            b"HTTP/1.1 304 Not Modified\r\n\r\n",
        ],
        "reservations": [b'[{"location": "/a/*.html$", "tdm-reservation": 1}]'],
        "gate": [
            b"http://[::ffff:127.0.0.1]/a?b=c#d",
            "http://ⓛ.example/ä/a/b/a/b".encode(),
            b"https://a@b.example:80",
        ],
    }[target]


if __name__ == "__main__":
    main()
