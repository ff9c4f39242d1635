"""German: a start that covers the daily words of news."""

from __future__ import annotations

from comparison.kinds.lexicon.base import Lexicon, Phrases, numbered, table, word_set

_ONES = numbered("ein zwei drei vier fünf sechs sieben acht neun")
_TEENS = numbered(
    """
        zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn
    """,
    10,
)
_TENS = {
    ten: 10 * place
    for ten, place in numbered(
        """
        zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig
    """,
        2,
    ).items()
}
_JOINED = {f"{one}und{ten}": ones + tens for one, ones in _ONES.items() for ten, tens in _TENS.items()}
_SMALL_NUMBERS = _ONES | {"eins": 1, "null": 0} | _TEENS | _TENS | _JOINED
_HUNDREDS = {f"{one}hundert": 100 * ones for one, ones in _ONES.items()}
_THOUSANDS = {f"{one}tausend": 1000 * ones for one, ones in _SMALL_NUMBERS.items() if ones}
_ORDINALS = numbered("""
        erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte
    """)

LEXICON = Lexicon(
    code="de",
    dictionary="de",
    decimal=",",
    nouns_capitalised=True,
    small=word_set("""
        der die das den dem des ein eine einen einem einer eines und oder aber denn doch sondern nicht kein
        keine keinen in im an am auf aus bei beim mit nach seit von vom zu zum zur für durch gegen ohne um
        über unter vor zwischen hinter neben während wegen trotz er sie es wir ihr ich du ihn ihm ihnen uns
        euch mir mich sein seine ihre mein dieser diese dieses jener jede jeder jedes alle viele einige mehr
        auch noch nur schon sehr so wie wenn als ob dass weil obwohl damit dann da hier dort wo was wer wird
        werden wurde wurden ist sind war waren hat haben hatte hatten kann können soll sollen muss müssen
        laut zufolge heute gestern morgen nun jetzt
    """),
    numerals=_SMALL_NUMBERS | _HUNDREDS | {"hundert": 100},
    magnitudes={"dutzend": 12}
    | _THOUSANDS
    | {"tausend": 1000, "tsd": 1000, "million": 10**6, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9}
    | {"milliarden": 10**9, "mrd": 10**9, "billion": 10**12, "billionen": 10**12},
    ordinals=_ORDINALS
    | {f"{word}{ending}": value for word, value in _ORDINALS.items() for ending in ("r", "n", "s", "m")},
    weak_numerals=word_set("""
        ein eins erste ersten erster erstes zweite zweiten hundert dutzend tausend sieben acht null
    """),
    ranges=word_set("bis und"),
    units=Phrases(
        table("""
        %: prozent
        pp: prozentpunkt, prozentpunkte, prozentpunkten
        km: kilometer, kilometern
        metre: meter, metern, m
        cm: zentimeter, zentimetern
        tonne: tonnen
        kg: kilogramm, kilo
        gram: gramm
        litre: liter, litern
        hectare: hektar, ha
        degree: grad
        second: sekunde, sekunden
        minute: minuten
        hour: stunde, stunden
        day: tag, tage, tagen
        week: woche, wochen
        month: monat, monate, monaten
        year: jahr, jahre, jahren
        eur: euro
        usd: dollar
        chf: franken
        cent: cents
    """)
    ),
    bounds=Phrases(
        table("""
        >: mehr als, über
        >=: mindestens, wenigstens, zumindest
        <: weniger als, unter, knapp
        <=: bis zu, höchstens, maximal
    """)
    ),
    months=numbered("""
        januar|jänner|jan februar|feber|feb märz april|apr mai juni|jun juli|jul august|aug
        september|sept|sep oktober|okt november|nov dezember|dez
    """),
    weekdays=numbered("""
        montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sonnabend|sa sonntag|so
    """),
    unsure_dates=word_set("""
        jan feb apr jun jul aug sept sep okt nov dez mo di mi do fr sa so
    """),
    moments=Phrases("""
        heute, gestern, vorgestern, übermorgen, mittag, mitternacht, vormittag, nachmittag, abend, nacht, morgen,
        heute morgen, heute abend, gestern abend, letzte woche, letzten monat, letztes jahr, vergangene woche,
        vergangenen monat, vergangenes jahr, nächste woche, nächsten monat, nächstes jahr, diese woche,
        dieses jahr, am wochenende, morgens, mittags, abends, nachts
    """),
    halves={"uhr": ""},
    year_cues=word_set("""
        jahr jahre seit bis ab von anfang ende mitte sommer winter herbst frühjahr im in und
    """),
    counted=word_set("""
        menschen personen männer frauen kinder leute mitarbeiter euro
    """),
    negations=Phrases(
        """
        nicht, kein, keine, keinen, keinem, keiner, keines, nie, niemals, niemand, niemanden, nichts, ohne, weder,
        noch, nie, nirgends, keinesfalls, keineswegs, nicht mehr
    """,
        dict.fromkeys(["ob oder nicht", "oder nicht", "nicht nur"], ""),
    ),
    negating_prefixes=("un", "nicht", "nicht-", "in", "ir", "il", "des"),
    hedges=Phrases("""
        angeblich, angebliche, angeblichen, angeblicher, mutmaßlich, mutmaßliche, mutmaßlichen, mutmaßlicher,
        offenbar, wohl, vielleicht, möglicherweise, vermutlich, wahrscheinlich, voraussichtlich, anscheinend,
        scheinbar, womöglich, könnte, könnten, dürfte, dürften, soll, sollen, sei, seien, scheint, scheinen,
        mögliche, möglichen, gilt als
    """),
    approximators=Phrases("etwa", "rund", "ungefähr", "circa", "ca", "fast", "gut", "nahezu", "zirka"),
    pronouns=word_set("""
        er ihn ihm ihnen wir uns unser unsere ich mir mich mein meine du seine seiner seinen seinem ihre
        ihrer ihren ihrem
    """),
    subjects=word_set("er sie wir ich"),
    weak_pronouns=word_set("sie es sein ihr"),
    saying=word_set("""
        sagte sagt sagten sagen erklärte erklärt erklärten betonte betont behauptete behauptet behaupteten
        kündigte warnte warnt forderte fordert bestätigte bestätigt dementierte bestritt räumte meinte meint
        äußerte versicherte kritisierte beteuerte verkündete hieß mitteilte
    """),
    saying_weak=word_set("""
        teilte schrieb berichtete berichtet nannte fügte ergänzte fand zeigte sprach wies antwortete fragte
        gesagt erzählte klagte lobte
    """),
    sources=word_set("""
        polizei behörden behörde staatsanwaltschaft sprecher sprecherin minister ministerin ministerium
        regierung experten ermittler zeugen augenzeugen anwalt anwältin präsident präsidentin kanzler
        kanzlerin unternehmen forscher ärzte feuerwehr bewohner politiker beamte kritiker
    """),
    crediting=Phrases("""
        laut, zufolge, nach angaben, so der, so die, unter berufung auf, nach informationen
    """),
    that=word_set("dass"),
    joints=word_set("""
        und aber denn der die das er sie es dass weil während so dann auch
    """),
    style=Phrases(
        table("""
        %: prozent
        &: und
        doctor: dr, doktor
        professor: prof
        und so weiter: usw
        zum beispiel: z b, zb
        das heißt: d h
        circa: ca, zirka
        millionen: mio
        milliarden: mrd
        euro: eur
        januar: jan
        februar: feb
        august: aug
        september: sept, sep
        oktober: okt
        november: nov
        dezember: dez
    """)
    ),
    no_joining=word_set("""
        ein eine kein nicht zu so wo da in an auf aus um vor nach mit
    """),
    respellings=(("ss", "ß"), ("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ph(?!$)", "f")),
    same_words=table("dass: daß\nmuss: muß\nselbstständig: selbständig\naufwendig: aufwändig"),
    titles=word_set("""
        herr frau präsident präsidentin kanzler kanzlerin minister ministerin bürgermeister dr prof papst
        könig königin richter senator
    """),
)
