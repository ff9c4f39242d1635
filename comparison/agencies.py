"""News agencies: one a line, with the names under which they are credited and the hosts of their own sites.

To add one, add a line. An agency that is not here is found too where it stands in a dateline or a credit line; an
outlet that is an agency can also be named as one in the configuration (``agency = "..."``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex


@dataclass(frozen=True, slots=True)
class Agency:
    """*name* is how it is reported; *aliases* how it is credited; *hosts* where its own articles stand."""

    name: str
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


AGENCIES = (
    Agency("AP", ("Associated Press", "The Associated Press", "AP News"), ("apnews.com", "ap.org")),
    Agency("Reuters", ("Thomson Reuters", "Reuters News Agency", "路透社", "Рейтер"), ("reuters.com",)),
    Agency("AFP", ("Agence France-Presse", "Agence France Presse", "法新社", "Франс Пресс"), ("afp.com",)),
    Agency("UPI", ("United Press International",), ("upi.com",)),
    Agency("PA", ("PA Media", "Press Association", "PA news agency"), ("pa.media",)),
    Agency("dpa", ("Deutsche Presse-Agentur", "German Press Agency"), ("dpa.com", "dpa-international.com")),
    Agency("EFE", ("Agencia EFE", "Efe"), ("efe.com",)),
    Agency("Europa Press", (), ("europapress.es",)),
    Agency("ANSA", ("Agenzia ANSA",), ("ansa.it",)),
    Agency("Adnkronos", (), ("adnkronos.com",)),
    Agency("Lusa", ("Agência Lusa",), ("lusa.pt",)),
    Agency("Belga", ("Belga News Agency",), ("belganewsagency.eu",)),
    Agency("ANP", (), ("anp.nl",)),
    Agency("APA", ("Austria Presse Agentur",), ("apa.at",)),
    Agency("Keystone-SDA", ("SDA-ATS",), ("keystone-sda.ch",)),
    Agency("NTB", ("Norsk Telegrambyrå",), ("ntb.no",)),
    Agency("TT", ("TT News Agency", "Tidningarnas Telegrambyrå"), ("tt.se",)),
    Agency("Ritzau", ("Ritzaus Bureau",), ("ritzau.dk",)),
    Agency("STT", ("Lehtikuva", "STT-Lehtikuva"), ("stt.fi",)),
    Agency("PAP", ("Polska Agencja Prasowa", "Polish Press Agency"), ("pap.pl",)),
    Agency("CTK", ("ČTK", "Czech News Agency"), ("ctk.cz", "ceskenoviny.cz")),
    Agency("MTI", ("Magyar Távirati Iroda",), ("mti.hu",)),
    Agency("AGERPRES", (), ("agerpres.ro",)),
    Agency("Ukrinform", ("Укрінформ",), ("ukrinform.net", "ukrinform.ua")),
    Agency("Interfax", ("Интерфакс",), ("interfax.com", "interfax.ru")),
    Agency("TASS", ("ITAR-TASS", "ТАСС", "塔斯社"), ("tass.com", "tass.ru")),
    Agency("RIA Novosti", ("РИА Новости", "Sputnik"), ("ria.ru",)),
    Agency("Anadolu", ("Anadolu Agency", "Anadolu Ajansı", "AA"), ("aa.com.tr",)),
    Agency("Xinhua", ("Xinhua News Agency", "新华社", "新華社", "新华网"), ("xinhuanet.com", "news.cn")),
    Agency("China News Service", ("CNS", "中新社", "中国新闻社"), ("chinanews.com", "chinanews.com.cn")),
    Agency("Kyodo", ("Kyodo News", "共同通信", "共同通信社", "共同"), ("kyodonews.net", "kyodonews.jp")),
    Agency("Jiji Press", ("Jiji", "時事通信", "時事"), ("jiji.com",)),
    Agency("Yonhap", ("Yonhap News Agency", "연합뉴스"), ("yna.co.kr",)),
    Agency("CNA", ("Central News Agency", "中央社"), ("cna.com.tw", "focustaiwan.tw")),
    Agency("VNA", ("Vietnam News Agency", "TTXVN"), ("vietnamplus.vn",)),
    Agency("Antara", ("ANTARA News",), ("antaranews.com",)),
    Agency("Bernama", (), ("bernama.com",)),
    Agency("PNA", ("Philippine News Agency",), ("pna.gov.ph",)),
    Agency("PTI", ("Press Trust of India", "पीटीआई", "भाषा"), ("ptinews.com",)),
    Agency("ANI", ("Asian News International",), ("aninews.in",)),
    Agency("IANS", ("Indo-Asian News Service",), ("ians.in",)),
    Agency("UNI", ("United News of India",), ("uniindia.com",)),
    Agency("APP", ("Associated Press of Pakistan",), ("app.com.pk",)),
    Agency("IRNA", ("Islamic Republic News Agency", "ایرنا"), ("irna.ir",)),
    Agency("SPA", ("Saudi Press Agency", "واس"), ("spa.gov.sa",)),
    Agency("WAM", ("Emirates News Agency", "وام"), ("wam.ae",)),
    Agency("MENA", ("Middle East News Agency", "أ ش أ"), ("mena.org.eg",)),
    Agency("Petra", ("Jordan News Agency",), ("petra.gov.jo",)),
    Agency("NAN", ("News Agency of Nigeria",), ("nannews.ng",)),
    Agency("SAnews", ("South African Government News Agency",), ("sanews.gov.za",)),
    Agency("Télam", ("Telam", "Agencia Télam"), ("telam.com.ar",)),
    Agency("Notimex", (), ("notimex.gob.mx",)),
    Agency("Agência Brasil", (), ("agenciabrasil.ebc.com.br",)),
    Agency("Prensa Latina", (), ("prensa-latina.cu",)),
    Agency("CP", ("The Canadian Press", "Canadian Press", "La Presse Canadienne"), ("thecanadianpress.com",)),
    Agency("AAP", ("Australian Associated Press",), ("aap.com.au", "aapnews.com.au")),
    Agency("Bloomberg", ("Bloomberg News",), ("bloomberg.com",)),
    Agency("Dow Jones", ("Dow Jones Newswires",), ("dowjones.com",)),
    Agency("NYT", ("New York Times News Service", "The New York Times News Service"), ()),
    Agency("WaPo", ("The Washington Post News Service", "Washington Post News Service"), ()),
    Agency("TNS", ("Tribune News Service", "Tribune Content Agency"), ("tribunenewsservice.com",)),
    Agency("McClatchy", ("McClatchy Newspapers", "McClatchy-Tribune"), ()),
    Agency("States Newsroom", (), ("statesnewsroom.com",)),
    Agency("The Conversation", (), ("theconversation.com",)),
    Agency("ProPublica", (), ("propublica.org",)),
    Agency("RNS", ("Religion News Service",), ("religionnews.com",)),
)  # fmt: skip


def squeeze(name: str) -> str:
    """A name as it is looked up: without case, blanks, punctuation and a leading article.

    >>> squeeze("The Associated Press") == squeeze("associated-press")
    True
    """
    return str(regex.sub(r"^the(?=\w)|[^\p{L}\p{M}\p{N}]", "", regex.sub(r"^the\s+", "", name.casefold().strip())))


@cache
def _table() -> dict[str, str]:
    return {squeeze(known): agency.name for agency in AGENCIES for known in (agency.name, *agency.aliases)}


@cache
def _hosts() -> dict[str, str]:
    return {host: agency.name for agency in AGENCIES for host in agency.hosts}


def known(name: str) -> str | None:
    """The agency that goes by *name*, or None.

    >>> known("the Associated Press"), known("Northwire")
    ('AP', None)
    """
    return _table().get(squeeze(name))


def of_host(host: str) -> str | None:
    """The agency whose own site *host* is, or None.

    >>> of_host("www.reuters.com")
    'Reuters'
    """
    parts = host.lower().split(".")
    found = (_hosts().get(".".join(parts[start:])) for start in range(len(parts)))
    return next((name for name in found if name), None)


def named_like(name: str, host: str) -> bool:
    """Whether a host is named after *name*: an agency's own site, or an outlet's own line.

    >>> named_like("Northwire", "news.northwire.example"), named_like("AP", "apartments.example")
    (True, False)
    """
    return squeeze(name) in {squeeze(label) for label in host.split(".")[:-1]}


@cache
def mentioned() -> regex.Pattern[str]:
    """A pattern for any known name as a word of its own, longest first, in the case in which it is written."""
    names = {name for agency in AGENCIES for name in (agency.name, *agency.aliases)}
    some = "|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True))
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{some})(?![\p{{L}}\p{{N}}])")
