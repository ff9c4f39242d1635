"""The archive in Datasette: every question and page answers, nothing writes, nothing acts, a crawl goes on."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
from lxml import html
from playwright.sync_api import Browser

from tests.reports import granite
from tests.reports.granite import here
from tests.reports.test_report_formats import HOSTILE, RAW
from wirediff.asked import QUESTIONS

PYTHON = os.environ.get("WIREDIFF_DATASETTE_PYTHON", sys.executable)  # one with Datasette 1.0, to test that
CHROMIUM = Path("/usr/bin/chromium")
ANYTHING = {"story": "", "outlet": "", "kind": "", "words": "harbour", "url": granite.HARBOR, "at": ""}


@dataclass
class Served:
    """A running ``wirediff serve``."""

    folder: Path
    address: str

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def asked(self, name: str, **given: str) -> list[dict[str, object]]:
        """The rows that a question answers with."""
        status, text = self.get(f"/wirediff/ask_{name}.json?{urlencode(ANYTHING | given | {'_shape': 'array'})}")
        assert status == 200, text
        found: list[dict[str, object]] = json.loads(text)
        return found


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    command = [PYTHON, "-m", "wirediff", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        found = re.search(r"(http://\S+)/-/wirediff", first)
        assert found, first + process.stderr.read()
        try:
            yield Served(folder, found[1])
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def story(bridge: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    for name in ("wirediff.db", "wirediff.toml"):
        shutil.copy(bridge / name, folder)
    assert here(folder, "note", f"{granite.HARBOR}@2#1", "contacted", "called the desk").returncode == 0
    return folder


@pytest.fixture(scope="module")
def desk(story: Path) -> Iterator[Served]:
    with serving(story) as served:
        yield served


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("undisclosed_edits", "outlet", "metro"),
        ("still_running_old_version", "outlet", "valley"),
        ("headline_variants", "title", "Bridge closed, 12 hurt"),
        ("cut_paragraphs", "text", granite.MAYOR),
        ("removed", "outlet", "gazette"),
        ("outlet_health", "outlet", "valley"),
        ("search", "outlet", "harbor"),
        ("version_i_cited", "revision", 2),
        ("likely_sources", "outlet", "harbor"),
        ("notes_on_edits", "text", "called the desk"),
    ],
)
def test_a_readers_question_is_answered_by_name(desk: Served, name: str, column: str, value: object) -> None:
    assert value in [row[column] for row in desk.asked(name)]


def test_every_question_has_its_page_with_what_it_answers(desk: Served) -> None:
    for name, asked in QUESTIONS.items():
        status, text = desk.get(f"/wirediff/ask_{name}?{urlencode(ANYTHING)}")
        assert status == 200
        assert asked.title in text
    assert [row["revision"] for row in desk.asked("version_i_cited", at="2026-03-02T10:00")] == [1]
    assert desk.asked("headline_variants", story="1", outlet="nahar") == []
    assert desk.asked("search", words='"NEAR( *') == []
    assert desk.asked("unlicensed_full_text") == []


def test_reports_are_the_same_pages_and_link_to_each_other(desk: Served) -> None:
    here(desk.folder, "report", "bridge", "-o", "bridge.html")
    file = (desk.folder / "bridge.html").read_text(encoding="utf-8")
    status, page = desk.get("/-/wirediff/story/bridge")
    headings = re.compile(r"<h2.*?</h2>")

    assert status == 200
    assert headings.findall(page) == headings.findall(file)
    index = desk.get("/-/wirediff")[1]
    links = {link for text in (index, page) for link in re.findall(r'href="(/-/wirediff/[^"#]+)"', text)}
    assert len(links) > 5
    assert {desk.get(link)[0] for link in links} == {200}
    assert desk.get(f"/-/wirediff/article/{quote(granite.METRO, safe='')}")[0] == 200
    assert desk.get("/-/wirediff/outlet/metro")[0] == 200
    assert desk.get("/-/wirediff/story/none") == (404, "there is no story none: /-/wirediff lists them")


def test_an_edit_is_drawn_and_facets_are_offered(desk: Served) -> None:
    edits = desk.get("/wirediff/edits?_size=max")[1]

    assert re.search(r"<del[^>]*><span [^>]*>\[removed: </span>12<", edits)
    assert re.search(r"<ins[^>]*><span [^>]*>\[added: </span>19<", edits)
    assert "facet-info" in edits
    assert "fetches" in desk.get("/wirediff")[1]


def test_nothing_is_written_and_nobody_asks_through_another_name(desk: Served) -> None:
    for sql in ("attach 'x.db' as x", "select load_extension('x')", "pragma user_version = 7", "delete from notes"):
        status, text = desk.get(f"/wirediff?{urlencode({'sql': sql})}")
        assert status == 400 or "not authorized" in text or "must be a SELECT" in text, sql
    loop = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    assert desk.get(f"/wirediff?{urlencode({'sql': loop})}")[0] == 400
    assert desk.get("/-/wirediff", Host="evil.example")[0] == 421
    assert desk.get("/wirediff.db")[0] in (403, 404)
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{desk.address}/wirediff/notes", data=b"{}", method="POST"), timeout=30)
    assert refused.value.code == 405


def test_pages_are_read_while_another_process_writes(story: Path, tmp_path: Path) -> None:
    for name in ("wirediff.db", "wirediff.toml"):
        shutil.copy(story / name, tmp_path)
    rows = [
        granite.document(f"https://late.example/{number}", 20, (f"A late text, {number}.",)) for number in range(40)
    ]
    (tmp_path / "late.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with serving(tmp_path) as served:
        writer = subprocess.Popen(
            [sys.executable, "-m", "wirediff", "import", "late.jsonl"], cwd=tmp_path, stderr=subprocess.PIPE
        )
        seen, reading = [], True
        while reading:
            reading = writer.poll() is None
            seen += [served.get(path)[0] for path in ("/-/wirediff/story/bridge", "/wirediff/fetches", "/-/wirediff")]
        assert writer.wait() == 0
        assert set(seen) == {200}
        assert "A late text, 19." in served.get("/wirediff/paragraphs?_size=max")[1]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive in which 300 hostile texts stand in every field, and in addresses."""
    folder = tmp_path_factory.mktemp("hostile")
    part = len(HOSTILE) // 5
    rows = []
    for number in range(part):
        title, byline, credit, standfirst, text = (STORED[number + part * step] for step in range(5))
        for hour, word in ((9, "quiet"), (12, "loud")):
            address = (
                f"https://h{number % 9}.example/{number}?q={text}" if number % 3 else f"https://h.example/{number}"
            )
            rows.append(granite.document(
                address, hour, (f"A {word} day.", text, f"{number} more."), title=f"{title} {word}", byline=byline,
                credit=credit, standfirst=standfirst, outlet=f"h{number % 9}",
            ))  # fmt: skip
    (folder / "hostile.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "wirediff.toml").write_text(granite.CONFIG, encoding="utf-8")
    assert here(folder, "import", "hostile.jsonl").returncode in (0, 3)
    with serving(folder) as served:
        yield served


STORED = [text.encode("utf-8", "replace").decode() for text in HOSTILE]  # half a character is no text in SQLite
TABLES = ("articles", "revisions", "paragraphs", "edits", "fetches", "addresses", "revision_texts", "headline_variants")


def pages_of(served: Served) -> Iterator[str]:
    yield from ("/", "/wirediff", "/-/wirediff", "/-/wirediff/outlet/h1")
    yield from (f"/wirediff/{table}?_size=max&_facet_size=max" for table in TABLES)
    yield from (f"/wirediff/ask_{name}?{urlencode(ANYTHING | {'words': 'day'})}" for name in QUESTIONS)
    yield from (f"/wirediff/revisions?{urlencode({'title__contains': text})}" for text in HOSTILE[::50])
    yield from (f"/wirediff/revisions?_facet={field}" for field in ("title", "byline"))
    yield from (f"/-/wirediff/article/{number}" for number in range(1, 60, 10))
    yield from (f"/wirediff/revisions/{number}" for number in range(1, 60, 20))


def test_no_hostile_text_acts_on_any_page(hostile: Served) -> None:
    seen = ""
    for path in pages_of(hostile):
        status, text = hostile.get(path)
        assert status == 200, path
        assert not RAW.search(text.replace("\r\n", "\n")), path
        page = html.fromstring(text.encode())
        assert page.xpath("//img[@src='x' or contains(@src, 'tracker')] | //svg[@onload] | //*[@onerror]") == [], path
        assert page.xpath("//*[@onload or @onmouseover] | //iframe | //a[contains(@href, 'javascript:')]") == [], path
        assert not [one for one in page.xpath("//script/text()") if "alert(1)" in one], path
        seen += text if "revisions?_size" in path else ""
    assert "&lt;script&gt;alert(1)" in seen
    assert "49" not in re.findall(r"\{\{ (7\*7) \}\}", seen)


def test_csv_of_hostile_texts_holds_no_formula_and_no_raw_control(hostile: Served) -> None:
    status, text = hostile.get("/wirediff/revisions.csv?_size=max")

    assert status == 200
    assert not RAW.search(text.replace("\r\n", "\n"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) > 50
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t"))]
    assert not RAW.search(hostile.get("/wirediff/revisions.json?_size=max")[1])


@pytest.mark.browser
def test_a_browser_runs_no_strangers_script(browser: Browser, hostile: Served) -> None:
    told: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: told.append(request.url))
    page.on("dialog", lambda dialog: (told.append("dialog"), dialog.dismiss()))
    for path in ("/wirediff/revisions?_size=20", "/-/wirediff", "/wirediff/edits?_size=20"):
        page.goto(hostile.address + path)
    assert [one for one in told if not one.startswith(hostile.address)] == []


def test_without_datasette_the_mend_is_named(story: Path) -> None:
    code = "import sys; sys.modules['datasette'] = None; from wirediff.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"], cwd=story, capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 4
    assert done.stderr.strip() == "wirediff: Datasette is not installed: pip install 'wirediff[datasette]'"


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (("--db", "none.db"), "there is no archive at none.db", 4),
        (("--host", "newsroom"), "is no IP address", 2),
        (("--host", "192.0.2.1"), "name another --port", 4),
    ],
)
def test_what_cannot_be_served_is_told(story: Path, options: tuple[str, ...], said: str, code: int) -> None:
    done = here(story, "serve", *options)

    assert done.returncode == code
    assert said in done.stderr


def test_the_plugin_leaves_other_databases_alone(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from datasette.app import Datasette
from wirediff.datasette.plugin import sqlite3
conn = sqlite3.connect("other.db"); conn.execute("CREATE TABLE t (title)"); conn.commit(); conn.close()
async def main():
    ds = Datasette(["other.db"])
    await ds.invoke_startup()
    for path in ("/other/t.json", "/-/wirediff"):
        print((await ds.client.get(path)).status_code)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.split() == ["200", "404"], done.stderr
