"""Leases, turns and messages of a cluster, by a real broker on loopback: what holds whoever dies, sleeps or lies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.cluster.broker import Broker, Claimed, NoBroker, connect, shown
from crawler.cluster.framing import LARGEST, Malformed, TooLarge, pack, unpack, zstd
from crawler.cluster.messages import Bundle, Orders, ticket
from crawler.items import Fetched, Visit
from crawler.outlets import Outlet, Policy
from storage.robots import RobotsCopy
from tests.wirediff.cluster_stand import Server, needs_broker

BUNDLE = Bundle(
    "harbor", "round-1", (Visit(1, "http://harbor.example/a", "harbor", sight=b"\0\xff", claims={"title": "Ä"}),),
    ("ticket",), ("piece",), (RobotsCopy("http://harbor.example", "2026-03-01T12:00:00Z", 200, "User-agent: *"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("broker"))
    yield server
    server.kill()


def with_broker(server: Server, use: Callable[[Broker, str], Awaitable[Any]]) -> Any:
    """What *use* gives with an empty broker that is open."""

    async def used() -> Any:
        broker = Broker(server.url)
        await broker.redis.flushall()
        run = await broker.run_id()
        assert await broker.open(run, 0) == 0
        try:
            return await use(broker, run)
        finally:
            await broker.close()

    return asyncio.run(used())


@pytest.mark.parametrize(
    "value",
    [
        BUNDLE,
        Orders("1", Policy(hosts=(("a.example", "127.0.0.1:80"),), pace=timedelta(seconds=0.5)), (Outlet("a"),)),
        Fetched("http://a.example/", "a", "2026-03-01T12:00:00Z", body=b"\0\xff", hops=("b",), seconds=1.0, status=200),
        Fetched("http://a.example/", "a", "2026-03-01T12:00:00Z", error="half a sign: \ud800"),
    ],
)
def test_a_message_comes_as_it_went(value: Any) -> None:
    assert unpack(type(value), pack(value)) == value


@given(st.binary(max_size=300), st.integers(0, 400), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_bytes_come_they_are_a_message_or_malformed(noise: bytes, place: int, inside: bool) -> None:
    frame = pack(BUNDLE)
    whole = zstd.decompress(frame)
    broken = whole[:place] + noise + whole[place + len(noise) :]
    try:
        unpack(Bundle, zstd.compress(broken) if inside else noise)
    except Malformed as error:
        assert str(error).startswith("no Bundle")


def test_a_message_of_another_shape_or_size_is_refused() -> None:
    with pytest.raises(Malformed, match="no Bundle: Visit has no"):
        unpack(Bundle, zstd.compress(zstd.decompress(pack(BUNDLE)).replace(b'"why"', b'"who"')))
    with pytest.raises(Malformed, match="larger than any message"):
        unpack(Bundle, zstd.compress(bytes(LARGEST + 1)))
    with pytest.raises(TooLarge):
        pack(Fetched("a", "b", "c", body=bytes(LARGEST)))
    with pytest.raises(Malformed, match="True is no int"):
        unpack(Visit, pack(Visit(True, "http://harbor.example/a", "harbor")))


def test_a_brokers_secrets_are_never_shown() -> None:
    assert shown("redis://:pa%40ss@broker.example/1") == "redis://***@broker.example/1"
    with pytest.raises(NoBroker) as told:
        connect("amqp://desk:secret@broker.example/")
    assert "secret" not in str(told.value)
    with pytest.raises(NoBroker) as told:
        connect("redis://desk:secret@broker.example:port/")
    assert "secret" not in str(told.value)


@needs_broker
def test_an_outlet_is_in_one_workers_hands_until_its_lease_is_over(server: Server) -> None:
    async def use(broker: Broker, run: str) -> None:
        await broker.publish("harbor", b"1")
        first = await broker.claim("one", run, 0.3, 0)
        assert isinstance(first, Claimed)
        assert (first.outlet, first.bundle) == ("harbor", b"1")
        await broker.publish("harbor", b"2")
        assert await broker.claim("two", run, 0.3, 0) == "busy"
        assert await broker.renew("one", run, 0.3, {"harbor": first.epoch}) == set()
        assert await broker.sweep(["harbor", "river"]) == ("w-", "")
        second = await _when_over(lambda: broker.claim("two", run, 9, 0))
        assert second.epoch > first.epoch
        assert await broker.renew("one", run, 9, {"harbor": first.epoch}) == {"harbor"}
        await broker.release("one", "harbor", first.epoch)
        assert (await broker.sweep(["harbor"]))[0] == "h"
        await broker.release("two", "harbor", second.epoch)
        assert (await broker.sweep(["harbor"]))[0] == "-"
        await broker.publish("harbor", b"3")
        third = await broker.claim("two", run, 9, 0)
        assert isinstance(third, Claimed)
        await broker.release("two", "harbor", third.epoch, back=True)
        assert [(await broker.sweep(["harbor"]))[0] for _ in range(2)] == ["b", "-"]

    with_broker(server, use)


@needs_broker
def test_outlets_are_shared_out_evenly_among_the_workers_that_are_there(server: Server) -> None:
    async def use(broker: Broker, run: str) -> None:
        assert [await broker.claim(name, run, 9, 0) for name in ("one", "two")] == ["empty", "empty"]
        for outlet in "abcd":
            await broker.publish(outlet, b"")
        held = [await broker.claim("one", run, 9, count) for count in range(3)]
        assert [isinstance(one, Claimed) for one in held] == [True, True, False]
        assert held[2] == "share"

    with_broker(server, use)


@needs_broker
def test_a_host_is_asked_in_turns_and_let_alone_for_its_pace_whoever_asks(server: Server) -> None:
    async def use(broker: Broker, run: str) -> None:
        assert await broker.turn("a.example", "one", run, 9, False) == 0
        assert 8 < await broker.turn("a.example", "two", run, 9, False) <= 9
        assert await broker.turn("b.example", "two", run, 9, False) == 0
        await broker.over("a.example", "two", 0)  # not its turn
        assert await broker.turn("a.example", "two", run, 9, False) > 8
        await broker.over("a.example", "one", 0.3)
        assert 0 < await broker.turn("a.example", "two", run, 9, False) <= 0.3
        assert await broker.turn("a.example", "one", run, 0.2, True) == 0  # what belongs to its page
        assert await _when_over(lambda: broker.turn("a.example", "two", run, 9, False)) == 0

    with_broker(server, use)


@needs_broker
def test_a_broker_that_was_started_anew_gives_nothing_out_before_every_old_lease_is_over(server: Server) -> None:
    async def use(broker: Broker, run: str) -> None:
        await broker.publish("harbor", b"1")
        server.restart()
        assert (again := await broker.run_id()) != run
        assert await broker.claim("one", again, 9, 0) == "closed"
        assert await broker.turn("a.example", "one", again, 9, False) == -1
        assert await broker.renew("one", again, 9, {}) is None
        assert 0 < await broker.open(again, 0.3) <= 0.3
        assert await broker.claim("one", again, 9, 0) == "closed"
        assert not await _when_over(lambda: broker.open(again, 0.3))
        assert isinstance(await broker.claim("one", again, 9, 0), Claimed)

    with_broker(server, use)


@needs_broker
def test_workers_take_nothing_in_hand_while_the_archivist_is_behind(server: Server) -> None:
    async def use(broker: Broker, run: str) -> None:
        await broker.publish("harbor", b"")
        async with broker.redis.pipeline() as steps:
            for _ in range(2000):
                steps.xadd("wirediff:results", {"m": b""})
            await steps.execute()
        assert await broker.claim("one", run, 9, 0) == "full"
        await broker.kept([name for name, _ in await broker.answers("0", 10, 0.1)])
        assert isinstance(await broker.claim("one", run, 9, 0), Claimed)

    with_broker(server, use)


def test_a_ticket_is_good_for_one_fetch_of_a_visit_as_it_was_given_out() -> None:
    row = asdict(BUNDLE.visits[0]) | {"created_at": "2026-03-01T12:00:00Z", "last_fetch": None, "failures": 0}
    assert ticket(row) == ticket(row | {"due_at": "2026-03-01T13:00:00Z", "claims": "{}"})
    assert (
        len({ticket(row), ticket(row | {"last_fetch": 7}), ticket(row | {"id": 2}), ticket(row | {"failures": 1})}) == 4
    )


async def _when_over(ask: Callable[[], Awaitable[Any]]) -> Any:
    """What *ask* gives once it gives something else than a wait."""
    while isinstance(told := await ask(), str) or (isinstance(told, float) and told > 0):
        await asyncio.sleep(0.02)
    return told
