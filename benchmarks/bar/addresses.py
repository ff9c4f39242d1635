"""Forbidden addresses in every place where an address can stand: none is connected to.

Loopback in well over a hundred spellings, each as a start, a redirect's target, a feed's item, a sitemap's entry, a
canonical link, the target of a robots.txt and a search's result; a listener on that port counts connections. Then
names whose answers change between two questions (rebinding).
"""

from __future__ import annotations

import random
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.bar import forked
from benchmarks.bar.figure import Measured
from crawler.gate import PORTS
from storage import visits
from storage.archive import Archive

BAR = "120 spellings x 7 places, rebinding 1,000 times: all refused, the listener counts no packet"
PLACES = ("start", "redirect", "feed", "sitemap", "canonical", "robots", "search")
AT = "2026-03-01T00:00:00Z"
REBINDINGS = 1000


def spellings(port: int) -> list[str]:
    """Loopback, as parsers of many kinds have read it."""
    found = [f"http://{host}:{port}/x" for host in dict.fromkeys([*_numbers(), *_sixes(), *_names(), *_letters()])]
    return found + list(_tricks(port))


def _numbers() -> Iterator[str]:
    ways = [str, hex, lambda n: f"0{n:o}", lambda n: f"000{n:o}", lambda n: f"0X{n:X}", lambda n: f"0x0000{n:x}"]
    value = 0x7F000001
    for way in ways:
        yield way(value)
        yield f"{way(127)}.{way(1)}"
        yield f"{way(127)}.{way(0)}.{way(1)}"
        yield f"{way(127)}.{way(0)}.{way(0)}.{way(1)}"
        yield f"{way(127)}.0.0.1"
        yield f"127.0.0.{way(1)}"
    yield from ("127.0.0.1.", "127.255.255.254", "127.8.9.10", "0", "0.0.0.0", "0x0", "00", "127.0.0.1%00", "0.0")


def _sixes() -> Iterator[str]:
    yield from (
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]", "[::FFFF:7F00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "[2002:7f00:0001::1]", "[::ffff:0:127.0.0.1]", "[::1%25lo]", "[::1%lo]", "[fe80::1%25lo]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[::ffff:0.0.0.0]", "[127.0.0.1]", "[::1", "::1", "[::1]x", "[[::1]]",
    )  # fmt: skip


def _names() -> Iterator[str]:
    yield from (
        "localhost", "LOCALHOST", "LocalHost.", "localhost.localdomain", "a.localhost", "ip6-localhost", "loopback",
        "broadcasthost", "router", "printer.local", "db.internal", "x.home.arpa", "x.lan", "metadata.google.internal",
    )  # fmt: skip


def _letters() -> Iterator[str]:
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    round_ = str.maketrans("0127", "⓪①②⑦")
    bold = str.maketrans("0127", "𝟎𝟏𝟐𝟕")
    for table in (wide, round_, bold):
        yield "127.0.0.1".translate(table)
        yield "2130706433".translate(table)
    for dot in "。．｡":
        yield f"127{dot}0{dot}0{dot}1"
        yield f"localhost{dot}"
    yield from (
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        "lſocalhost",
        "ｌｏｃａｌｈｏｓｔ",
        "local\u00adhost",
        "local\u200bhost",
        "%31%32%37.0.0.1",
    )
    yield from ("127%2e0%2e0%2e1", "%6cocalhost", "localh\u00f6st\u0308", "１２７.1", "①②⑦.1")


def _tricks(port: int) -> Iterator[str]:
    here = f"127.0.0.1:{port}"
    yield from (
        f"http://outlet.example@{here}/", f"http://outlet.example:80@{here}/", f"http://outlet.example\\@{here}/",
        f"http://{here}\\@outlet.example/", f"http:\\\\{here}\\x", f"http:/{here}/", f"http:{here}/", f"http:///{here}/",
        f"//{here}/x", f"http://{here}#outlet.example", f"http://{here}?outlet.example", f"http://{here}%2f@outlet.example/",
        f"http://{here}\t/", f"http://{here}\r\nHost: outlet.example/", f"ht\ntp://{here}/", f"HTTP://{here}/",
        f"http://{here}/../x", f"http://{here};outlet.example/", f"http://{here}&@outlet.example/", f"ws://{here}/",
        f"ftp://{here}/x", f"gopher://{here}/_x", f"dict://{here}/x", f"jar:http://{here}!/x", f"view-source:http://{here}/",
        "file:///etc/passwd", "FILE:///etc/passwd", f"file://{here}/etc/passwd", "data:text/html,<p>x</p>", "s3://b/k",
        "javascript:alert(1)", f"https://{here}/", f"http://{here} /", f" http://{here}/", f"http://x@y@{here}/",
    )  # fmt: skip


