"""Lines of the page rather than of the article: time stamps, counters, "Read more" links, share and comment widgets.

The edit must lie within such a line; a line of the article that mentions comments or hours is none.
"""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View
from comparison.kinds.lexicon.base import any_of, one_of

_COUNT = r"\d[\d.,\s]*\s?(?:k|m|mio|tsd)?"
_UNIT = one_of("""
    s, sec, secs, second, seconds, m, min, mins, minute, minutes, h, hr, hrs, hour, hours, d, day, days, w,
    week, weeks, month, months, year, years
""")
_ZEIT = one_of("sekunde, sekunden, minute, minuten, stunde, stunden, tag, tagen, woche, wochen, monat, monaten")
_TEMPS = one_of("seconde, secondes, minute, minutes, heure, heures, jour, jours, semaine, semaines, mois")
_TIEMPO = one_of("segundo, segundos, minuto, minutos, hora, horas, día, días, semana, semanas, mes, meses")
_AGO = (
    rf"(?:(?:an?|one|\d+)\s?{_UNIT}\s+ago|just now|vor (?:einer?|\d+) {_ZEIT}|il y a (?:une?|\d+) {_TEMPS}"
    rf"|hace (?:una?|\d+) {_TIEMPO})"
)
_STAMP = (
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created)(?: (?:on|at))?|as of|stand"
    r"|(?:aktualisiert|veröffentlicht)(?: am)?|(?:mis à jour|publié)(?: le)?|(?:actualizado|publicado)(?: el)?)"
)
_WHEN = r"(?=[^\n]*\d)[\w\s,.:/|()+-]{4,60}"
_COUNTED = one_of("""
    comment, comments, share, shares, like, likes, view, views, read, reads, retweet, retweets, reaction,
    reactions, reply, replies, followers, vote, votes, clap, claps, repost, reposts, tweet, tweets,
    people like this, people shared this, people reading this, people are reading this, people are reading,
    people are viewing this, people viewing, people watching, people are reading this now, kommentar,
    kommentare, mal geteilt, aufrufe, commentaire, commentaires, partage, partages, vues, comentario,
    comentarios, compartido, compartidos, vistas
""")
_SERVICE = one_of("""
    facebook, twitter, x, linkedin, whatsapp, reddit, pinterest, email, e-mail, telegram, print, copy link,
    share, shares, teilen, partager, compartir
""")
_MORE = one_of("""
    read more, read next, read also, read on, see also, see more, more on this, more on this story,
    more from this, related, related stories, related articles, related content, related links,
    related coverage, watch, also read, recommended, you may also like, most read, most popular, listen,
    don't miss, trending, trending now, mehr zum thema, weiterlesen, lesen sie auch, lesen sie mehr,
    à lire aussi, lire aussi, lire la suite, lea también, leer más, ver también, te puede interesar,
    más información
""")
_WIDGET = one_of("""
    leave a comment, leave a reply, add a comment, post a comment, write a comment, load comments,
    load more comments, show comments, show all comments, view comments, view all comments, see all comments,
    comments off, comments closed, be the first to comment, join the conversation, join the discussion,
    share this, share this article, share this story, share this page, share this post, subscribe,
    subscribe now, advertisement, advertisements, anzeige, publicité, publicidad, continue reading,
    continue reading below, story continues below, story continues below advertisement, click here,
    skip to content, skip to main content, back to top, enlarge, enlarge image, enlarge this image, print this,
    print this article, listen to this article, copy link, loading, kommentar schreiben,
    laisser un commentaire, deja un comentario, image caption, image source, getty images, hide caption,
    toggle caption
""")
_INVITATION = (
    r"(?:share (?:on|via|to) [\w ]{1,30}|follow us on [\w ,&]{1,60}|sign up (?:for|to) [^\n.]{1,80}"
    r"|subscribe to [^\n.]{1,60}|click here to [^\n.]{1,60})"
)
_MINUTES = (
    r"(?:\d+[\s-]?(?:minutes?|mins?) (?:read|to read)"
    r"|(?:lesezeit|reading time|temps de lecture|tiempo de lectura)\s?:?\s?\d+\s?min\w*)"
)
_PICTURES = (
    r"(?:slideshow|gallery|photos?|bildergalerie|diaporama)"
    r"\s*\(?\s*\d+ ?(?:images|photos|pictures|slides|bilder)?\s*\)?"
)
_LINE = re.compile(
    rf"\s*(?:(?:{_STAMP}\s*:?\s*)?{_AGO}(?:\s*[|·•,-]\s*{_STAMP}?\s*:?\s*{_AGO})?"
    rf"|{_STAMP}\s*:?\s*{_WHEN}"
    rf"|(?:{_SERVICE}\s*:?\s*)?{_COUNT}\s*{_COUNTED}?(?:\s*[|·•,]?\s*{_COUNT}\s*{_COUNTED})*"
    rf"|{_SERVICE}s?(?:\s*[|·•,:/]?\s*(?:{_SERVICE}|{_COUNT}))*"
    rf"|{_COUNTED}\s*[(:]?\s*{_COUNT}\s*\)?"
    rf"|\W*{_MORE}\s*(?:[:|»>→–—-]+[^\n]*|[»>→.…]*)"
    rf"|{_MINUTES}|{_PICTURES}|{_INVITATION}|{_WIDGET})\W*\s*",
    re.I,
)
_OPENING = re.compile(rf"\s*(?:(?:{_STAMP}\s*:?\s*)?{_AGO}|(?:{_SERVICE}\s*:?\s*)?{_COUNT}\s*{_COUNTED})(?!\w)", re.I)
_OPENERS = one_of("""
    just, first, last, originally, published, updated, posted, modified, created, stand, aktualisiert, veröffentlicht,
    publié, actualizado, publicado, share, follow, sign, subscribe, click, slideshow, gallery, photo, bildergalerie,
    diaporama, lesezeit, reading time, temps de lecture, tiempo de lectura
""")
_ARTICLES = ("a ", "an ", "one ", "vor ", "il ", "hace ", "as ", "mis ")
_OPENINGS = [
    entry
    for table in (_SERVICE, _MORE, _WIDGET, _COUNTED, _OPENERS)
    for entry in table.removeprefix("(?:").removesuffix(")").replace("\\", "").split("|")
] + [*_ARTICLES]
_SHORTEST = [entry for entry in dict.fromkeys(_OPENINGS) if not any(map(entry.startswith, {*_OPENINGS} - {entry}))]
_MAY_OPEN = re.compile(rf"[\W_]*+(?:\d|{any_of(_SHORTEST)})")
"""How every line of the page opens, in small letters: a quick look first."""
_LONGEST = 240


