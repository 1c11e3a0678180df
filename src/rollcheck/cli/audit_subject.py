"""From a finished run to what is audited: every line with its finding, and who made it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.law import RuleSet, rule_set
from rollcheck.lines import load_lines
from rollcheck.petition.definition import Petition, load_petition
from rollcheck.petition.determinations import COLUMNS
from rollcheck.petition.public_parts import MERGED
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table
from rollcheck.sampling import LineIdentity
from rollcheck.sampling.audit import Counts, Finding, Subject, question
from rollcheck.sampling.audit.question import INSUFFICIENT, SUFFICIENT

RESULT = Path("public") / "result.json"
LINES = Path("restricted") / "lines.parquet"
LEAVES = Path("public") / "leaves.json"
# A line that waits for people has no finding to re-review; one not in the count is not audited.
SETTLED = {"valid": "valid", "invalid": "invalid"}
NOT_COUNTED = "not_counted"
# Each space takes part in the draw of the sections; no form has room for more lines.
MOST_SPACES = 10_000


def read_run(petition_file: Path, run: Path, spaces: int) -> tuple[Subject, list[Finding]]:
    """Return the subject and the findings of a run that checked every line.

    Raises ``RollcheckError`` where the run decided by its sample or by the raw count alone, or
    does not belong to the petition file.
    """
    petition = load_petition(petition_file)
    result = result_of(run)
    raise_if_any([*not_auditable(result), *_of_another_petition(result, petition, run)])
    if petition.lines is None or petition.determinations is None:
        message = "name the lines and the determinations that the run was made from"
        raise RollcheckError([Problem(petition.file, None, "determinations", "missing", message)])
    rules = rule_set(petition.rule_set, petition.filed_on)
    findings = _findings(petition, petition.lines, petition.determinations, run / LINES)
    return audited(result, run, rules, findings, spaces)


def audited(
    result: Mapping[str, object],
    run: Path,
    rules: RuleSet,
    findings: Iterable[Finding],
    spaces: int,
) -> tuple[Subject, list[Finding]]:
    """Return what is audited of a result, and the findings as they may be told of.

    Raises ``RollcheckError`` where they do not fit a form of so many ``spaces``, or where the
    decision does not follow from them.
    """
    subject = Subject(
        title=str(result["title"]),
        rule_set=rules.identifier,
        raw_count=_checked_lines(result),
        copies=rules.duplicates.counts,
        spaces=spaces,
        required=tuple(int(str(one["value"])) for one in _objects(result["required"])),
    )
    merged = _merged(run / LEAVES)
    told = [replace(one, reason=MERGED) if one.reason in merged else one for one in findings]
    raise_if_any([*_not_so_many(told, spaces), *_not_the_total(result, told)])
    return subject, told


def _merged(leaves: Path) -> frozenset[str]:
    """Return the reasons that the run publishes as one; an audit gives no more away than that."""
    if not leaves.is_file():
        return frozenset()
    return frozenset(json.loads(leaves.read_text(encoding="utf-8"))["merged"])


def result_of(run: Path) -> Mapping[str, object]:
    """Return the result of a run's folder. Raises ``RollcheckError`` where there is none."""
    path = run / RESULT
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        message = "there is no such file; name the folder that `rollcheck run` wrote"
        raise RollcheckError([Problem(str(path), None, None, "missing_file", message)]) from None
    except ValueError:
        result = None
    if not isinstance(result, dict) or "stage" not in result:
        message = "this is not the result of a run; name the folder that `rollcheck run` wrote"
        raise RollcheckError([Problem(str(path), None, None, "not_a_result", message)])
    return result


def not_auditable(result: Mapping[str, object]) -> Iterator[Problem]:
    """Yield why no line of a result can be re-reviewed."""
    stage = result["stage"]
    if stage == "sample":
        message = (
            "the decision rests on a sample: the lines outside it were never determined, so that "
            "there is no finding on them to re-review, and the error of the sample itself is not "
            "one that a re-review sees. Repeat the draw and re-review the whole sample instead, "
            "or check every line and audit that"
        )
        yield Problem(str(RESULT), None, "stage", "sample_only", message)
    elif stage != "full_check":
        message = (
            "the decision rests on the raw count alone: no line was determined; count the lines "
            "again instead"
        )
        yield Problem(str(RESULT), None, "stage", "raw_only", message)


