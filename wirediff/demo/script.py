"""The script: one dispatch, the outlets that carry it, and what becomes of it in three days.

Times are hours and minutes after 10:00 UTC of the first day. Each round of visits falls where it can see something.
"""

from __future__ import annotations

from wirediff.demo.text import Change, Insert, Move, Retitle, Split, load
from wirediff.demo.timeline import Article, Edited, Metered, Outlet, Relocated, Removed, at

STORY = "ferry-inquiry"
STORY_NAME = "Lady Orrin ferry inquiry"
MATCH = ("ferry", "Lady Orrin")
MATCH_ALL = ("Kestria", "كستريا", "克斯特里亚")  # whatever else these outlets have, by match words alone

ROUNDS = ("0:12", "0:40", "1:35", "3:45", "5:02", "8:30", "10:05", "23:00", "27:00", "47:00", "53:00", "71:00")

FERRY = load("ferry")
FIRST = FERRY.drop("families minister opposition history estrin correction")
RATES = load("rates")

UPDATE = (
    Insert(FERRY["families"], "obeyed"),
    Insert(FERRY["minister"], "company"),
    Insert(FERRY["opposition"], "minister"),
    Insert(FERRY["history"], "charges"),
    Insert(FERRY["estrin"]),
)
LONGER = Change("wait", "14", "41", "number")
CORRECTION = (LONGER, Insert(FERRY["correction"], kind="correction"))


def own_note(name: str) -> Insert:
    """An outlet's own correction note, at the end."""
    return Insert(load(name)["note"], kind="correction")


WIRE = Outlet(
    "wire", "Meridian Press", feed="rss", validator="etag", agency="Meridian",
    most_read=("About Meridian", "Subscribe to the wire", "Corrections policy"),
    articles=(
        Article("/dispatch/kestria-ferry-inquiry", at("0:00"), FIRST, (
            Edited(at("3:30"), (
                Retitle("Kestria ferry that sank, killing 83, was cleared by inspector who never went below deck"),
                *UPDATE)),
            Edited(at("8:10"), CORRECTION),
        ), follows="ferry"),
        Article("/dispatch/kestria-rates", at("0:04"), RATES, follows="rates"),
    ),
)  # fmt: skip

HARBOR = Outlet(
    "harbor", "Harbor Times", feed="rss", validator="last-modified",
    most_read=("Tide tables for September", "Fish market moves to Pier 4", "Letters: the cranes must stay"),
    articles=(
        Article("/2025/09/02/world/inspector-never-went-below-deck.html", at("0:08"), FIRST.under(
            "Inspector never went below deck before ferry sank with loss of 83, inquiry finds",
            byline="Dana Hollis",
            standfirst="Judge blames captain, owner and regulator for the loss of the Lady Orrin.",
        ), (
            Edited(at("3:38"), UPDATE),
            Edited(at("8:18"), CORRECTION),
        ), follows="ferry"),
        Article("/2025/09/02/business/kestria-holds-rates.html", at("0:10"), RATES.under(
            "Kestria holds rates as harvest lifts the crown", byline="Marta Vane"), follows="rates"),
    ),
)  # fmt: skip

VALLEY = Outlet(
    "valley", "Valley Courier", feed="atom", lively=True, licence="excerpt",
    most_read=(
        "Fairground reopens after flood", "Council to vote on parking charges", "School bus routes change on Monday",
        "Apple growers expect a late harvest", "Library extends its hours", "Road works close Mill Lane",
    ),
    articles=(
        Article("/news/world/29417-ferry-inspector", at("0:30"), FIRST.pick(
            "lead blame night wait seals charges").under(
            "Judge: Ferry inspector never went below deck", byline="Dana Hollis"), follows="ferry"),
        Article("/news/business/29420-kestria-rates", at("0:35"), RATES.pick("held votes inflation exports").under(
            "Kestria leaves key rate at 4.25%", byline="Marta Vane"), follows="rates"),
    ),
)  # fmt: skip

METRO = Outlet(
    "metro", "Metro Daily", feed="json", lively=True,
    most_read=(
        "Line 2 to close for nine weekends", "The bakery that never sleeps", "Rents fall for a third month",
        "Stadium plan returns to council", "Night buses: what changes when",
    ),
    articles=(
        Article("/a/83-died-in-plain-sight", at("0:36"), FIRST.under(
            "83 died in Kestria ferry disaster ‘assembled in plain sight’", byline="Metro staff and Meridian",
            standfirst="A judge’s report spreads the blame from bridge to boardroom.",
        ), (
            Edited(at("3:40"), (
                Retitle("Captain’s 14-minute delay cost lives on Kestria ferry, judge finds"),), silent=True),
            Edited(at("22:30"), (Move("captain", after="wait"),), silent=True),
        ), follows="ferry"),
        Article("/a/kestria-rate-decision", at("0:38"), RATES.under(
            "Harvest helps Kestria’s bank sit tight on rates", byline="Marta Vane"), follows="rates"),
    ),
)  # fmt: skip

