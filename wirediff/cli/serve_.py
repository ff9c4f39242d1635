"""``wirediff serve``: the archive in a browser, by Datasette, read-only, on this machine."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import click

from wirediff.cli.common import DONE, MISTAKE, NOTHING, Failure, archive_path, config_option, db_option

MEND = "Datasette is not installed: pip install 'wirediff[datasette]'"


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--open", "opens", is_flag=True, help="Open the browser too.")
@db_option
@config_option
def command(port: int, host: str, opens: bool, db: Path | None, config_path: Path | None) -> int:
    """Browse the archive: stories, articles and outlets as reports, questions with facets, search, SQL.

    Nothing can be written and only programs on this machine can ask, unless --host says otherwise: whoever can reach
    the port reads the whole archive. A crawl may write meanwhile. Datasette is an extra:
    pip install 'wirediff[datasette]'.

    \b
    Examples:
      wirediff serve
      wirediff serve --db demo/wirediff.db --port 0 --open
    """
    from wirediff.config import load

    try:
        from wirediff.datasette import serving
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"datasette", "uvicorn"}:
            raise
        raise Failure(MEND, NOTHING) from None
    from storage.archive import Archive

    path = archive_path(db, config_path)
    with Archive(path, read_only=True):  # an archive that can be read, or the reason why not
        pass
    with _listening(host, port) as sock:
        address = f"http://{serving.named(host)}:{sock.getsockname()[1]}"
        try:
            datasette = serving.datasette_of(path, load(config_path), (serving.named(host).lower(),))
        except serving.TwoLibraries as error:
            raise Failure(str(error)) from None
        serving.told(path, address)
        if opens:
            click.launch(f"{address}/-/wirediff")
        serving.serve(datasette, sock)
    return DONE


def _listening(host: str, port: int) -> socket.socket:
    """A socket on the address, or a Failure that says what is in the way."""
    try:
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        raise Failure(f"{host} is no IP address: --host takes one, as 127.0.0.1", MISTAKE) from None
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)  # whoever asks before the server is ready waits a moment
    except OSError as error:
        sock.close()
        raise Failure(f"cannot listen on {host} port {port} ({error.strerror}): name another --port") from None
    return sock
