"""The gate: what is fetched and what is refused, by how it is written and by where it leads."""

import ipaddress
from urllib.parse import urlsplit

import pytest

from crawler.gate import Refusal, admit, is_public
from crawler.items import Visit
from crawler.outlets import Outlet, Policy
from crawler.reach import mapped_hosts

LOOPBACK = [
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7F.0x0.0x0.0x1",
    "0x7f.1", "0177.0.0.1", "0177.1", "017700000001", "127.0.0.0x1", "0127.0.0.1", "127.00000.0.1", "127.0.0.1.",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]",
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "localhost", "LOCALHOST", "localhost.",
    "a.localhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "lſocalhost", "router", "printer.local", "metadata.google.internal", "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1", "[::1%25lo]", "[127.0.0.1]", "127.0.0.1%00.outlet.example",
]  # fmt: skip
PRIVATE = [
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1",
    "192.0.2.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "3232235777", "0xA9FEA9FE", "0xc0.168.1.1",
    "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[::ffff:10.0.0.1]",
    "[2002:c0a8:101::]", "[64:ff9b::a9fe:a9fe]", "[2001:0:4136:e378:8000:63bf:f5ff:fffe]",
]  # fmt: skip
MALFORMED = [
    "http://user@outlet.example/", "http://user:word@outlet.example/", "http://outlet.example@127.0.0.1/",
    "http://outlet.example\\@127.0.0.1/", "http://127.0.0.1\\@outlet.example/", "http:\\\\127.0.0.1\\",
    "http:/127.0.0.1/", "http:127.0.0.1", "http:///127.0.0.1/", "//127.0.0.1/", "http://", "http://?", "http://#",
    "http://127.0.0.1#outlet.example", "http://127.0.0.1?outlet.example", "http://127.0.0.1%2f@outlet.example/",
    "http://outlet.example/%00", "http://outlet.example/%0d%0aHost:%20x", "http://outlet.example/\nHost: x",
    "http://outlet.example/\t", " http://outlet.example/", "http://outlet.example /", "http://127.0.0.1\t/",
    "ht\ntp://127.0.0.1/", "http://out\u00adlet.example/", "http://\u202eoutlet.example/", "http://\ud800.example/",
    "http://outlet.example:0/", "http://outlet.example:22/", "http://outlet.example:25/", "http://outlet.example:6379/",
    "http://outlet.example:99999/", "http://outlet.example:-1/", "http://outlet.example:80x/", "http://outlet.example:8o/",
    "http://outlet.example:٨٠/", "http://a..example/", "http://-a.example/", "http://.example/", "http://1.2.3.4.5/",
    "http://256.0.0.1/", "http://8.8.8/", "http://134744072/", "http://0x08080808/", "http://[::1", "http://::1/",
    "http://out<let>.example/", "http://" + "a" * 64 + ".example/", "http://" + "a." * 127 + "example/",
    "http://outlet.example/" + "a" * 2000, "file:///etc/passwd", "FILE:///etc/passwd", "file://outlet.example/etc",
    "data:text/html,x", "ftp://outlet.example/", "s3://bucket/key", "javascript:alert(1)", "gopher://outlet.example/",
    "jar:http://outlet.example/", "view-source:http://outlet.example/", "ws://outlet.example/", "about:blank", "", "x",
    "outlet.example/page", "/etc/passwd", "http", "http:", "https:outlet.example",
]  # fmt: skip
HOSTILE = [f"http://{host}:PORT/x" for host in LOOPBACK] + [f"https://{host}/x" for host in PRIVATE] + MALFORMED


