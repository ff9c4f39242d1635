"""An invented story at invented outlets, imported as any reader would: what the reports of the tests are made from."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

WIRE = "https://northwire.example/granite-bridge"
HARBOR = "https://harbor.example/bridge"
VALLEY = "https://valley.example/news/bridge"
METRO = "https://metro.example/2026/bridge"
GAZETTE = "https://gazette.example/bridge-closed"
NAHAR = "https://nahar.example/jisr"
DONGFANG = "https://dongfang.example/daqiao"
HOSTILE = "https://hostile.example/bridge?<script>alert(1)</script>"

LEAD = "GRANITE BAY (Northwire) - The old bridge over the Granite River was closed on Monday after {} people were hurt."
CABLE = "A cable holding the eastern span had snapped shortly before nine, the harbour authority said in a statement."
MAYOR = '"We were lucky that the school buses had already crossed," Mayor Edda Lind told reporters on the quay.'
REPAIR = "Repairs will take at least {} weeks, and traffic is being sent over the ferry landing at Stone Point."
AGE = "The bridge was built in 1931 and last inspected in the spring, when no fault was found in any of its cables."
UNION = "The dockers' union said that it had warned of rust twice, most recently in a letter of the fourth of March."
NOTE = "Correction: This story has been corrected to show that 19 people were hurt, not 12."

FIRST = (LEAD.format(12), CABLE, MAYOR, REPAIR.format("six"), AGE, UNION)
SECOND = (LEAD.format(19), CABLE, MAYOR, REPAIR.format("nine"), AGE, UNION, NOTE)
TITLE = "Bridge over Granite River closed after cable snaps, 12 hurt"
ARABIC = (
    "أغلق الجسر القديم فوق نهر الغرانيت يوم الاثنين بعد إصابة {} شخصا.",
    "وقالت سلطة الميناء إن كابلا يحمل الجزء الشرقي انقطع قبل الساعة التاسعة بقليل.",
)
CHINESE = ("周一，花岗岩河上的老桥在{}人受伤后关闭。", "港务局表示，支撑东段的缆绳在九点前不久断裂。")
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
HIDDEN = "Officials \u202etruh elpoep 91\u202c were\u200b named\x1b[2J; {{ 7 * 7 }} </style><b>bold</b> " + SCRIPT


def document(url: str, hour: float, paragraphs: tuple[str, ...] | None, **values: Any) -> dict[str, Any]:
    """A text as fetched *hour* hours into the day."""
    minutes = round(hour * 60)
    at = f"2026-03-{2 + minutes // 1440:02}T{minutes // 60 % 24:02}:{minutes % 60:02}:00Z"
    row: dict[str, Any] = {"url": url, "outlet": urlsplit(url).netloc.partition(".")[0], "fetched_at": at, "lang": "en"}
    body = {"html": "gone"} if paragraphs is None else {"text": "\n\n".join(paragraphs), "title": TITLE}
    return row | body | values


DOCUMENTS = (
    document(WIRE, 9, FIRST, credit="Northwire"),
    document(HARBOR, 9.5, FIRST, credit="Northwire"),
    document(VALLEY, 9.75, (*FIRST[:2], FIRST[3]), title="Bridge closed, 12 hurt", credit="Northwire"),
    document(METRO, 10, (FIRST[0], FIRST[2], FIRST[1], *FIRST[3:]), credit="Staff and wires"),
    document(GAZETTE, 10.5, FIRST),
    document(
        HOSTILE, 10.6, (*FIRST, HIDDEN), title=f"Bridge {SCRIPT}", byline="<svg onload=alert(1)>", credit="\x1b]0;x\x07"
    ),
    document(WIRE, 12, SECOND, title=TITLE.replace("12", "19"), credit="Northwire"),
    document(HARBOR, 12.5, SECOND, title=TITLE.replace("12", "19"), credit="Northwire"),
    document(
        METRO,
        13,
        (FIRST[0], FIRST[2], FIRST[1], *FIRST[3:]),
        title="Chaos as rusted bridge fails",
        credit="Staff and wires",
    ),
    document(GAZETTE, 13.5, None, status=410),
    document(HOSTILE, 14, (*FIRST, HIDDEN.replace("named", "unnamed")), title=f"Bridge {SCRIPT}"),
    document(VALLEY, 18, (*FIRST[:2], FIRST[3]), title="Bridge closed, 12 hurt", credit="Northwire"),
    document(NAHAR, 11, tuple(p.format("١٢") for p in ARABIC), title="إغلاق الجسر وإصابة ١٢", lang="ar"),
    document(NAHAR, 15, tuple(p.format("١٩") for p in ARABIC), title="إغلاق الجسر وإصابة ١٩", lang="ar"),
    document(DONGFANG, 11, tuple(p.format("12") for p in CHINESE), title="大桥关闭12人受伤", lang="zh"),
    document(DONGFANG, 15, tuple(p.format("19") for p in CHINESE), title="大桥关闭19人受伤", lang="zh"),
)
CONFIG = f"""
[project]
contact = "desk@northwire.example"
timezone = "UTC"

[[outlet]]
id = "northwire"
name = "Northwire"
agency = "Northwire"
home = "https://northwire.example/"

[[story]]
id = "bridge"
name = "Granite River bridge"
wire = ["{WIRE}"]
"""


def build(folder: Path) -> Path:
    """Import the story into an archive in *folder*; its path. The configuration lies beside it."""
    (folder / "wirediff.toml").write_text(CONFIG, encoding="utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in DOCUMENTS)
    (folder / "bridge.jsonl").write_text(lines, encoding="utf-8")
    done = wirediff(folder, "import", "bridge.jsonl")
    assert done.returncode == 0, done.stderr
    return folder / "wirediff.db"


def here(folder: Path, *args: object) -> subprocess.CompletedProcess[str]:
    """The same command line within this process: much faster, for what no process of its own can tell better."""
    from wirediff.cli import main

    out, told, code = io.StringIO(), io.StringIO(), 0
    with (
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(told),
        patch.object(sys, "argv", ["wirediff", *map(str, args)]),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(args, code, out.getvalue(), told.getvalue())


def wirediff(folder: Path, *args: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in *folder*, with its configuration and archive."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WIREDIFF_")}
    done = subprocess.run(
        [sys.executable, "-m", "wirediff", *map(str, args)], cwd=folder, env=environment,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done
