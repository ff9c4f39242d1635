"""A text that a machine reworded is traced to its source among others, with the agency and the signals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.archivist import Archivist
from pipelines.desk import Desk
from pipelines.extract import extract
from storage.archive import Archive
from tests.pipelines.newsroom import Keeper
from tests.wires import DISPATCH, INDEPENDENT, OTHER, SPORT, text
from wirediff.cli import cli

SOURCE = (
    "SKERRY HARBOUR (AP) — The captain of a ferry that sank off Skerry Harbour knew of a broken pump for nine days, "
    "the maritime inspector of Norland said in a report released Friday.",
    "Inspector Ragna Solberg, who finished her term the same evening, had resisted calls by the Vindal Line to hold "
    "back the 48-page report.",
    "“The line's denial sounds hollow now that its own logs are public,” said Edda Brandt, secretary of the Seafarers' "
    "Union, in a statement.",
    "The report was drawn from talks with 31 sailors and from requests to the line that “were not answered in time.”",
    "Solberg said she had wanted to take the greatest care with the answers received from the line in August.",
    "Critics said that silence would have left a mark on her tenure and that pressure had made her job harder.",
    "Her trip to Vindal in May was seen by many as a favour to the line.",
)
SPUN = (
    "SKERRY HARBOUR (AP) — The captain of the ferry which has sunk off Skerry Harbour knew a pump broken during nine "
    "days, has said the maritime inspector of Norland. in a report published Friday.",
    "Inspector Ragna Solberg, which ended his mandate the same evening, had resisted the calls of the Vindal Line to "
    "retain the report of 48 pages. .",
    "“The denial of the line resounds hollow now that its own logs are public”, Edda said. Brandt, secretary of the "
    "Seafarers' Union. statement.",
    "The report was extracted of talks with 31 sailors and of requests to the line which “have not been answered to "
    "time”. over the months.",
    "Solberg said he had wished to take the greatest care with the answers received from the line in August.",
    "Critics have said that the silence would have left a mark on his tenure and that pressure had made his job "
    "harder.",
    "His trip to Vindal in May was seen by a lot of d others like a favour to the line.",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spun") / "a.db"
    others = [DISPATCH, OTHER, SPORT, INDEPENDENT, DISPATCH[:5], OTHER[:5]]
    with Archive(path) as archive, archive.transaction():
        keeper = Keeper(archive, Archivist(Desk(archive, extract)))
        for number, paragraphs in enumerate([*others, SOURCE, *others]):
            url = f"https://paper{number}.example/{number}"
            keeper.keep(f"10:{number:02}", url=url, text=text(paragraphs), title=f"Title {number}")
    return path


def test_a_spun_text_is_traced_to_its_source_its_agency_and_its_signals(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "spun.txt").write_text(text(SPUN), encoding="utf-8")
    done = CliRunner().invoke(cli, ["trace", str(tmp_path / "spun.txt"), "--db", str(archive), "--json"])

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["stories"][0]["versions"][0]["url"] == "https://paper6.example/6"
    assert found["agency"]["agency"] == "AP"
    assert found["rewritten"]
    shown = {signal["signal"]: [text(SPUN)[one["start"] : one["end"]] for one in signal["passages"]]
             for signal in found["signals"]}  # fmt: skip
    assert {"split attribution", "double stop", "stray letter", "flipped pronouns"} <= shown.keys()
    assert "his" in shown["flipped pronouns"]
