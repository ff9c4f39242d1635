"""French: a start that covers the daily words of news."""

from __future__ import annotations

from comparison.kinds.lexicon.base import Lexicon, Phrases, numbered, table, word_set

_NUMERALS = numbered(
    """
        deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
    """,
    2,
)
_NUMERALS |= {"un": 1, "une": 1, "zéro": 0, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_NUMERALS |= {"soixante": 60, "septante": 70, "octante": 80, "huitante": 80, "nonante": 90, "cent": 100, "cents": 100}

LEXICON = Lexicon(
    code="fr",
    dictionary="fr",
    decimal=",",
    elides=True,
    small=word_set("""
        le la les un une des du de d' l' au aux à en dans par pour sur sous avec sans chez entre vers depuis
        pendant avant après contre selon et ou mais donc or ni car que qu' qui quoi dont où quand comme si
        lorsque alors aussi plus moins très trop bien déjà encore toujours jamais pas ne n' non oui il elle
        ils elles on nous vous je j' tu me m' te se s' lui leur leurs son sa ses mon ma mes ton ta notre nos
        votre ce c' cet cette ces cela ça est sont était étaient a ont avait avaient sera seront été être
        avoir fait faire peut peuvent tout tous toute toutes chaque plusieurs quelques autre autres même
        hier aujourd'hui demain
    """),
    numerals=_NUMERALS,
    magnitudes={
        "mille": 1000,
        "milliers": 1000,
        "millier": 1000,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
    },
    ordinals=numbered("""
        premier|première|1er|1re deuxième|second|seconde troisième quatrième cinquième sixième septième
        huitième neuvième dixième
    """),
    weak_numerals=word_set("un une premier première second seconde cent"),
    joiners=word_set("et"),
    ranges=word_set("à et"),
    units=Phrases(
        table("""
        %: pour cent, pourcent
        pp: point de pourcentage, points de pourcentage
        km: kilomètre, kilomètres
        metre: mètre, mètres, m
        cm: centimètre, centimètres
        tonne: tonnes
        kg: kilogramme, kilogrammes, kilo, kilos
        gram: gramme, grammes
        litre: litres
        hectare: hectares, ha
        degree: degré, degrés
        second: seconde, secondes
        minute: minutes
        hour: heure, heures
        day: jour, jours
        week: semaine, semaines
        month: mois
        year: an, ans, année, années
        eur: euro, euros
        usd: dollar, dollars
        cent: centimes, centime
    """)
    ),
    bounds=Phrases(
        table("""
        >: plus de, plus d'
        >=: au moins, au minimum
        <: moins de, moins d'
        <=: jusqu'à, au plus, au maximum
    """)
    ),
    months=numbered("""
        janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre|sept octobre|oct
        novembre|nov décembre|déc
    """),
    weekdays=numbered("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    unsure_dates=word_set("janv févr avr juil sept oct nov déc mars"),
    moments=Phrases("""
        aujourd'hui, hier, demain, avant-hier, après-demain, midi, minuit, ce matin, ce soir, cet après-midi,
        hier soir, matin, soir, nuit, après-midi, la semaine dernière, la semaine prochaine, le mois dernier,
        le mois prochain, l'année dernière, l'an dernier, l'an prochain, cette semaine, ce mois-ci, cette année,
        week-end
    """),
    halves={"h": "", "heures": "", "heure": ""},
    year_cues=word_set("""
        en depuis fin début été hiver printemps automne année an de à jusqu'en et janvier
    """),
    counted=word_set("gens personnes euros"),
    negations=Phrases(
        """
        ne, n', pas, jamais, aucun, aucune, rien, personne, ni, sans, nul, nulle, non, guère
    """,
        dict.fromkeys(["ou non", "ou pas", "non seulement", "pas seulement"], ""),
    ),
    negating_prefixes=("in", "im", "il", "ir", "dé", "non", "non-", "mal"),
    hedges=Phrases("""
        présumé, présumée, présumés, présumées, apparemment, probablement, peut-être, éventuellement, possiblement,
        vraisemblablement, sans doute, semble, semblent, semblait, pourrait, pourraient, aurait, auraient, serait,
        seraient, supposé, supposée, prétendu, prétendue, prétendument, soi-disant, possible, possibles, probable
    """),
    approximators=Phrases("environ", "près de", "quelque", "quelques", "presque", "à peu près", "autour de"),
    pronouns=word_set("il elle ils elles je j' nous vous moi tu eux"),
    subjects=word_set("il elle ils elles nous je j'"),
    weak_pronouns=word_set("lui leur leurs son sa ses on notre nos mon ma mes"),
    saying=word_set("""
        déclaré déclare déclarait affirmé affirme affirmait indiqué indique expliqué explique annoncé
        annonce assuré assure précisé précise souligné souligne estimé estime dit disait confirmé confirme
        démenti prétendu prétend soutenu soutient averti avertit reconnu reconnaît insisté insiste martelé
        dénoncé
    """),
    saying_weak=word_set("""
        ajouté ajoute écrit rapporté rapporte raconté raconte rappelé rappelle répondu répond noté note
        lancé lâché conclu conclut demandé révélé
    """),
    sources=word_set("""
        police gendarmerie autorités parquet procureur porte-parole ministre ministère gouvernement
        président présidente experts témoins avocat avocate enquêteurs chercheurs médecins préfecture préfet
        maire entreprise responsables responsable sources source syndicats
    """),
    crediting=Phrases("""
        selon, d'après, d' après, citant, cité par, citée par, sous couvert d'anonymat, de source
    """),
    that=word_set("que qu'"),
    joints=word_set("""
        et mais il elle ils elles qui que où alors ou or car ainsi puis ce
    """),
    style=Phrases(
        table("""
        %: pour cent, pourcent
        &: et
        monsieur: m
        madame: mme
        docteur: dr
        saint: st
        premier: 1er
        kilomètres: km
    """)
    ),
    no_joining=word_set("un une le la de du à en pas ne sur sous au par"),
    respellings=(("(?<=o)(u)î", r"\1i"), ("(?<=a)î", "i"), ("clef", "clé"), ("œ", "oe")),
    same_words=table("évènement: événement\névènements: événements\nclé: clef"),
    titles=word_set("""
        m mme mlle président présidente ministre maire pape roi reine docteur juge
    """),
)
