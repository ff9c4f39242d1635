"""Advisories of other crawlers, each with its test or the reason why it cannot occur: see docs/security.md."""

import re
from pathlib import Path

import brotli
import pytest
from scrapy.settings import Settings

from crawler.exchange import plain_headers
from crawler.manners import settings_for
from crawler.outlets import Policy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
ADVISORIES = """
CVE-2021-41125 cjvr-mfj7 mfjm-vh54 2.6.2 CVE-2024-1892 CVE-2024-3572 CVE-2024-3574 CVE-2024-1968 23j4-mw76 jm3v-qxmh
CVE-2025-6176 cwxj-rr6w 76g3-c3x4 CVE-2024-32651 CVE-2024-51483 CVE-2024-51998 CVE-2024-56509 CVE-2025-52558
CVE-2025-62780 CVE-2026-27696 CVE-2026-25527 CVE-2026-27645 CVE-2026-29038 CVE-2026-29039 CVE-2026-29065 CVE-2026-33981
CVE-2026-35490 CVE-2026-41895 gwph-fp79 rph4-96w6 56fq-63vj mh42-m7cg q8xq-qg4x cgj8-g98g #3267 #3596 #3626 #4132 #1432
"""


@pytest.fixture(scope="module")
def settings():
    return Settings(settings_for(Policy(contact="desk@outlet.example")))


@pytest.mark.parametrize("name", ADVISORIES.split())
def test_every_advisory_has_a_test_or_a_reason(name):
    (line,) = [line for line in PAGE.splitlines() if name in line]
    tests = re.findall(r"`(tests/\S+\.py)::(\w+)`", line)

    assert tests or "cannot occur" in line
    for path, test in tests:
        assert f"def {test}(" in (ROOT / path).read_text("utf-8"), test


def test_no_credentials_cookies_or_proxies_are_in_play(settings):
    names = settings.getwithbase("DOWNLOADER_MIDDLEWARES")
    on = {name.rpartition(".")[2] for name, order in names.items() if order is not None}

    assert not {"HttpAuthMiddleware", "CookiesMiddleware", "HttpProxyMiddleware"} & on
    assert {"GateMiddleware", "RobotsMiddleware", "RedirectMiddleware"} <= on
    assert not any(settings.getbool(name) for name in ("COOKIES_ENABLED", "HTTPPROXY_ENABLED"))


def test_a_header_names_no_python_object(settings):
    assert not settings.getbool("REFERER_ENABLED")


def test_only_http_has_a_handler(settings):
    handlers = {scheme: name for scheme, name in settings.getwithbase("DOWNLOAD_HANDLERS").items() if name is not None}

    assert set(handlers) == {"http", "https"}
    assert set(handlers.values()) == {"crawler.handler.PoliteHandler"}
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_a_robots_txt_that_is_a_bomb_is_no_robots_txt(crawl, server):
    """A kilobyte of brotli that is a gigabyte of rules: nobody knows what they say, so nothing is fetched."""
    packer = brotli.Compressor(quality=2)
    bomb = b"".join(packer.process(bytes(2**24)) for _ in range(64)) + packer.finish()
    server.on("bomb.example", "/robots.txt", lambda answer: answer.say(bomb, Content_Encoding="br"))
    server.on("bomb.example", "/page", "text")
    found = crawl(["http://bomb.example/page"], timeout=20.0)

    assert found["http://bomb.example/page"].refused == "robots-unreachable"
    assert "/page" not in server.paths("bomb.example")


def test_a_page_cannot_pass_for_what_stands_for_a_page_in_an_archive():
    class Answer:
        headers = {b"Content-Type": [b"application/vnd.wirediff.reading+json"]}  # noqa: RUF012
        flags = ()

    assert plain_headers(Answer())["content-type"] == "application/octet-stream"