def measure(full: bool) -> Measured:
    """Crawl them all in one crawl, then ask names that change their answer."""
    forked.get_ready()
    with _listening() as (port, counted), tempfile.TemporaryDirectory(prefix="wirediff-bar-") as name:
        asked = spellings(port)[:: 1 if full else 4]
        with _hostile(asked) as served:
            wrong = _crawl(Path(name), asked, served)
        wrong += _rebind(REBINDINGS if full else 100, port)
        packets = counted()
    wrong += [f"{packets} connections reached the listener"] if packets else []
    rebound = REBINDINGS if full else 100
    said = f"{len(asked)} spellings x {len(PLACES)} places, {rebound} rebindings: {packets} connections"
    return Measured(not wrong, f"{said}, {len(wrong)} problems", tuple(wrong))


@contextmanager
def _listening() -> Iterator[tuple[int, Any]]:
    """A listener on all of loopback, on a port that the gate lets pass; how many connected to it."""
    four = socket.socket()
    for port in sorted(PORTS, reverse=True):
        try:
            four.bind(("0.0.0.0", port))
            break
        except OSError:
            continue
    six = socket.socket(socket.AF_INET6)
    six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    sockets = [four]
    try:
        six.bind(("::", port))
        sockets.append(six)
    except OSError:
        six.close()  # no IPv6 here
    for one in sockets:
        one.listen(4096)
        one.setblocking(False)

    def counted() -> int:
        return sum(_accepted(one) for one in sockets)

    try:
        yield port, counted
    finally:
        for one in sockets:
            one.close()


def _accepted(listener: socket.socket) -> int:
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


@contextmanager
def _hostile(asked: list[str]) -> Iterator[int]:
    """Hosts that name the forbidden addresses in every way; the port of their server."""
    items = "".join(f"<item><title>flood</title><link>{_text(one)}</link></item>" for one in asked)
    entries = "".join(f"<url><loc>{_text(one)}</loc></url>" for one in asked)
    index = "".join(f"<sitemap><loc>{_text(one)}</loc></sitemap>" for one in asked)
    feed = f"<rss><channel>{items}</channel></rss>"
    sources = {"/map": f"<urlset>{entries}</urlset>", "/index": f"<sitemapindex>{index}</sitemapindex>"}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host, path = (self.headers["Host"] or "").partition(":")[0], self.path.partition("?")[0]
            number = int(path[1:]) if path[1:].isdigit() else 0
            if host.startswith("robots") and path == "/robots.txt":
                self._say(302, "", Location=asked[int(host[6:].partition(".")[0])])
            elif host == "redirect.example" and path != "/robots.txt":
                self._say(302, "", Location=asked[number])
            elif host == "canonical.example" and path != "/robots.txt":
                self._say(200, f"<link rel=canonical href='{escape(asked[number])}'><p>{'Words and words. ' * 40}</p>")
            elif host == "sources.example":
                self._say(404 if path == "/robots.txt" else 200, sources.get(path, feed))
            else:
                self._say(404, "no")

        def _say(self, status: int, text: str, **headers: str) -> None:
            body = text.encode("utf-8", "replace")
            head = f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            for name, value in headers.items():
                head += f"{name}: {value.replace(chr(13), '').replace(chr(10), ' ')}\r\n"
            self.wfile.write(head.encode("utf-8", "replace") + b"\r\n" + body)

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

        def handle_error(self, *_: Any) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _text(address: str) -> str:
    return f"<![CDATA[{address}]]>"


