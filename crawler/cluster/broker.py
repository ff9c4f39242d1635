"""The broker: one Redis (or Valkey) server that workers and the archivist reach by its URL.

``redis://``, or ``rediss://`` for TLS, with user, password and database number: ``rediss://desk:secret@broker:6380/2``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.cluster import scripts
from crawler.cluster.framing import pack
from crawler.cluster.messages import Orders

if TYPE_CHECKING:
    from redis.asyncio import Redis

P = scripts.P
PATIENCE = 10.0  # seconds for an answer of the broker
WAITING = 2000  # answers that may wait for the archivist: then workers take no more visits in hand
MISSING = "the broker's client is not installed: pip install 'wirediff[cluster]'"
_SECRET = re.compile(r"(?<=//)[^@/]*(?=@)")


class NoBroker(Exception):
    """The address of a broker is none, or its client is missing; the message says what to do."""


class Claimed(NamedTuple):
    """An outlet in a worker's hands: the number of its lease, and its visits as they were packed."""

    outlet: str
    epoch: int
    bundle: bytes


def shown(url: str) -> str:
    """A broker's address without its secrets.

    >>> shown("rediss://desk:secret@broker.example:6380/2")
    'rediss://***@broker.example:6380/2'
    """
    return _SECRET.sub("***", url)


def connect(url: str) -> Redis:
    """A client for *url*, which connects when it is first used; `NoBroker` where that cannot be one."""
    try:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
    except ImportError:
        raise NoBroker(MISSING) from None
    if not url.startswith(("redis://", "rediss://")):
        raise NoBroker(f"{shown(url)}: a broker's address is redis://host:port/number, or rediss:// for TLS")
    try:
        return Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 1),
            health_check_interval=30,
        )  # fmt: skip
    except ValueError as error:
        raise NoBroker(f"{shown(url)}: {error}") from None


def troubles() -> tuple[type[Exception], ...]:
    """What a broker that is away, restarts or is full raises: all of it may pass."""
    from redis.exceptions import RedisError

    return (RedisError, OSError)


class Broker:
    """The steps of `crawler.cluster.scripts`, for one event loop. Any of them may raise one of `troubles`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.redis = connect(url)
        self._steps = {
            name: self.redis.register_script(getattr(scripts, name))
            for name in ("OPEN", "KEEPER", "PUBLISH", "SWEEP", "CLAIM", "RENEW", "RELEASE", "TURN", "OVER")
        }

    async def close(self) -> None:
        """Leave."""
        await self.redis.aclose()

    async def run_id(self) -> str:
        """The name of the broker's present run: another one after each start."""
        return str((await self.redis.info("server"))["run_id"])

    async def _step(self, name: str, *args: Any) -> Any:
        return await self._steps[name](args=args)

    # ------------------------------------------------------------ the archivist's side

    async def open(self, run: str, wait: float) -> float:
        """Let leases and turns be given out in this run, *wait* seconds after that was first asked for; what is left.

        A broker that was started anew may have forgotten who asks which host. By then nobody does any more.
        """
        return float(await self._step("OPEN", run, round(wait * 1000))) / 1000

    async def belongs(self, keeper: str, seconds: float) -> str:
        """Take the broker for one archive's keeper for some *seconds*; whose it is where it is another's, else ""."""
        return _text(await self._step("KEEPER", keeper, round(seconds * 1000)))

    async def begin(self, orders: Orders) -> None:
        """Work by *orders* from now on; what waits by an earlier one waits no more."""
        async with self.redis.pipeline(transaction=True) as steps:
            steps.delete(f"{P}ready", f"{P}bundles", f"{P}back")
            steps.hset(f"{P}orders", mapping={"id": orders.id, "body": pack(orders)})
            await steps.execute()

    async def withdraw(self) -> None:
        """Take back what nobody has in hand yet."""
        await self.redis.delete(f"{P}ready", f"{P}bundles")

    async def publish(self, outlet: str, bundle: bytes) -> None:
        """Let the visits of an outlet wait for a worker, in place of those that wait already."""
        await self._step("PUBLISH", outlet, bundle)

    async def sweep(self, outlets: list[str]) -> tuple[str, str]:
        """A letter an outlet, and the newest answer's id.

        w: its visits wait, h: held by a worker, b: given back since that was asked last, -: none of these.
        """
        told, newest = await self._step("SWEEP", *outlets)
        return _text(told), _text(newest)

    async def answers(self, after: str, most: int, wait: float) -> list[tuple[str, bytes]]:
        """Answers behind the one with the id *after*, in order; waits some seconds for the first."""
        found = await self.redis.xread({f"{P}results": after}, count=most, block=max(1, round(wait * 1000)))
        streams: Any = found or []  # a list by protocol 2, a dict by protocol 3
        rows = [row for _, one in (streams.items() if isinstance(streams, dict) else streams) for row in _flat(one)]
        return [(_text(name), values.get(b"m", b"")) for name, values in rows]

    async def kept(self, names: list[str]) -> None:
        """The archive has these answers: drop them."""
        await self.redis.xdel(f"{P}results", *names)

    async def workers(self) -> int:
        """How many workers were heard of lately."""
        return int(await self.redis.zcard(f"{P}workers"))

    # ------------------------------------------------------------ the workers' side

    async def orders(self) -> tuple[str, bytes] | None:
        """The configuration in force, as it was packed, and its id."""
        name, body = await self.redis.hmget(f"{P}orders", "id", "body")
        return (_text(name), body) if name and isinstance(body, bytes) else None

    async def claim(self, worker: str, run: str, lease: float, holding: int) -> Claimed | str:
        """Take an outlet in hand; where none is to be had, why: closed, empty, full, share or busy."""
        told = await self._step("CLAIM", worker, run, round(lease * 1000), holding, WAITING)
        if (state := _text(told[0])) != "claimed":
            return state
        return Claimed(_text(told[1]), int(told[2]), told[3])

    async def renew(self, worker: str, run: str, lease: float, held: dict[str, int]) -> set[str] | None:
        """Hold on to outlets, by their leases' numbers; those that are lost. None: the broker is closed."""
        pairs = [part for pair in held.items() for part in pair]
        lost = await self._step("RENEW", worker, run, round(lease * 1000), *pairs)
        return None if lost is None else {_text(one) for one in lost}

    async def release(self, worker: str, outlet: str, epoch: int, *, back: bool = False) -> None:
        """Let go of an outlet; *back*: with visits that were not made."""
        await self._step("RELEASE", worker, outlet, epoch, int(back))

    async def answer(self, message: bytes) -> None:
        """Hand an answer over."""
        await self.redis.xadd(f"{P}results", {"m": message})

    async def turn(self, host: str, who: str, run: str, seconds: float, within: bool) -> float:
        """Take the turn to ask *host*, for at most so long: 0.0; else the seconds to wait; -1.0: closed."""
        told = float(await self._step("TURN", host, who, run, round(seconds * 1000), int(within)))
        return told if told < 0 else told / 1000

    async def over(self, host: str, who: str, pause: float) -> None:
        """End a turn; nobody takes the next one within *pause* seconds."""
        await self._step("OVER", host, who, max(0, -round(-pause * 1000 // 1)))


def _flat(stream: list[Any]) -> list[Any]:
    """The entries of a stream; protocol 3 has them in a list more."""
    return stream[0] if stream and isinstance(stream[0], list) and len(stream) == 1 else stream


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
