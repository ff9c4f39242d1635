"""English."""

from __future__ import annotations

from comparison.kinds.lexicon.base import Lexicon, Phrases, numbered, table, word_set

_UNITS = numbered("""
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    """)
_UNITS |= numbered("seventeen eighteen nineteen", 17) | {"zero": 0}
_TENS = {ten: 10 * place for ten, place in numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2).items()}
_ORDINALS = numbered("""
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    """)
_ORDINALS |= numbered(
    """
        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """,
    14,
)
_ORDINALS |= {f"{ten[:-1]}ieth": value for ten, value in _TENS.items()}

LEXICON = Lexicon(
    code="en",
    dictionary="en",
    small=word_set("""
        a an the and or but nor so yet for of in on at by to from with without within into onto upon over
        under above below between among through throughout during before after since until till while when
        where whether why how what which who whom whose that this these those there here then than as if
        because although though unless once not no never none nothing nobody neither either both each every
        all any some many much more most few less other another such same own only also too very just even
        still already again ever soon later now today yesterday tomorrow meanwhile however moreover
        therefore instead perhaps maybe about around against across along behind beyond near off out up down
        he she it they we you i him her them us me his hers its their theirs our ours your yours my mine
        himself herself itself themselves is are was were be been being am do does did done has have had
        having will would shall should can could may might must let one two three four five six seven eight
        nine ten police officials people officers experts authorities according asked last next earlier
        despite like well yes update exclusive breaking live video watch factbox refile mr mrs ms dr
    """),
    numerals=_UNITS | _TENS | {"hundred": 100},
    magnitudes={
        "dozen": 12,
        "dozens": 12,
        "hundreds": 100,
        "thousand": 1000,
        "thousands": 1000,
        "million": 10**6,
        "millions": 10**6,
        "billion": 10**9,
        "billions": 10**9,
        "trillion": 10**12,
        "trillions": 10**12,
        "k": 1000,
        "m": 10**6,
        "mn": 10**6,
        "bn": 10**9,
        "b": 10**9,
        "tn": 10**12,
        "mln": 10**6,
        "bln": 10**9,
        "trn": 10**12,
    },
    ordinals=_ORDINALS,
    weak_numerals=word_set("""
        one first second third hundred dozen dozens hundreds zero m b k
    """),
    joiners=word_set("and"),
    ranges=word_set("to and through"),
    units=Phrases(
        table("""
        %: percent, per cent, pct, pc
        pp: percentage point, percentage points
        bp: basis point, basis points
        mile: miles, mi
        km: kilometer, kilometers, kilometre, kilometres, kms
        metre: meter, meters, metres
        cm: centimeter, centimeters, centimetre, centimetres
        mm: millimeter, millimeters, millimetre, millimetres
        foot: feet, ft
        inch: inches
        yard: yards, yd, yds
        acre: acres
        hectare: hectares, ha
        ton: tons
        tonne: tonnes, metric ton, metric tons
        kg: kilogram, kilograms, kilo, kilos
        gram: grams, gramme, grammes
        mg: milligram, milligrams
        pound: pounds, lb, lbs
        ounce: ounces, oz
        litre: liter, liters, litres
        gallon: gallons
        barrel: barrels, bbl
        degree: degrees
        mph: miles per hour, miles an hour
        kph: kilometers per hour, kilometres per hour, kilometers an hour, kilometres an hour
        knot: knots
        mw: megawatt, megawatts
        gw: gigawatt, gigawatts
        gb: gigabyte, gigabytes
        tb: terabyte, terabytes
        second: seconds, sec, secs
        minute: minutes, min, mins
        hour: hours, hr, hrs
        day: days
        week: weeks
        month: months
        year: years
        decade: decades
        usd: dollar, dollars
        eur: euro, euros
        cent: cents
        jpy: yen
        cny: yuan, renminbi
        inr: rupee, rupees
        rub: ruble, rubles, rouble, roubles
        time: times
        point: points
    """)
    ),
    bounds=Phrases(
        table("""
        >: more than, over, exceeding, in excess of, upwards of, upward of, greater than, north of
        >=: at least, no fewer than, no less than, not less than, a minimum of
        <: fewer than, less than, under, below, just under, south of
        <=: up to, as many as, as much as, at most, no more than, not more than, a maximum of
    """)
    ),
    months=numbered("""
        january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep
        october|oct november|nov december|dec
    """),
    weekdays=numbered("""
        monday|mon|mondays tuesday|tue|tues|tuesdays wednesday|wed|wednesdays
        thursday|thu|thur|thurs|thursdays friday|fri|fridays saturday|sat|saturdays sunday|sun|sundays
    """),
    unsure_dates=word_set("""
        may march august jan mar jun sat sun wed mon dec fri sep oct nov feb apr jul aug tue thu sept
    """),
    moments=Phrases("""
        today, yesterday, tomorrow, tonight, midnight, noon, midday, overnight, morning, afternoon, evening, night,
        last night, last week, last month, last year, last weekend, last summer, last winter, last spring,
        last autumn, last fall, this week, this month, this year, this weekend, this morning, this afternoon,
        this evening, next week, next month, next year, next weekend, this summer, this winter, next summer,
        next winter, last decade, last century, the day before yesterday, the day after tomorrow, fortnight,
        midweek, daybreak, dusk, dawn
    """),
    halves={"am": "am", "pm": "pm", "o'clock": "", "oclock": "", "hours": "", "gmt": "gmt", "utc": "utc"},
    year_cues=word_set("""
        in by since until till of from during before after through to and between year early late mid fiscal
        spring summer autumn fall winter around circa
    """),
    counted=word_set("people men women children troops police sheep fish"),
    negations=Phrases(
        """
        not, never, no, none, nobody, no one, nothing, nowhere, neither, nor, without, cannot, no longer,
        failed to, fails to, failing to, fail to, lack of, unable to, hardly, barely, scarcely
    """,
        dict.fromkeys(
            [
                "or not",
                "no matter",
                "no doubt",
                "no wonder",
                "nothing but",
                "none other",
                "no sooner",
                "not to mention",
            ],
            "",
        ),
    ),
    careless=word_set("dont didnt doesnt isnt wasnt arent werent hasnt havent hadnt couldnt wouldnt shouldnt"),
    negating_prefixes=("un", "in", "im", "il", "ir", "dis", "non", "non-", "mis"),
    hedges=Phrases("""
        allegedly, alleged, reportedly, reported, apparently, apparent, supposedly, supposed, purportedly,
        purported, presumably, presumed, ostensibly, seemingly, possibly, possible, probably, probable, perhaps,
        maybe, likely, unlikely, potentially, potential, conceivably, arguably, may, might, could, may have,
        might have, could have, appears to, appear to, appeared to, seems to, seem to, seemed to, appears,
        appeared, seems, seemed, believed to, thought to, said to be, understood to, rumored, rumoured, suspected,
        tentatively, unconfirmed, unverified, so-called, tends to, tend to
    """),
    approximators=Phrases(
        "about",
        "around",
        "some",
        "roughly",
        "approximately",
        "approx",
        "nearly",
        "almost",
        "an estimated",
        "estimated",
        "close to",
        "circa",
    ),
    pronouns=word_set("""
        he she they him them his her hers their theirs himself herself themselves themself we us our ours
        ourselves i me my mine myself you your yours yourself
    """),
    subjects=word_set("he she they we i"),
    weak_pronouns=word_set("it its itself who whom whose"),
    saying=word_set("""
        said says saying say told tells claimed claims insisted insists argued argues warned warns
        acknowledged acknowledges admitted admits noted notes explained explains stated states alleged
        alleges announced announces declared declares denied denies confirmed confirms asserted asserts
        maintained maintains contended contends conceded concedes stressed stresses emphasized emphasised
        reiterated remarked replied testified tweeted recalled commented quipped joked complained countered
        retorted boasted vowed predicted cautioned concluded urged informed
    """),
    saying_weak=word_set("""
        added adds found finds showed shows suggested suggests reported reports revealed reveals wrote
        writes asked asks described describes called continued responded answered pointed observed accused
        criticized criticised praised promised pledged estimated believes believed thinks thought learned
        hinted implied implies indicated indicates signaled signalled disclosed proposed demanded lamented
        speculated reckons reckoned posted agreed disagreed rejected dismissed disputed welcomed condemned
        defended repeated quoted cites cited claim claiming argue arguing admitting denying confirming
        adding noting insisting warning telling tell explaining
    """),
    sources=word_set("""
        police officials official authorities prosecutors prosecutor investigators investigator witnesses
        witness analysts analyst lawyers lawyer lawmakers lawmaker aides aide researchers researcher experts
        expert doctors doctor residents resident activists activist organizers organisers spokesman
        spokeswoman spokesperson spokespeople spokesmen minister ministry president officer officers
        government company sources source economists economist scientists scientist critics supporters
        opponents leaders leader relatives neighbors neighbours diplomats diplomat campaigners governor
        senator mayor judge sheriff deputies detectives detective secretary director chairman chairwoman
        attorney attorneys reporters reporter journalists friends family historians historian professor
        coach players managers manager teachers students rescuers firefighters insiders observers report
        study document statement people someone office department agency union
    """),
    crediting=Phrases("""
        according to, citing, in a statement, in the words of, on condition of anonymity, as told to, as quoted by,
        quoted by, quoted as saying, as reported by, first reported by, told reporters
    """),
    that=word_set("that"),
    joints=word_set("""
        and but while so then which who he she it they we that though although as because or the also
    """),
    style=Phrases(
        table("""
        %: percent, per cent, pct
        &: and
        ok: okay
        mister: mr
        doctor: dr
        saint: st
        versus: vs
        united states: US, usa
        united nations: un
        european union: eu
        united kingdom: uk
        television: tv
        email: e mail
        website: web site
        online: on line
        cannot: can not
        healthcare: health care
        km: kilometer, kilometers, kilometre, kilometres, kms
        kg: kilogram, kilograms
        mph: miles per hour, miles an hour
        january: jan
        february: feb
        august: aug
        september: sept, sep
        october: oct
        november: nov
        december: dec
        government: govt
        department: dept
        lieutenant: lt
        senator: sen
        governor: gov
        general: gen
        sergeant: sgt
        captain: capt
        colonel: col
        professor: prof
        reverend: rev
        incorporated: inc
        corporation: corp
        limited: ltd
        brothers: bros
        junior: jr
        avenue: ave
        boulevard: blvd
        california: calif
        connecticut: conn
        florida: fla
        arizona: ariz
        virginia: va
        tennessee: tenn
        texas: tex
        michigan: mich
        minnesota: minn
        wisconsin: wis
        colorado: colo
        new york: n y, ny
        new jersey: n j, nj
    """)
    ),
    contrary_case=word_set("""
        us it who aids am pm in or me hi ok no la ma pa mass nice polish turkey china
    """),
    no_joining=word_set("""
        a an the may no not in on to all any some every over under out up be for with off at by it so after
        before there back where how who when
    """),
    hyphen_matters=word_set("""
        resign resigned resigns resigning recover recovered recovers recovering recreate recreated
        recreation reform reformed reforms resent resort resorted represent represented react reacted
        release released relay remark reserve reserved reside retreat retreated unionized coop prosecute
        reposition recollect recollected repress repressed recount recounted relocated
    """),
    respellings=(
        ("our(s|ed|ing|er|ers|able|ite|ites|al|hood|ful|less|ly)?$", r"or\1"),
        ("([^aeiou]|[aeiou]t|[aeiou]b|[aeiou]n)re(s|d)?$", r"\1er\2"),
        ("is(e|ed|es|ing|er|ers|ation|ations|ational)$", r"iz\1"),
        ("ys(e|ed|es|ing|er|ers)$", r"yz\1"),
        ("ll(ed|ing|er|ers|or|ors|ous|ery|ist|ize|able)$", r"l\1"),
        ("(l)l(ment|ful|fully|ments)$", r"\1\2"),
        ("ogue(s)?$", r"og\1"),
        ("ence(s|less)?$", r"ense\1"),
        ("(gram)me(s)?$", r"\1\2"),
        ("ae|oe", "e"),
        ("(edg)e(ment|ments)$", r"\1\2"),
        ("ward(s)$", "ward"),
        ("(learn|burn|spoil|dream|spell|smell|lean|leap)t$", r"\1ed"),
    ),
    same_words=table("""
        gray: grey
        grays: greys
        tire: tyre
        tires: tyres
        check: cheque
        checks: cheques
        curb: kerb
        jewelry: jewellery
        aluminum: aluminium
        plow: plough
        pajamas: pyjamas
        mustache: moustache
        skeptic: sceptic
        skeptics: sceptics
        skeptical: sceptical
        skepticism: scepticism
        mold: mould
        adviser: advisor
        advisers: advisors
        protester: protestor
        protesters: protestors
        organizer: organiser
        license: licence
        licenses: licences
        practice: practise
        specialty: speciality
        math: maths
        sulfur: sulphur
        among: amongst
        amid: amidst
        while: whilst
        inquiry: enquiry
        inquiries: enquiries
        artifact: artefact
        cozy: cosy
        vise: vice
        yogurt: yoghurt
        story: storey
        draft: draught
        drafts: draughts
        airplane: aeroplane
        toward: towards
        afterward: afterwards
        acknowledgment: acknowledgement
        judgment: judgement
        gasoline: gasolene
        focused: focussed
        focusing: focussing
        benefited: benefitted
        targeted: targetted
        canceled: cancelled
        likable: likeable
        salable: saleable
        aging: ageing
        naive: naïve
        a lot: alot
        all right: alright
        whiskey: whisky
        barbecue: barbeque
        doughnut: donut
        disk: disc
        filet: fillet
        program: programme
        programs: programmes
        omelet: omelette
    """),
    titles=word_set("""
        mr mrs ms dr sir dame lord lady president governor senator minister secretary general chairman judge
        mayor prince princess king queen pope professor
    """),
)
