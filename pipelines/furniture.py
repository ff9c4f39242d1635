"""What a single page betrays as furniture by its structure: taken out before and after the text is found.

Only what structure or an exact, whole line proves is taken: lines that are nothing but a link to elsewhere, boxes
whose class names them, labels ("Advertisement") that no article says as a paragraph. Never part of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.dom import BLOCKS, has_blocks, marks, plain, words_of

BOXES = frozenset(
    "newsletter newsletters signup subscribe paywall related recirc recirculation recommended recommendations readmore "
    "sharebar sharing sociallinks outbrain taboola advert advertisement adslot sponsored promobox mostread "
    "trending jp-relatedposts relatedposts relatedarticles readnext consent cookie".split()
)
_LABEL = re.compile(
    r"^\W*(?:read\s+(?:more|also|next|on)|see\s+(?:more|also)|more(?:\s+(?:on|from)\s+[^.]{0,40})?|related(?:\s+\w+)?|also\s+(?:on|read|see)\b[^.]{0,30}"
    r"|don['’]t\s+miss|watch|listen|live|in\s+pictures|explainer|opinion|analysis|mehr(?:\s+(?:zum\s+thema|dazu|lesen))?|lesen\s+sie\s+(?:auch|mehr|hier)|zum\s+artikel"
    r"|lire\s+(?:aussi|plus)|à\s+lire|leer?\s+(?:también|más)|lea\s+también|leggi\s+(?:anche|su)|leia\s+(?:também|mais)|lees\s+ook|les\s+også|läs\s+(?:också|även|mer)"
    r"|читайте\s+также|czytaj\s+(?:też|także|więcej)|続きを読む|関連記事)\W*[:：]?",
    re.I,
)
_ENDS = re.compile(r"[.!?…。！？؟।][\"'”’»›)\]]*$")
LABELS = frozenset(
    plain(line)
    for line in """advertisement|advertisement continue reading|ad|ads|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|реклама|広告|광고
    story continues below|story continues below advertisement|article continues below|article continues after ad|article content
    advertisement article continues below this ad|continue reading|continue reading below|read more|read more here|see more|show more|load more
    comments|comment|leave a comment|leave a reply|post a comment|view comments|join the conversation|add a comment|kommentare|commentaires|comentarios|commenti
    related|related articles|related stories|related content|related topics|related posts|more on this story|more on this topic|more from this author
    you may also like|you might also like|recommended|recommended for you|recommended videos|recommended stories|trending|trending now|most read|most popular|read next|up next
    don t miss|also read|editors picks|editor s picks|top stories|more stories|auch interessant|mehr zum thema|lesen sie auch|das könnte sie auch interessieren|das könnte dich auch interessieren
    lire aussi|à lire aussi|lea también|te puede interesar|leggi anche|leia também|noticia relacionada|noticias relacionadas|benzer haberler
    share|share this|share this article|share this story|share on facebook|share on twitter|teilen|partager|compartir|condividi|tweet|tweet this|link this|share this|digg this|email this|email|print|print article|reprints|order reprints|permalink|copy link
    tags|tag|topics|topics in this article|filed under|keywords|loading|close|sign up|sign up now|subscribe|subscribe now|log in|sign in|follow us|newsletter|thanks for signing up|sorry
    embed|empfohlener redaktioneller inhalt|externer inhalt nicht verfügbar|this video cannot be played|javascript is not available""".replace("\n", "|").split("|")
)  # fmt: skip


def prune(tree: HtmlElement) -> None:
    """Take furniture out of *tree* (in place), before an article is looked for in it."""
    for element in list(tree.iter("p", "li", "div", "h2", "h3", "h4", "h5", "aside", "section", "ul")):
        if element.getparent() is None or element.tag == "body":
            continue
        if _is_link_line(element) or (element.tag in {"ul"} and _is_link_list(element)):
            _drop(element)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _linked(element: HtmlElement) -> str:
    """The words of an element that lead elsewhere when clicked."""
    links = [one for one in element.iter("a") if not (one.get("href") or "#").startswith("#")]
    return " ".join(words_of(one) for one in links if not any(up.tag == "a" for up in one.iterancestors()))


def _is_link_line(element: HtmlElement) -> bool:
    """Whether a block is nothing but a link to elsewhere: with a label before it, or a headline of another article.

    A paragraph that ends as a sentence does is none, unless a label tells it.
    """
    if element.tag not in {"p", "div", "h2", "h3", "h4", "h5"} or has_blocks(element):
        return False
    text, linked = words_of(element), _linked(element)
    if not linked or len(text) > 300:
        return False
    label = _LABEL.match(text)
    rest = len(text) - len(linked) - (len(label.group()) if label else 0)
    if label and rest <= 3:
        return True
    whole = len(text) - len(linked) <= 2
    return whole and element.tag in {"p", "div"} and not _ENDS.search(text) and len(text.split()) >= 3


def _is_link_list(element: HtmlElement) -> bool:
    """Whether every item of a list is a link to elsewhere and no sentence."""
    items = [words_of(one) for one in element.iterchildren("li")]
    if not any(items) or any(_ENDS.search(text) and len(text.split()) > 12 for text in items):
        return False
    text, linked = words_of(element), _linked(element)
    return len(linked) >= 0.7 * len(text)


def polish(paragraphs: Sequence[str], title: str | None, byline: str | None) -> list[str]:
    """Paragraphs without labels, and without the headline and what stands above it."""
    kept = [text for text in paragraphs if plain(text) not in LABELS]
    kept = _below_headline(kept, title) if len(kept) > 2 else kept
    while kept and (_is_byline(kept[0], byline) or _STAMP.match(kept[0])):
        kept = kept[1:]
    return kept


_STAMP = re.compile(
    r"^(?:(?:stand|published|updated|veröffentlicht|publié|aktualisiert|last updated|posted)\b\W*)?(?:[\w,.]{1,12}[\s,.|·-]+){0,4}\d{1,4}[\w\s,.:|/+–-]{0,60}(?:\d{4}|\d\d[:.]\d\d)(?:\s*(?:uhr|am|pm|[A-Z]{2,4}))?\W*$",
    re.I,
)


def _below_headline(paragraphs: Sequence[str], title: str | None) -> list[str]:
    """What follows the headline where it is repeated at the top; labels above it are no text either."""
    key = plain(title)
    for place, text in enumerate(paragraphs[:6]):
        if key and plain(text) == key:
            above = paragraphs[:place]
            return [*(one for one in above if len(one) > 80 or _ENDS.search(one)), *paragraphs[place + 1 :]]
    return list(paragraphs)


def _is_byline(text: str, byline: str | None) -> bool:
    """Whether a line says no more than who wrote."""
    key = plain(re.sub(r"^\W*(?:by|von|par|por|di|door|av)\s+", "", text, flags=re.I))
    return bool(byline) and len(text) < 120 and bool(key) and key == plain(byline)
