"""A webhook and a mail server on loopback that note what they get, and can kill the sender before it hears so."""

from __future__ import annotations

import json
import os
import queue
import signal
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Received:
    """What came: ``messages`` and, of a webhook, ``keys``. *victims* are processes to kill, one a message."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.keys: list[str] = []
        self.victims: queue.Queue[int | None] = queue.Queue()
        self.port = 0
        self.status = 204

    def spare_nobody(self) -> None:
        """Kill whoever is next in line; None lets the sender live."""
        if (victim := self.victims.get(timeout=300)) is not None:
            os.kill(victim, signal.SIGKILL)


@contextmanager
def webhook() -> Iterator[Received]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            received.keys.append(self.headers["Idempotency-Key"])
            received.spare_nobody()
            with suppress(ConnectionError):  # from one who was killed
                self.send_response(received.status)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler), received):
        yield received


@contextmanager
def mailbox() -> Iterator[Received]:
    received = Received()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(ConnectionError):  # from one who was killed
                self.talk()

        def talk(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                verb = line.split(b" ")[0].strip().upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    body = b"".join(iter(self.rfile.readline, b".\r\n"))
                    received.messages.append(message_from_bytes(body.replace(b"\r\n..", b"\r\n."), policy=default))
                    received.spare_nobody()
                self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")

    with _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler), received):
        yield received


@contextmanager
def _running(server: socketserver.TCPServer, received: Received) -> Iterator[None]:
    received.port = server.server_address[1]
    server.daemon_threads = True  # type: ignore[attr-defined] # both servers have threads
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def parts_of(mail: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a mail."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()
