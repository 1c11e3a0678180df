"""Findings on whole sheets and sections: a defect that voids every line by one finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollcheck.law import REASONS, RuleSet
from rollcheck.petition.determinations import Determination, same_person
from rollcheck.petition.settle import settle
from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table

COLUMNS = ("section", "sheet", "person", "finding", "reason", "at")
CIRCULATOR, SHEET = "circulator_defect", "sheet_defect"
OF_PAPER = (SHEET, CIRCULATOR)
FINDINGS = ("defective", "sound")

Place = tuple[str, str]
"""A section and one of its sheets; the sheet is empty where the whole section is meant."""

Found = Mapping[Place, tuple[Determination, ...]]


@dataclass(frozen=True, slots=True)
class Defects:
    """What the findings on sheets and sections come to.

    ``void`` maps the lines that a standing finding voids to its reason, ``waiting`` are lines of
    a sheet whose finding takes more people or on which people disagree. ``sheets`` counts the
    sheets and sections found defective by reason, ``harmless`` those whose defect voids no line.
    """

    void: Mapping[str, str]
    waiting: frozenset[str]
    sheets: Mapping[str, int]
    harmless: int


NO_DEFECTS = Defects({}, frozenset(), {}, 0)


def load_defects(path: Path, identities: Iterable[tuple[str, str, str, str]] | None) -> Found:
    """Read what people found on sheets and sections.

    ``identities`` are line_id, section, sheet and line_no of every line; ``None``: not known, not
    checked. Raises ``RollcheckError`` with every problem of the file.
    """
    table, problems = read_table(path, TableFormat(), required=COLUMNS[:5], optional=COLUMNS[5:])
    known = None if identities is None else _places(identities)
    found: dict[Place, list[Determination]] = {}
    for cells in table.to_pylist():
        row = cells.pop("_row")
        text = {name: (cells.get(name) or "").strip() for name in COLUMNS}
        place = (text["section"], text["sheet"])
        before = found.setdefault(place, [])
        at, wrong = _time(text["at"])
        wrong += _wrong(text, known)
        if same_person(text["person"]) in {same_person(one.person) for one in before}:
            message = "this person has determined this sheet already; keep one row"
            wrong.append(("person", "two_by_one_person", message))
        problems += [Problem(path.name, row, *one) for one in wrong]
        before.append(
            Determination(text["person"], text["finding"] == "sound", text["reason"], "", "", at)
        )
    raise_if_any(sorted(problems, key=lambda problem: problem.row or 0))
    return {place: tuple(several) for place, several in found.items()}


def _places(identities: Iterable[tuple[str, str, str, str]]) -> frozenset[Place]:
    sheets = {(section, sheet) for _, section, sheet, _ in identities}
    return frozenset(sheets | {(section, "") for section, _ in sheets})


Wrong = list[tuple[str, str, str]]


def _time(text: str) -> tuple[datetime | None, Wrong]:
    try:
        return (datetime.fromisoformat(text) if text else None), []
    except ValueError:
        message = "not a time; write it as 2022-07-08T14:30 or leave it empty"
        return None, [("at", "impossible_date", message)]


def _wrong(cells: Mapping[str, str], known: frozenset[Place] | None) -> Wrong:
    found: Wrong = []
    if not cells["person"]:
        found.append(("person", "missing", "who determined it is missing; fill it in"))
    if cells["finding"] not in FINDINGS:
        message = f"the finding must be {' or '.join(FINDINGS)}"
        found.append(("finding", "unknown_finding", message))
    if cells["finding"] == "sound" and cells["reason"]:
        found.append(("reason", "contradiction", "a sound sheet has no reason; empty the cell"))
    if cells["finding"] == "defective" and cells["reason"] not in (CIRCULATOR, SHEET):
        message = f"the reason must be {CIRCULATOR} or {SHEET}"
        found.append(("reason", "unknown_reason", message))
    if not cells["section"]:
        found.append(("section", "missing", "the section is missing; fill it in"))
    elif known is not None and (cells["section"], cells["sheet"]) not in known:
        message = "no such sheet among the lines; mend it, or empty the cell for the whole section"
        found.append(("sheet" if cells["sheet"] else "section", "unknown_sheet", message))
    return found


def defects_of(
    found: Found, identities: Iterable[tuple[str, str, str, str]], rules: RuleSet
) -> Defects:
    """Settle the findings, each by as many people as its reason takes, and spread them over lines.

    A standing finding voids every line of its sheet or section unless the law says that such a
    defect voids none. One on the section goes before one on a sheet.
    """
    people = {code: reason.people for code, reason in rules.reasons.items()}
    states = {place: settle(several, people) for place, several in found.items()}
    standing = {place: str(state.reason) for place, state in states.items() if state.reason}
    voiding = {place: reason for place, reason in standing.items() if _voids(reason, rules)}
    open_still = {
        place
        for place, state in states.items()
        if state.waits_for and any(_voids(one.reason, rules) for one in found[place])
    }
    void: dict[str, str] = {}
    waiting: set[str] = set()
    for line_id, section, sheet, _ in identities:
        places = ((section, ""), (section, sheet))
        reason = next((voiding[place] for place in places if place in voiding), None)
        if reason is not None:
            void[line_id] = reason
        elif open_still.intersection(places):
            waiting.add(line_id)
    sheets = {
        code: list(voiding.values()).count(code) for code in REASONS if code in voiding.values()
    }
    return Defects(void, frozenset(waiting), sheets, len(standing) - len(voiding))


def voided_by(reason: str, rules: RuleSet) -> str | None:
    """Return the citation by which a defect for this reason voids the lines; None where none does.

    The law speaks of the circulator's declaration; a sheet whose form is defective voids its
    lines also where the place has that as a reason.
    """
    if rules.sheet.defect_voids == "every_line":
        return rules.fields["sheet.defect_voids"].citation
    if reason == SHEET and SHEET in rules.reasons:
        return rules.reasons[SHEET].citation
    return None


def _voids(reason: str, rules: RuleSet) -> bool:
    return voided_by(reason, rules) is not None
