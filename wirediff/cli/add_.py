"""``wirediff add``: add an outlet, or one article, by its address or by its name in the catalogue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wirediff.cli.common import DONE, MISTAKE, NOTHING, Failure, config_option, json_option, print_json, visible
from wirediff.config import Config
from wirediff.config.editing import save
from wirediff.config.errors import Mend
from wirediff.config.readers import address as read_address
from wirediff.config.readers import identifier
from wirediff.config.reading import read_text
from wirediff.config.writing import commented_file

if TYPE_CHECKING:
    from wirediff.catalogue import Entry
    from wirediff.discovery import Finding, Sample
    from wirediff.proposal import Proposal, Wish

SHOWN = 4  # paragraphs of the sample
SEVERAL = 5  # outlets that a word may have meant


@click.command()
@click.argument("url", metavar="URL|NAME")
@click.option("--id", "outlet_id", help="The outlet's id (its host's name where none is given).")
@click.option("--name", help="The outlet's name (what the site calls itself where none is given).")
@click.option("--story", help="Follow the article as the dispatch of this story (an id; made where it is new).")
@click.option("--match", multiple=True, help="Words that copies of --story hold; once more for other words.")
@click.option("--follow", type=click.Choice(["stories", "all"]), help="What of it (all, while there is no story).")
@click.option("--article/--site", default=None, help="What the address is, where it does not tell.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@config_option
@json_option
def command(
    url: str, outlet_id: str | None, name: str | None, story: str | None, match: tuple[str, ...], follow: str | None,
    article: bool | None, yes: bool, config_path: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Find the feeds and news sitemaps of a site (or take one article), show a sample's text, add the entry.

    A NAME is looked up in the catalogue of outlets that comes with wirediff (wirediff outlet find WORD); nothing is
    fetched then. The entry goes to the end of wirediff.toml; everything else in the file stays as it is.

    \b
    Examples:
      wirediff add https://harbor.example/
      wirediff add https://harbor.example/feed.xml --id harbor --name "Harbor Times" --yes
      wirediff add https://wire.example/2026/flood-barrier-fails --story flood --match "flood Merrow"
      wirediff add bbc --yes
    """
    from wirediff.proposal import Wish, propose

    entry = _listed(url)
    config = _config(entry, config_path)
    wish = Wish(outlet_id or (entry.id if entry else None), name, story, follow, match)
    _check(config, wish)
    finding = _offered(entry) or _explore(_address(entry.home if entry else url), config, True if story else article)
    proposal = propose(config, finding, wish)
    if not as_json:
        _show(finding, proposal)
    if proposal.changes:
        _write(proposal, yes, "Is this the right text?" if finding.sample else "Is this the outlet?")
        _remark(config, finding, wish)
    if as_json:
        print_json([_plain(finding, proposal)])
    return DONE


def _listed(word: str) -> Entry | None:
    """The outlet of the catalogue that goes by *word*; None for an address. What is neither is a mistake."""
    from wirediff import catalogue

    if "/" in word or ":" in word:
        return None
    entry = catalogue.called(word)
    if entry or "." in word:
        return entry
    several = catalogue.find(word)[:SEVERAL]
    mend = f"did you mean {', '.join(one.id for one in several)}? " if several else ""
    raise Failure(f"no outlet of the catalogue goes by {word}: {mend}Else give its address: https://...", MISTAKE)


def _config(entry: Entry | None, config_path: Path | None) -> Config:
    """The configuration; of somebody who can be reached where something will be fetched."""
    from wirediff.cli.running import configured
    from wirediff.config import load

    return load(config_path) if entry and entry.addresses else configured(config_path)


def _offered(entry: Entry | None) -> Finding | None:
    """What the catalogue offers, where it knows a feed or a news sitemap."""
    from wirediff.catalogue.offering import finding

    return finding(entry) if entry and entry.addresses else None


