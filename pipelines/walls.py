"""The signs of a page that stands in an article's place: bot checks, consent, paywalls, "not found".

Headers and titles are signs by themselves; phrases only where little else stands on the page (the judge sees to
that), for real articles speak of captchas, cookies and subscriptions too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipelines.phrases import compiled

BOT, CONSENT, PAYWALL, GONE = "bot wall", "consent wall", "paywall", "soft 404"

_HEADERS = (
    ("cf-mitigated", re.compile(r"challenge|block", re.I)),
    ("x-amzn-waf-action", re.compile(r"challenge|captcha|block", re.I)),
    ("x-datadome", re.compile(r"captcha|block", re.I)),
)
_TITLES = (
    (BOT, compiled(r"""
        just a moment
        attention required
        access (?:to this page has been )?denied
        are you a (?:robot|human)
        (?:human|bot) (?:check|verification)
        (?:security|robot) check
        please wait
        verif(?:y|ying|ication)\b.*
        checking your browser
        ddos-guard
        pardon our interruption
        request (?:blocked|rejected)
        403 forbidden
        captcha
        un momento
        einen moment
        un instant
        """, "^", r"\W*")),
    (GONE, compiled(r"""
        \b(?:page|article|story|content)\b.{0,20}\b(?:not found|cannot be found)\b
        \b(?:seite|artikel|page|página|pagina|страница)\b.{0,20}\b(?:nicht gefunden|introuvable|no encontrada)\b
        \b(?:pagina|página|страница)\b.{0,20}\b(?:non trovata|não encontrada|niet gevonden|не найдена)\b
        ^\W*(?:error\s*)?404(?:\s*error)?\W*$
        ^\W*404\s*[|·•»:–—-]+\s*(?:error|file|not|page|site)\b
        \berror\W{0,3}404\b
        ^not found\b
        ^nicht gefunden
        """)),
    (CONSENT, compiled(r"""
        before you continue
        cookie (?:consent|wall)
        your privacy
        datenschutz(?:einstellungen)?
        consent
        privacy gate
        """, "^", r"\b")),
    (PAYWALL, compiled(r"""
        subscribe
        sign in
        log ?in
        register
        anmelden
        abonnieren
        s['’]abonner
        iniciar sesión
        accedi
        """, "^", r"\b")),
)  # fmt: skip
_PHRASES = (
    (BOT, compiled(r"""
        (?:verify|confirm|prove|check)\w* (?:that )?(?:if )?you(?:['’]re| are) (?:not )?(?:a )?(?:human|robot|bot)
        not a (?:robot|bot)\b
        (?:checking|verifying) your (?:browser|connection)
        (?:enable|turn on) java\s?script and cookies
        automat(?:ion tools|ed (?:access|requests|traffic|queries))
        unusual (?:traffic|activity)
        press (?:and|&) hold
        \bray id\b
        access (?:to this (?:page|site|website) )?(?:has been |is |was )?(?:denied|blocked|restricted)
        (?:complete|solve|pass) (?:the|this|a) (?:captcha|puzzle|security check|challenge)
        you have been blocked
        security (?:service|check|verification)\b
        keine? roboter
        sicherheitsüberprüfung
        browser wird (?:überprüft|geprüft)
        vérif\w+ que vous (?:êtes|n['’]êtes)
        no (?:eres|soy) un robot
        verifica\w* que eres humano
        não é um robô
        non sei un robot
        вы не робот
        人机验证
        安全验证
        我不是机器人
        ロボットではありません
        로봇이 아닙니다
        """)),
    (CONSENT, compiled(r"""
        (?:we|our|partners)\b.{0,60}\b(?:use|store|access|process)\b.{0,80}\b(?:cookies|information on \w+ device)
        partners (?:store|access|process) .{0,40}\bdata
        (?:accept|reject|agree to|allow) (?:all|cookies|and continue)
        before you continue to
        manage (?:your )?(?:options|preferences|cookies|choices)
        your (?:privacy|cookie) (?:choices|settings|preferences)
        (?:wir verwenden|verwenden wir) cookies
        cookies? (?:akzeptieren|zustimmen)
        alle akzeptieren
        mit werbung (?:und tracking )?weiterlesen
        nous utilisons des cookies
        tout accepter
        continuer sans accepter
        (?:utilizamos|usamos) cookies
        aceptar (?:todo|cookies|y continuar)
        utilizziamo (?:i )?cookie
        accetta (?:tutto|e continua)
        gebruiken (?:wij )?cookies
        alles accepteren
        """)),
    (PAYWALL, compiled(r"""
        subscri(?:be|ption)\b.{0,60}\b(?:continue|read(?:ing)?|access|unlimited|unlock|full)
        (?:continue|keep) reading\b.{0,60}\b(?:subscri|sign|log|register|account|trial)
        already an? (?:subscriber|member)
        (?:for|to) (?:our )?(?:subscribers|members) only
        (?:subscriber|member|premium)[\s-]+(?:only|exclusive)
        (?:start|begin) your (?:free )?(?:trial|subscription)
        unlock (?:this|all|unlimited|every)
        (?:with|become) a member(?:ship)?\b
        (?:reached|hit) your (?:\w+ )?limit
        (?:read|unlock|access) the (?:full|rest|whole|entire) (?:story|article|of)
        to read the (?:full|rest)
        (?:log|sign) in to (?:read|continue)
        create an? (?:free )?account to
        free articles? (?:left|remaining|this month)
        nur für abonnent
        abonnent\w* vorbehalten
        jetzt (?:abonnieren|weiterlesen|testen)
        weiterlesen mit
        bereits (?:abonnent|registriert)
        réservé\w* aux abonn
        déjà abonné
        abonnez-vous
        il vous reste
        (?:solo|exclusivo|sólo) para suscriptores
        ya (?:eres|soy) suscriptor
        suscríbete para
        (?:solo )?per gli abbonati
        sei già abbonato
        abbonati per
        exclusivo para assinantes
        já é assinante
        alleen voor abonnees
        подпис\w+ чтобы
        会員限定
        有料会員
        続きを読むには
        订阅后
        구독\s*후
        """)),
    (GONE, compiled(r"""
        (?:page|article|story|content|url|link) (?:\w+ |['’]re ){0,6}?can(?:not|['’]t| not) be found
        (?:page|article|story|content|link) (?:\w+ ){0,4}?(?:was|is|could)(?: not|n['’]t) (?:be )?(?:found|available)
        (?:page|article|story|content|url|link) (?:\w+ ){0,4}?(?:not found|doesn['’]t exist|does not exist)
        (?:page|article|story|content|url|link) (?:\w+ ){0,4}?(?:no longer exists?|no longer available|has expired)
        (?:page|article|story|content|url|link) (?:\w+ ){0,4}?may have (?:been )?(?:moved|removed|deleted|expired)
        no longer (?:available|exists)
        (?:can(?:not|['’]t)|couldn['’]t|could not|unable to) find (?:that|the|this|what|your)
        \berror\W{0,3}404\b
        \b404\W{1,3}(?:error|file|not found|page)
        (?:has|have|may have) (?:been )?(?:moved|removed|deleted) or\b
        go (?:back )?to (?:the |our )?home\s?page
        (?:seite|artikel) (?:\w+ ){0,4}(?:nicht gefunden|existiert nicht|nicht mehr (?:verfügbar|vorhanden))
        (?:seite|artikel) existiert (?:\w+ ){0,2}nicht
        page (?:est )?introuvable
        n['’]existe (?:pas|plus)
        página no (?:encontrada|existe)
        non (?:è stata trovata|esiste)
        não (?:foi )?encontrad
        niet gevonden
        не найдена
        页面不存在
        ページが見つかりません
        찾을 수 없
        """)),
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
