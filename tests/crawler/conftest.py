"""A hostile server on loopback that plays any host, and crawls of it in processes of their own."""

import pickle
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.items import Discovered, Fetched, Visit
from crawler.outlets import Policy


class Answering(BaseHTTPRequestHandler):
    """Answers by host and path, as the table of its server says; all else is a 404."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host, path = (self.headers["Host"] or "").partition(":")[0], self.path
        self.server.asked.append(Asked(time.monotonic(), host, path, dict(self.headers)))
        answers = self.server.answers
        answer = answers.get((host, path)) or answers.get((host, "*")) or self.not_found
        with self.server.at_once(host), suppress(OSError):
            answer(self)

    def not_found(self, _):
        self.say("not found", 404)

    def say(self, body="", status=200, **headers):
        """An answer: *headers* with underscores for hyphens; a Content-Length of one's own is believed."""
        body = body.encode() if isinstance(body, str) else body
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        if status != 304:
            headers.setdefault("Content-Length", len(body))
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        """End the connection at once, with a reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()

    def log_message(self, *_):
        """Say nothing."""


@dataclass(frozen=True)
class Asked:
    at: float
    host: str
    path: str
    headers: dict


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers, self.asked = {}, []
        self.connections, self.now, self.most = 0, Counter(), Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @contextmanager
    def at_once(self, host):
        """Count how many requests to one host are answered at the same time, at most."""
        self.now[host] += 1
        self.most[host] = max(self.most[host], self.now[host])
        try:
            yield
        finally:
            self.now[host] -= 1

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_):
        """A client that went away is no error here."""

    def on(self, host, path="*", body="", status=200, **headers):
        """Let *host* answer *path* with a text, or let a function answer."""
        answer = body if callable(body) else lambda self: self.say(body, status, **headers)
        self.answers[host, path] = answer

    def paths(self, host, robots=False, reserved=False):
        asked = [one.path for one in self.asked if one.host == host]
        left_out = [] if robots else ["/robots.txt"]
        left_out += [] if reserved else ["/.well-known/tdmrep.json"]
        return [path for path in asked if path not in left_out]


@dataclass
class Crawled:
    """What a crawl brought: its items, its log."""

    items: list
    log: str
    by_address: dict = field(init=False)

    def __post_init__(self):
        self.fetched = [item for item in self.items if isinstance(item, Fetched)]
        self.discovered = [item for item in self.items if isinstance(item, Discovered)]
        self.by_address = {item.address: item for item in self.fetched}

    def __getitem__(self, address) -> Fetched:
        return self.by_address[address]

    def refused(self):
        return Counter(item.refused for item in self.fetched)


@pytest.fixture(scope="module")
def server():
    """A server that plays every host that it is told to."""
    running = Server()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def private():
    """A service on loopback that no crawl may reach; it counts those who connect."""
    running = Server()
    running.on("127.0.0.1", "*", "secret")
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def crawl(server):
    """Crawl visits (or addresses) in a process of its own, every host of *server* mapped to it."""

    def run(visits, *, pace=0.0, timeout=30.0, outlets=(), stories=(), settings=None, names=None, env=None, **policy):
        visits = [one if isinstance(one, Visit) else Visit(0, one, "outlet") for one in visits]
        hosts = dict.fromkeys(host for host, _ in server.answers)
        policy.setdefault("hosts", tuple((host, f"127.0.0.1:{server.port}") for host in hosts))
        policy = Policy(
            contact="desk@outlet.example", pace=timedelta(seconds=pace), timeout=timedelta(seconds=timeout),
            max_body=2**20, **policy,
        )  # fmt: skip
        job = {"visits": visits, "policy": policy, "outlets": list(outlets), "stories": list(stories)}
        job |= {"settings": settings or {}, "names": names or {}}
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("crawl_child.py")], input=pickle.dumps(job),
            capture_output=True, timeout=240, env=env, check=False,
        )  # fmt: skip
        log = done.stderr.decode()
        assert done.returncode == 0, log
        return Crawled(pickle.loads(done.stdout), log)

    return run
