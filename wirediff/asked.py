"""The readers' questions by name: for ``wirediff query NAME``, and as Datasette's canned queries with their facets.

Parameters that are left empty ask for everything. ``report`` is a page of ``wirediff serve``, by the ids of
this archive as it is now.
"""

# ruff: noqa: S608 - the statements are built of constants

from __future__ import annotations

import re
from dataclasses import dataclass

ARTICLE = "'/-/wirediff/article/' || a.id AS report"
STORY = "CASE WHEN {0} IS NULL THEN NULL ELSE '/-/wirediff/story/' || {0} END AS story_report"
HERE = "AND (:outlet = '' OR a.outlet = :outlet)"
IN_STORY = "AND (:story = '' OR sa.story = :story)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what it is called, what it answers, in which SQL."""

    title: str
    about: str
    sql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in their order."""
        return tuple(dict.fromkeys(re.findall(r"(?<!:):([a-z]+)", self.sql)))


QUESTIONS: dict[str, Asked] = {
    "undisclosed_edits": Asked(
        "Edits without a note",
        "Material edits that no correction note tells of, the latest first; the change is drawn.",
        f"""
SELECT v.happened_at AS seen, a.outlet, r.number AS revision, e.kinds, e.field, e.before_text, e.after_text, e.context,
       a.address AS url, {ARTICLE}
FROM events v JOIN revisions r ON r.id = v.revision JOIN articles a ON a.id = v.article
JOIN diffs d ON d.after = r.id AND d.relation = 'revision' JOIN edits e ON e.diff = d.id AND e.material = 1
LEFT JOIN story_articles sa ON sa.article = a.id
WHERE v.kind = 'edited without a note' {HERE} {IN_STORY} AND (:kind = '' OR instr(e.kinds, :kind))
ORDER BY v.happened_at DESC, e.position LIMIT 500""",
    ),
    "still_running_old_version": Asked(
        "Who still runs the old version",
        "Copies, present when last seen, that are nearest to a revision of their source which it has since replaced.",
        f"""
SELECT s.outlet, s.carries_wire_revision, s.wire_revision, s.wire_revised_at, s.last_seen,
       round((julianday(s.last_seen) - julianday(s.wire_revised_at)) * 24, 1) AS hours_later, s.url,
       {STORY.format("s.story")}
FROM still_running_old_version s WHERE (:story = '' OR s.story = :story) AND (:outlet = '' OR s.outlet = :outlet)
ORDER BY s.wire_revised_at DESC, s.outlet LIMIT 500""",
    ),
    "headline_variants": Asked(
        "Every headline on one story",
        "Each headline that each article had, in order of time, with what differs from the source's.",
        f"""
SELECT h.first_seen, h.outlet, source.title AS source_title, h.title, h.revisions, h.last_seen, h.url,
       {STORY.format("h.story")}
FROM headline_variants h JOIN stories s ON s.id = h.story LEFT JOIN revisions source ON source.id = s.reference
WHERE (:story = '' OR h.story = :story) AND (:outlet = '' OR h.outlet = :outlet)
ORDER BY h.story DESC, h.first_seen LIMIT 500""",
    ),
    "cut_paragraphs": Asked(
        "Paragraphs that were cut",
        "Which paragraphs of the source each copy leaves out; the story's page shows the whole table.",
        f"""
SELECT c.outlet, c.source, c.revision, c.position + 1 AS paragraph, c.text, c.url, {STORY.format("c.story")}
FROM cut_paragraphs c WHERE (:story = '' OR c.story = :story) AND (:outlet = '' OR c.outlet = :outlet)
ORDER BY c.story DESC, c.outlet, c.position LIMIT 500""",
    ),
    "removed": Asked(
        "Removed articles",
        "Articles that were present at one look and absent at a later one, and what is known of it.",
        f"""
SELECT v.happened_at AS absent_at, a.outlet, a.state, a.last_seen AS last_present_at, v.detail,
       (SELECT title FROM revisions t WHERE t.article = a.id ORDER BY t.number DESC LIMIT 1) AS title,
       a.address AS url, {ARTICLE}
FROM events v JOIN articles a ON a.id = v.article LEFT JOIN story_articles sa ON sa.article = a.id
WHERE v.kind = 'removed' {HERE} {IN_STORY} ORDER BY v.happened_at DESC LIMIT 500""",
    ),
    "uncredited_copies": Asked(
        "Copies without credit",
        "Articles that carry half of an agency's dispatch or more, and in which no credit was found.",
        f"""
SELECT a.outlet, s.agency, round(d.contained, 2) AS share, a.first_seen, o.licence, a.address AS url, {ARTICLE},
       {STORY.format("sa.story")}
FROM story_articles sa JOIN stories s ON s.id = sa.story JOIN articles a ON a.id = sa.article
JOIN outlets o ON o.id = a.outlet
JOIN revisions n ON n.article = a.id AND n.number = (SELECT max(number) FROM revisions WHERE article = a.id)
JOIN diffs d ON d.after = n.id AND d.relation = 'copy'
WHERE s.agency IS NOT NULL AND o.agency IS NULL AND d.contained >= 0.5 AND sa.credits = '[]' AND sa.agency IS NULL
AND NOT EXISTS (SELECT 1 FROM revisions x WHERE x.article = a.id AND coalesce(x.credit, '') <> '') {HERE} {IN_STORY}
ORDER BY a.first_seen DESC LIMIT 500""",
    ),
    "unlicensed_full_text": Asked(
        "Full text beyond the licence",
        "Copies of four fifths or more of a dispatch at outlets whose licence in wirediff.toml is excerpt or none.",
        f"""
