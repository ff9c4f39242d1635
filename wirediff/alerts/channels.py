"""The ways out: a webhook (``http``, ``https``), mail (``smtp``, ``smtps``), and whatever Apprise knows."""

from __future__ import annotations

import http.client
import smtplib
import socket
import ssl
from importlib import import_module
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.gate import Refusal, admit, is_public
from crawler.outlets import Policy
from crawler.reach import mapped_hosts
from reports import mail, webhook
from reports.message import Message, one_line

SECONDS = 20
MOST_READ = 4096  # of a webhook's answer, which nobody reads


class Undelivered(Exception):
    """A message did not arrive, as far as one can tell; the message says why and names the mend."""


def post(to: str, message: Message, policy: Policy) -> None:
    """Send *message* to *to*; `Undelivered` otherwise. A receiver may have got it all the same."""
    scheme = to.partition(":")[0].lower()
    try:
        if scheme in {"http", "https"}:
            _webhook(to, message, policy)
        elif scheme in {"smtp", "smtps"}:
            _mail(to, message)
        else:
            _apprise(to, message)
    except (OSError, http.client.HTTPException, smtplib.SMTPException) as error:
        raise Undelivered(one_line(f"{type(error).__name__}: {error}", 300)) from None


def _webhook(to: str, message: Message, policy: Policy) -> None:
    """POST the message as JSON to the very address that the gate admitted; redirects are not followed."""
    mapped = mapped_hosts(policy)
    try:
        parts = urlsplit(admit(to, mapped))
    except Refusal as refusal:
        mend = "a webhook has a public address, or its host stands in [network.hosts]"
        raise Undelivered(f"the address is refused ({refusal.reason}): {mend}") from None
    host = parts.hostname or ""
    tls = parts.scheme == "https" and host not in mapped
    place = mapped.get(host) or _resolved(host, parts.port or (443 if tls else 80))
    body = webhook.render(message).encode()
    connection = _Pinned(host, place, tls=tls)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        headers = {
            "Host": parts.netloc, "Content-Type": "application/json", "Idempotency-Key": message.key,
            "User-Agent": message.program.replace(" ", "/"), "Connection": "close",
        }  # fmt: skip
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read(MOST_READ)
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise Undelivered(f"the webhook answered {answer.status}: check the address in wirediff.toml")


def _resolved(host: str, port: int) -> tuple[str, int]:
    """An address of *host*, if all of them are public."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(ip_address(one.partition("%")[0])) for one in found):
        raise Undelivered(f"{host} is no public host: webhooks within a network go by [network.hosts] or Apprise")
    return found[0], port


class _Pinned(http.client.HTTPConnection):
    """A connection to *place*, an address that was judged, whatever *host* resolves to by now."""

    def __init__(self, host: str, place: tuple[str, int], *, tls: bool) -> None:
        super().__init__(host, timeout=SECONDS)
        self._place, self._tls = place, tls

    def connect(self) -> None:
        """Connect to the judged address; TLS is for the host's name."""
        self.sock: Any = socket.create_connection(self._place, SECONDS)
        if self._tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _mail(to: str, message: Message) -> None:
    """``smtp://user:password@host:port/?to=desk@newsroom.example&from=...``.

    STARTTLS wherever it is offered, unless ``tls=no`` says otherwise (a relay on this machine with a makeshift
    certificate).
    """
    parts = urlsplit(to)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.hostname or not asked.get("to"):
        raise Undelivered("no receiver: write smtp://host:25/?to=desk@newsroom.example")
    sender = asked.get("from") or asked["to"].split(",")[0]
    try:
        written = mail.render(message, one_line(sender), one_line(asked["to"], 1000))
        port = parts.port or 0
    except ValueError as error:
        raise Undelivered(f"the mail cannot be addressed ({error}): check the alert's to") from None
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname, port, timeout=SECONDS) as server:
        server.ehlo()
        if parts.scheme == "smtp" and asked.get("tls") != "no" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(written, sender, asked["to"].split(","))


def _apprise(to: str, message: Message) -> None:
    """By Apprise, where it is installed: it knows a hundred services."""
    try:
        apprise = import_module("apprise")
    except ImportError:
        mend = 'pip install "wirediff[alerts]", or write https:// (JSON) or smtp:// (mail)'
        raise Undelivered(f"Apprise is not installed: {mend}") from None
    sender = apprise.Apprise()
    if not sender.add(to):
        raise Undelivered("Apprise does not know this address: see https://appriseit.com/services/")
    body = mail.text(message)
    if not sender.notify(body=body, title=one_line(message.subject), body_format=apprise.NotifyFormat.TEXT):
        raise Undelivered("Apprise could not deliver it: `wirediff alerts test` shows whether the address is right")
