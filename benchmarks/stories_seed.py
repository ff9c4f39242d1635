"""The text that this project began with: a wire story that a machine had reworded. Where does it come from?

    WIREDIFF_DATA=FOLDER python -m benchmarks.stories_seed       # FOLDER/seed/*.txt is the text; it stays there

An archive is filled with 10,000 articles (the real ones of the folder, the rest planted in their words), among them a
source that was written for this benchmark: a dispatch as an agency may have sent it, in words of its own, since the
true one is not public. `wirediff trace` is asked for the text. It has to name that source first and AP as the agency,
and to show signals of rewriting with their passages. Exits with 1 where it does not, with 2 where data are missing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from benchmarks.stories_corpus import Piece
from benchmarks.stories_planting import plant
from benchmarks.stories_real import data_folder, minute, real_articles
from benchmarks.stories_translated import crowd
from comparison.reuse import marks
from pipelines import story
from pipelines.desk import Desk
from pipelines.extract import extract
from storage import links
from storage.archive import Archive

URL = "https://wire.example/un-report-xinjiang"
SOURCE = (
    "GENEVA (AP) — The U.N. human rights office said Wednesday that China may have committed crimes against humanity "
    "by locking up Uyghurs and members of other mostly Muslim ethnic groups in Xinjiang, in a report that had been "
    "awaited for months and that describes torture and other “serious” violations in the western region.",
    "Human rights abuses in Beijing's campaign against terrorism need the “urgent attention” of the United Nations and "
    "the world, the report says.",
    "Michelle Bachelet, the U.N. human rights chief, was pressed by both sides and turned down China's calls to hold "
    "the report back. It comes after her own trip to Xinjiang in May, which was planned with great care. Beijing says "
    "the report belongs to a Western campaign to smear its reputation.",
    "The fate of the region's native Uyghurs and other mostly Muslim groups has set off a tug of war between China and "
    "the West for diplomatic influence.",
    "U.N. officials and Western diplomats had said the report was nearly ready for months. It was published minutes "
    "before Bachelet's four-year term ran out, and few had expected it to go far beyond what journalists and advocacy "
    "groups have found in Xinjiang for years.",
    "What it adds is the imprimatur of the United Nations and of the countries that make it up, a rising China among "
    "them.",
    "“Beijing cannot go on denying the human rights crisis in Xinjiang now that crimes against humanity are "
    "acknowledged,” said Agnes Callamard, the secretary general of Amnesty International, in a statement.",
    "The 48-page report says the abuses were part of Chinese policy against terrorism and extremism between 2017 and "
    "2019, which was aimed at Uyghurs and other mostly Muslim communities.",
    "It speaks of “patterns of torture” inside what Beijing calls vocational training centers, and of “credible” "
    "allegations of ill-treatment and sexual violence.",
    "Such “arbitrary and discriminatory detention” may amount to international crimes, in particular crimes against "
    "humanity, the report warns.",
    "Its authors interviewed former detainees and others who knew eight detention centers, and say that their requests "
    "to China for information “have not received a formal response.”",
    "The office could not confirm how many people were held in the camps but called it “reasonable to conclude” that "
    "there was large-scale arbitrary detention, at least between 2017 and 2019. Investigators and journalists put the "
    "number at a million Uyghurs and others over the past five years.",
    "Beijing has closed many of the camps. Hundreds of thousands of people are still in prison on vague and secret "
    "charges.",
    "China's diplomatic mission in Geneva answered in a letter that the “so-called assessment” was built on lies and "
    "disinformation made up by anti-China forces, that it slanders China and interferes in its internal affairs.",
    "The United States and some other countries have accused Beijing of genocide in Xinjiang. The U.N. report does not "
    "mention genocide.",
    "Bachelet, twice president of Chile, said in June that she would not seek another term as rights chief, and that "
    "the report would be out before she left on August 31. Last week she hinted that her office might miss the date.",
    "She had set her sights on Xinjiang when she took office in September 2018. Western diplomats complained in "
    "private that during her tenure she had not stood up to China while other rights monitors listed abuses.",
    "Not to publish would have left a black mark on her tenure, critics said, and pressure from some countries made "
    "her job harder.",
    "“To be honest, some states have made politics of these serious human rights issues, and that has not helped,” "
    "said Bachelet, who was open to working with governments from the start.",
    "Her trip to the region in May was criticized by human rights groups and the U.S. administration as a public "
    "relations exercise for China.",
)


def filled(archive: Archive, count: int, folder: Path, seed: int) -> None:
    """Keep so many articles, the source in their middle."""
    real = real_articles(folder)
    planted = [piece for batch in crowd(real, count - len(real) - 1, seed) for piece in batch]
    others = [*planted, *(one.piece for one in real)]
    pieces = [replace(piece, number=at, seen=minute(at)) for at, piece in enumerate(others)]
    source = Piece(count, "wire.example", minute(len(pieces) // 2), SOURCE)
    desk = Desk(archive, extract)
    with archive.transaction():
        _index(archive, pieces)
        story.join(plant(archive, source, URL), desk)


def _index(archive: Archive, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        article = plant(archive, piece).article or 0
        found = marks("\n\n".join(piece.paragraphs))
        known = story.candidates(archive, article, found)
        links.index(archive, article, found.all, known)


def missing(told: dict[str, object]) -> list[str]:
    """What the trace does not tell."""
    first = told["stories"][0]["versions"][0]["url"] if told["stories"] else None  # type: ignore[index]
    agency = told["agency"]["agency"] if told["agency"] else None  # type: ignore[index]
    shown = [signal for signal in told["signals"] if signal["passages"]]  # type: ignore[attr-defined]
    wrong = {
        f"the likeliest source is {first}": first != URL,
        f"the agency is {agency}": agency != "AP",
        f"{len(shown)} signals are shown with passages": len(shown) < 3,
    }
    return [line for line, holds in wrong.items() if holds]


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    folder = data_folder()
    texts = sorted((folder / "seed").glob("*.txt")) if folder else []
    if folder is None or not texts:
        print("skipped: $WIREDIFF_DATA names no folder with seed/*.txt", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        db = Path(place) / "archive.db"
        with Archive(db) as archive:
            filled(archive, options.articles, folder, options.seed)
        began = time.perf_counter()
        line = [sys.executable, "-m", "wirediff", "trace", str(texts[0]), "--db", str(db), "--json"]
        told = json.loads(subprocess.run(line, capture_output=True, check=True, text=True).stdout)
    source = told["stories"][0]["versions"][0] if told["stories"] else None
    print(f"{options.articles:,} articles, traced in {time.perf_counter() - began:.1f} s")
    print(f"source: {source and (source['url'], source['confidence'], source['shared'])}")
    print(f"agency: {told['agency']}")
    print(f"rewritten: {told['rewritten']}")
    for signal in told["signals"]:
        print(f"  {signal['signal']}: {len(signal['passages'])} passages")
    for line_ in missing(told):
        print(line_, file=sys.stderr)
    return 1 if missing(told) else 0


if __name__ == "__main__":
    raise SystemExit(main())
