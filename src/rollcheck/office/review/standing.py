"""How a petition's lines stand, added up: every line of the raw count once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from rollcheck.law import RuleSet
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.the_law import rules_now
from rollcheck.office.receiving.models import RawCount, Section
from rollcheck.office.review.giving import LAST
from rollcheck.office.review.models import ADJUDICATION, LineState, Stands
from rollcheck.petition.duplicates import none_counts, one_per_voter
from rollcheck.petition.settle import State
from rollcheck.petition.tally import Tally, tally

Touched = tuple[int, int, str, int, int, bool, bool | None, str, str, int | None]
COLUMNS = (
    *("line_id", "line__section_id", "state", "step", "people", "confidential"),
    *("valid", "reason", "voter", "repeats_id"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The tally of all lines, and those of each section (by its number) and each circulator.

    The raw count is as fixed; each section's and circulator's as their lines are.
    """

    whole: Tally
    by_section: Mapping[str, Tally]
    by_circulator: Mapping[str, Tally]


def standing(petition: Petition) -> Standing:
    """Add a petition's lines up by the core's own rules, as a run over files does.

    Further lines accepted for one voter wait, or fall with the first where the law counts no copy.
    Raises ``RawCount.DoesNotExist`` before the count is fixed, ``RollcheckError`` where no rules
    cover the petition.
    """
    rules = rules_now(petition)
    raw = RawCount.objects.get(petition=petition).lines
    lines = LineState.objects.filter(petition=petition).exclude(state=Stands.VOID)
    touched = lines.filter(Q(people__gt=0) | Q(state=Stands.SETTLED) | Q(confidential=True))
    found = list(touched.order_by(F("order") % LAST).values_list(*COLUMNS))
    states = _states(found, rules)
    section_of = {str(row[0]): row[1] for row in found}
    sections = list(Section.objects.filter(petition=petition).order_by("pk"))
    counted = _lines_by_section(petition)
    grouped = _grouped(states, section_of)
    return Standing(
        whole=_tally(states.values(), raw, rules),
        by_section={
            one.number: _tally(grouped.get(one.pk, ()), counted[one.pk], rules) for one in sections
        },
        by_circulator=dict(_by_circulator(sections, grouped, counted, rules)),
    )


def _states(found: Iterable[Touched], rules: RuleSet) -> dict[str, State]:
    states = {str(row[0]): _state(row) for row in found}
    settled = one_per_voter(states, list(states), rules.duplicates.counts)
    return none_counts(settled) if rules.duplicates.counts == "none" else settled


def _state(row: Touched) -> State:
    _line, _section, stands, step, people, confidential, valid, reason, voter, repeats = row
    if stands == Stands.SETTLED:
        return State(
            "valid" if valid else "invalid",
            reason=reason or None,
            voter_id=voter or None,
            duplicate_of=None if repeats is None else str(repeats),
            people=people,
        )
    if people and step == ADJUDICATION:
        waits = "disagreement"
    elif people:
        waits = "more_people"
    else:
        waits = "confidential" if confidential else "no_determination"
    return State("waiting", waits_for=waits, people=people)


def _tally(states: Iterable[State], raw: int, rules: RuleSet) -> Tally:
    known = list(states)
    return tally(
        known,
        raw=raw,
        reasons=rules.reasons,
        further={"no_determination": raw - len(known)},
        no_copy_counts=rules.duplicates.counts == "none",
    )


def _grouped(
    states: Mapping[str, State], section_of: Mapping[str, int]
) -> Mapping[int, list[State]]:
    grouped: dict[int, list[State]] = {}
    for line, state in states.items():
        grouped.setdefault(section_of[line], []).append(state)
    return grouped


def _lines_by_section(petition: Petition) -> Counter[int]:
    """Return how many lines each section has: the sum of its sheets as counted."""
    counted: Counter[int] = Counter()
    rows = Section.objects.filter(petition=petition).values_list("pk", "sheets__lines")
    for section, lines in rows:
        counted[section] += lines or 0
    return counted


def _by_circulator(
    sections: Iterable[Section],
    grouped: Mapping[int, list[State]],
    counted: Mapping[int, int],
    rules: RuleSet,
) -> Iterator[tuple[str, Tally]]:
    of: dict[str, list[int]] = {}
    for one in sections:
        of.setdefault(one.circulator, []).append(one.pk)
    for circulator, mine in of.items():
        states = [state for section in mine for state in grouped.get(section, ())]
        yield circulator, _tally(states, sum(counted[section] for section in mine), rules)
