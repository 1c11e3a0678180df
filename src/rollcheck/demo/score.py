"""The scorer: the only code that reads truth.csv.

It compares what the machine proposed and what people determined with what every line truly is.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.demo.folder import is_demo
from rollcheck.demo.judged import Found, Judged, by_group, found
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import connect_engine

TRUTH = "truth.csv"


@dataclass(frozen=True, slots=True)
class Findings:
    """People's findings of one kind: ``reason`` is "valid" or a reason code.

    ``wrong``: the line is truly valid, or truly invalid, or another voter's.
    """

    reason: str
    findings: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Score:
    """A run of a demo against the truth.

    ``by_name_group`` splits ``found`` by the kind of surname; ``confusion`` counts lines by
    (true outcome, proposed outcome); ``people`` are all findings of the full check;
    ``truly_valid`` and ``settled_valid`` count lines.
    """

    found: Found
    by_name_group: Mapping[str, Found]
    confusion: Mapping[tuple[str, str], int]
    people: tuple[Findings, ...]
    truly_valid: int
    settled_valid: int

    def as_json(self) -> dict[str, object]:
        """Return everything as plain lists and mappings."""
        confusion = [
            {"true": true, "proposed": proposed, "lines": lines}
            for (true, proposed), lines in self.confusion.items()
        ]
        return {
            "found": self.found.as_json(),
            "by_name_group": {name: one.as_json() for name, one in self.by_name_group.items()},
            "confusion": confusion,
            "people": [asdict(one) for one in self.people],
            "truly_valid": self.truly_valid,
            "settled_valid": self.settled_valid,
        }


# Noise after which nobody could read the surname.
_SURNAME_GONE = (
    *("last_missing", "last_unreadable", "last_cut", "last_letters_unreadable"),
    "names_misread_again",
)
_LOAD = """
    CREATE TABLE truth AS
    SELECT line_id, voter_id, other_voter_id, outcome, reason, name_group,
           NOT list_has_any(kinds, $gone) AND (zip IS NOT NULL OR NOT (
               list_contains(kinds, 'house_missing')
               OR reason IN ('address_missing', 'address_not_residence'))) AS readable
    FROM (
        SELECT * REPLACE (coalesce(reason, '') AS reason),
               string_split(coalesce(noise, ''), ';') AS kinds
        FROM read_csv($truth, header = true, all_varchar = true, nullstr = '')
    )
    JOIN read_csv($lines, header = true, all_varchar = true, nullstr = '') USING (line_id);
"""
# The score of the best candidate less those of all others and of nobody, as one: in bits.
_JOIN = """
    CREATE TABLE line AS
    SELECT truth.*, proposal.outcome AS proposed_outcome, proposal.voter_id AS proposed,
           list_has_any(list_transform(proposal.candidates, lambda one: one.voter_id),
                        [truth.voter_id, other_voter_id]) AS among_five,
           list_transform(proposal.candidates, lambda one: one.score) AS scores,
           proposal.determination.status AS status
    FROM truth JOIN read_parquet(?) AS proposal USING (line_id);
"""
_JUDGED = """
    SELECT voter_id IS NOT NULL AS findable, proposed IS NOT NULL AS named,
           coalesce(proposed = voter_id OR proposed = other_voter_id, false) AS "right",
           coalesce(among_five, false) AND voter_id IS NOT NULL AS among_five, readable,
           coalesce(scores[1] - log2(1 + coalesce(
               list_sum(list_transform(scores[2:], lambda one: 2 ** one)), 0)), 0) AS sure,
           proposed_outcome AS outcome, name_group
    FROM line ORDER BY line_id
"""
_CONFUSION = """
    SELECT outcome, proposed_outcome, count(*) FROM line GROUP BY ALL ORDER BY ALL
"""
_PEOPLE = """
    SELECT coalesce(finding.reason, 'valid') AS given, count(*),
           count(*) FILTER ((truth.reason = '') <> (given = 'valid')
                            OR (given = 'valid' AND finding.voter_id <> truth.voter_id
                                AND finding.voter_id IS DISTINCT FROM truth.other_voter_id))
    FROM read_csv(?, header = true, all_varchar = true, nullstr = '') AS finding
    JOIN truth USING (line_id) GROUP BY 1 ORDER BY 2 DESC, 1
"""
_VALID = """
    SELECT count(*) FILTER (reason = ''), count(*) FILTER (status = 'valid') FROM line
"""


def score(demo: Path, run: Path) -> Score:
    """Score the folder ``run`` (of ``rollcheck run``) of the demo in the folder ``demo``.

    Raises ``RollcheckError`` where either is not what it should be.
    """
    lines = run / "restricted" / "lines.parquet"
    _refuse(demo, lines)
    with connect_engine() as connection:
        files = {"truth": str(demo / TRUTH), "lines": str(demo / "lines.csv")}
        connection.execute(_LOAD, {**files, "gone": list(_SURNAME_GONE)})
        connection.execute(_JOIN, [str(lines)])
        judged = _judged(connection.execute(_JUDGED).fetchnumpy())
        confusion = connection.execute(_CONFUSION).fetchall()
        people = connection.execute(_PEOPLE, [str(demo / "determinations.csv")]).fetchall()
        ((truly, settled),) = connection.execute(_VALID).fetchall()
    return Score(
        found=found(judged),
        by_name_group=by_group(judged),
        confusion={(true, proposed): lines for true, proposed, lines in confusion},
        people=tuple(Findings(*one) for one in people),
        truly_valid=truly,
        settled_valid=settled,
    )


def _judged(columns: Mapping[str, npt.NDArray[Any]]) -> Judged:
    return Judged(**{one.name: np.asarray(columns[one.name]) for one in fields(Judged)})


def _refuse(demo: Path, lines: Path) -> None:
    problems = []
    if not (is_demo(demo) and (demo / TRUTH).is_file()):
        message = "not a demo with its truth; make one with `rollcheck demo make`"
        problems.append(Problem(str(demo), None, None, "not_a_demo", message))
    if not lines.is_file():
        message = "no lines of a run; run the demo's petition.toml with `rollcheck run` first"
        problems.append(Problem(str(lines), None, None, "missing_file", message))
    if problems:
        raise RollcheckError(problems)
