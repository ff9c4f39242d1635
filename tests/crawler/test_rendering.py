"""``render = true``: what scripts write is read, through the gate that every fetch passes, within its bounds."""

import shutil
import socket
import subprocess
import sys

import pytest

from crawler.items import Visit
from crawler.outlets import Outlet, Policy
from crawler.render.browser import trouble

HOST = "https://spa.example"
MEGABYTE = b"x" * 2**20
TEXT = "The flood barrier at Merrow failed on Tuesday night."
BY_SCRIPT = f"<p id=text></p><script>document.getElementById('text').textContent = '{TEXT}'</script>"
FETCHED = """<main></main><img src=/picture.png><link rel=stylesheet href=/style.css><iframe src=/frame></iframe>
<script src=/app.js></script>"""
APP = """const write = text => { document.querySelector('main').innerHTML += `<p>${text}</p>` };
fetch('/data.json').then(r => r.json()).then(d => write(d.text));
fetch('https://cdn.example/more').then(r => r.text()).then(write, () => write('no more'));
fetch('/moved').then(r => r.text()).then(write);
fetch('/forbidden').then(r => write('forbidden ' + r.status));
fetch('/form', {method: 'POST', body: 'x'}).then(r => write('posted ' + r.status));
navigator.sendBeacon('/beacon', 'seen');
new WebSocket('wss://spa.example/socket').onerror = () => write('no socket');
document.cookie = 'id=7'; setTimeout(() => fetch('/late').then(r => r.text()).then(write), 100);
open('/window'); setTimeout(() => { location = '/elsewhere' }, 50);"""
INWARD = """<script>for (const way of ['http://127.0.0.1:PORT/a', 'http://localhost:PORT/b', 'http://[::1]:PORT/c',
'https://127.0.0.1:PORT/d', 'http://2130706433:PORT/e', 'http://spa.example@127.0.0.1:PORT/f', 'ws://127.0.0.1:PORT/g',
'http://169.254.169.254/h', 'http://inward.test:PORT/i'])
{ try { new WebSocket(way.replace('http', 'ws')) } catch {} ; fetch(way, {mode: 'no-cors'}).catch(() => 0);
  const s = document.createElement('script'); s.src = way; document.head.append(s); }
try { new WebTransport('https://127.0.0.1:PORT/j').ready.catch(() => 0) } catch {}
for (const rel of ['preconnect', 'prefetch', 'dns-prefetch', 'modulepreload', 'preload'])
{ const l = document.createElement('link'); l.rel = rel; l.as = 'script'; l.href = 'http://127.0.0.1:PORT/' + rel;
  document.head.append(l); }
const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:PORT'}]}); peer.createDataChannel('x');
peer.createOffer().then(o => peer.setLocalDescription(o));</script><p>still here</p>"""
PAGES = {
    "/by-script": BY_SCRIPT, "/fetched": FETCHED, "/late": "late text", "/frame": "framed", "/elsewhere": "elsewhere",
    "/window": "window", "/form": "form", "/landed": "landed text", "/forbidden": "forbidden text",
    "/spins": "<p>before</p><script>setTimeout(() => { for (;;) {} })</script>",
    "/polls": "<p>polled</p><script>const ask = () => fetch('/late').then(ask); ask()</script>",
    "/grows": "<p>small</p><script>document.body.append('x'.repeat(3e6))</script>",
    "/heavy": "<p>light</p><script>fetch('/huge').then(r => r.text()).then(t => {"
              "document.body.append('got ' + t.length) })</script>",
    "/plain": "<p>plain</p>",
    "/eats": "<p>full</p><script>for (let i = 0; i < 400; i++) document.body.append('x'.repeat(1e7) + i)</script>",
}  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("chromium"), reason="there is no Chromium"),
]


def huge(handler):
    """A hundred megabytes, as far as they are taken."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    for number in range(100):
        handler.wfile.write(MEGABYTE)
        handler.server.huge = number + 1


@pytest.fixture(scope="module")
def datagrams(private):
    """What comes by UDP to the private service's port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", private.port))
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def crawled(server, private, datagrams, crawl):
    for path, body in PAGES.items():
        server.on("spa.example", path, body, Content_Type="text/html; charset=utf-8", ETag='"shell"')
    server.on("spa.example", "/robots.txt", "User-agent: *\nDisallow: /forbidden")
    server.on("spa.example", "/app.js", APP, Content_Type="text/javascript", Set_Cookie="server=1")
    server.on("spa.example", "/data.json", '{"text": "data text"}', Content_Type="application/json")
    server.on("spa.example", "/moved", "", 302, Location="/landed")
    server.on("spa.example", "/huge", huge)
    server.on("spa.example", "/gone", "<p>gone", 404, Content_Type="text/html")
    server.on("spa.example", "/file.pdf", "%PDF", Content_Type="application/pdf")
    server.on("spa.example", "/inward", INWARD.replace("PORT", str(private.port)), Content_Type="text/html")
    server.on("cdn.example", "/more", "more text", Access_Control_Allow_Origin="*")
    server.on("other.example", "/by-script", BY_SCRIPT, Content_Type="text/html", X_Wirediff_Rendered="me")
    names = ["by-script", "fetched", "polls", "grows", "heavy", "eats", "inward", "gone", "file.pdf"]
    visits = [Visit(1, f"{HOST}/{name}", "spa", etag='"shell"') for name in names]
    visits.append(Visit(2, "http://spa.example/plain", "spa"))
    visits.append(Visit(3, "https://other.example/by-script", "other"))
    outlets, names = [Outlet("spa", render=True), Outlet("other")], {"inward.test": ["127.0.0.1"]}
    return crawl(visits, outlets=outlets, timeout=90.0, names=names)


