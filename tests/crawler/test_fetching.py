"""What one attempt brings, over a hostile server: evidence for every answer, an outcome for every failure."""

import gzip
import ssl
import time

import pytest
from scrapy.exceptions import DownloadFailedError

from crawler.answer import HeadTooLarge
from crawler.failures import describe
from crawler.items import Visit

HOST = "https://outlet.example"


def drip(handler):
    """A body that never ends in time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler):
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def cut_chunks(handler):
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"5\r\nhello\r\n")
    handler.wfile.flush()
    handler.close_connection = True


def flood(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(60000)) + b"\r\n")


def endless_head(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X: y\r\n" * 10000)


def smuggled(handler):
    handler.say(b"true" + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfalse", Content_Length=4)


def cut(body, **headers):
    """*body* where more was promised."""

    def answer(handler):
        handler.close_connection = True
        handler.say(body, Content_Length=len(body) + 1000, Connection="close", **headers)

    return answer


def conditional(handler):
    same = handler.headers.get("If-None-Match") == '"v1"' or handler.headers.get("If-Modified-Since")
    handler.say("" if same else "page", 304 if same else 200, ETag='"v1"')


@pytest.fixture(scope="module")
def crawled(server, private, crawl):
    on, bomb = server.on, gzip.compress(b"\0" * 50_000_000)
    on("outlet.example", "/page", "<p>text", Content_Type="text/html", X_Twice="a")
    for status in (204, 404, 410, 500, 503):
        on("outlet.example", f"/{status}", "" if status == 204 else f"said {status}", status)
    on("outlet.example", "/zipped", gzip.compress(b"text"), Content_Encoding="gzip")
    on("outlet.example", "/cut", cut("half a page"))
    on("outlet.example", "/cut-zip", cut(gzip.compress(b"text " * 999)[:60], Content_Encoding="gzip"))
    on("outlet.example", "/cut-chunks", cut_chunks)
    on("outlet.example", "/bomb", bomb, Content_Encoding="gzip")
    on("outlet.example", "/double-bomb", gzip.compress(bomb), Content_Encoding="gzip, gzip")
    on("outlet.example", "/large", "x" * (2**20 + 1))
    on("outlet.example", "/endless", endless)
    on("outlet.example", "/flood", flood)
    on("outlet.example", "/endless-head", endless_head)
    on("outlet.example", "/smuggled", smuggled)
    on("outlet.example", "/garbage", lambda handler: handler.wfile.write(b"\0\1\2 no HTTP at all\r\n\r\n"))
    on("outlet.example", "/cookie", "text", Set_Cookie="a=b; Path=/")
    on("outlet.example", "/refresh", '<meta http-equiv="refresh" content="0;url=/page">')
    on("outlet.example", "/etag", conditional)
    on("slow.example", "/drip", drip)
    on("silent.example", "/silent", lambda handler: time.sleep(20))
    on("cutting.example", "/reset", lambda handler: handler.hang_up())
    _redirects(on, private.port)
    paths = [path for host, path in server.answers if host == "outlet.example" and path not in {"/etag", "*"}]
    visits = [*(HOST + path for path in paths), "http://slow.example/drip", "http://silent.example/silent"]
    visits += ["http://cutting.example/reset", "http://nowhere.example/page", "http://closed.example/page"]
    visits += [
        Visit(1, HOST + "/etag", "outlet", etag='"v1"'),
        Visit(2, HOST + "/etag?2", "outlet", last_modified="Thu, 01 Jan 2026 00:00:00 GMT"),
        Visit(3, HOST + "/never-changed", "outlet"),
        Visit(4, HOST + "/slug-old", "outlet", etag='"v1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT"),
        Visit(5, HOST + "/slashless", "outlet", etag='"v1"'),
    ]
    on("outlet.example", "/etag?2", conditional)
    on("outlet.example", "/never-changed", "", 304)
    on("outlet.example", "/slug-old", "", 301, Location="/etag")
    on("outlet.example", "/slashless", "", 301, Location="/slashless/")
    on("outlet.example", "/slashless/", conditional)
    hosts = {host for host, _ in server.answers}
    mapped = [(host, f"127.0.0.1:{server.port}") for host in hosts] + [("closed.example", "127.0.0.1:1")]
    crawled = crawl(visits, hosts=tuple(mapped), timeout=6.0)
    assert len(crawled.fetched) == len(visits)
    return crawled


def _redirects(on, private):
    on("outlet.example", "/moved", "", 301, Location="/page?from=moved")
    on("outlet.example", "/page?from=moved", "moved text")
    on("outlet.example", "/loop", "", 302, Location="/loop")
    for hop in range(7):
        on("outlet.example", f"/hop{hop}", "", 302, Location=f"/hop{hop + 1}")
    on("outlet.example", "/hop7", "the end")
    for name, location in {
        "private": f"http://127.0.0.1:{private}/",
        "decimal": f"http://2130706433:{private}/",
        "file": "file:///etc/hostname",
        "data": "data:text/html,x",
        "backslash": f"https:\\\\127.0.0.1:{private}\\",
        "userinfo": f"http://outlet.example@127.0.0.1:{private}/",
        "other": "http://other.example/page",
        "closed": "http://keep-out.example/page",
        "blank": "/pa ge",
        "nowhere": "",
    }.items():
        on("outlet.example", f"/to-{name}", "", 302, Location=location)
    on("other.example", "/page", "other text")
    on("keep-out.example", "/page", "never")
    on("keep-out.example", "/robots.txt", "User-agent: *\nDisallow: /")
    on("outlet.example", "/pa%20ge", "blank text")


def test_a_mapped_https_address_keeps_its_identity(crawled, server):
    page = crawled[HOST + "/page"]
    assert (page.status, page.body, page.final_address) == (200, b"<p>text", HOST + "/page")
    asked = next(one for one in server.asked if one.path == "/page")
    assert asked.headers["Host"] == "outlet.example"


def test_every_request_says_who_asks_and_carries_no_cookie(crawled, server):
    agents = {one.headers["User-Agent"] for one in server.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("wirediff/") and "(+desk@outlet.example)" in server.asked[0].headers["User-Agent"]
    assert not any("Cookie" in one.headers or "Referer" in one.headers for one in server.asked)


def test_what_was_sent_is_what_the_server_got_in_its_order(crawled, server):
    sent = [one.sent for one in crawled.fetched if one.final_address.startswith(f"{HOST}/") and one.sent]
    got = [list(one.headers.items()) for one in server.asked]
    assert len(sent) > 10 and all(list(one.items()) in got for one in sent)
    assert any("If-None-Match" in one for one in sent)
    assert {one.sent for one in crawled.fetched if one.refused} == {None}


def test_headers_come_in_lower_case_and_times_are_there(crawled):
    page = crawled[HOST + "/page"]
    assert page.headers["content-type"] == "text/html"
    assert page.fetched_at.endswith("Z") and page.seconds is not None


@pytest.mark.parametrize("status", [204, 404, 410, 500, 503])
def test_a_status_is_an_answer(crawled, status):
    assert (crawled[f"{HOST}/{status}"].status, crawled[f"{HOST}/{status}"].error) == (status, None)


def test_a_compressed_body_is_kept_decoded(crawled):
    assert crawled[HOST + "/zipped"].body == b"text"


@pytest.mark.parametrize(("path", "came"), [("/cut", b"half a page"), ("/cut-chunks", b"hello")])
def test_a_body_that_breaks_off_comes_as_truncated(crawled, path, came):
    assert (crawled[HOST + path].truncated, crawled[HOST + path].body) == (True, came)


def test_a_compressed_body_that_breaks_off_comes_as_truncated_or_failed(crawled):
    cut = crawled[HOST + "/cut-zip"]
    assert cut.truncated or cut.error


@pytest.mark.parametrize("path", ["/bomb", "/double-bomb", "/large", "/endless", "/flood", "/endless-head"])
def test_what_is_too_large_stops_at_the_bound(crawled, path):
    assert crawled[HOST + path].error.startswith("too-large: ")


def test_what_is_no_http_fails(crawled):
    assert crawled[HOST + "/garbage"].error


def test_what_an_answer_leaves_on_its_connection_is_never_the_next_page(crawled):
    assert crawled[HOST + "/smuggled"].body == b"true"
    assert not any(item.body == b"false" for item in crawled.fetched)


def test_slow_bodies_and_silence_end_with_the_deadline(crawled):
    assert crawled["http://slow.example/drip"].error.startswith("timeout: ")
    assert crawled["http://silent.example/silent"].error.startswith("timeout: ")


def test_a_cut_connection_is_tried_once_more_and_no_more(crawled, server):
    assert crawled["http://cutting.example/reset"].error.startswith("reset: ")
    assert server.paths("cutting.example") == ["/reset", "/reset"]


def test_nothing_that_failed_is_asked_again(crawled, server):
    assert [server.paths("outlet.example").count(path) for path in ("/500", "/503", "/404")] == [1, 1, 1]
    assert server.paths("silent.example") == ["/silent"]


def test_a_name_without_address_and_a_closed_port_have_their_outcome(crawled):
    assert crawled["http://nowhere.example/page"].refused == "robots-unreachable"
    assert crawled["http://closed.example/page"].refused == "robots-unreachable"


def test_no_traceback_is_logged(crawled):
    assert "Traceback" not in crawled.log and "ERROR" not in crawled.log


def test_a_redirect_is_followed_and_its_way_kept(crawled):
    moved = crawled[HOST + "/moved"]
    assert (moved.status, moved.final_address, moved.body) == (200, HOST + "/page?from=moved", b"moved text")
    assert crawled[HOST + "/hop2"].hops == tuple(f"{HOST}/hop{n}" for n in range(3, 7))
    assert crawled[HOST + "/hop2"].final_address == HOST + "/hop7"
    assert crawled[HOST + "/to-blank"].body == b"blank text"


def test_more_than_five_redirects_are_refused(crawled, server):
    assert crawled[HOST + "/loop"].refused == crawled[HOST + "/hop1"].refused == "too-many-redirects"
    assert server.paths("outlet.example").count("/loop") == 6


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("private", "private-address"), ("decimal", "private-address"), ("file", "scheme"), ("data", "scheme"),
        ("backslash", "syntax"), ("userinfo", "userinfo"),
    ],
)  # fmt: skip
def test_a_redirect_out_of_bounds_is_refused_at_that_hop(crawled, private, name, reason):
    refused = crawled[f"{HOST}/to-{name}"]
    assert (refused.refused, refused.status, refused.body) == (reason, None, None)
    assert len(refused.hops) == 1
    assert private.connections == 0


def test_another_host_is_asked_for_its_robots_first(crawled, server):
    assert crawled[HOST + "/to-other"].body == b"other text"
    assert crawled[HOST + "/to-closed"].refused == "robots"
    assert server.paths("other.example", robots=True) == ["/robots.txt", "/page"]
    assert server.paths("keep-out.example", robots=True) == ["/robots.txt"]


def test_a_page_cannot_send_the_crawler_elsewhere_by_itself(crawled, server):
    assert b"refresh" in crawled[HOST + "/refresh"].body
    assert crawled[HOST + "/to-nowhere"].status == 302


def test_validators_bring_304_without_a_body(crawled):
    for address in (HOST + "/etag", HOST + "/etag?2"):
        same = crawled[address]
        assert (same.status, same.body, same.error) == (304, None, None)


def test_a_304_that_nobody_asked_for_is_an_error(crawled):
    assert crawled[HOST + "/never-changed"].error.startswith("protocol: ")


def test_validators_follow_a_redirect_only_to_the_same_address(crawled, server):
    assert crawled[HOST + "/slug-old"].body == b"page"
    assert crawled[HOST + "/slashless"].status == 304


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            ssl.SSLCertVerificationError(1, "certificate verify failed (_ssl.c:1006)"),
            "certificate: certificate verify failed",
        ),
        (ssl.SSLError(1, "wrong version number"), "tls: wrong version number"),
        (ConnectionResetError("it ended"), "reset: it ended"),
        (HeadTooLarge("headers"), "too-large: headers"),
        (ValueError("a\nb"), "protocol: a b"),
    ],
)
def test_a_failure_is_told_in_a_word_and_a_line(reason, told):
    error = DownloadFailedError(str(reason))
    error.__cause__ = reason
    assert describe(error) == told
