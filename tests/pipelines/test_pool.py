"""Pages that hang, kill or fill their reader cost that page its text and nothing else."""
# ruff: noqa: E501 - a table of cases reads best with one case a line

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from pipelines.pool import ExtractionPool
from tests.pipelines.pages import ADDRESS, PARAGRAPHS, article

GOOD = article().encode()
ENDLESS = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">x</p></body></html>"
HUGE = b"<html><body>" + b"<p>The toll was halved, the clerk of the council said on Monday.</p>" * 40_000


@pytest.fixture(scope="module")
def small():
    """One child with a second of processor time and little memory."""
    with ExtractionPool(1, seconds=1.0, memory=400 << 20) as pool:
        yield pool


def test_pages_are_read_in_order_by_several_children():
    with ExtractionPool(2) as pool:
        pages = [
            article((f"Boat {number} left the harbour at dawn with a full crew.", *PARAGRAPHS)) for number in range(8)
        ]
        found = [future.result() for future in [pool.submit(page.encode(), {}, ADDRESS) for page in pages]]
    assert all(any(f"Boat {number} left" in line for line in one.paragraphs) for number, one in enumerate(found))


def test_a_page_that_takes_for_ever_is_given_up_and_the_next_one_is_read(small):
    slow, good = small.submit(ENDLESS, {}, ADDRESS), small.submit(GOOD, {}, ADDRESS)
    assert slow.result().failure == "timeout"
    assert good.result().failure is None


def test_a_page_that_asks_for_too_much_memory_is_given_up(small):
    with ExtractionPool(1, seconds=20, memory=120 << 20) as tight:
        assert tight.submit(HUGE, {}, ADDRESS).result().failure in {"too-large", "crashed"}
        assert tight.submit(GOOD, {}, ADDRESS).result().failure in {None, "too-large", "crashed"}
    assert small.submit(GOOD, {}, ADDRESS).result().failure is None


def test_a_child_that_is_killed_is_replaced(small):
    assert small.submit(GOOD, {}, ADDRESS).result().failure is None
    slow = small.submit(ENDLESS, {}, ADDRESS)
    assert slow.result().failure in {"timeout", "crashed"}
    assert small.submit(GOOD, {}, ADDRESS).result().paragraphs


def test_a_page_that_cannot_be_handed_over_is_answered_and_the_next_one_is_read(small):
    broken = small.submit(GOOD, {"content-type": threading.Lock()}, ADDRESS)
    good = small.submit(GOOD, {}, ADDRESS)
    assert broken.result(30).failure == "crashed"
    assert good.result(30).failure is None


def test_futures_can_be_awaited_without_holding_the_loop_up(small):
    async def read() -> str:
        found = await asyncio.wrap_future(small.submit(GOOD, {}, ADDRESS))
        return found.text

    assert PARAGRAPHS[0] in asyncio.run(read())


def test_a_closed_pool_refuses_pages_and_may_be_closed_again():
    pool = ExtractionPool(1)
    pool.close()
    pool.close()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(GOOD, {}, ADDRESS)


def test_importing_the_pool_loads_no_parser():
    code = "import sys; import pipelines.arrival; before = set(sys.modules); import pipelines.pool; print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
