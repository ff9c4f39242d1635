"""Hosts of their own on this machine: network namespaces, each with a link to the bridge on which the machine is.

Outlets stand on loopback, so each host has relays to them on its own. They need no link: a host that is cut off from
the broker still reaches the outlets, and its worker goes on asking them, unless it knows better.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

NETWORK = f"198.18.{os.getpid() % 256}"  # of the block for tests between networks (RFC 2544): nobody's
NEW_NETWORK = 0x40000000  # CLONE_NEWNET


class Hosts:
    """So many hosts, until the block ends; a command that begins with `within` runs on one."""

    address = f"{NETWORK}.1"  # of the machine, as its hosts see it

    def __init__(self, count: int) -> None:
        self._bridge = f"wd{os.getpid()}"
        self._names = [f"{self._bridge}-{number}" for number in range(count)]
        self._loop = asyncio.new_event_loop()
        self._relays = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Hosts:
        try:
            _ip("link", "add", self._bridge, "type", "bridge")
            _ip("addr", "add", f"{self.address}/24", "dev", self._bridge)
            _ip("link", "set", self._bridge, "up")
            for number, name in enumerate(self._names):
                self._add(name, f"{NETWORK}.{number + 10}/24")
        except BaseException:
            self._remove()
            raise
        self._relays.start()
        return self

    def _add(self, name: str, address: str) -> None:
        _ip("netns", "add", name)
        _ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", name, "master", self._bridge, "up")
        _ip("-n", name, "addr", "add", address, "dev", "eth0")
        for device in ("eth0", "lo"):
            _ip("-n", name, "link", "set", device, "up")

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._relays.join(30)
        self._remove()

    def _remove(self) -> None:
        for name in self._names:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["ip", "link", "del", self._bridge], stderr=subprocess.DEVNULL, check=False)

    def within(self, number: int) -> list[str]:
        """What comes before a command that is to run on a host."""
        return ["ip", "netns", "exec", self._names[number]]

    def cut(self, number: int) -> None:
        """Pull a host's cable out."""
        _ip("link", "set", self._names[number], "down")

    def mend(self, number: int) -> None:
        """Put it in again."""
        _ip("link", "set", self._names[number], "up")

    def reach(self, port: int) -> None:
        """Let what listens on *port* of the machine's loopback be found on that of every host."""
        for name in self._names:
            with ThreadPoolExecutor(1) as thread:  # the network that a thread enters is its own: it ends with it
                listening = thread.submit(_opened, name, port).result()
            coming = asyncio.start_server(partial(_relayed, port), sock=listening)
            asyncio.run_coroutine_threadsafe(coming, self._loop).result(30)


def missing() -> str:
    """Why there can be no hosts here; "" where there can."""
    if shutil.which("ip") is None:
        return "no ip here: apt-get install iproute2"
    try:
        with Hosts(1):
            return ""
    except subprocess.CalledProcessError as error:
        return f"this machine makes no network namespaces for its user: {error.stderr.strip()}"


def _opened(name: str, port: int) -> socket.socket:
    """A socket of another network; the thread that asks stays there."""
    with Path("/run/netns", name).open() as network:
        if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), NEW_NETWORK):
            raise OSError(ctypes.get_errno(), f"cannot enter {name}")
    return socket.create_server(("127.0.0.1", port), backlog=512)


async def _relayed(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        answers, there = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        writer.close()
    else:
        await asyncio.gather(_pumped(reader, there), _pumped(answers, writer))


async def _pumped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # whoever was there was killed
        while told := await reader.read(2**16):
            writer.write(told)
            await writer.drain()
    writer.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, text=True, check=True)
