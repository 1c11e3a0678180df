"""The audit of a run that an office made: its findings, and the office's record it goes on."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from rollcheck.cli.audit_subject import NOT_COUNTED, SETTLED, audited, not_auditable, result_of
from rollcheck.cli.record_of_office import ready_office
from rollcheck.law import rule_set
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.publish.audit_on_record import Book
from rollcheck.publish.folder import OPENINGS
from rollcheck.publish.on_record import Recorded
from rollcheck.sampling import LineIdentity
from rollcheck.sampling.audit import Finding, Subject

PLACE = ("line_id", "section", "sheet", "line_no")
FOUND = ("finding", "reason", "people")


def read_office_run(
    code: str, run: Path, where: Recorded, spaces: int
) -> tuple[Subject, list[Finding]]:
    """Return the subject and the findings of a run that the office of a data folder made.

    ``code`` is what the office calls the petition. Raises ``RollcheckError`` as ``read_run`` does,
    and where the run is not the last one on the office's record.
    """
    if code != where.petition:
        message = f"{run} is a run of the office's petition {where.petition}; name that code"
        raise RollcheckError([Problem(code, None, None, "another_petition", message)])
    result = result_of(run)
    raise_if_any(not_auditable(result))
    ready_office(where.record)
    from rollcheck.office.certifying.auditing import deciders
    from rollcheck.office.certifying.named import petition_called

    people = deciders(petition_called(code), run)
    law = result["rule_set"]
    if not isinstance(law, Mapping):
        raise TypeError("a result has its rules")
    rules = rule_set(str(law["identifier"]), date.fromisoformat(str(result["filed_on"])))
    return audited(result, run, rules, _findings(run, people), spaces)


def _findings(run: Path, people: Mapping[str, set[str]]) -> Iterator[Finding]:
    rows = pq.read_table(run / OPENINGS, columns=[*PLACE, *FOUND])
    for batch in rows.to_batches(max_chunksize=65_536):
        for *place, found, reason, took_part in zip(
            *(batch.column(name).to_pylist() for name in (*PLACE, *FOUND)), strict=True
        ):
            if found == NOT_COUNTED:
                continue
            where = LineIdentity(*place)
            everybody = people.get(where.line_id, set()) | set(took_part.split())
            status = SETTLED.get(found, "waiting")
            why = reason if status == "invalid" else ""
            yield Finding(where, status, why, tuple(sorted(everybody)))


def audit_book_of_office(place: Path, petition: str, by: str, run: int | None) -> Book:
    """Open an office's record for an audit, in the name of somebody who signs in there."""
    ready_office(place)
    from rollcheck.office.certifying.auditing import audit_book
    from rollcheck.office.certifying.named import person_called, petition_called

    return audit_book(petition_called(petition), person_called(by), run)
