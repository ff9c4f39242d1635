"""Groups of arrivals: what waits is taken together, and each hears of its own fate."""

from __future__ import annotations

import asyncio

import pytest

from pipelines.together import MOST, Together


def test_what_comes_while_a_group_is_under_way_goes_together_next() -> None:
    groups: list[list[int]] = []

    async def work(items: list[int]) -> list[None]:
        groups.append(items)
        await asyncio.sleep(0)
        return [None] * len(items)

    async def run() -> None:
        together = Together(work)
        await asyncio.gather(*(together(number) for number in range(MOST + 30)))
        await together(-1)

    asyncio.run(run())
    assert [number for group in groups for number in group] == [*range(MOST + 30), -1]
    assert max(map(len, groups)) == MOST
    assert groups[-1] == [-1]


def test_one_that_fails_takes_no_other_with_it() -> None:
    async def work(items: list[int]) -> list[BaseException | None]:
        return [ValueError("odd") if item % 2 else None for item in items]

    async def run() -> list[object]:
        together = Together(work)
        return await asyncio.gather(*(together(number) for number in range(4)), return_exceptions=True)

    assert [type(result) for result in asyncio.run(run())] == [type(None), ValueError, type(None), ValueError]


def test_a_group_that_fails_is_told_to_each_and_the_next_one_goes_on() -> None:
    async def work(items: list[int]) -> list[None]:
        if 0 in items:
            raise OSError("disk full")
        return [None] * len(items)

    async def run() -> None:
        together = Together(work)
        with pytest.raises(OSError, match="disk full"):
            await together(0)
        await together(1)

    asyncio.run(run())


def test_what_nobody_waits_for_is_done_in_its_turn_and_before_the_rest_is_said_to_be() -> None:
    done: list[int] = []

    async def work(items: list[int]) -> list[None]:
        await asyncio.sleep(0)
        done.extend(items)
        return [None] * len(items)

    async def run() -> list[int]:
        together = Together(work)
        for number in range(MOST + 5):
            together.soon(number)
        await together(-1)
        before = list(done)
        together.soon(-2)
        await together.rest()
        return before

    assert asyncio.run(run()) == [*range(MOST + 5), -1]
    assert done[-1] == -2