@pytest.mark.parametrize("address", [one.replace("PORT", "8080") for one in HOSTILE])
def test_a_hostile_address_is_refused(address):
    with pytest.raises(Refusal) as refused:
        admit(address)
    assert refused.value.reason in {
        "scheme", "syntax", "userinfo", "too-long", "port", "host", "local-name", "private-address",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://outlet.example", "https://outlet.example/"),
        ("HTTPS://Outlet.Example:443/A?b=%20c&d=[1]#part", "https://outlet.example/A?b=%20c&d=[1]"),
        ("http://outlet.example:8080/a//b/../c;d=1,2:3@4", "http://outlet.example:8080/a//b/../c;d=1,2:3@4"),
        ("https://bücher.example/straße?q=ä", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4"),
        ("https://例え.example/記事", "https://xn--r8jz45g.example/%E8%A8%98%E4%BA%8B"),
        ("https://outlet.example/50%-off", "https://outlet.example/50%-off"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://under_score.example/", "https://under_score.example/"),
        ("http://outlet.example#@127.0.0.1/", "http://outlet.example/"),
    ],
)
def test_an_honest_address_passes_as_it_will_be_asked_for(address, asked):
    assert admit(address) == asked
    assert admit(asked) == asked


def test_a_mapped_host_passes_on_any_port_and_only_that_very_host():
    mapped = {"localhost": 1, "outlet.example": 1}
    assert admit("http://localhost:9999/", mapped) == "http://localhost:9999/"
    for other in ("http://127.0.0.1/", "http://a.localhost/", "http://outlet.example@127.0.0.1/"):
        with pytest.raises(Refusal):
            admit(other, mapped)


@pytest.mark.parametrize("target", ["10.0.0.1:80", "outlet.example:80", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", ""])
def test_a_host_can_be_mapped_to_loopback_alone(target):
    with pytest.raises(ValueError, match=r"host a\.example: .* must be a loopback address and a port"):
        mapped_hosts(Policy(hosts=(("a.example", target),)))


@pytest.mark.parametrize("text", ["1.1.1.1", "2606:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
def test_a_public_address_is_public_whatever_carries_it(text):
    assert is_public(ipaddress.ip_address(text))


def test_no_hostile_address_is_connected_to(crawl, server, private):
    """As starts, feed items, sitemap entries and searches' results; redirects have their own test."""
    addresses = [one.replace("PORT", str(private.port)) for one in HOSTILE]
    listed = [one for one in addresses if one.isprintable() and "\ud800" not in one]
    items = "".join(f"<item><title>orla</title><link><![CDATA[{one}]]></link></item>" for one in listed)
    entries = "".join(f"<url><loc><![CDATA[{one}]]></loc></url>" for one in listed)
    server.on("sources.example", "/feed", f"<rss version='2.0'><channel>{items}</channel></rss>")
    server.on(
        "sources.example", "/map", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"
    )
    server.on("sources.example", "/index", "".join(
        ["<sitemapindex>", *(f"<sitemap><loc><![CDATA[{one}]]></loc></sitemap>" for one in listed), "</sitemapindex>"]
    ))  # fmt: skip
    sources = [("feed", "/feed"), ("sitemap", "/map"), ("sitemap", "/index"), ("search", "/feed")]
    visits = [Visit(0, f"http://sources.example{path}", "o", kind) for kind, path in sources]
    found = crawl([*addresses, *visits], outlets=[Outlet("o", follow="all")])
    refused = {item.address for item in found.fetched if item.refused}
    assert set(addresses) <= refused
    hosts = {urlsplit(item.address).hostname for item in found.discovered}
    assert hosts <= {"sources.example", "outlet.example"}  # what is relative, or only had blanks around it
    assert private.connections == 0
    assert "Traceback" not in found.log


def test_what_a_name_resolves_to_is_judged_when_it_is_connected_to(crawl, private):
    names = {
        "loop.example": ["127.0.0.1"], "six.example": ["::1"], "mapped.example": ["::ffff:127.0.0.1"],
        "cloud.example": ["169.254.169.254"], "mixed.example": ["1.1.1.1", "127.0.0.1"], "none.example": [],
    }  # fmt: skip
    found = crawl([f"http://{name}:8080/" for name in names], names=names, obey_robots=False)
    reasons = {item.address: item.refused or item.error.partition(":")[0] for item in found.fetched}
    assert reasons.pop("http://none.example:8080/") == "dns"
    assert set(reasons.values()) == {"private-address"}
    assert private.connections == 0
