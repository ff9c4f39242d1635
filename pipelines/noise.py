"""Lines of a text that say nothing of the news: time stamps, counters, pointers to other articles.

A line is noise only as a whole. "3 hours ago" by itself, or beside "Updated" and a counter, is a stamp; "The blast
happened 3 hours ago, police said" is reporting, and a digit in it counts.
"""

from __future__ import annotations

import re

_UNITS = (
    r"s|sec(?:ond)?s?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?"
    r"|sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|días?|semanas?|meses|años?"
    r"|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|dias?|uur|uren|dag(?:en)?"
)
_AMOUNT = rf"(?:\d+|an?|one|einer?|einem|une?|una?|uma?)\s*(?:{_UNITS})\b\.?"
_AGO = (
    rf"(?:{_AMOUNT}(?:,?\s*(?:and\s+)?{_AMOUNT})?\s+(?:ago|fa|atrás|geleden|siden|sedan)|vor\s+{_AMOUNT}|il\s+y\s+a\s+{_AMOUNT}"
    rf"|(?:hace|há|för)\s+{_AMOUNT}(?:\s+sedan)?|just\s+now|moments\s+ago|gerade\s+eben"
    r"|\d+\s*(?:秒|分|分钟|分鐘|時間|小时|小時|日|天)\s*前|\d+\s*(?:초|분|시간|일)\s*전"
    r"|منذ\s+(?:\d+\s+)?\w+|\d+\s+(?:секунд\w*|минут\w*|час\w*|дн\w*|день)\s+назад)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre)\.?"
)
_DAY = (
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|today|yesterday|heute|gestern)"
)
_CLOCK = r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_DATE = rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH}(?:\s+(?:de\s+)?\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
_ZONE = (
    r"(?:GMT|UTC)(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?|BST|A?E[SD]?T|C[SD]T|M[SD]T|P[SD]T|CES?T|WES?T|EES?T|AE[SD]T|IST|JST|KST|HKT|SGT"
    r"|MSK|EAT|WAT|SAST|PKT|WIB|uhr|local\s+time"
)
_LABEL = (
    r"(?:(?:first|last|originally|zuletzt|date|time|story|article)\s+)?(?:published|updated?|modified|posted|edited|aktualisiert|veröffentlicht|stand|publié|mis\s+à\s+jour"
    r"|actualizado|publicado|atualizado|aggiornato|pubblicato|bijgewerkt|as\s+of)(?:\s+(?:on|at|le|el|il|em|am|um|:))?"
)
_NUMBER = r"\d[\d.,\s]*\s*[kmKM]?\+?"
_COUNTED = (
    r"comments?|shares?|views?|reads?|likes?|reactions?|replies|retweets?|tweets?|followers?|people\s+(?:have\s+)?(?:read|shared|reading)"
    r"|kommentare?|aufrufe|commentaires?|partages?|vues?|comentarios?|comentários?|compartidos|visitas|commenti|condivisioni|reacties|评论|次浏览|댓글"
)
_COUNTER = rf"(?:{_NUMBER}\s*(?:{_COUNTED})|(?:{_COUNTED})\s*[:(]?\s*{_NUMBER}\)?|(?:share|tweet|like|comment|views)\s*{_NUMBER}|{_NUMBER}\s*(?:min(?:ute)?s?[\s-]*(?:read|lesezeit)|minuten\s+lesezeit|min\s+de\s+lectur[ae]))"
_STAMP_PART = rf"(?:{_AGO}|{_LABEL}|{_DATE}|{_DAY}|{_CLOCK}|{_ZONE}|at|on|um|à|a\s+las)"
_BETWEEN = re.compile(r"[\s,;:|•·/()\[\]–—-]*")
_STAMP = re.compile(rf"(?:{_STAMP_PART})(?-i:(?![a-zà-ÿ]))", re.I)
_TELLS_AGO = re.compile(_AGO, re.I)
_LABELLED = re.compile(rf"\W{{0,5}}(?:{_LABEL})\b.{{0,60}}?(?:{_DATE}|{_CLOCK})", re.I)
_COUNTER_OR_STAMP = re.compile(rf"(?:{_COUNTER}|{_STAMP_PART}|share|save|print)(?-i:(?![a-zà-ÿ]))", re.I)
_TELLS_COUNT = re.compile(_COUNTER, re.I)
_POINTER = re.compile(
    r"^\W*(?:read\s+(?:more|also|next)|see\s+also|related(?:\s+(?:article|story|stories|articles))?|also\s+(?:on|read)\b.{0,40}|more\s+on\s+this"
    r"|don['’]t\s+miss|mehr\s+zum\s+thema|lesen\s+sie\s+auch|lire\s+aussi|à\s+lire\s+aussi|lea\s+también|leggi\s+anche|leia\s+também|lees\s+ook"
    r"|les\s+også|läs\s+(?:också|även|mer)|читайте\s+также|czytaj\s+też)\s*[:：]\s*\S",
    re.I,
)
_ENDS = re.compile(r"[.!。！؟।][\"'”’»›)\]]*$")
LONGEST = 160


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


def is_pointer(line: str) -> bool:
    """Whether a line points to another article: "Read more: ..." and a headline, no sentence."""
    return len(line) <= 2 * LONGEST and bool(_POINTER.match(line)) and not _ENDS.search(line)
