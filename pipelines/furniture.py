"""What a single page betrays as furniture by its structure: taken out before and after the text is found.

Only what structure or an exact, whole line proves is taken: lines that are nothing but a link to elsewhere, and
labels ("Advertisement") that no article says as a paragraph. Never part of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from pipelines.dom import BLOCKS, has_blocks, marks, plain, words_of
from pipelines.noise import is_counter, is_stamp
from pipelines.phrases import compiled

TOP = 6  # paragraphs among which a repeated headline, a byline and its date are looked for
LONGEST_LINK = 300  # characters of a line that is a link
_LINES_OF_LINKS = frozenset({"p", "div", "h2", "h3", "h4", "h5", "ol", "details"})
_LABEL = compiled(
    r"""
    read (?:more|also|next|on)
    see (?:more|also)
    more(?: (?:on|from) [^.:]{0,40})?
    related(?: \w+)?
    also (?:on|read|see)\b[^:]{0,60}
    you (?:might|may) (?:also )?like
    don['’]t miss
    watch|listen|live|in pictures|explainer|opinion|analysis
    mehr(?: (?:zum thema|dazu|lesen))?
    lesen sie (?:auch|mehr|hier)
    zum artikel
    lire (?:aussi|plus)
    à lire
    leer? (?:también|más)
    lea también
    leggi (?:anche|su)
    leia (?:também|mais)
    lees ook
    les også
    läs (?:också|även|mer)
    читайте также
    czytaj (?:też|także|więcej)
    続きを読む
    関連記事
    """,
    r"^\W*",
    r"\W*[:：]?",
)
_SLIDES = frozenset({"slides", "slider", "slideshow", "carousel", "flexslider", "slick", "swiper", "gallery"})
_POSTS = frozenset({"tweet", "instagram", "bluesky", "mastodon"})
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»›)\]]*$")
_BY = re.compile(r"^\W*(?:by|von|par|por|di|door|av)\s+", re.I)
_LINES = """
advertisement / advertisement continue reading / ad / ads / anzeige / werbung / publicité / publicidad / pubblicità
publicidade / advertentie / реклама / 広告 / 광고
story continues below / story continues below advertisement / article continues below / article content
article continues after ad / advertisement article continues below this ad / continue reading
continue reading below / read more / read more here / see more / show more / load more
comments / comment / leave a comment / leave a reply / post a comment / view comments / join the conversation
add a comment / kommentare / commentaires / comentarios / commenti
related / related articles / related stories / related content / related topics / related posts
more on this story / more on this topic / more from this author / you may also like / you might also like
recommended / recommended for you / recommended videos / recommended stories / trending / trending now / most read
most popular / read next / up next / don t miss / also read / editors picks / editor s picks / top stories
more stories / auch interessant / mehr zum thema / lesen sie auch / das könnte sie auch interessieren
das könnte dich auch interessieren / lire aussi / à lire aussi / lea también / te puede interesar / leggi anche
leia também / noticia relacionada / noticias relacionadas / benzer haberler
table of contents / contents / on this page / in this article / jump to / inhalt / auf dieser seite / inhaltsverzeichnis
sommaire / table des matières / índice / indice / inhoud / содержание / 目次 / 目录
share / share this / share this article / share this story / share on facebook / share on twitter / teilen
partager / compartir / condividi / tweet / tweet this / link this / digg this / email this / email / print
print article / reprints / order reprints / permalink / copy link
tags / tag / topics / topics in this article / filed under / keywords / loading / close / sign up / sign up now
subscribe / subscribe now / log in / sign in / follow us / newsletter / thanks for signing up / sorry
embed / empfohlener redaktioneller inhalt / externer inhalt nicht verfügbar / this video cannot be played
"""
LABELS = frozenset(plain(line) for row in _LINES.strip().splitlines() for line in row.split(" / "))


def prune(tree: HtmlElement) -> None:
    """Take furniture out of *tree* (in place), before an article is looked for in it."""
    lists = list(tree.iter("ul", "ol", "details"))
    found = [
        *filter(_is_link_line, _linking(tree)),
        *(one for one in lists if _is_link_list(one) or _is_contents(one)),
        *filter(_is_slides, tree.iter("ul", "ol", "div")),
    ]
    for element in dict.fromkeys(found):
        element.drop_tree()


def keep_embedded(tree: HtmlElement) -> None:
    """Take the classes off posts quoted in full (in place): the article shows them, the extractor drops them."""
    for quote in list(tree.iter("blockquote")):
        if not marks(quote) & _POSTS:
            continue
        said = words_of(quote)
        for one in (quote, *quote.iterancestors()):
            if words_of(one) != said:
                break
            one.attrib.clear()
            one.tag = "blockquote" if one is quote else "div"


def polish(paragraphs: Sequence[str], titles: Sequence[str], byline: str | None) -> list[str]:
    """Paragraphs without labels, without the headline and what stands above it, nor who wrote and when below it."""
    kept = [text for text in paragraphs if plain(text) not in LABELS]
    kept = _below_headline(kept, titles) if len(kept) > 2 else kept
    head = [text for text in kept[:TOP] if not (_is_byline(text, byline) or is_stamp(text) or is_counter(text))]
    return [*head, *kept[TOP:]]


def _linking(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The innermost blocks with a link in them, if they may be a line of nothing else."""
    links = tree.iter("a")
    blocks = dict.fromkeys(next((up for up in link.iterancestors() if up.tag in BLOCKS), tree) for link in links)
    return (block for block in blocks if block.tag in _LINES_OF_LINKS and not has_blocks(block))


def _linked(element: HtmlElement) -> str:
    """The words of an element that lead elsewhere when clicked."""
    links = [one for one in element.iter("a") if not (one.get("href") or "#").startswith("#")]
    return " ".join(words_of(one) for one in links)


def _is_link_line(element: HtmlElement) -> bool:
    """Whether a block is nothing but a link to elsewhere: with a label before it, or another article's headline.

    A paragraph that ends as a sentence does is none, unless a label tells it.
    """
    text, linked = words_of(element), _linked(element)
    if not linked or len(text) > LONGEST_LINK:
        return False
    label = _LABEL.match(text)
    if label and len(text) - len(linked) - len(label.group()) <= 3:
        return True
    whole = len(text) - len(linked) <= 2
    return whole and element.tag in {"p", "div"} and not _SENTENCE_END.search(text) and len(text.split()) >= 3


def _is_link_list(element: HtmlElement) -> bool:
    """Whether an element is a list of links to elsewhere, no item of which is a sentence."""
    items = [words_of(one) for one in element.iterchildren("li")] if element.tag == "ul" else []
    if not any(items) or any(_SENTENCE_END.search(text) and len(text.split()) > 12 for text in items):
        return False
    return len(_linked(element)) >= 0.7 * len(words_of(element))


def _is_contents(element: HtmlElement) -> bool:
    """Whether an element is a table of contents: hardly anything but links within the page, and its label."""
    inside = [one for one in element.iter("a") if (one.get("href") or "").startswith("#")]
    label = sum(len(words_of(one)) for one in element.iter("summary"))
    told = len(words_of(element)) - label
    return len(inside) >= 3 and sum(len(words_of(one)) for one in inside) >= 0.8 * told > 0


def _is_slides(element: HtmlElement) -> bool:
    """Whether an element is a row of slides: pictures with captions, as the names of its parts say."""
    if not marks(element) & _SLIDES:
        return False
    slides = [one for one in element if one.tag in {"li", "div", "figure"} and words_of(one)]
    return len(slides) > 1 and all(next(one.iter("img", "picture"), None) is not None for one in slides)


def _below_headline(paragraphs: Sequence[str], titles: Sequence[str]) -> list[str]:
    """What follows the headline where it is repeated at the top; labels above it are no text either."""
    keys = {key for title in titles if (key := _unparted(title))}
    places = [place for place, text in enumerate(paragraphs[:TOP]) if _unparted(text) in keys]
    last = places[-1] if places else -1
    above = [text for text in paragraphs[: max(last, 0)] if is_text(text) and _unparted(text) not in keys]
    return [*above, *paragraphs[last + 1 :]]


def _unparted(text: str) -> str:
    """*text* as a key; a kicker and its headline may be told with a blank between them, or run together."""
    return plain(text).replace(" ", "")


def is_text(text: str) -> bool:
    """Whether a line is more than a label."""
    return len(text) > 80 or bool(_SENTENCE_END.search(text))


def _is_byline(text: str, byline: str | None) -> bool:
    """Whether a line says no more than who wrote."""
    key = plain(_BY.sub("", text))
    return bool(key) and len(text) < 120 and key == plain(byline)
