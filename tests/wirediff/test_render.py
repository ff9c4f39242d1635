"""``render = true`` from the configuration to the revision, and what is said where no browser is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.wirediff.newsstand import SENTENCES, Newsstand, configure, run

PARAGRAPHS = json.dumps([sentence.format(name="Merrow") for sentence in SENTENCES])
SHELL = f"""<html><head><title>Flood at Merrow</title></head><body><article><h1>Flood at Merrow</h1></article><script>
for (const text of {PARAGRAPHS}) {{ const p = document.createElement('p'); p.textContent = text;
document.querySelector('article').append(p) }}</script></body></html>"""


class Scripted(Newsstand):
    """A newsstand whose articles are written by their scripts."""

    def _page(self, handler):  # type: ignore[no-untyped-def]
        status, body = super()._page(handler)
        return status, body if handler.path in self.feeds or status != 200 else SHELL.encode()


def rendering(folder: Path, more: str = "") -> None:
    path = folder / "wirediff.toml"
    path.write_text(
        path.read_text().replace('follow = "all"', 'follow = "all"\nrender = true').replace("[crawl]", f"[crawl]{more}")
    )


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no Chromium")
def test_an_article_that_a_script_writes_becomes_a_revision(tmp_path: Path) -> None:
    with Scripted("/a") as stand:
        configure(tmp_path, {"harbor.example": stand.address})
        rendering(tmp_path)
        done = run("crawl", cwd=tmp_path)
        again = run("crawl", "--all", cwd=tmp_path, WIREDIFF_CLOCK="2026-03-01T12:30:00Z")
    assert (done.returncode, again.returncode) == (0, 0), done.stderr
    (row,) = map(json.loads, run("revisions", "--json", cwd=tmp_path).stdout.splitlines())
    assert row["text"].split("\n\n") == json.loads(PARAGRAPHS)
    fetches = map(json.loads, run("fetches", "--json", cwd=tmp_path).stdout.splitlines())
    assert [one["outcome"] for one in fetches if one["url"].endswith("/a")] == ["new", "unchanged"]


def test_without_a_browser_crawl_and_doctor_name_the_mend(tmp_path: Path) -> None:
    configure(tmp_path, {"harbor.example": "127.0.0.1:9"})
    rendering(tmp_path, '\nbrowser = "/nowhere/chromium"')
    crawl, doctor = run("crawl", cwd=tmp_path), run("doctor", "--offline", cwd=tmp_path)
    assert crawl.returncode == 2
    for said in (crawl.stderr, doctor.stdout):
        assert "render = true of harbor needs a Chromium, and there is no /nowhere/chromium" in " ".join(said.split())
        assert "apt install chromium" in said
