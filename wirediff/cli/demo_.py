"""``wirediff demo``: a wire and its outlets on this machine, crawled for days and checked against their script."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirediff.cli.common import DONE, NOTHING, PARTLY, Failure, json_option

if TYPE_CHECKING:
    from wirediff.demo.serve import Serving
    from wirediff.demo.show import Shown


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="demo")
@click.option("--keep-serving", is_flag=True, help="Afterwards go on serving the outlets, until stopped.")
@click.option("--serve", is_flag=True, help="Do not crawl: serve the outlets on fixed ports, until stopped.")
@click.option(
    "--port", default=8801, show_default=True, type=click.IntRange(1024, 65000), help="--serve: the first port."
)
@click.option(
    "--speed", default=600.0, show_default=True, type=click.FloatRange(min=0),
    help="--serve: how many seconds of the outlets' time pass in one of ours.",
)  # fmt: skip
@click.option("--every", default="15s", show_default=True, help="--serve: time between two visits, for wirediff.toml.")
@json_option
def command(
    folder: Path, keep_serving: bool, serve: bool, port: int, speed: float, every: str, as_json: bool
) -> int:  # fmt: skip
    """Crawl a wire and ten invented outlets on this machine for three simulated days, and show what came of it.

    The crawl, the stages and the archive are those of every other command; only the time is simulated. The archive is
    then checked against the script of what the outlets really did. FOLDER (demo) keeps wirediff.toml, wirediff.db
    and report.html. Exit code 3: the check found something wrong.

    \b
    Examples:
      wirediff demo
      wirediff demo /tmp/try --json
      wirediff demo --serve --speed 600 & wirediff watch --config demo/wirediff.toml
    """
    from wirediff.demo.run import RoundFailed
    from wirediff.demo.setup import NotOurs

    try:
        return _serve(folder, port, speed, every) if serve else _demo(folder, keep_serving, as_json)
    except (NotOurs, RoundFailed) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            taken = f"a port of {port} to {port + 10} is taken: name another first one, --port {port + 100}"
            raise Failure(taken, NOTHING) from error
        raise Failure(f"{folder}: {error.strerror or error}; name another folder, wirediff demo FOLDER") from error


def _demo(folder: Path, keep_serving: bool, as_json: bool) -> int:
    from wirediff.demo.progress import progress
    from wirediff.demo.run import living
    from wirediff.demo.telling import tell

    with progress() as told, living(folder, told) as days:
        shown = tell(days)
        told.close()
        _print(shown, as_json)
        if keep_serving:
            _stay(shown.config)
    return PARTLY if shown.truth.wrong or shown.story is None else DONE


def _print(shown: Shown, as_json: bool) -> None:
    from wirediff.demo.show import console, show

    if as_json:
        sys.stdout.write(json.dumps(shown.as_dict(), ensure_ascii=False) + "\n")
    else:
        show(shown, console())


def _stay(config: Path) -> None:
    from wirediff.demo.serve import on_stop

    stopped = on_stop()
    click.echo(f"\nthe outlets go on: wirediff crawl --config {config} (Ctrl-C ends them)", err=True)
    stopped.wait()


def _serve(folder: Path, port: int, speed: float, every: str) -> int:
    from wirediff.demo.serve import serve

    serve(folder, port, speed, every, _announce)
    return DONE


def _announce(serving: Serving) -> None:
    """Say that the outlets answer: one line on standard output, for whoever waits for it."""
    ports = sorted(int(address.rpartition(":")[2]) for address in serving.hosts.values())
    print(f"serving {len(ports)} outlets on 127.0.0.1:{ports[0]}-{ports[-1]}", flush=True)  # noqa: T201
    click.echo(f"watch them: wirediff watch --config {serving.config}\nserved so far: {serving.log}", err=True)