def _of_another_petition(
    result: Mapping[str, object], petition: Petition, run: Path
) -> Iterator[Problem]:
    if result.get("raw_count") != petition.raw_count or result.get("title") != petition.title:
        message = f"{run} is not a run of {petition.file}; name the petition file it was made from"
        yield Problem(str(RESULT), None, "title", "another_petition", message)


def _checked_lines(result: Mapping[str, object]) -> int:
    """Return the raw count that stands, less what left it before any line was verified."""
    counts = result["counts"]
    if not isinstance(counts, Mapping):
        raise TypeError("the result has counts")
    return int(counts["raw"]) - int(counts["excluded"])


def _findings(
    petition: Petition, lines: Path, determinations: Path, settled: Path
) -> Iterator[Finding]:
    people = _people(determinations)
    if petition.sample and petition.sample.determinations:
        people = _people(petition.sample.determinations, people)
    table = pq.read_table(settled, columns=["line_id", "determination"])
    states = dict(
        zip(table["line_id"].to_pylist(), table["determination"].to_pylist(), strict=True)
    )
    for identity in load_lines(lines).identities():
        where = LineIdentity(*identity)
        if where.line_id not in states:
            message = f"the run does not know every line of {lines.name}; run {petition.file} again"
            raise RollcheckError([Problem(lines.name, None, "line_id", "unknown_line", message)])
        state = states[where.line_id] or {}
        if state.get("status") == NOT_COUNTED:
            continue
        status = SETTLED.get(state.get("status", ""), "waiting")
        reason = state.get("reason") or "" if status == "invalid" else ""
        yield Finding(where, status, reason, tuple(sorted(people.get(where.line_id, ()))))


def _people(
    determinations: Path, before: Mapping[str, set[str]] | None = None
) -> Mapping[str, set[str]]:
    """Return everybody who determined a line, whatever they found: none of them is blind to it."""
    table, problems = read_table(determinations, TableFormat(), required=COLUMNS[:2])
    raise_if_any(problems)
    people = dict(before or {})
    for batch in table.to_batches(max_chunksize=65_536):
        cells = zip(*(batch.column(name).to_pylist() for name in COLUMNS[:2]), strict=True)
        for line_id, person in cells:
            people.setdefault((line_id or "").strip(), set()).add((person or "").strip())
    return people


def _not_so_many(findings: list[Finding], spaces: int) -> Iterator[Problem]:
    by_section: dict[str, int] = {}
    for one in findings:
        section = one.identity.section
        by_section[section] = by_section.get(section, 0) + 1
    most = max(by_section.values(), default=0)
    if most > spaces:
        message = f"a section holds {most:,} lines; give the number of spaces of the largest form"
        yield Problem("", None, "spaces", "out_of_range", message)
    elif spaces > MOST_SPACES:
        message = f"give the number of spaces of the largest form, {MOST_SPACES:,} at most"
        yield Problem("", None, "spaces", "out_of_range", message)


def _not_the_total(result: Mapping[str, object], findings: list[Finding]) -> Iterator[Problem]:
    """Yield a problem where the law's decision does not follow from the valid lines alone."""
    by_status = Counter(one.status for one in findings)
    if result.get("withdrawn"):
        message = (
            "signatures were taken back after the count as a mere number, and no line shows which; "
            "determine these lines as withdrawn, run the petition again, and audit that"
        )
        yield Problem(str(RESULT), None, "withdrawn", "no_lines", message)
    counts = Counts(by_status["valid"], by_status["invalid"], by_status["waiting"])
    for one in _objects(result["decisions"]):
        required, decision = int(str(one["required"])), one["decision"]
        if decision in (SUFFICIENT, INSUFFICIENT) and required <= counts.raw:
            by_total = question(required, counts).decision
            if by_total != decision:
                message = (
                    f"by law the petition is {decision} against {required:,} and by its total of "
                    f"valid lines {by_total}: something else decides, such as a minimum in a "
                    "county or district; the audit tests the total alone"
                )
                yield Problem(str(RESULT), None, "decision", "not_by_the_total", message)


def _objects(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError("the result lists its required numbers")
    return value
