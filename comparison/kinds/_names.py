"""Which words are names: capitals where no capital is due, known initials and titles, and what other scripts show."""

from __future__ import annotations

import re

from comparison.kinds import _spelling
from comparison.kinds._half import Half
from comparison.kinds._view import View

_KNOWN_WITHIN = 1500
_LINE = 150
_SENTENCE_ENDS = tuple('.!?…"”»。')
_KATAKANA = re.compile(r"[\u30a0-\u30ff]{3,}")
_HONORIFICS = (
    "氏", "さん", "様", "首相", "大統領", "议员", "議員", "知事", "市長", "会長", "社長", "教授", "总统", "總統",
    "总理", "先生", "女士", "主席", "部长", "部長", "书记", "대통령", "총리", "장관", "의원", "대표", "회장", "교수",
    "시장", "씨",
)  # fmt: skip
"""What follows a name in Chinese, Japanese and Korean."""
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾萧肖田董袁潘蒋蔡杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范石廖贾夏韦邹孟熊"
    "秦邱尹薛闫雷侯龙陶黎贺顾毛郝龚邵钱严戴莫孔汤习温張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭蔣葉蘇呂盧鍾譚陸賈韋鄒閻習溫"
)
"""Common Chinese surnames: what else stands beside a title there may be a verb."""
_TITLE = re.compile(
    "(?:主席|总统|總統|总理|總理|部长|部長|外长|外長|书记|書記|市长|市長|省长|发言人|發言人|记者|記者|教授|博士|法官|律师|律師)$"
)
_ARABIC_TITLE = re.compile(
    r"(?<!\w)(?:الرئيس|رئيس الوزراء|وزير الخارجية|الوزير|السيد|السيدة|الدكتور|الأمير|الملك|الشيخ|الأمين العام)"
    r"\s(?:\w+\s)?$"
)
"""What stands before a name in Chinese, and in Arabic with the first word of the name."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_BEFORE = 24
_GERMAN_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|nis|tum|ismus|ment|tät|ling|chen|lein)(?:en|s|e|er)?$")


def is_name(half: Half, place: int) -> bool:
    """Whether the token at *place* is, or belongs to, the name of a person, place, organisation or thing."""
    token = half.tokens[place]
    if "a" <= token.text[0] <= "z" or not token.is_word or place in half.dated or token.plain.split("'")[0] == "i":
        return False
    if token.text[0].isdigit():
        return any(char.isupper() for char in token.text)  # "18F"
    if not token.text[0].isupper():
        return _in_other_script(half, place)
    plain = token.plain.removesuffix("'s")
    if len(token.text) > 1 and token.text.replace(".", "").isupper():
        return _is_acronym(half, place, plain)
    return not _is_small(half, place, plain) and _is_proper(half, place, plain)


def _is_acronym(half: Half, place: int, plain: str) -> bool:
    """Whether capitals make a name: "NATO", "US", "18F's GSA"; no shouted word, no line in capitals."""
    shouted = _is_small(half, place, plain) and plain not in half.pack.contrary_case
    return not shouted and not _in_capitals(half, place)


def _is_proper(half: Half, place: int, plain: str) -> bool:
    """Whether a word with a capital has it as a name, not from its place, a headline's style or as a German noun."""
    if _in_title_case(half):
        return bool(half.pack.dictionary) and not _spelling.is_word(plain, half.pack)
    if half.pack.nouns_capitalised:
        return _is_german_name(half, place, plain)
    return not half.side.opens_sentence(place) or _starts_with_name(half, place, plain)


def _is_small(half: Half, place: int, plain: str) -> bool:
    """Whether a word has its capital from its place only: "The", "Police" at the start, not in "Officers' Guild"."""
    pack = half.pack
    if plain not in pack.small or plain in pack.titles:
        return False
    return len(plain) <= 4 or pack.nouns_capitalised or half.side.opens_sentence(place)


