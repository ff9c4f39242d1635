"""The lines of an archive's front page: its latest stories and articles with their counts, in a few bounded queries."""

from __future__ import annotations

import json
from dataclasses import dataclass

from storage.archive import Archive, Row

OLD, UNNOTED, REMOVED = "Old text still live", "No note", "Removed"


@dataclass(frozen=True, slots=True)
class Line:
    """A story or an article with its counts; *attention* names what calls for it."""

    id: int
    title: str
    outlets: tuple[str, ...]
    articles: int
    revisions: int
    material: int
    first_seen: str
    last_seen: str
    attention: tuple[str, ...]


MEMBERS = """
SELECT {group} AS id, count(DISTINCT a.id) AS articles, count(DISTINCT r.id) AS revisions,
       min(a.first_seen) AS first_seen, max(a.last_seen) AS last_seen, coalesce(sum(d.material), 0) AS material,
       json_group_array(DISTINCT coalesce(nullif(o.name, ''), o.id)) AS outlets,
       max(a.state IN ('gone', 'removed')) AS gone,
       EXISTS (SELECT 1 FROM events v WHERE v.kind = 'edited without a note' AND v.article IN ({mine})) AS unnoted,
       {title} AS title
FROM {chosen} JOIN outlets o ON o.id = a.outlet JOIN revisions r ON r.article = a.id
LEFT JOIN diffs d ON d.after = r.id AND d.relation = 'revision'
GROUP BY {group} ORDER BY last_seen DESC, {group} DESC
"""
STORIES = MEMBERS.format(
    group="s.id",
    mine="SELECT article FROM story_articles m WHERE m.story = s.id",
    title="coalesce(nullif(s.title, ''), (SELECT t.title FROM revisions t WHERE t.id = s.reference), '')",
    chosen="""(
    SELECT id, title, reference FROM stories
    WHERE (SELECT count(*) FROM story_articles m WHERE m.story = stories.id) > 1 ORDER BY first_seen DESC LIMIT ?) s
JOIN story_articles sa ON sa.story = s.id JOIN articles a ON a.id = sa.article""",
)
ARTICLES = MEMBERS.format(
    group="a.id",
    mine="a.id",
    title="coalesce((SELECT title FROM revisions t WHERE t.article = a.id ORDER BY number DESC LIMIT 1), a.address)",
    chosen="""(
    SELECT * FROM articles c WHERE EXISTS (SELECT 1 FROM revisions WHERE article = c.id)
    ORDER BY last_seen DESC LIMIT ?) a""",
)
BEHIND = "SELECT DISTINCT story FROM still_running_old_version WHERE story IN (SELECT value FROM json_each(?))"


def stories(archive: Archive, limit: int) -> list[Line]:
    """The stories that several articles carry and that began last, the one seen last first."""
    rows = archive.rows(STORIES, (limit,))
    behind = {row["story"] for row in archive.rows(BEHIND, (json.dumps([row["id"] for row in rows]),))}
    return [_line(row, old=row["id"] in behind) for row in rows]


def articles(archive: Archive, limit: int) -> list[Line]:
    """The articles that were seen last."""
    return [_line(row, old=False) for row in archive.rows(ARTICLES, (limit,))]


def _line(row: Row, *, old: bool) -> Line:
    told = ((old, OLD), (row["gone"], REMOVED), (row["unnoted"], UNNOTED))
    return Line(
        row["id"], row["title"], tuple(json.loads(row["outlets"])), row["articles"], row["revisions"], row["material"],
        row["first_seen"], row["last_seen"], tuple(label for is_so, label in told if is_so),
    )  # fmt: skip
