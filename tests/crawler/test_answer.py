"""One answer out of the bytes of a connection: whatever its framing, however the bytes come in."""

import asyncio
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.answer import LARGEST_HEAD, Answer, BodyTooLarge, HeadTooLarge, NoHTTP
from crawler.conversation import converse
from crawler.render.certificate import tls_context

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BODY = b"a page of some length, with\r\n\r\nan empty line"
WHOLE = {
    "length": OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
    "more than was promised": OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY + b"HTTP/1.1 200 OK\r\n\r\nfalse",
    "chunks": CHUNKED + b"5\r\n" + BODY[:5] + b"\r\n%x;of=old\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\n\r\n",
    "bare line ends": b"HTTP/1.0 200 OK\nContent-Length: %d\n\n" % len(BODY) + BODY,
    "words before": b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
    + OK
    + b"content-length: %d\r\n\r\n" % len(BODY)
    + BODY,
}


def read(data, pieces=1, **bounds):
    """An answer that comes in so many pieces, and then the end; whether it was whole before that."""
    answer, step = Answer(**bounds), max(1, len(data) // pieces)
    for at in range(0, len(data), step):
        if answer.feed(data[at : at + step]):
            return answer, True
    answer.ended(in_order=True)
    return answer, False


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 10_000])
def test_an_answer_is_whole_when_its_head_says_so(name, pieces):
    answer, whole = read(WHOLE[name], pieces)
    assert (whole, answer.head.status, answer.body, answer.flags) == (True, 200, BODY, [])


@given(
    st.binary(max_size=400), st.integers(1, 40), st.sampled_from([b"", OK, CHUNKED, OK + b"Content-Length: 9\r\n\r\n"])
)
def test_any_bytes_are_read_alike_however_they_are_cut(data, pieces, before):
    def outcome(pieces):
        try:
            answer, whole = read(before + data, pieces, most=200)
        except (NoHTTP, BodyTooLarge, ConnectionError) as error:
            return type(error)
        return answer.head, answer.body, answer.flags, whole

    assert outcome(pieces) == outcome(1)


@pytest.mark.parametrize(
    ("data", "body", "flag"),
    [
        (OK + b"\r\nto the end", b"to the end", "partial"),
        (OK + b"Content-Length: 99\r\n\r\ncut", b"cut", "dataloss"),
        (CHUNKED + b"5\r\nhel", b"hel", "dataloss"),
        (CHUNKED + b"5\r\nhello\r\nno size\r\nmore", b"hello", "dataloss"),
    ],
)
def test_what_ends_early_says_so(data, body, flag):
    answer, _ = read(data)
    assert (answer.body, answer.flags) == (body, [flag])


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_some_answers_have_no_body_whatever_they_promise(status):
    assert read(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\nfalse")[0].body == b""
    assert read(WHOLE["length"], bare=True)[0].body == b""


@pytest.mark.parametrize(
    "data",
    [
        b"<html>no head at all\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nfalse",
        OK + b"Content-Length: -5\r\n\r\nfalse",
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 40 + OK + b"\r\nafter all",
    ],
)
def test_what_cannot_be_read_for_sure_is_not_read(data):
    with pytest.raises(NoHTTP):
        read(data)


def test_bounds_hold_before_the_bytes_are_there():
    with pytest.raises(HeadTooLarge):
        read(OK + b"X: y\r\n" * (LARGEST_HEAD // 6), 40)
    with pytest.raises(BodyTooLarge):
        read(OK + b"Content-Length: 1001\r\n\r\n", most=1000)
    with pytest.raises(BodyTooLarge):
        read(CHUNKED + b"3e9\r\n" + b"x" * 1001, most=1000)
    assert len(read(OK + b"\r\n" + b"x" * 5000, 50, enough=1000, most=10)[0].body) < 1200


def test_headers_of_the_way_are_none_of_the_page():
    head = read(OK + b'Connection: close\r\nEtag: "1"\r\nno colon\r\nVia: a,\r\n b\r\nContent-Length: 0\r\n\r\n')[
        0
    ].head
    assert head.end_to_end() == [(b"Etag", b'"1"'), (b"Via", b"a, b"), (b"Content-Length", b"0")]


def test_a_certificate_that_nobody_signed_is_refused():
    async def asked():
        heard = []
        server = await asyncio.start_server(lambda r, w: heard.append(r), "127.0.0.1", 0, ssl=tls_context())
        async with server:
            place = server.sockets[0].getsockname()
            with pytest.raises(ssl.SSLCertVerificationError):
                await converse(b"GET / HTTP/1.1\r\n\r\n", [place], Answer(), "outlet.example")
        return heard

    assert asyncio.run(asked()) == []


def test_the_next_address_of_a_name_is_asked_where_one_does_not_answer():
    async def asked():
        async def serve(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(WHOLE["length"])
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            places = [("127.0.0.1", 1), server.sockets[0].getsockname()]
            return (await converse(b"GET / HTTP/1.1\r\n\r\n", places, Answer())).body

    assert asyncio.run(asked()) == BODY
