"""What is left of a round that workers make: visits that are lost go out again, what kills its workers does not."""

from __future__ import annotations

from crawler.items import Visit
from pipelines.cluster.outgoing import TRIES, Outgoing, Ticketed


def planned(*visits: int) -> Outgoing:
    return Outgoing(Ticketed(Visit(one, f"https://h.example/{one}", "h"), f"ticket {one}") for one in visits)


def ids(out: Outgoing) -> list[int]:
    return [one.visit.id for one in out.next("h")]


def test_what_was_lost_together_goes_out_by_halves_until_it_is_answered() -> None:
    out = planned(1, 2, 3, 4)
    assert ids(out) == [1, 2, 3, 4]
    assert out.lost("h") == 4
    assert ids(out) == [1, 2]
    assert [out.answered(1), out.answered(2)] == [None, "h"]
    assert ids(out) == [3, 4]
    assert [out.answered(3), out.answered(4), out.left] == [None, None, False]


def test_a_visit_whose_workers_die_is_given_up_at_last_and_one_that_they_give_back_is_not() -> None:
    out = planned(1)
    for _ in range(3 * TRIES):
        assert ids(out) == [1]
        assert out.lost("h", given_back=True) == 1
    for _ in range(TRIES):
        assert ids(out) == [1]
        out.lost("h")
    assert (out.left, out.given_up) == (False, 1)