def broken_name(view: View) -> bool:
    """Whether a full stop was put into a name, or taken out of one: "Agnes Callamard" to "Agnes. Callamard"."""
    old, new = view.change.old.strip(), view.change.new.strip()
    if f"{old}{new}" != ".":
        return False
    half = view.new if view.change.new.strip() else view.old
    place = half.low
    if not 0 < place < len(half.tokens) - 1 or half.tokens[place].text != ".":
        return False
    before = half.tokens[place - 1]
    if len(before.text) < 3 or before.plain in half.pack.titles or "." in before.text:
        return False
    other = view.old if half is view.new else view.new
    low = other.low
    return 0 < low < len(other.tokens) and is_name(other, low - 1) and is_name(other, low)


def _in_capitals(half: Half, place: int) -> bool:
    """Whether nearly all longer words around are in capitals: what is shouted shows no names."""
    near = [token.text for token in half.tokens[max(place - 8, 0) : place + 9] if token.is_word and len(token.text) > 3]
    others = [text for text in near if text != half.tokens[place].text]
    return len(others) >= 4 and sum(map(str.isupper, others)) > 0.8 * len(others)


def _in_title_case(half: Half) -> bool:
    """Whether the edit stands in a short line whose longer words are nearly all capitalised, as in many headlines."""
    start, end = half.side.paragraph
    line = half.side.text[start:end].rstrip()
    if end - start > _LINE or half.pack.nouns_capitalised or line[-1:] in _SENTENCE_ENDS:
        return False
    words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _starts_with_name(half: Half, place: int, plain: str) -> bool:
    """Whether a capitalised word that opens a sentence would be capitalised elsewhere too."""
    following = half.tokens[place + 1 : place + 2]
    if plain in half.pack.titles and following and following[0].text[0].isupper():
        return True
    if (
        following
        and following[0].is_word
        and following[0].text[0].isupper()
        and following[0].plain not in half.pack.small
    ):
        return not _spelling.is_word(plain, half.pack) or following[0].plain not in half.pack.sources
    return _known(half, place) or (bool(half.pack.dictionary) and not _spelling.is_word(plain, half.pack))


def _known(half: Half, place: int) -> bool:
    """Whether the text near by has the same word with its capital inside a sentence."""
    token, text = half.tokens[place], half.side.text
    start, end = max(token.start - _KNOWN_WITHIN, 0), min(token.end + _KNOWN_WITHIN, len(text))
    spot = text.find(token.text, start, end)
    while spot >= 0:
        before = text[max(spot - 2, 0) : spot]
        if spot != token.start and len(before) == 2 and before[1] == " " and (before[0].isalnum() or before[0] == ","):
            return True
        spot = text.find(token.text, spot + 1, end)
    return False


def _is_german_name(half: Half, place: int, plain: str) -> bool:
    """German capitals mark nouns: a name is a run of two, follows a title, or is no word of the list."""
    tokens, pack = half.tokens, half.pack
    before = tokens[place - 1] if place else None
    if before is not None and before.plain in pack.titles:
        return True
    if plain in pack.titles or plain in pack.sources or _GERMAN_NOUN.search(plain) or plain in pack.small:
        return False
    neighbours = [t for t in tokens[max(place - 1, 0) : place + 2] if t.start != tokens[place].start]
    run = any(t.is_word and t.text[0].isupper() and t.plain not in pack.small for t in neighbours)
    return run or not _spelling.is_word(plain, pack)


def _in_other_script(half: Half, place: int) -> bool:
    """Whether a script without capitals shows a name: a katakana word, or signs beside a title or honorific."""
    token, text = half.tokens[place], half.side.text
    if token.text[0] < "\u0600":
        return False
    before, after = text[max(token.start - _BEFORE, 0) : token.start], text[token.end : token.end + 5]
    if token.text[0] < "\u0700":
        return _ARABIC_TITLE.search(before) is not None
    if _KATAKANA.match(token.text):
        return True
    honoured = after.lstrip(" ").startswith(_HONORIFICS) or (after[:1].isalpha() and after[1:].startswith(_HONORIFICS))
    if token.text >= "\uac00" or _KANA.search(before + after):
        return honoured
    if token.text in _SURNAMES:
        return honoured or _TITLE.search(before) is not None
    return before[-1:] in _SURNAMES and (honoured or _TITLE.search(before[:-1]) is not None)
