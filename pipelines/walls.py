"""The signs of a page that stands in an article's place: bot checks, consent, paywalls, "not found".

Headers and titles are signs by themselves; phrases only where little else stands on the page (the judge sees to that),
for real articles speak of captchas, cookies and subscriptions too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BOT, CONSENT, PAYWALL, GONE = "bot wall", "consent wall", "paywall", "soft 404"

_HEADERS = (
    ("cf-mitigated", re.compile(r"challenge|block", re.I)),
    ("x-amzn-waf-action", re.compile(r"challenge|captcha|block", re.I)),
    ("x-datadome", re.compile(r"captcha|block", re.I)),
)
_TITLES = (
    (BOT, re.compile(r"^(?:just a moment|attention required|access (?:to this page has been )?denied|are you a (?:robot|human)"
     r"|human verification|security check|please wait|robot check|verif(?:y|ying|ication)\b.*|checking your browser|ddos-guard|pardon our interruption"
     r"|request (?:blocked|rejected)|403 forbidden|un momento|einen moment|un instant|bloqué|bot (?:check|verification)|captcha)\W*", re.I)),
    (GONE, re.compile(r"\b(?:page|article|story|content|seite|artikel|página|pagina|страница)\b.{0,20}\b(?:not found|cannot be found|nicht gefunden|introuvable|no encontrada|non trovata|não encontrada|niet gevonden|не найдена)\b"
     r"|^\W*(?:error\s*)?404\b|\b404\W*$|^not found\b|^nicht gefunden|^seite nicht gefunden|^page introuvable", re.I)),
    (CONSENT, re.compile(r"^(?:before you continue|cookie (?:consent|wall)|your privacy|datenschutz(?:einstellungen)?|consent|privacy gate)\b", re.I)),
    (PAYWALL, re.compile(r"^(?:subscribe|sign in|log ?in|register|anmelden|abonnieren|s'abonner|iniciar sesión|accedi)\b", re.I)),
)  # fmt: skip
_PHRASES = (
    (BOT, re.compile(
        r"(?:verify|confirm|prove|check)(?:ing|s)?\s+(?:that\s+)?(?:if\s+)?you(?:'re|’re|\s+are)\s+(?:not\s+)?(?:a\s+)?(?:human|robot|bot)"
        r"|not\s+a\s+(?:robot|bot)\b|(?:checking|verifying)\s+your\s+(?:browser|connection)|(?:enable|turn\s+on)\s+java\s?script\s+and\s+cookies"
        r"|automat(?:ion\s+tools|ed\s+(?:access|requests|traffic|queries))|unusual\s+(?:traffic|activity)|press\s+(?:and|&)\s+hold|ray\s+id"
        r"|access\s+(?:to\s+this\s+(?:page|site|website)\s+)?(?:has\s+been\s+|is\s+|was\s+)?(?:denied|blocked|restricted)|(?:complete|solve|pass)\s+(?:the|this|a)\s+(?:captcha|security\s+check|challenge)|you\s+have\s+been\s+blocked|security\s+(?:service|check|verification)\b"
        r"|kein(?:e)?\s+robot|sicherheitsüberprüfung|browser\s+wird\s+(?:überprüft|geprüft)|vérif\w+\s+que\s+vous\s+(?:êtes|n'êtes)|no\s+(?:eres|soy)\s+un\s+robot|verifica\w*\s+que\s+eres\s+humano|não\s+é\s+um\s+robô|non\s+sei\s+un\s+robot|вы\s+не\s+робот|人机验证|安全验证|我不是机器人|ロボットではありません|로봇이\s+아닙니다", re.I)),
    (CONSENT, re.compile(
        r"(?:we|our)\b.{0,60}\b(?:use|store|access|process)\b.{0,80}\b(?:cookies|information\s+on\s+(?:a|your)\s+device|personal\s+data)|(?:accept|reject|agree\s+to|allow)\s+(?:all|cookies|and\s+continue)|before\s+you\s+continue\s+to|manage\s+(?:your\s+)?(?:options|preferences|cookies|choices)|your\s+(?:privacy|cookie)\s+(?:choices|settings|preferences)"
        r"|verwenden\s+(?:wir\s+)?cookies|cookies?\s+(?:akzeptieren|zustimmen)|alle\s+akzeptieren|mit\s+werbung\s+(?:und\s+tracking\s+)?weiterlesen|nous\s+utilisons\s+des\s+cookies|tout\s+accepter|continuer\s+sans\s+accepter|(?:utilizamos|usamos)\s+cookies|aceptar\s+(?:todo|cookies|y\s+continuar)|utilizziamo\s+(?:i\s+)?cookie|accetta\s+(?:tutto|e\s+continua)|gebruiken\s+(?:wij\s+)?cookies|alles\s+accepteren", re.I)),
    (PAYWALL, re.compile(
        r"subscri(?:be|ption)\b.{0,60}\b(?:continue|read(?:ing)?|access|unlimited|unlock|full)|(?:continue|keep)\s+reading\b.{0,60}\b(?:subscri|sign|log|register|account|trial)|already\s+a(?:n)?\s+(?:subscriber|member)|(?:for|to)\s+(?:our\s+)?(?:subscribers|members)\s+only|(?:subscriber|member|premium)[\s-]+(?:only|exclusive)|(?:start|begin)\s+your\s+(?:free\s+)?(?:trial|subscription)|unlock\s+(?:this|all|unlimited|every)|(?:with|become)\s+a\s+member(?:ship)?\b|(?:reached|hit)\s+your\s+(?:\w+\s+)?limit|(?:read|unlock|access)\s+the\s+(?:full|rest|whole|entire)\s+(?:story|article|of)|to\s+read\s+the\s+(?:full|rest)|(?:log|sign)\s+in\s+to\s+(?:read|continue)|create\s+a(?:n)?\s+(?:free\s+)?account\s+to|free\s+articles?\s+(?:left|remaining|this\s+month)"
        r"|nur\s+für\s+abonnent|abonnent\w*\s+vorbehalten|jetzt\s+(?:abonnieren|weiterlesen|testen)|weiterlesen\s+mit|bereits\s+(?:abonnent|registriert)|réservé\w*\s+aux\s+abonn|déjà\s+abonné|abonnez-vous|il\s+vous\s+reste|(?:solo|exclusivo|sólo)\s+para\s+suscriptores|ya\s+(?:eres|soy)\s+suscriptor|suscríbete\s+para|(?:solo\s+)?per\s+gli\s+abbonati|sei\s+già\s+abbonato|abbonati\s+per|exclusivo\s+para\s+assinantes|já\s+é\s+assinante|alleen\s+voor\s+abonnees|подпис\w+\s+чтобы|会員限定|有料会員|続きを読むには|订阅后|구독\s*후", re.I)),
    (GONE, re.compile(
        r"(?:page|article|story|content|url|link)\s+(?:that\s+)?(?:you(?:'re|’re|\s+are|\s+were|\s+have)?\s+)?(?:\w+\s+){0,4}?(?:can(?:not|'t|’t|\s+not)\s+be\s+found|(?:was|is|could)\s*(?:not|n't|n’t)\s+(?:be\s+)?(?:found|available)|not\s+found|doesn(?:'|’)t\s+exist|does\s+not\s+exist|no\s+longer\s+(?:exists?|available)|may\s+have\s+(?:been\s+)?(?:moved|removed|deleted|expired))|no\s+longer\s+(?:available|exists)|(?:can(?:not|'t|’t)|couldn(?:'|’)t|could\s+not|unable\s+to)\s+find\s+(?:that|the|this|what|your)|\b404\b|(?:has|have|may\s+have)\s+(?:been\s+)?(?:moved\s+or|removed\s+or|deleted)|go\s+(?:back\s+)?to\s+(?:the\s+|our\s+)?home\s?page"
        r"|(?:seite|artikel)\s+(?:\w+\s+){0,4}(?:nicht\s+gefunden|existiert\s+nicht|nicht\s+mehr\s+(?:verfügbar|vorhanden))|page\s+(?:est\s+)?introuvable|n'existe\s+(?:pas|plus)|página\s+no\s+(?:encontrada|existe)|non\s+(?:è\s+stata\s+trovata|esiste)|não\s+(?:foi\s+)?encontrad|niet\s+gevonden|не\s+найдена|页面不存在|ページが見つかりません|찾을\s+수\s+없", re.I)),
)  # fmt: skip


def by_headers(headers: Mapping[str, str]) -> str | None:
    """The header that gives a bot wall away; None without one."""
    for name, pattern in _HEADERS:
        if pattern.search(headers.get(name, "")):
            return name
    return None


def by_title(title: str | None) -> str | None:
    """The wall that a page's title names."""
    told = " ".join((title or "").split())
    return next((wall for wall, pattern in _TITLES if pattern.search(told)), None)


def by_phrases(text: str) -> str | None:
    """The wall that most phrases of a text speak of; None where none does."""
    counted = {wall: len(pattern.findall(text)) for wall, pattern in _PHRASES}
    best = max(counted, key=lambda wall: counted[wall])
    return best if counted[best] else None