def recognise(view: View) -> str | None:
    """Why the edit is noise, None where it is not."""
    if view.change.field not in ("text", "standfirst"):
        return None
    if view.change.whole or not (view.change.old.strip() and view.change.new.strip()):
        texts = [text for text in (view.change.old, view.change.new) if text.strip()]
        if texts and all(_are_lines(text) for text in texts) and _stands_alone(view):
            return "lines of the page, not of the article"
    before, after = _is_in_line(view.before), _is_in_line(view.after)
    if (before and after) or ((before or after) and _opens_line(view.before) and _opens_line(view.after)):
        return "a time stamp, a counter or a link of the page"
    return None


def _is_in_line(side: Side) -> bool:
    """Whether the line of the edit is one of the page's."""
    start, end = side.paragraph
    return end - start <= _LONGEST and _is_line(side.text[start:end])


def _opens_line(side: Side) -> bool:
    """Whether the edit lies in a stamp or counter that opens its line: the line below may have been joined to it."""
    start, end = side.paragraph
    match = _OPENING.match(side.text, start, end)
    return match is not None and side.end <= match.end()


def _is_line(text: str) -> bool:
    if not 0 < len(text) <= _LONGEST or not _MAY_OPEN.match(text.lower()):
        return False
    return bool(text.strip()) and _LINE.fullmatch(text) is not None


def _are_lines(text: str) -> bool:
    """Whether every line of a passage is one of the page's."""
    return all(_is_line(line) for line in text.splitlines() if line.strip())


def _stands_alone(view: View) -> bool:
    """Whether a passage fills its lines: "3 comments" inside a sentence is no noise."""
    if view.change.whole:
        return True
    side = view.after if view.change.new.strip() else view.before
    start, end = side.paragraph
    return not side.text[start : side.start].strip() and not side.text[side.end : end].strip()