def _address(url: str) -> str:
    try:
        return str(read_address(url if "://" in url else f"https://{url}"))
    except Mend as mend:
        raise click.BadParameter(str(mend), param_hint="URL") from None


def _check(config: Config, wish: Wish) -> None:
    """Refuse what is wrong before anything is fetched."""
    if wish.match and not wish.story:
        raise click.BadParameter("it is of a story: name it with --story", param_hint="--match")
    for option, value in (("--id", wish.outlet), ("--story", wish.story)):
        try:
            identifier(value or "none")
        except Mend as mend:
            raise click.BadParameter(str(mend), param_hint=option) from None
    if wish.outlet and config.outlet(wish.outlet):
        where = config.origins[f"outlet.{wish.outlet}.id"].source
        raise Failure(f"an outlet {wish.outlet} stands already at {where}: choose another --id", MISTAKE)


def _explore(address: str, config: Config, article: bool | None) -> Finding:
    from wirediff.discovery import NothingFound, explore

    try:
        return explore(address, config.policy, lambda line: click.echo(line, err=True), article=article)
    except NothingFound as nothing:
        raise Failure(str(nothing), NOTHING) from None


def _show(finding: Finding, proposal: Proposal) -> None:
    if finding.sample:
        click.echo(_sample(finding.sample))
    for change in proposal.changes:
        click.echo(change.shown)
    if not proposal.changes:
        click.echo(f"{proposal.outlet} follows it already: nothing to add", err=True)


def _sample(sample: Sample) -> str:
    """The text that is read out of the sample, as a reader would check it."""
    read = sample.extraction
    if not read.paragraphs:
        return f"{sample.address}\n  no text could be read ({read.failure or 'empty'})\n"
    facts = [read.byline, read.published, f"{len(read.text.split())} words", f"{len(read.paragraphs)} paragraphs"]
    shown = [*read.paragraphs[:SHOWN], *(["..."] if len(read.paragraphs) > SHOWN else [])]
    head = [sample.address, f"  {visible(read.title)}", f"  {visible(' · '.join(filter(None, facts)))}", ""]
    return "\n".join([*head, *(f"  {visible(paragraph)}\n" for paragraph in shown)])


def _write(proposal: Proposal, yes: bool, question: str) -> None:
    """Write the entry once the reader agrees."""
    if not yes:
        if not sys.stdin.isatty():
            raise Failure("nothing was written, since nobody is here to agree: say --yes", MISTAKE)
        click.confirm(f"{question} Add it to {proposal.path}?", abort=True, default=True, err=True)
    before = read_text(proposal.path) if proposal.path.exists() else commented_file()
    save(proposal.path, proposal.text(before))
    click.echo(f"{proposal.path}: added {proposal.outlet}; next: wirediff crawl", err=True)


def _remark(config: Config, finding: Finding, wish: Wish) -> None:
    """Say what is followed where the reader did not."""
    from wirediff.proposal import followed, follows_all

    story = followed(config, wish)
    if wish.story and not (wish.match or (story and story.match)):
        click.echo(f'note: copies are found by words: --match "two words" here, or match of {wish.story}', err=True)
    if follows_all(config, finding, wish):
        click.echo('note: no story is followed, so all its articles are; follow = "stories" keeps to stories', err=True)


def _plain(finding: Finding, proposal: Proposal) -> dict[str, Any]:
    sample = finding.sample
    return {
        "outlet": proposal.outlet,
        "file": str(proposal.path),
        "home": finding.home,
        "name": finding.name,
        "lang": finding.lang,
        "agency": finding.agency,
        "feeds": list(finding.feeds),
        "sitemaps": list(finding.sitemaps),
        "article": finding.article,
        "added": [change.shown for change in proposal.changes],
        "sample": sample and {
            "url": sample.address,
            "title": sample.extraction.title,
            "text": sample.extraction.text,
            "failure": sample.extraction.failure,
        },
    }  # fmt: skip
