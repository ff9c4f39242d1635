"""What may be connected to: judged for the very addresses that a name resolved to, at the moment of connecting.

Names that the policy maps go to their loopback port. Everything else, literals included, must resolve to public
addresses alone: a name with one private address among its answers is refused whole, so that rebinding and mixed
answers gain nothing. Nothing is cached; a connection that is kept open was judged when it was made.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.gate import Refusal, ascii_host, is_public
from crawler.manners import policy_of
from crawler.outlets import Policy

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

Target = tuple[str, int]


def mapped_hosts(policy: Policy) -> dict[str, Target]:
    """The host names that *policy* maps, each to its loopback address and port; ValueError for another target."""
    return {_host(host): _target(host, target) for host, target in policy.hosts}


def _host(host: str) -> str:
    try:
        return ascii_host(host)
    except Refusal:
        raise ValueError(f"host {host!r}: no name of a host") from None


def _target(host: str, target: str) -> Target:
    address, _, port = target.rpartition(":")
    try:
        found = ipaddress.ip_address(address.strip("[]"))
        number = int(port)
    except ValueError:
        raise ValueError(f"host {host}: {target!r} must be a loopback address and a port") from None
    if not found.is_loopback or not 0 < number < 65536:
        raise ValueError(f"host {host}: {target!r} must be a loopback address and a port")
    return str(found), number


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves names for the reactor; *refused* holds those whose last answer was not public, with that answer."""

    def __init__(self, reactor: Any, mapped: Mapping[str, Target]) -> None:
        self._reactor = reactor
        self._original: Any = reactor.nameResolver
        self.mapped = dict(mapped)
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> GuardedResolver:
        """As Scrapy builds the class that TWISTED_DNS_RESOLVER names."""
        return cls(reactor, mapped_hosts(policy_of(crawler.settings)))

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's own resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve *hostName*, or give its mapped address; tell *resolutionReceiver* only what may be connected to."""
        if target := self.mapped.get(hostName):
            return _tell(resolutionReceiver, hostName, target)
        judge = _Judge(resolutionReceiver, hostName, self.refused)
        return self._original.resolveHostName(judge, hostName, portNumber, addressTypes, transportSemantics)

    async def places(self, host: str, port: int) -> list[Target]:
        """Where *host* may be connected to; empty where it has no address, or one that is not public."""
        if target := self.mapped.get(host):
            return [target]
        hearing = _Hearing()
        self.resolveHostName(hearing, host, port)
        return await hearing.done


def guard(reactor: Any, mapped: Mapping[str, Target]) -> GuardedResolver:
    """The guard of *reactor*, installed where another resolver stood, and told of *mapped*."""
    resolver = reactor.nameResolver
    if not isinstance(resolver, GuardedResolver):
        resolver = GuardedResolver(reactor, mapped)
        resolver.install_on_reactor()
    resolver.mapped.update(mapped)
    return resolver


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing is under way that could be cancelled."""


def _tell(receiver: Any, host: str, target: Target) -> Any:
    resolution = _Resolution(host)
    receiver.resolutionBegan(resolution)
    kind = IPv6Address if ":" in target[0] else IPv4Address
    receiver.addressResolved(kind("TCP", *target))
    receiver.resolutionComplete()
    return resolution


@implementer(IResolutionReceiver)
class _Hearing:
    """Notes what a resolution comes to."""

    def __init__(self) -> None:
        self._places: list[Target] = []
        self.done: asyncio.Future[list[Target]] = asyncio.get_running_loop().create_future()

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        """Nobody will cancel it."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """One of them."""
        self._places.append((address.host, address.port))

    def resolutionComplete(self) -> None:  # noqa: N802
        """That was all."""
        if not self.done.done():  # else who asked is gone
            self.done.set_result(self._places)


@implementer(IResolutionReceiver)
class _Judge:
    """Hears all addresses of a name before any is passed on."""

    def __init__(self, receiver: Any, host: str, refused: dict[str, str]) -> None:
        self._receiver, self._host, self._refused = receiver, host, refused
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._refused.pop(self._host, None)
        private = [one.host for one in self._addresses if not _public(one.host)]
        if private:
            self._refused[self._host] = private[0]
        else:
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def _public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return False