def _crawl(folder: Path, asked: list[str], port: int) -> list[str]:
    """One crawl of everything; what was not refused."""
    robots = [f"robots{number}.example" for number in range(len(asked))]
    hosts = ["redirect.example", "canonical.example", "sources.example", *robots]
    (folder / "wirediff.toml").write_text(
        '[project]\ncontact = "desk@newsroom.example"\n[crawl]\npace = "0s"\ntimeout = "20s"\nbatch_size = 100000\n'
        '[[outlet]]\nid = "s"\nfollow = "all"\nfeeds = ["http://sources.example/feed"]\n'
        'sitemaps = ["http://sources.example/map", "http://sources.example/index"]\n'
        'searches = ["http://sources.example/search?q={query}"]\n'
        '[[story]]\nid = "flood"\nmatch = ["flood"]\n'
        "[network.hosts]\n" + "".join(f'"{host}" = "127.0.0.1:{port}"\n' for host in hosts)
    )
    starts = {one.encode("utf-8", "replace").decode(): one for one in asked}
    given = [*starts, *(f"http://redirect.example/{n}" for n in range(len(asked)))]
    given += [f"http://canonical.example/{n}" for n in range(len(asked))] + [f"http://{host}/a" for host in robots]
    with Archive(folder / "wirediff.db") as archive, archive.transaction():
        for address in given:
            visits.plan(archive, "s", address, due=AT)
    for number in range(3):  # what the first names, the next would ask for
        forked.wait(forked.crawl(folder, f"2026-03-01T0{number}:00:00Z", folder / "log"))
    own = {f"http://{host}/a" for host, one in zip(robots, asked, strict=True) if _is_path(host, one)}
    return list(_not_refused(folder / "wirediff.db", given[: len(starts)], hosts, own))


def _is_path(host: str, spelling: str) -> bool:
    """Whether a redirect to this spelling leads nowhere but to *host* itself: by RFC 3986 it is a path there."""
    try:
        told = spelling.replace("\r", "").replace("\n", " ").replace(" ", "%20")  # as a header can say it
        return urlsplit(urljoin(f"http://{host}/robots.txt", told)).netloc == host
    except ValueError:
        return False


def _not_refused(path: Path, starts: list[str], hosts: list[str], own: set[str]) -> Iterator[str]:
    with Archive(path, read_only=True) as archive:
        rows = archive.rows("SELECT address, final_address, refused, status, error, kind FROM fetches")
        asked = {row["address"] for row in rows}
    yield from (f"never tried: {one!r}" for one in starts if one not in asked)
    for row in rows:
        host = row["address"].partition("://")[2].partition("/")[0]
        expected = host in {"canonical.example", "sources.example"} or row["address"] in own
        if not expected and row["refused"] is None:
            yield f"not refused: {row['address']!r} -> {row['final_address']!r} {row['status']} {row['error']}"
        if row["refused"] is None and row["final_address"].partition("://")[2].partition("/")[0] not in hosts:
            yield f"went on to {row['final_address']!r}"


def _rebind(times: int, port: int) -> list[str]:
    """Names that answer with a public address, then with loopback, or with both: what the reactor would connect to."""
    import ipaddress

    from twisted.internet.address import IPv4Address

    from crawler.gate import is_public
    from crawler.reach import GuardedResolver

    chance, given, passed = random.Random(9), list[list[str]](), list[str]()

    class Names:
        def resolveHostName(self, receiver: Any, *_: Any) -> None:  # noqa: N802 - Twisted's name
            receiver.resolutionBegan(self)
            for text in given[-1]:
                receiver.addressResolved(IPv4Address("TCP", text, port))
            receiver.resolutionComplete()

    class Reactor:
        nameResolver = Names()  # noqa: N815 - Twisted's name

    class Receiver:
        def resolutionBegan(self, _: Any) -> None: ...  # noqa: N802

        def addressResolved(self, address: Any) -> None:  # noqa: N802
            passed.append(address.host)

        def resolutionComplete(self) -> None: ...  # noqa: N802

    guard = GuardedResolver(Reactor(), {})
    for _ in range(times):
        for answer in (["1.1.1.1"], chance.choice([["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["10.0.0.1", "8.8.8.8"]])):
            given.append(answer)
            guard.resolveHostName(Receiver(), "rebinding.example", port)
    private = [one for one in passed if not is_public(ipaddress.ip_address(one))]
    lost = times - passed.count("1.1.1.1")
    return [f"passed on {one}" for one in private] + ([f"{lost} honest answers were kept back"] if lost else [])