SELECT u.outlet, u.licence, round(u.contained, 2) AS share, round(u.similarity, 2) AS similarity, u.url,
       {STORY.format("u.story")}
FROM unlicensed_full_text u WHERE (:story = '' OR u.story = :story) AND (:outlet = '' OR u.outlet = :outlet)
ORDER BY u.contained DESC, u.url LIMIT 500""",
    ),
    "outlet_health": Asked(
        "Did the crawl break?",
        "Outlet by day: fetches by outcome, median words against the weeks before, and a warning where it looks wrong.",
        """
SELECT day, outlet, fetches, changed, unchanged, held, absent, refused, failed, median_words, usual_words,
       held_reasons, warning, '/-/wirediff/outlet/' || outlet AS report
FROM outlet_health WHERE (:outlet = '' OR outlet = :outlet) ORDER BY day DESC, warning IS NULL, outlet LIMIT 500""",
    ),
    "search": Asked(
        "Search every paragraph ever kept",
        'Words, or a phrase in "quotation marks"; the snippet shows what was found, and who carries it from when.',
        f"""
WITH found AS (
    SELECT rowid AS id, snippet(paragraphs_fts, 0, '[', ']', '…', 28) AS snippet, rank FROM paragraphs_fts
    WHERE paragraphs_fts MATCH wirediff_words(:words) ORDER BY rank LIMIT 200)
SELECT found.snippet, a.outlet, min(r.first_seen) AS first_seen, max(r.last_seen) AS last_seen, a.address AS url,
       {ARTICLE}
FROM found JOIN revision_paragraphs rp ON rp.paragraph = found.id JOIN revisions r ON r.id = rp.revision
JOIN articles a ON a.id = r.article WHERE 1 {HERE}
GROUP BY found.id, a.id ORDER BY found.rank, first_seen LIMIT 500""",
    ),
    "version_i_cited": Asked(
        "The version that stood there then",
        "What an article said at a time (UTC, like 2026-03-02T12:00), standfirst included, and the page's SHA-256.",
        f"""
SELECT t.revision, t.first_seen, t.last_seen, t.title, t.standfirst, t.byline, t.text,
       coalesce(f.page, f.body_hash) AS sha256, a.address AS url, {ARTICLE}
FROM addresses x JOIN articles a ON a.id = x.article JOIN revision_texts t ON t.article_id = a.id
JOIN revisions r ON r.id = t.revision_id JOIN fetches f ON f.id = r.made_by
WHERE x.address = :url AND t.first_seen <= CASE :at WHEN '' THEN '9' ELSE :at END
GROUP BY t.revision_id ORDER BY t.revision DESC LIMIT 1""",
    ),
    "likely_sources": Asked(
        "Who likely took it from whom",
        "Reuse between articles: the likely parent of each version, whether it was rewritten, and by what evidence.",
        f"""
SELECT a.outlet, r.number AS revision, p.outlet AS parent, pr.number AS parent_revision, x.relation, x.rewritten,
       round(x.confidence, 2) AS confidence, x.evidence, a.address AS url, {STORY.format("sa.story")}
FROM derivations x JOIN revisions r ON r.id = x.child JOIN articles a ON a.id = r.article
JOIN story_articles sa ON sa.article = a.id
LEFT JOIN revisions pr ON pr.id = x.parent LEFT JOIN articles p ON p.id = pr.article
WHERE x.chosen = 1 AND x.relation <> 'revision' {HERE} {IN_STORY} ORDER BY sa.story DESC, r.first_seen LIMIT 500""",
    ),
    "notes_on_edits": Asked(
        "Notes on edits",
        "What readers noted with `wirediff note`: reviewed, contacted, resolved, in what words.",
        """
SELECT n.id, n.made_at, json_extract(n.subject, '$.status') AS status, n.text, n.who,
       json_extract(n.subject, '$.outlet') AS outlet, json_extract(n.subject, '$.address') AS url,
       json_extract(n.subject, '$.before') AS before_text, json_extract(n.subject, '$.after') AS after_text
FROM notes n WHERE json_valid(n.subject) AND json_extract(n.subject, '$.about') = 'edit'
ORDER BY n.made_at DESC LIMIT 500""",
    ),
}
FACETS = {
    "articles": ["outlet", "state"],
    "fetches": ["outlet", "kind", "status"],
    "readings": ["outcome", "reason"],
    "edits": ["op", "kinds", "material", "field"],
    "events": ["kind"],
    "revisions": ["lang", "credit"],
    "story_articles": ["why", "agency"],
    "undisclosed_edits": ["outlet", "kinds", "op"],
    "still_running_old_version": ["outlet"],
    "outlet_health": ["outlet", "day"],
    "removed": ["outlet", "state"],
}
