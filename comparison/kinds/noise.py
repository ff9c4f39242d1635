"""Lines of the page rather than of the article: time stamps, counters, "Read more" links, share and comment widgets.

The edit must lie within such a line; a line of the article that mentions comments or hours is none.
"""

from __future__ import annotations

import re

from comparison.kinds._tokens import Side
from comparison.kinds._view import View

_COUNT = r"\d[\d.,\s]*\s?(?:k|m|mio|tsd)?"
_AGO = (
    r"(?:(?:a|an|one|\d+)\s?(?:s|sec(?:ond)?s?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|years?)\s+ago"
    r"|just now|vor (?:einer?|\d+) (?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)"
    r"|il y a (?:une?|\d+) (?:secondes?|minutes?|heures?|jours?|semaines?|mois)"
    r"|hace (?:una?|\d+) (?:segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?))"
)
_STAMP = r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created)(?: (?:on|at))?|as of|stand|aktualisiert(?: am)?|veröffentlicht(?: am)?|mis à jour(?: le)?|publié(?: le)?|actualizado(?: el)?|publicado(?: el)?)"
_WHEN = r"(?=[^\n]*\d)[\w\s,.:/|()+-]{4,60}"
_COUNTED = (
    r"(?:comments?|shares?|likes?|views?|reads?|retweets?|reactions?|replies|reply|followers|votes?|claps?|reposts?|tweets?"
    r"|people (?:are )?(?:reading|viewing|watching)(?: this)?(?: now)?|people (?:like|shared) this"
    r"|kommentare?|mal geteilt|aufrufe|commentaires?|partages?|vues|comentarios?|compartidos?|vistas)"
)
_SERVICE = r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|email|e-mail|telegram|print|copy link|share|shares|teilen|partager|compartir)"
_MORE = (
    r"(?:read (?:more|next|also|on)|see (?:also|more)|more (?:on|from) this(?: story)?|related(?: (?:stories|articles|content"
    r"|links?|coverage))?|watch|also read|you may also like|recommended|most (?:read|popular)|listen|don't miss|trending(?: now)?"
    r"|mehr zum thema|lesen sie (?:auch|mehr)|weiterlesen|à lire aussi|lire aussi|lire la suite|lea también|leer más|ver también"
    r"|te puede interesar|más información)"
)
_MINUTES = r"\d+[\s-]?(?:minutes?|mins?) (?:read|to read)|lesezeit:?\s?\d+\s?min\w*|(?:reading time|temps de lecture|tiempo de lectura)\s?:?\s?\d+\s?min\w*"
_WIDGETS = (
    r"(?:leave|add|post|write) a (?:comment|reply)|(?:load|show|view|see|read) (?:more|all)?\s?comments?|comments? (?:off|closed)"
    r"|be the first to comment|join the (?:conversation|discussion)|share this(?: (?:article|story|page|post))?"
    r"|share (?:on|via|to) [\w ]{1,30}|follow us on [\w ,&]{1,60}|sign up (?:for|to) [^\n.]{1,80}|subscribe(?: now| to [^\n.]{1,60})?"
    r"|advertisement|advertisements?|anzeige|publicité|publicidad|continue reading(?: below)?|story continues below(?: advertisement)?"
    r"|click here(?: to [^\n.]{1,60})?|skip to (?:main )?content|back to top|enlarge(?: this)?(?: image)?|print this(?: article)?"
    r"|listen to this article|copy link|loading\.{0,3}|kommentar schreiben|laisser un commentaire|deja un comentario"
    r"|image caption|image source|getty images|hide caption|toggle caption"
)
_LINE = re.compile(
    rf"\s*(?:(?:{_STAMP}\s*:?\s*)?{_AGO}(?:\s*[|·•,-]\s*{_STAMP}?\s*:?\s*{_AGO})?"
    rf"|{_STAMP}\s*:?\s*{_WHEN}"
    rf"|(?:{_SERVICE}\s*:?\s*)?{_COUNT}\s*{_COUNTED}?(?:\s*[|·•,]?\s*{_COUNT}\s*{_COUNTED})*"
    rf"|{_SERVICE}s?(?:\s*[|·•,:/]?\s*(?:{_SERVICE}|{_COUNT}))*"
    rf"|{_COUNTED}\s*[(:]?\s*{_COUNT}\s*\)?"
    rf"|\W*{_MORE}\s*(?:[:|»>→–—-]+[^\n]*|[»>→.…]*)"
    rf"|{_MINUTES}|{_WIDGETS})\W*\s*",
    re.I,
)
_LONGEST = 240


def recognise(view: View) -> str | None:
    """Why the edit is noise, None where it is not."""
    if view.change.field not in ("text", "standfirst"):
        return None
    if view.change.whole or not (view.change.old.strip() and view.change.new.strip()):
        texts = [text for text in (view.change.old, view.change.new) if text.strip()]
        if texts and all(_are_lines(text) for text in texts) and _stands_alone(view):
            return "lines of the page, not of the article"
    if all(_is_line(*_line(side)) for side in (view.before, view.after)):
        return "a time stamp, a counter or a link of the page"
    return None


def _line(side: Side) -> tuple[str, int, int]:
    start, end = side.paragraph()
    return side.text, start, end


def _is_line(text: str, start: int, end: int) -> bool:
    return (
        0 < end - start <= _LONGEST and bool(text[start:end].strip()) and _LINE.fullmatch(text, start, end) is not None
    )


def _are_lines(text: str) -> bool:
    """Whether every line of a passage is one of the page's."""
    return all(_is_line(line, 0, len(line)) for line in text.splitlines() if line.strip())


def _stands_alone(view: View) -> bool:
    """Whether a passage fills its lines: "3 comments" inside a sentence is no noise."""
    if view.change.whole:
        return True
    side = view.after if view.change.new.strip() else view.before
    start, end = side.paragraph()
    text = side.text
    return not text[start : side.start].strip() and not text[side.end : end].strip()
