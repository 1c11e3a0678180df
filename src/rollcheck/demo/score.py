"""The scorer: the only code that reads truth.csv.

It compares what the machine proposed and what people determined with what every line truly is.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from rollcheck.demo.folder import is_demo
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import connect_engine

TRUTH = "truth.csv"


@dataclass(frozen=True, slots=True)
class Found:
    """How well voters were proposed for some lines.

    ``findable`` lines have a voter; of ``proposed`` lines the machine named one, ``right`` the
    true one; ``among_five`` have the true one among their candidates. A line left ambiguous
    names nobody, so it counts as missed.
    """

    lines: int
    findable: int
    proposed: int
    right: int
    among_five: int

    @property
    def precision(self) -> float:
        """Share of the voters proposed who are the true ones; 1 where none was proposed."""
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        """Share of the lines with a voter for which that voter was proposed."""
        return self.right / self.findable if self.findable else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.proposed + self.findable
        return 2 * self.right / both if both else 1.0

    def as_json(self) -> dict[str, float]:
        """Return counts and rates."""
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**asdict(self), **rates}


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


_LOAD = """
    CREATE TABLE truth AS
    SELECT line_id, voter_id, outcome, coalesce(reason, '') AS reason, name_group
    FROM read_csv(?, header = true, all_varchar = true, nullstr = '');
"""
_JOIN = """
    CREATE TABLE line AS
    SELECT truth.*, proposal.outcome AS proposed_outcome, proposal.voter_id AS proposed,
           list_contains(list_transform(proposal.candidates, lambda one: one.voter_id),
                         truth.voter_id) AS among_five,
           proposal.determination.status AS status
    FROM truth JOIN read_parquet(?) AS proposal USING (line_id);
"""
_FOUND = """
    SELECT {group}, count(*), count(voter_id), count(proposed),
           count(*) FILTER (proposed = voter_id), count(*) FILTER (among_five)
    FROM line GROUP BY 1 ORDER BY 1
"""
_CONFUSION = """
    SELECT outcome, proposed_outcome, count(*) FROM line GROUP BY ALL ORDER BY ALL
"""
_PEOPLE = """
    SELECT coalesce(finding.reason, 'valid') AS given, count(*),
           count(*) FILTER ((truth.reason = '') <> (given = 'valid')
                            OR (given = 'valid' AND finding.voter_id <> truth.voter_id))
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
        connection.execute(_LOAD, [str(demo / TRUTH)])
        connection.execute(_JOIN, [str(lines)])
        every = connection.execute(_FOUND.format(group="'every'")).fetchall()
        groups = connection.execute(_FOUND.format(group="name_group")).fetchall()
        confusion = connection.execute(_CONFUSION).fetchall()
        people = connection.execute(_PEOPLE, [str(demo / "determinations.csv")]).fetchall()
        ((truly, settled),) = connection.execute(_VALID).fetchall()
    return Score(
        found=Found(*every[0][1:]),
        by_name_group={name: Found(*counts) for name, *counts in groups},
        confusion={(true, proposed): lines for true, proposed, lines in confusion},
        people=tuple(Findings(*one) for one in people),
        truly_valid=truly,
        settled_valid=settled,
    )


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
