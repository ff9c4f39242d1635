"""``wirediff unit``: print a systemd unit for watch, or for a crawl by a timer."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from wirediff.cli.common import config_option, db_option

SERVICE = """\
# {install}
[Unit]
Description=wirediff: {what}
After=network-online.target
Wants=network-online.target

[Service]
Type={type}
WorkingDirectory={folder}
ExecStart={command}
{restart}TimeoutStopSec={stop}
KillMode=mixed
OOMPolicy=continue
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full
"""
RESTART = "Restart=always\nRestartPreventExitStatus=2\nRestartSec=10\nExecReload=/bin/kill -HUP $MAINPID\n"
INSTALL = "\n[Install]\nWantedBy=default.target\n"
TIMER = """
# {name}.timer
[Unit]
Description=wirediff: crawl every {minutes} minutes

[Timer]
OnBootSec=1min
OnUnitActiveSec={minutes}min
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"""
NAME = "wirediff"


@click.command()
@click.option("--timer", is_flag=True, help="A timer that runs crawl, in place of a service that runs watch.")
@click.option("--every", type=click.IntRange(min=1), default=15, show_default=True, metavar="MINUTES",
              help="With --timer: how often.")  # fmt: skip
@db_option
@config_option
def command(timer: bool, every: int, db: Path | None, config_path: Path | None) -> None:
    """Print a systemd unit that keeps `watch` running, made for this folder and this installation.

    \b
    Examples:
      wirediff unit > ~/.config/systemd/user/wirediff.service
      systemctl --user daemon-reload && systemctl --user enable --now wirediff
      wirediff unit --timer --every 30
    """
    from wirediff.config import load

    policy = load(config_path).policy
    stop = int(policy.timeout.total_seconds()) + 60
    run = _command("crawl" if timer else "watch", db, config_path)
    click.echo(_service(run, stop, timer=timer), nl=False)
    if timer:
        click.echo(TIMER.format(name=NAME, minutes=every), nl=False)
    click.echo(_how(timer=timer), err=True)


def _service(run: str, stop: int, *, timer: bool) -> str:
    text = SERVICE.format(
        install=f"{NAME}.service", what="one crawl" if timer else "watch the outlets of wirediff.toml",
        type="oneshot" if timer else "exec", folder=_escaped(str(Path.cwd())), command=run,
        restart="SuccessExitStatus=3 4\n" if timer else RESTART, stop=stop,
    )  # fmt: skip
    return text if timer else text + INSTALL


def _command(name: str, db: Path | None, config_path: Path | None) -> str:
    """The command with absolute paths: a unit has no search path and no folder of its own."""
    found = shutil.which(sys.argv[0]) or shutil.which(NAME)
    words = [str(Path(found).absolute())] if found else [sys.executable, "-m", NAME]
    words.append(name)
    if db is not None:
        words += ["--db", str(db.absolute())]
    if config_path is not None:
        words += ["--config", str(config_path.absolute())]
    return " ".join(map(_quoted, words))


def _escaped(text: str) -> str:
    """*text* with systemd's specifiers made literal."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """A word of ExecStart, quoted as systemd wants it where it needs to be."""
    word = _escaped(word).replace("$", "$$")
    plain = all(c.isalnum() or c in "/._-+=:@%$" for c in word)
    return word if plain else '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _how(*, timer: bool) -> str:
    folder, unit = "~/.config/systemd/user", f"{NAME}.timer" if timer else f"{NAME}.service"
    keep = (
        f"Put the first part into {folder}/{NAME}.service and the second into {folder}/{unit}"
        if timer
        else f"To install it: wirediff unit > {folder}/{unit}"
    )
    return (
        f"{keep}\n"
        f"then:  systemctl --user daemon-reload && systemctl --user enable --now {unit}\n"
        "and, to go on when you are logged out:  loginctl enable-linger"
    )
