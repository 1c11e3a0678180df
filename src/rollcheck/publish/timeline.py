"""The days of a petition in order: what happened, what was due by law, what came before."""

from dataclasses import dataclass
from datetime import date

from rollcheck import law
from rollcheck.problems import RollcheckError
from rollcheck.publish.language import said, say
from rollcheck.publish.node import Node
from rollcheck.publish.publication import Release
from rollcheck.publish.words import long_date


@dataclass(frozen=True, slots=True)
class Day:
    """One day; ``rule`` and ``citation`` are those of a last day, empty for what happened."""

    iso: str
    on: str
    what: str
    kind: str
    rule: str
    citation: str
    verified: bool


def days(result: Node, release: Release) -> tuple[Day, ...]:
    """Return every day that is known, the earliest first; what happened before what was due."""
    happened = [*_earlier(result), *_happened(result, release)]
    known = [_event(iso, say(kind), what) for iso, kind, what in happened]
    return tuple(sorted([*known, *_due(result, release)], key=lambda day: day.iso))


def _event(iso: str, kind: str, what: str) -> Day:
    return Day(iso, long_date(iso), what, kind, "", "", verified=True)


def _earlier(result: Node) -> list[tuple[str, str, str]]:
    return [
        (
            one.text("ended_on"),
            "Earlier attempt",
            f"{one.text('title')}: {one.text('outcome')}",
        )
        for one in result.maybe_nodes("earlier")
    ]


def _happened(result: Node, release: Release) -> list[tuple[str, str, str]]:
    certified = None if release.certified_on is None else release.certified_on.isoformat()
    found = [
        (result.maybe_text("circulation_from"), say("Circulation began")),
        (result.maybe_text("circulation_to"), say("Circulation ended")),
        (result.text("filed_on"), say("The petition was filed")),
        (certified, say("The result was certified")),
    ]
    return [(iso, "Happened", what) for iso, what in found if iso is not None]


def _due(result: Node, release: Release) -> list[Day]:
    """Return the last days that the law sets; none where its rules are not here or do not fit."""
    filed = date.fromisoformat(result.text("filed_on"))
    events = {
        "approval_of_form": date.fromisoformat(result.text("form_approved_on")),
        "filing": filed,
    }
    if release.certified_on is not None:
        events["certification"] = release.certified_on
    try:
        known = law.forms(result.node("rule_set").text("identifier"))
        computed = law.deadlines(known, events)
    except RollcheckError:
        return []
    titles = {one.name: one.title for rules in known for one in rules.deadlines}
    return [
        Day(
            iso=step.value,
            on=long_date(step.value),
            what=said(titles[step.name]),
            kind=say("Last day"),
            rule=step.rule,
            citation=step.citation,
            verified=step.verified,
        )
        for step in computed.steps
        if step.value and step.name in titles
    ]