GAZETTE = Outlet(
    "gazette", "Gazette East", feed="news-sitemap", follow="stories", licence="none",
    most_read=("Market day moves to Friday", "Bridge tolls frozen", "Cup final: how the night went"),
    articles=(
        Article("/world/ferry-cleared-by-inspector-who-stayed-on-deck", at("0:34"), FIRST.pick(
            "lead blame night wait obeyed company captain charges").under(
            "Ferry was cleared to sail by inspector who stayed on deck", byline="Gazette reporters"), (
            Edited(at("3:35"), (
                Change("night", "311", "317", "number"),), silent=True),
            Removed(at("9:50")),
        ), follows="ferry"),
        Article("/town/market-day-moves-to-friday", at("0:20"), load("gazette"), ignored=True),
    ),
)  # fmt: skip

LAKESIDE_OWN = load("lakeside")
LAKESIDE = Outlet(
    "lakeside", "Lakeside Post", feed="atom", validator="etag", follow="stories", licence="excerpt",
    most_read=("Ice rink opens early", "The last paper mill", "Obituaries"),
    articles=(
        Article("/news/they-told-us-to-sit-down", at("1:20"), LAKESIDE_OWN.spliced(1, 4, [
            *FIRST.pick("lead blame wait obeyed").paragraphs,
            *LAKESIDE_OWN.pick("raft names mayor").paragraphs,
        ]), (
            Metered(at("1:20"), at("2:30")),
            Metered(at("9:30"), at("12:00")),
            Edited(at("26:00"), (LONGER, own_note("lakeside"))),
        ), follows="ferry"),
    ),
)  # fmt: skip

COPIED = FIRST.reworded("blame", "Lady Orrin", "Lady Orin").reworded("seals", "maintenance logs", "maintainance logs")

TRIBUNE = Outlet(
    "tribune", "Northern Tribune", feed="rss", validator="last-modified",
    most_read=("Snow gates tested on the pass", "Wolf seen near Aldmoor", "Curling: the north takes the cup"),
    articles=(
        Article("/story/judge-blames-worn-door", at("0:38"), COPIED.drop("inspector").under(
            load("tribune").title, byline="Tribune Wire Services"), (
            Relocated(at("4:50"), "/story/ferry-report-worn-door-absent-inspector"),
            Edited(at("22:10"), (LONGER, own_note("tribune"))),
            Edited(at("26:30"), (
                Split("night", "It capsized"), Change("blame", "Orin", "Orrin", "name")), silent=True),
        ), follows="ferry"),
    ),
)  # fmt: skip

SENTINEL = Outlet(
    "sentinel", "Coast Sentinel", feed="rss", lively=True, follow="stories",
    forbidden=("/partners/",), outage=(at("4:58"), at("5:20")), redesigned=at("46:00"),
    most_read=(
        "Dredging starts at the south mole", "Lifeboat crew honored", "Mackerel are late this year",
        "Ten walks with a view of the sea", "Harbor master retires",
    ),
    articles=(
        Article("/2025/ferry-inspector-never-went-below-deck", at("0:39"), COPIED.pick(
            "lead blame night wait obeyed seals inspector charges").under(
            load("sentinel").title, byline="Sentinel Staff"), (
            Edited(at("52:00"), (LONGER, own_note("sentinel"))),
        ), follows="ferry"),
        Article("/partners/ferry-holidays", at("0:15"), load("holidays"), refused=True),
    ),
)  # fmt: skip

MARFA = Outlet(
    "marfa", "المرفأ", feed="atom", lang="ar", validator="last-modified", licence="unknown",
    most_read=("أسعار السمك في الميناء", "مهرجان القوارب يعود", "طقس الأسبوع"),
    articles=(
        Article("/akhbar/1187", at("1:25"), load("marfa", "ar").drop("minister"), (
            Edited(at("8:20"), (
                Retitle("قاضية: قبطان عبّارة كستريا تأخر في إجلاء الركاب"),
                Insert(load("marfa", "ar")["minister"], "6"))),
        )),
    ),
)  # fmt: skip

DONGWAN = Outlet(
    "dongwan", "东湾日报", feed="json", lang="zh", licence="unknown",
    most_read=("码头夜市周末重开", "台风路径转向", "老城电车百年"),
    articles=(
        Article("/guoji/20250902/c1002.html", at("1:30"), load("dongwan", "zh"), (
            Edited(at("22:40"), (Change("4", "14", "41", "number"),)),
        )),
    ),
)  # fmt: skip

QUICKBRIEF = Outlet(
    "quickbrief", "QuickBrief", feed="rss", licence="none",
    most_read=("7 ports you will not believe exist", "This one habit of captains", "Crown coin price today"),
    articles=(
        Article("/p/88213/captain-owner-inspectors-ferry", at("1:28"), load("quickbrief"),
                follows="ferry", rewritten=True),
    ),
)  # fmt: skip

OUTLETS = (WIRE, HARBOR, VALLEY, METRO, GAZETTE, LAKESIDE, TRIBUNE, SENTINEL, MARFA, DONGWAN, QUICKBRIEF)
