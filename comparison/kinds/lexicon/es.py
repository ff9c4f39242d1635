"""Spanish: a start that covers the daily words of news."""

from __future__ import annotations

from comparison.kinds.lexicon.base import Lexicon, Phrases, numbered, table, word_set

_NUMERALS = numbered(
    """
        dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
        dieciocho diecinueve veinte veintiuno|veintiún veintidós veintitrés veinticuatro veinticinco
        veintiséis veintisiete veintiocho veintinueve treinta
    """,
    2,
)
_NUMERALS |= {"un": 1, "uno": 1, "una": 1, "cero": 0, "cien": 100, "ciento": 100, "cientos": 100}
_NUMERALS |= {
    ten: 10 * place for ten, place in numbered("cuarenta cincuenta sesenta setenta ochenta noventa", 4).items()
}

LEXICON = Lexicon(
    code="es",
    dictionary="es",
    decimal=",",
    small=word_set("""
        el la los las un una unos unas lo de del al a en por para con sin sobre entre hacia desde hasta
        contra según durante ante bajo tras y e o u pero sino ni que quien quienes cual cuando donde como si
        porque aunque mientras no nunca jamás sí ya también muy más menos tan tanto todo toda todos todas
        cada otro otra otros otras mismo él ella ellos ellas yo tú usted nosotros ustedes le les se me te
        nos su sus mi mis tu este esta estos estas ese esa eso esto aquel es son era eran fue fueron ser
        estar está están ha han había habían hay hoy ayer mañana así entonces luego
    """),
    numerals=_NUMERALS
    | {"doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300, "cuatrocientos": 400}
    | {"quinientos": 500, "quinientas": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800}
    | {"novecientos": 900},
    magnitudes={
        "docena": 12,
        "mil": 1000,
        "miles": 1000,
        "millón": 10**6,
        "millones": 10**6,
        "billón": 10**12,
        "billones": 10**12,
    },
    ordinals=numbered("""
        primero|primera|primer segundo|segunda tercero|tercera|tercer cuarto|cuarta quinto|quinta
        sexto|sexta séptimo|séptima octavo|octava noveno|novena décimo|décima
    """),
    weak_numerals=word_set("""
        un una uno primero primera primer segundo segunda cuarto cuarta cien cientos
    """),
    joiners=word_set("y"),
    ranges=word_set("a y"),
    units=Phrases(
        table("""
        %: por ciento, porciento
        pp: punto porcentual, puntos porcentuales
        km: kilómetro, kilómetros
        metre: metro, metros, m
        cm: centímetro, centímetros
        tonne: tonelada, toneladas
        kg: kilogramo, kilogramos, kilo, kilos
        gram: gramo, gramos
        litre: litro, litros
        hectare: hectárea, hectáreas
        degree: grado, grados
        second: segundos
        minute: minuto, minutos
        hour: hora, horas
        day: día, días
        week: semana, semanas
        month: mes, meses
        year: año, años
        eur: euro, euros
        usd: dólar, dólares
        peso: pesos
        cent: centavos, céntimos
    """)
    ),
    bounds=Phrases(
        table("""
        >: más de
        >=: al menos, por lo menos, como mínimo
        <: menos de
        <=: hasta, como máximo, a lo sumo
    """)
    ),
    months=numbered("""
        enero|ene febrero|feb marzo abril mayo junio julio agosto septiembre|setiembre|sept octubre|oct
        noviembre|nov diciembre|dic
    """),
    weekdays=numbered("""
        lunes martes miércoles jueves viernes sábado|sábados domingo|domingos
    """),
    unsure_dates=word_set("ene feb sept oct nov dic"),
    moments=Phrases("""
        hoy, ayer, anoche, anteayer, pasado mañana, mediodía, medianoche, madrugada, esta mañana, esta noche,
        esta tarde, la semana pasada, el mes pasado, el año pasado, la próxima semana, el próximo mes,
        el próximo año, este año, este mes, esta semana, mañana
    """),
    halves={"h": "", "horas": "", "am": "am", "pm": "pm"},
    year_cues=word_set("""
        en desde hasta de del año años a y principios finales mediados verano invierno
    """),
    counted=word_set("personas euros"),
    negations=Phrases(
        """
        no, nunca, jamás, nadie, nada, ningún, ninguna, ninguno, sin, ni, tampoco
    """,
        dict.fromkeys(["o no", "no solo", "no sólo", "no obstante"], ""),
    ),
    negating_prefixes=("in", "im", "i", "des", "no"),
    hedges=Phrases("""
        supuesto, supuesta, supuestos, supuestas, presunto, presunta, presuntos, presuntas, presuntamente,
        supuestamente, aparentemente, probablemente, posiblemente, quizás, quizá, tal vez, parece, parecen,
        parecía, podría, podrían, habría, habrían, sería, serían, posible, posibles, probable, al parecer
    """),
    approximators=Phrases("unos", "unas", "cerca de", "casi", "aproximadamente", "alrededor de"),
    pronouns=word_set("él ella ellos ellas yo nosotros nosotras usted ustedes tú"),
    subjects=word_set("él ella ellos ellas yo nosotros"),
    weak_pronouns=word_set("le les su sus nos nuestro nuestra lo la mi mis"),
    saying=word_set("""
        dijo dice dijeron declaró declara afirmó afirma aseguró asegura señaló señala indicó indica explicó
        explica anunció anuncia sostuvo sostiene advirtió advierte admitió admite reconoció reconoce
        confirmó confirma negó niega insistió insiste manifestó expresó alegó subrayó
    """),
    saying_weak=word_set("""
        agregó añadió comentó escribió informó reveló contó respondió apuntó destacó denunció pidió precisó
        relató concluyó
    """),
    sources=word_set("""
        policía autoridades fiscalía fiscal fiscales portavoz vocero vocera ministro ministra ministerio
        gobierno presidente presidenta expertos testigos abogado abogada investigadores médicos alcalde
        alcaldesa empresa funcionarios fuentes juez
    """),
    crediting=Phrases("""
        según, de acuerdo con, citando, citado por, bajo condición de anonimato
    """),
    that=word_set("que"),
    joints=word_set("y pero que él ella ellos el la quien también así e además"),
    style=Phrases(
        table("""
        %: por ciento, porciento
        &: y
        señor: sr
        señora: sra
        doctor: dr
        estados unidos: eeuu, ee uu
        kilómetros: km
    """)
    ),
    no_joining=word_set("un una el la de a en no por si con sin"),
    respellings=(("sub?s(?=cri|tit)", "sus"), ("psic", "sic")),
    same_words=table("solo: sólo\nperiodo: período\nmexico: méjico"),
    titles=word_set("""
        sr sra presidente presidenta ministro ministra alcalde alcaldesa papa rey reina juez doctor don doña
    """),
)
