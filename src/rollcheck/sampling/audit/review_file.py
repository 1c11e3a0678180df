"""Re-reviews from a CSV file, checked against what was drawn and what was reviewed before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table, stored_cell
from rollcheck.sampling.audit.frame import VALID, WAITING, Finding
from rollcheck.sampling.audit.voters import FINDINGS, Review

COLUMNS = ("line_id", "reviewer", "finding")
COPIES = "copies"
NO_COPIES = "none"

Wrong = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file of reviews is checked against.

    ``drawn`` are the line ids in the order of the draw, ``findings`` all first findings,
    ``before`` the reviews of earlier steps, ``reviewers`` how many people each line takes.
    """

    drawn: Sequence[str]
    findings: Mapping[str, Finding]
    before: Mapping[str, Sequence[Review]]
    reviewers: int


def read_reviews(path: Path, expected: Expected) -> list[Review]:
    """Return the file's new reviews in the order of the draw; none where all are known already.

    A row that an earlier step has recorded word for word is passed over. Raises
    ``RollcheckError`` with every problem: lines unknown, not drawn, closed by an earlier step or
    ahead of a line without reviews; findings that do not exist; two reviews of a line by one
    person, or one by a person who made the first finding; too few people; impossible copies.
    """
    table, problems = read_table(path, TableFormat(), required=COLUMNS, optional=(COPIES,))
    place = {line_id: rank for rank, line_id in enumerate(expected.drawn, start=1)}
    found: list[tuple[int, Review]] = []
    first_row: dict[tuple[str, str], int] = {}
    for cells in table.to_pylist():
        row, review = int(cells["_row"]), _review(cells)
        if review in expected.before.get(review.line_id, ()):
            continue
        wrong = [*_of_line(review, place, expected), *_of_people(review, expected.findings)]
        wrong += _of_copies(review, expected.findings)
        wrong += _of_search(review, (cells.get(COPIES) or "").strip(), expected.findings)
        before = first_row.setdefault((review.line_id, review.reviewer.casefold()), row)
        if before != row and review.reviewer:
            message = f"this reviewer has reviewed this line already, in row {before}; keep one"
            wrong.append(("reviewer", "two_by_one_reviewer", message))
        problems += [Problem(path.name, row, *one) for one in wrong]
        found.append((row, review))
    problems += [Problem(path.name, row, *one) for row, one in _of_order(found, expected)]
    raise_if_any(sorted(problems, key=lambda problem: problem.row or 0))
    return [review for _, review in sorted(found, key=lambda one: (place[one[1].line_id], one[0]))]


def _review(cells: Mapping[str, str]) -> Review:
    text = {name: stored_cell((cells.get(name) or "").strip()) for name in (*COLUMNS, COPIES)}
    copies = sorted({copy.strip() for copy in text[COPIES].split(";")} - {"", NO_COPIES})
    return Review(text["line_id"], text["reviewer"], text["finding"], tuple(copies))


def _of_line(review: Review, place: Mapping[str, int], expected: Expected) -> Iterator[Wrong]:
    line_id = review.line_id
    if line_id not in expected.findings:
        message = "no such line in the petition; mend the line_id or leave the row out"
        yield "line_id", "unknown_line", message
    elif line_id not in place:
        message = "this line is not drawn; only drawn lines count, in the order of the pull list"
        yield "line_id", "not_drawn", message
    elif line_id in expected.before:
        message = (
            "an earlier step has closed this line with other reviews; they stand, so leave the "
            "row out"
        )
        yield "line_id", "closed_line", message
    if review.finding not in FINDINGS:
        yield "finding", "unknown_finding", f"must be one of {', '.join(FINDINGS)}"


def _of_people(review: Review, findings: Mapping[str, Finding]) -> Iterator[Wrong]:
    if not review.reviewer:
        yield "reviewer", "missing_cell", "say who reviewed the line"
    elif review.line_id in findings and review.reviewer.casefold() in {
        person.casefold() for person in findings[review.line_id].people
    }:
        message = "this person made the first finding on the line; somebody else must review it"
        yield "reviewer", "made_first_finding", message


def _of_search(review: Review, said: str, findings: Mapping[str, Finding]) -> Iterator[Wrong]:
    """Yield an acceptance left standing without a word on the search for its copies."""
    accepted = review.line_id in findings and findings[review.line_id].status == VALID
    if accepted and review.finding == VALID and not said:
        message = (
            "search for the voter's other lines before the acceptance stands; name them, or "
            f"write {NO_COPIES}"
        )
        yield COPIES, "not_searched", message


def _of_copies(review: Review, findings: Mapping[str, Finding]) -> Iterator[Wrong]:
    if review.copies and review.finding != VALID:
        message = "only a valid line has copies: other valid lines of the same voter"
        yield COPIES, "copies_of_no_voter", message
    for copy in review.copies:
        if copy == review.line_id:
            yield COPIES, "copy_of_itself", "a line is no copy of itself; name other lines only"
        elif copy not in findings:
            message = "a copy is no line of the petition; mend it or leave it out"
            yield COPIES, "unknown_line", message
        elif findings[copy].status == WAITING:
            message = "a copy has no finding yet and counts already as a voter; leave it out"
            yield COPIES, "waiting_line", message


def _of_order(
    found: Sequence[tuple[int, Review]], expected: Expected
) -> Iterator[tuple[int, Wrong]]:
    """Yield what is wrong with rows taken together: lines passed over, and too few people."""
    start = len(expected.before)
    waiting = set(expected.drawn[start:])
    rows: dict[str, list[int]] = {}
    for row, review in found:
        if review.line_id in waiting:
            rows.setdefault(review.line_id, []).append(row)
    in_order = expected.drawn[start : start + len(rows)]
    gap = next((at for at, line_id in enumerate(in_order, start) if line_id not in rows), None)
    late = set() if gap is None else set(expected.drawn[gap:])
    for line_id, several in rows.items():
        if gap is not None and line_id in late:
            message = (
                f"out of order: the line drawn at place {gap + 1:,} has no review yet; review it "
                "first, or report it not_found"
            )
            yield several[0], ("line_id", "out_of_order", message)
        if len(several) < expected.reviewers:
            message = f"the line has {len(several)} of the {expected.reviewers} reviewers it takes"
            yield several[0], ("reviewer", "too_few_reviewers", message)
