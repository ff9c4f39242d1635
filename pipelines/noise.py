"""Lines of a text that say nothing of the news: time stamps, counters, pointers to other articles.

A line is noise only as a whole. "3 hours ago" by itself, or beside "Updated" and a counter, is a stamp; "The blast
happened 3 hours ago, police said" is reporting, and a digit in it counts.
"""

from __future__ import annotations

import re

from pipelines.phrases import alternatives, compiled

LONGEST = 160  # characters of a line of stamps or counters

_UNIT = alternatives(r"""
    s|sec(?:ond)?s?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?
    sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?
    secondes?|heures?|jours?|semaines?|mois|ans?
    segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|dias?
    second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]
    uur|uren|dag(?:en)?
    """)
_AMOUNT = rf"(?:\d+|an?|one|einer?|einem|une?|una?|uma?)\s*{_UNIT}\b\.?"
_AGO = alternatives(rf"""
    (?:about |over |less than )?{_AMOUNT}(?:,?\s*(?:and\s+)?{_AMOUNT})? (?:ago|fa|atrás|geleden|siden|sedan)
    vor {_AMOUNT}
    il y a {_AMOUNT}
    (?:hace|há|för) {_AMOUNT}(?:\s+sedan)?
    just now
    moments ago
    gerade eben
    \d+\s*(?:秒|分|分钟|分鐘|時間|小时|小時|日|天)\s*前
    \d+\s*(?:초|분|시간|일)\s*전
    منذ (?:\d+\s+)?\w+
    \d+ (?:секунд\w*|минут\w*|час\w*|дн\w*|день) назад
    """)
_MONTH = (
    alternatives(r"""
    jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?
    nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember
    janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre
    enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
    """)
    + r"\.?"
)
_DAY = alternatives(r"""
    (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?
    montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
    lunes|martes|miércoles|jueves|viernes|sábado|domingo
    today|yesterday|heute|gestern
    """)
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
_DATE = alternatives(rf"""
    \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
    \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}
    \d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?{_MONTH}(?:\s+(?:de\s+)?\d{{4}})?
    {_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?
    """)
_ZONE = alternatives(r"""
    (?:GMT|UTC)(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?
    BST|A?E[SD]?T|C[SD]T|M[SD]T|P[SD]T|CES?T|WES?T|EES?T|AE[SD]T|IST|JST|KST|HKT|SGT|MSK|EAT|WAT|SAST|PKT|WIB
    uhr
    local time
    """)
_LABEL = (
    r"(?:(?:first|last|originally|zuletzt|date|time|story|article)\s+)?"
    + alternatives(r"""
    published|updated?|modified|posted|edited
    aktualisiert|veröffentlicht|stand
    publié|mis à jour
    actualizado|publicado|atualizado|aggiornato|pubblicato|bijgewerkt
    as of
    """)
    + r"(?:\s+(?:on|at|le|el|il|em|am|um)\b|\s*:)?"
)
_NUMBER = r"\d[\d.,\s]*\s*[km]?\+?"
_COUNTED = alternatives(r"""
    comments?|shares?|views?|reads?|likes?|reactions?|replies|retweets?|tweets?|followers?
    kommentare?|aufrufe|commentaires?|partages?|vues?|comentarios?|comentários?|compartidos|visitas
    commenti|condivisioni|reacties|评论|次浏览|댓글
    """)
_AUDIENCE = alternatives(r"""
    people|persons|readers|users|visitors|viewers|others|listeners|leser(?:innen)?|personen|lecteurs|personas
    """)
_ATTENDING = alternatives(r"""
    (?:are |is )?(?:currently |now )?(?:reading|viewing|watching|following|listening|online|here)
    lesen|sehen|schauen|lisent|regardent|leen|están leyendo
    """)
_HERE = alternatives(r"""
    along|to|this|right|now|article|story|page|live|gerade|diesen|artikel|cet|este|artículo
    """)
_COUNTER = alternatives(rf"""
    {_NUMBER}\s*{_AUDIENCE} {_ATTENDING}(?: {_HERE}){{0,5}}
    {_NUMBER}\s*{_COUNTED}
    {_COUNTED}\s*[:(]?\s*{_NUMBER}\)?
    {_NUMBER}\s*(?:min(?:ute)?s?[\s-]*(?:read|lesezeit)|minuten\s+lesezeit|min\s+de\s+lectur[ae])
    """)
_PART = alternatives(rf"""
    {_AGO}
    {_LABEL}
    {_DATE}
    {_DAY}
    {_CLOCK}
    {_ZONE}
    at|on|um|à|a las
    """)
_END = r"(?-i:(?![a-zà-ÿ]))"  # a part ends where no small letter goes on; furniture is often set without blanks
_BETWEEN = re.compile(r"[\s,;:|•·/()\[\]–—-]*")
_STAMP = re.compile(_PART + _END, re.I)
_COUNTER_OR_STAMP = re.compile(f"(?:{_COUNTER}|{_PART}|share|save|print){_END}", re.I)
_TELLS_AGO = re.compile(_AGO, re.I)
_LABELLED = re.compile(rf"\W{{0,5}}{_LABEL}.{{0,60}}?(?:{_DATE}|{_CLOCK})", re.I)
_TELLS_COUNT = re.compile(_COUNTER, re.I)
_POINTER = compiled(
    r"""
    read (?:more|also|next)
    see also
    related(?: (?:article|story|stories|articles))?
    also (?:on|read|see)\b[^:]{0,60}
    more on this
    you (?:might|may) (?:also )?like
    don['’]t miss
    mehr zum thema
    lesen sie auch
    (?:à )?lire aussi
    lea también
    leggi anche
    leia também
    lees ook
    les også
    läs (?:också|även|mer)
    читайте также
    czytaj też
    """,
    r"^\W*",
    r"\s*[:：]\s*\S",
)
_SENTENCE_END = re.compile(r"[.!。！؟।][\"'”’»›)\]]*$")


def is_stamp(line: str) -> bool:
    """Whether a line is nothing but a time stamp: a time ago, or a date under a label such as "Updated".

    A bare date or time is none: it may head an entry of a timeline.
    """
    told = len(line) <= LONGEST and (_TELLS_AGO.search(line) or _LABELLED.match(line))
    return bool(told) and _consists_of(line, _STAMP)


def is_counter(line: str) -> bool:
    """Whether a line is nothing but counters, stamps and buttons."""
    told = len(line) <= LONGEST and _TELLS_COUNT.search(line)
    return bool(told) and _consists_of(line, _COUNTER_OR_STAMP)


def is_pointer(line: str) -> bool:
    """Whether a line points to another article: "Read more: ..." and a headline, no sentence."""
    return len(line) <= 2 * LONGEST and bool(_POINTER.match(line)) and not _SENTENCE_END.search(line)


def _consists_of(line: str, part: re.Pattern[str]) -> bool:
    """Whether a line is a row of parts; read from the left without turning back, so never slow."""
    place = _end(_BETWEEN.match(line))
    while place < len(line):
        found = part.match(line, place)
        if found is None or not found.group():
            return False
        place = _end(_BETWEEN.match(line, found.end()))
    return True


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0
