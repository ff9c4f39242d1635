"""What publishers reserve: pages that may not be archived, texts that may not be mined."""

from __future__ import annotations

import pytest

from crawler.items import Fetched
from pipelines.arrival import Arrival
from pipelines.extract import extract
from pipelines.rebuilding import rebuild
from pipelines.rights import READ
from storage.rebuilds import Scope
from storage.verifying import verify
from tests.kept import EDITED
from tests.pipelines.newsroom import DISPATCH, Keeper, page

URL = "https://tide.example/ferry"
META = '<meta name="robots" content="noarchive"><link rel="icon" href="/only-on-the-page.png">'
HEADER = {"x-robots-tag": "noarchive"}


@pytest.mark.parametrize(("head", "headers"), [(META, {}), ("", HEADER)])
def test_of_a_page_that_may_not_be_archived_the_text_is_kept_and_not_the_page(
    keeper: Keeper, head: str, headers: dict[str, str]
) -> None:
    keeper.keep("10:00", html=page(head=head), headers=headers)
    keeper.keep("11:00", html=page(head=head), headers=headers)
    keeper.keep("12:00", html=page(EDITED, head=head), headers=headers)

    assert keeper.outcomes() == ["new", "unchanged", "revised"]
    kept = keeper.archive.rows("SELECT media_type, bytes FROM pages")
    assert {row["media_type"] for row in kept} == {READ}
    assert b"only-on-the-page" not in keeper.archive.path.read_bytes()
    assert keeper.archive.value("SELECT rights FROM readings WHERE fetch = 1") == "noarchive"
    assert list(verify(keeper.archive.path)) == []


def test_what_is_kept_of_it_is_derived_anew_to_the_same(keeper: Keeper) -> None:
    for at, text in (("10:00", DISPATCH), ("12:00", EDITED), ("11:00", DISPATCH)):  # the last one comes late
        keeper.keep(at, html=page(text, head=META))
    before, texts = keeper.outcomes(), keeper.texts()
    done = rebuild(keeper.archivist.desk, Scope("other code"), "2026-03-03T00:00:00Z", lambda *_: None)

    assert (done.changed, keeper.outcomes(), keeper.texts()) == ([], before, texts)
    assert before == ["new", "unchanged", "revised"]


def test_a_desk_that_may_archive_keeps_the_page(keeper: Keeper) -> None:
    keeper.archivist.desk.obey_noarchive = False
    keeper.keep("10:00", html=page(head=META))

    assert keeper.archive.value("SELECT media_type FROM pages") != READ


def test_a_reservation_of_mining_is_shown_and_refused_where_that_is_configured(keeper: Keeper) -> None:
    reserved = page(head='<meta name="tdm-reservation" content="1">')
    keeper.keep("10:00", html=reserved)
    keeper.archivist.desk.refuse_reserved = True
    refused = keeper.keep(
        "11:00", url="https://tide.example/other", html=page(EDITED), headers={"tdm-reservation": "1"}
    )

    assert keeper.archive.value("SELECT rights FROM readings WHERE fetch = 1") == "tdm-reserved"
    assert (refused.outcome, refused.reason) == ("refused", "tdm-reserved")
    assert keeper.archive.value("SELECT page FROM fetches WHERE id = 2") is None


def test_what_an_origin_reserves_as_a_whole_is_shown_too(keeper: Keeper) -> None:
    body = page().encode()
    fetched = Fetched(URL, "tide", "2026-03-02T10:00:00Z", status=200, body=body, claims={"tdm-reservation": "1"})
    keeper.archivist.keep(Arrival(fetched, extract(body, {}, URL)))

    assert keeper.archive.value("SELECT rights FROM readings WHERE fetch = 1") == "tdm-reserved"