def text(crawled, name):
    page = crawled[f"{HOST}/{name}"]
    assert page.body is not None, page.error
    return page.body.decode()


def test_what_a_script_writes_is_the_page_and_is_marked(crawled):
    page = crawled[f"{HOST}/by-script"]
    assert TEXT in page.body.decode().replace("textContent", "").split("<script>")[0]
    assert page.headers["x-wirediff-rendered"].startswith("Chromium/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert (page.status, page.final_address, "etag" in page.headers) == (200, f"{HOST}/by-script", False)
    assert "If-None-Match" not in page.sent


def test_an_outlet_that_does_not_ask_for_it_is_not_rendered_whatever_its_server_says(crawled):
    page = crawled["https://other.example/by-script"]
    assert (page.body.decode(), "x-wirediff-rendered" in page.headers) == (BY_SCRIPT, False)


def test_data_scripts_redirects_and_other_hosts_come_through_the_gate(crawled, server):
    page = text(crawled, "fetched")
    for said in ("data text", "more text", "landed text", "late text", "forbidden 403", "posted 403", "no socket"):
        assert f"<p>{said}</p>" in page
    asked = [one for one in server.asked if one.path == "/app.js"]
    assert asked[0].headers["User-Agent"].startswith("wirediff/")


def test_nothing_is_asked_for_but_what_a_text_can_come_from(crawled, server):
    unasked = {"/picture.png", "/style.css", "/frame", "/beacon", "/form", "/socket", "/window", "/elsewhere",
               "/forbidden", "/favicon.ico"}  # fmt: skip
    assert not unasked & set(server.paths("spa.example"))
    assert not [one.path for one in server.asked if "Cookie" in one.headers]
    assert "/robots.txt" in server.paths("cdn.example", robots=True)


def test_no_packet_of_a_page_reaches_what_is_private(crawled, private, datagrams):
    assert "still here" in text(crawled, "inward")
    assert (private.connections, private.asked) == (0, [])
    with pytest.raises(BlockingIOError):
        datagrams.recv(1)


def test_a_page_that_never_rests_is_taken_as_it_stands_and_one_that_hangs_fails_in_time(crawled, crawl):
    assert "polled" in text(crawled, "polls")
    hanging = crawl([Visit(1, f"{HOST}/spins", "spa")], outlets=[Outlet("spa", render=True)], timeout=4.0)
    assert hanging[f"{HOST}/spins"].error.startswith("timeout: the page did not come to rest within 4 s")


def test_what_grows_too_large_is_not_taken(crawled, server):
    assert crawled[f"{HOST}/grows"].error.startswith("too-large: the page grew to 3")
    assert "got 0" in text(crawled, "heavy")
    assert server.huge < 20
    assert crawled[f"{HOST}/eats"].error.startswith("render: ")


def test_what_is_no_whole_page_comes_as_it_came(crawled):
    assert (crawled[f"{HOST}/gone"].status, text(crawled, "gone")) == (404, "<p>gone")
    assert crawled[f"{HOST}/file.pdf"].body == b"%PDF"
    assert "x-wirediff-rendered" in crawled["http://spa.example/plain"].headers


def test_a_missing_browser_is_told_with_its_mend(crawl, server):
    server.on("spa.example", "/by-script", BY_SCRIPT, Content_Type="text/html")
    found = crawl([f"{HOST}/by-script"], outlets=[Outlet("outlet", render=True)], browser="/nowhere/chromium")
    said = found[f"{HOST}/by-script"].error
    assert said.startswith("render: render = true of outlet needs a Chromium, and there is no /nowhere/chromium")
    found = crawl([f"{HOST}/by-script"], outlets=[Outlet("outlet", render=True)], browser="/bin/true", timeout=20.0)
    assert found[f"{HOST}/by-script"].error.startswith("render: /bin/true does not start as a Chromium: ")
    assert trouble([Outlet("a")], Policy(browser="/nowhere")) is None


def test_nothing_imports_a_browser_before_a_page_is_rendered():
    code = "import wirediff.cli, crawler.spiders.base, sys; print([m for m in sys.modules if 'playwright' in m])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
