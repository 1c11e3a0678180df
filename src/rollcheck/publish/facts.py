"""What the result rests on and where it came from: inputs, rule set, what people determined."""

from dataclasses import dataclass

from rollcheck.publish.language import said, say
from rollcheck.publish.node import Node
from rollcheck.publish.words import count, long_date, percent


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposed, and for how many lines."""

    code: str
    label: str
    lines: str
    share: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that went in. ``rows`` is a dash where the file has none."""

    name: str
    rows: str
    sha256: str


def about(result: Node) -> tuple[tuple[str, str], ...]:
    """Return the petition's own facts, leaving out those it does not have."""
    begin, end = result.maybe_text("circulation_from"), result.maybe_text("circulation_to")
    rules = result.node("rule_set")
    facts = [
        ("What", f"{said(rules.text('title'))}, {rules.text('place_name')}"),
        ("Measure", result.maybe_text("measure")),
        ("County", result.maybe_text("county")),
        ("District", result.maybe_text("district")),
        ("Circulated", _between(begin, end) if begin and end else None),
        ("Filed", long_date(result.text("filed_on"))),
        ("Counted at filing, and on checking", _recount(result)),
    ]
    return tuple((say(name), value) for name, value in facts if value)


def _between(begin: str, end: str) -> str:
    return say("{begin} to {end}", begin=long_date(begin), end=long_date(end))


def _recount(result: Node) -> str | None:
    """Return both raw counts where a later check found another."""
    first, second = result.number("raw_count"), result.maybe_number("checked_count")
    if second is None or second == first:
        return None
    return say("{first}, and {second}, which stands", first=count(first), second=count(second))


def rule_set(result: Node) -> tuple[tuple[str, str], ...]:
    """Return which law was applied, in which form, and how it is known."""
    rules = result.node("rule_set")
    end = rules.maybe_text("effective_to")
    begin = rules.text("effective_from")
    since = say("Since {begin}", begin=long_date(begin))
    verified = (
        "Every rule was read in the text of the law"
        if rules.flag("verified")
        else "Not every rule was read in the text of the law; those that were not are listed above"
    )
    facts = (
        ("Rule set", rules.text("identifier")),
        ("In force", _between(begin, end) if end else since),
        ("How it is known", say(verified)),
        ("SHA-256", rules.text("sha256")),
    )
    return tuple((say(name), value) for name, value in facts)


def roll(result: Node) -> tuple[tuple[str, str], ...]:
    """Return which roll was used; empty where none was."""
    found = result.maybe_node("roll")
    if found is None:
        return ()
    dates = (
        "Yes: signed and received"
        if found.flag("has_affidavit_dates")
        else "No: being on the roll counted as registered in time"
    )
    facts = (
        ("As of", long_date(found.text("as_of"))),
        ("Voters", count(found.number("voters"))),
        ("Rows that could not be read", count(found.number("rejected_rows"))),
        ("Layout", found.text("layout")),
        ("Dates of registration", say(dates)),
        ("SHA-256 of the source", found.text("source_sha256")),
    )
    return tuple((say(name), value) for name, value in facts)


def inputs(result: Node) -> tuple[InputFile, ...]:
    """Return the files that went in."""
    return tuple(
        InputFile(
            name=one.text("name"),
            rows="\N{EN DASH}" if one.maybe_number("rows") is None else count(one.number("rows")),
            sha256=one.text("sha256"),
        )
        for one in result.nodes("inputs")
    )


def proposals(result: Node) -> tuple[Proposal, ...]:
    """Return what the machine proposed, in the result's order; nothing where it saw no line."""
    proposed = result.nodes("proposed")
    whole = sum(one.number("lines") for one in proposed)
    if not whole:
        return ()
    return tuple(
        Proposal(
            code=one.text("outcome"),
            label=said(one.text("label")),
            lines=count(one.number("lines")),
            share=percent(one.number("lines"), whole),
        )
        for one in proposed
    )
