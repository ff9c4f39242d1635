"""Dates and times in a row of tokens: weekdays, months with their day and year, years, clock times, "last week"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comparison.kinds._tokens import Token
from comparison.kinds.lexicon.base import Lexicon, word_set

Moment = tuple[int, tuple[str, ...]]
"""The place after it, and its parts, e.g. ("day:12", "month:3")."""

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DECADE = re.compile(r"((?:1[5-9]|20)?\d0)['’]?s")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|re)?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?:[:.][0-5]\d)?")
_HOUR = re.compile(r"[01]?\d|2[0-4]")
_NUMERIC = re.compile(r"(\d{4})|(\d{1,2})\.(\d{1,2})\.(\d{2,4})")
_MONEY = frozenset("$€£¥#")


def at(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """The date or time that starts at *place*, None where none does."""
    token = tokens[place]
    if token.is_figure:
        if place and tokens[place - 1].text in _MONEY:
            return None
        return (
            _numeric(tokens, words, place)
            or _clock(words, place, lexicon)
            or _day_first(tokens, words, place, lexicon)
            or _year(tokens, words, place, lexicon)
        )
    if not token.is_word:
        return None
    return (
        _month_first(tokens, words, place, lexicon)
        or _weekday(tokens, words, place, lexicon)
        or _relative(tokens, words, place, lexicon)
    )


def _point(words: Sequence[str], place: int) -> int:
    """The place after an abbreviation's point, if one stands at *place*."""
    return place + 1 if place < len(words) and words[place] == "." else place


