"""A cluster on loopback for tests: a real broker, worker processes, and outlets that notice who comes too soon."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.wirediff.cluster_hosts import Hosts
from tests.wirediff.newsstand import WIREDIFF, environment

REDIS = shutil.which("redis-server") or shutil.which("valkey-server")
needs_broker = pytest.mark.skipif(REDIS is None, reason="no redis-server here: apt-get install redis-server")


class Server:
    """A Redis server of its own on a free port of *address*, with what it keeps in *folder*."""

    def __init__(self, folder: Path, address: str = "127.0.0.1") -> None:
        self.folder, self.address = folder, address
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as probe:
            probe.bind((address, 0))
            self.port = int(probe.getsockname()[1])
        self.start()

    @property
    def url(self) -> str:
        return f"redis://{self.address}:{self.port}/0"

    def start(self) -> None:
        """Start, and wait until it listens."""
        assert REDIS is not None
        line = [REDIS, "--port", str(self.port), "--bind", self.address, "--dir", str(self.folder), "--save", ""]
        line += ["--appendonly", "yes", "--logfile", "redis.log", "--protected-mode", "no"]
        self._process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection((self.address, self.port), 1) as there:
                there.sendall(b"PING\r\n")
                if there.recv(16).startswith(b"+PONG"):
                    return
            assert time.monotonic() < end, "the broker does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power failure would."""
        self._process.kill()
        self._process.wait()

    def restart(self, *, forgetful: bool = False) -> None:
        """Kill it and start it anew; *forgetful*: with nothing of what it had."""
        self.kill()
        if forgetful:
            shutil.rmtree(self.folder)
            self.folder.mkdir()
        self.start()


class Crew:
    """Worker processes of one broker, each on a host of its own where there are *hosts*; their logs are in *folder*."""

    def __init__(self, url: str, folder: Path, count: int, hosts: Hosts | None = None) -> None:
        self._url, self._folder, self._hosts, self._env = url, folder, hosts, environment()
        self.workers = [self._worker(number) for number in range(count)]

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        line = [*WIREDIFF, "worker", "--broker", self._url, "--cores", "1"]
        if self._hosts is not None:
            line = self._hosts.within(number) + line
        with (self._folder / f"worker-{number}.log").open("ab") as log:
            return subprocess.Popen(line, stdout=log, stderr=log, cwd=self._folder, env=self._env)

    def kill(self, number: int, *, whole: bool) -> bool:
        """Kill a worker's crawl, if there is one; *whole*: the process that started it; another takes its place."""
        worker = self.workers[number]
        if not whole:
            return kill(children(worker.pid))
        worker.kill()
        worker.wait()
        self.workers[number] = self._worker(number)
        return True

    def stop(self) -> None:
        """End all of them in order."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait(150)

    def log(self) -> str:
        """What they wrote."""
        return "".join(path.read_text() for path in sorted(self._folder.glob("worker-*.log")))


def kill(processes: list[int]) -> bool:
    """Kill them; whether there were any."""
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return bool(processes)


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    try:
        tasks = [(task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [int(child) for told in tasks for child in told.split()]


@contextlib.contextmanager
def cluster(folder: Path, workers: int, hosts: Hosts | None = None) -> Iterator[tuple[Server, Crew]]:
    """A broker and its workers, until the block ends."""
    server = Server(folder / "broker", hosts.address if hosts else "127.0.0.1")
    crew = Crew(server.url, folder, workers, hosts)
    try:
        yield server, crew
    finally:
        crew.stop()
        server.kill()


@dataclass
class Watchful:
    """Outlets on one port, told apart by their Host; each answer takes *takes* seconds.

    *answer(host, path)* is the status, the content type and the body. *visits* are the requests of each host, with the
    times at which they came and were answered, by one clock.
    """

    answer: Callable[[str, str], tuple[int, str, bytes]]
    takes: float = 0.02
    visits: dict[str, list[tuple[float, float, str]]] = field(default_factory=lambda: defaultdict(list))

    def __enter__(self) -> Watchful:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()

        def serve() -> None:
            asyncio.set_event_loop(self._loop)
            server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512))
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            self._loop.run_forever()

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        assert started.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            came = time.monotonic()
            path = head.split(" ", 2)[1]
            host = next(line[6:].strip() for line in head.split("\r\n") if line.lower().startswith("host:"))
            await asyncio.sleep(self.takes)
            status, kind, body = self.answer(host, path)
            self.visits[host].append((came, time.monotonic(), path))
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                "Connection: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # who asked was killed
        finally:
            writer.close()

    def asked(self, host: str) -> list[str]:
        """The paths that were asked for."""
        return [path for _, _, path in self.visits[host]]

    def too_soon(self, pace: float) -> list[str]:
        """Requests that came to a host within its pace after the answer before, or before that was given."""
        found = []
        for host, visits in self.visits.items():
            for (_, over, first), (came, _, second) in pairwise(sorted(visits)):
                if came < over + pace:
                    found.append(f"{host}: {second} {came - over:+.3f} s after {first}")
        return found


CONTENT = {
    "revisions": """SELECT a.outlet, a.key, r.number, r.content, r.title, r.standfirst, r.byline, r.credit, r.published
        FROM revisions r JOIN articles a ON a.id = r.article""",
    "articles": "SELECT outlet, key, address, state FROM articles",
    "looks": """SELECT f.outlet, f.address, f.kind, f.status, f.body_hash, f.final_address, r.outcome, r.reason
        FROM fetches f LEFT JOIN readings r ON r.fetch = f.id""",
    "found": """SELECT DISTINCT f.outlet, f.address, f.final_address, r.outcome, r.reason, r.content
        FROM fetches f JOIN readings r ON r.fetch = f.id WHERE r.outcome NOT IN ('unchanged', 'not-modified', 'failed')
        AND f.kind = 'article'""",
    "edits": """SELECT a.outlet, a.key, b.number, c.number, d.relation, e.op, e.kinds, e.material, e.field,
        e.before_text, e.after_text FROM edits e JOIN diffs d ON d.id = e.diff JOIN revisions b ON b.id = d.before
        JOIN revisions c ON c.id = d.after JOIN articles a ON a.id = c.article""",
    "stories": """SELECT (SELECT group_concat(key, ' ') FROM (SELECT a.key FROM story_articles s JOIN articles a
        ON a.id = s.article WHERE s.story = stories.id ORDER BY a.key)) FROM stories""",
    "events": "SELECT a.outlet, a.key, e.kind FROM events e JOIN articles a ON a.id = e.article",
    "furniture": "SELECT outlet, text, off FROM furniture",
    "visits": "SELECT outlet, kind, key, stopped, failures, etag, last_modified, body_hash, taken_by FROM visits",
    "robots": "SELECT origin, status, body FROM robots",
    "pages": "SELECT hash, media_type FROM pages",
}


def content(path: Path, *without: str) -> dict[str, list[str]]:
    """What an archive holds, but for times and ids."""
    with Archive(path, read_only=True) as archive:
        return {
            name: sorted(repr(tuple(row)) for row in archive.db.conn.execute(sql))
            for name, sql in CONTENT.items()
            if name not in without
        }
