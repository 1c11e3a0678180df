"""The abbreviations in the citations of a result, spelt out for whoever is no lawyer there."""

from collections.abc import Iterator

from rollcheck.law import spelt_out
from rollcheck.publish.arithmetic import step_groups, unverified
from rollcheck.publish.counts import reason_rows
from rollcheck.publish.node import Node


def abbreviations(result: Node) -> tuple[tuple[str, str], ...]:
    """Return each abbreviation that a result's citations have, with what it stands for."""
    return spelt_out(result.text("place"), _citations(result))


def _citations(result: Node) -> Iterator[str]:
    counts = result.node("counts")
    yield from (row.citation for row in reason_rows(counts, counts.number("raw")))
    for group in step_groups(result):
        yield from (step.citation for working in group.workings for step in working.steps)
    for unread in unverified(result):
        yield from (rule.citation for rule in unread.rules)