def _named(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> int | None:
    """The month named at *place*: never "may" the verb, "march" the walk."""
    month = lexicon.months.get(words[place]) if place < len(words) else None
    capital = month is not None and (tokens[place].text[0].isupper() or lexicon.code in ("fr", "es"))
    return month if capital else None


def _sure(words: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    """Whether an ambiguous name of a month or day stands where only a date fits."""
    if words[place] not in lexicon.unsure_dates:
        return True
    before = words[place - 1] if place else ""
    after = words[place + 1 : place + 3]
    cued = before in lexicon.year_cues or before in ("on", "last", "next", "this", "of", "every", "each", "les", "le")
    short = words[place] in ("may", "march", "august", "mars")
    return (
        any(word[0].isdigit() for word in after[:2] if word)
        or before[:1].isdigit()
        or (cued and short)
        or (after[:1] == ["."] and not short)
    )


def _month_first(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """March, Jan. 5, March 12th, 2024."""
    month = _named(tokens, words, place, lexicon)
    if month is None or not _sure(words, place, lexicon):
        return None
    parts, end = [f"month:{month}"], place + 1
    spot = _point(words, end) if words[place] in lexicon.unsure_dates else end
    if spot < len(words) and (day := _DAY.fullmatch(words[spot])):
        parts.append(f"day:{int(day[1])}")
        end = spot + 1
        spot = end + 1 if end < len(words) and words[end] == "," else end
    if spot < len(words) and _YEAR.fullmatch(words[spot]):
        parts.append(f"year:{words[spot]}")
        end = spot + 1
    if len(parts) == 1 and _is_first_name(tokens, place, lexicon):
        return None
    return max(end, _point(words, place + 1) if words[place] in lexicon.unsure_dates else end), tuple(parts)


def _is_first_name(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Whether a month without a day is a person: "June Smith", not "in June Smith said"."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    cued = place > 0 and tokens[place - 1].plain in lexicon.year_cues | _MONTH_CUES
    if following is None or not following.is_word or lexicon.code != "en" or cued:
        return False
    return following.text[0].isupper() and following.plain not in lexicon.small


_MONTH_CUES = word_set("last next this each every the")


def _day_first(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """12 March, 12th of March 2024, 12. März, 12 de marzo de 2024."""
    day = _DAY.fullmatch(words[place])
    if day is None:
        return None
    spot = _point(words, place + 1)
    spot += 1 if spot < len(words) and words[spot] in ("of", "de", "d'") else 0
    month = _named(tokens, words, spot, lexicon)
    if month is None:
        return None
    parts, end = [f"day:{int(day[1])}", f"month:{month}"], spot + 1
    spot = end + 1 if end < len(words) and words[end] in (",", "de", "del") else end
    if spot < len(words) and _YEAR.fullmatch(words[spot]):
        parts.append(f"year:{words[spot]}")
        end = spot + 1
    return end, tuple(parts)


def _weekday(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    day = lexicon.weekdays.get(words[place].removesuffix("'s"))
    capital = tokens[place].text[0].isupper() or lexicon.code in ("fr", "es")
    if day is None or not capital or not _sure(words, place, lexicon) or _is_shouted(tokens, words, place, lexicon):
        return None
    end = _point(words, place + 1) if words[place] in lexicon.unsure_dates else place + 1
    return end, (f"weekday:{day}",)


def _is_shouted(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    """Whether "SAT" or "SUN" is a word in capitals, as no day of the month follows."""
    if words[place] not in lexicon.unsure_dates or not tokens[place].text.isupper():
        return False
    return not any(word[0].isdigit() for word in words[place + 1 : place + 4])


def _relative(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """Yesterday, last week, noon; not "USA Today", where a capital inside a sentence makes a name."""
    capital = tokens[place].text[0].isupper() and not lexicon.nouns_capitalised
    if capital and place and tokens[place - 1].is_word:
        return None
    hit = lexicon.moments.at(words, place)
    if hit is None and words[place].endswith("'s"):
        hit = lexicon.moments.at([words[place][:-2]], 0) and (place + 1, words[place][:-2])
    return (hit[0], (hit[1],)) if hit else None


def _clock(words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """10:30, 10.30 Uhr, 10 a.m., 22 h 30."""
    clock = _CLOCK.fullmatch(words[place])
    after = words[place + 1] if place + 1 < len(words) else ""
    half = lexicon.halves.get(after)
    if clock and (":" in words[place] or half is not None):
        hour, minute = int(clock[1]), int(clock[2])
    elif half is not None and _HOUR.fullmatch(words[place]) and not _lasting(words, place, after):
        hour, minute = int(words[place]), 0
    else:
        return None
    end = place + 2 if half is not None else place + 1
    if after == "h" and end < len(words) and re.fullmatch(r"[0-5]\d", words[end]):
        minute, end = int(words[end]), end + 1
    hour = hour % 12 + 12 if half == "pm" else hour % 12 if half == "am" else hour
    zone = (half,) if half in ("gmt", "utc") else ()
    return end, (f"clock:{hour}:{minute:02}", *zone)


def _lasting(words: Sequence[str], place: int, after: str) -> bool:
    """Whether "10 hours" is a span of time: a clock in hours needs a word such as "at" or "à" before it."""
    if after not in ("hours", "heures", "heure", "horas"):
        return False
    return not (place and words[place - 1] in ("at", "à", "vers", "las"))


def _year(tokens: Sequence[Token], words: Sequence[str], place: int, lexicon: Lexicon) -> Moment | None:
    """2016, the 1990s; never "2000 people" or "1,900"."""
    decade = _DECADE.fullmatch(words[place])
    if decade:
        return place + 1, (f"decade:{decade[1]}",)
    if not _YEAR.fullmatch(words[place]):
        return None
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else "."
    cued = before in lexicon.year_cues or before in lexicon.months or before in ("-", "–", "/", "(", "©")
    counts = lexicon.units.at(words, place + 1) is not None if place + 1 < len(words) else False
    ends = after in ".,;:)-–—?!" or not after[0].isalpha()
    plural = after in lexicon.counted or (
        after[-1:] == "s" and after[:1].isalpha() and tokens[place + 1].text[0].islower()
    )
    if counts or (plural and not cued) or not (cued or ends or words[place][:2] in ("19", "20")):
        return None
    return place + 1, (f"year:{words[place]}",)


def _numeric(tokens: Sequence[Token], words: Sequence[str], place: int) -> Moment | None:
    """2024-03-12, 12/03/2024, 12.03.2024."""
    shape = _NUMERIC.fullmatch(words[place])
    if shape and shape[2]:
        return place + 1, (f"day:{int(shape[2])}", f"month:{int(shape[3])}", f"year:{shape[4]}")
    run = words[place : place + 5]
    if len(run) < 5 or run[1] != run[3] or run[1] not in "-/" or tokens[place + 4].end - tokens[place].start > 10:
        return None
    if not all(part.isdigit() and len(part) in (1, 2, 4) for part in run[::2]) or not any(
        map(_YEAR.fullmatch, run[::2])
    ):
        return None
    first, middle, last = run[::2]
    if len(first) == 4:
        return place + 5, (f"day:{int(last)}", f"month:{int(middle)}", f"year:{first}")
    return place + 5, (f"numeric:{int(first)}/{int(middle)}", f"year:{last}")
