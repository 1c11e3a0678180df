"""Both systems' proposals against the truth, counted alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bench.petitions import Petition
from rollcheck.roll import connect_engine, install_normalisation

PRECISION = 0.999
NOBODY = -99.0

# A surname is readable where the line holds it, or a part of it, or two words that make it, with
# at most one letter wrong. `near` says so of two names; short ones must be the same.
TRUTH = """
CREATE TEMP MACRO near(a, b) AS
    a = b OR (least(length(a), length(b)) >= 4 AND damerau_levenshtein(a, b) <= 1);
CREATE TABLE line AS
SELECT l.ix, t.voter_id, t.outcome, t.name_group,
       (coalesce(l.house, '') <> '' OR coalesce(l.zip, '') <> '')
       AND coalesce(len(list_filter(words, lambda word:
               near(word, replace(n_last, ' ', ''))
               OR len(list_filter(string_split(n_last, ' '), lambda part:
                      length(part) >= 3 AND near(word, part))) > 0)) > 0, false) AS readable
FROM (
    SELECT row_number() OVER () - 1 AS ix, line_id, norm_zip(coalesce(zip, '')) AS zip,
           norm_address(coalesce(address, '')).house AS house,
           list_concat(pieces, list_transform(range(1, len(pieces)),
               lambda i: pieces[i] || pieces[i + 1])) AS words
    FROM (SELECT *, string_split(norm_name(coalesce(printed_name, '')), ' ') AS pieces
          FROM read_csv(getvariable('lines'), header = true, all_varchar = true))) l
JOIN read_csv(getvariable('truth'), header = true, all_varchar = true, nullstr = '') t
    USING (line_id)
LEFT JOIN read_parquet(getvariable('voters')) v USING (voter_id);
"""
# From a score and those below it: bits for the best against everything else, nobody included.
SURE = """
CREATE TEMP MACRO sure(scores) AS
    scores[1] - log2(1 + coalesce(list_sum(list_transform(scores[2:], lambda one: 2 ** one)), 0));
"""
OURS = """
CREATE TABLE proposal AS
SELECT row_number() OVER () - 1 AS ix, outcome, voter_id AS named,
       list_transform(candidates, lambda one: one.voter_id) AS voters,
       list_transform(candidates, lambda one: one.score) AS scores
FROM read_parquet(getvariable('proposals'))
"""
SPLINKS = """
CREATE TABLE proposal AS
SELECT ix, CASE WHEN coalesce(scores[1] - scores[2] < getvariable('gap'), false)
                THEN 'ambiguous' ELSE 'matched' END AS outcome,
       CASE outcome WHEN 'matched' THEN voters[1] END AS named, voters, scores
FROM read_parquet(getvariable('proposals'))
"""
JUDGED = """
SELECT line.ix, line.outcome AS true_outcome, name_group, readable,
       line.voter_id IS NOT NULL AS findable,
       named IS NOT NULL AS named,
       coalesce(named = line.voter_id, false) AS "right",
       coalesce(list_contains(voters[1:5], line.voter_id), false) AS among_five,
       coalesce(p.outcome, 'none') AS outcome,
       coalesce(scores[1], -99.0) AS score, coalesce(sure(scores), -99.0) AS sure
FROM line LEFT JOIN proposal p USING (ix) ORDER BY line.ix
"""
ARRAYS = ("findable", "named", "right", "among_five", "readable", "score", "sure")
TEXTS = ("outcome", "true_outcome", "name_group")
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One system's proposals for the lines of a petition, line by line, all arrays as long.

    ``findable``: the line has a voter on the roll; ``named``: the system named one, ``right`` the
    true one; ``score`` and ``sure`` are bits, the latter against everybody else and nobody.
    """

    findable: Flags
    named: Flags
    right: Flags
    among_five: Flags
    readable: Flags
    score: Numbers
    sure: Numbers
    outcome: Sequence[str]
    true_outcome: Sequence[str]
    name_group: Sequence[str]

    def only(self, kept: Flags) -> "Judged":
        """Return the same of some lines."""
        numbers = np.flatnonzero(kept).tolist()
        columns: dict[str, Any] = {name: getattr(self, name)[kept] for name in ARRAYS}
        columns |= {name: [getattr(self, name)[at] for at in numbers] for name in TEXTS}
        return Judged(**columns)

    def accepting(self, least: float) -> "Judged":
        """Return the same, nobody named on a line whose score is below ``least``."""
        kept = self.named & (self.score >= least)
        outcome = [
            "none" if named and not still else said
            for said, named, still in zip(
                self.outcome, self.named.tolist(), kept.tolist(), strict=True
            )
        ]
        return replace(self, named=kept, right=self.right & kept, outcome=outcome)

    @property
    def precision(self) -> float:
        """Of the voters named, the share that is right."""
        return ratio(self.right.sum(), self.named.sum())

    @property
    def recall(self) -> float:
        """Of the lines with a voter, the share for which that one was named."""
        return ratio(self.right.sum(), self.findable.sum())

    @property
    def f1(self) -> float:
        """The harmonic mean; a line left ambiguous is a miss."""
        return ratio(2 * self.right.sum(), self.named.sum() + self.findable.sum())

    @property
    def five(self) -> float:
        """Of readable lines with a voter, the share that has that voter among its best five."""
        asked = self.findable & self.readable
        return ratio((self.among_five & asked).sum(), asked.sum())

    def left(self, outcome: str) -> float:
        """Of the lines with a voter, the share left with this outcome."""
        said = np.array([one == outcome for one in self.outcome], dtype=np.bool_)
        return ratio((said & self.findable).sum(), self.findable.sum())

    def surely(self, least: float) -> tuple[float, float]:
        """Return precision and recall where only lines at least so sure are taken."""
        kept = self.named & (self.sure >= least)
        right = (self.right & kept).sum()
        return ratio(right, kept.sum()), ratio(right, self.findable.sum())

    def sure_enough(self, precision: float = PRECISION) -> float:
        """Return from where on taking the surest lines is so precise; infinite where nowhere."""
        order = np.argsort(-self.sure[self.named], kind="stable")
        sure, right = self.sure[self.named][order], self.right[self.named][order]
        precise = np.cumsum(right) >= precision * np.arange(1, len(right) + 1)
        last_of_equals = np.append(sure[1:] < sure[:-1], values=True)
        fit = np.flatnonzero(precise & last_of_equals)
        return float(sure[fit[-1]]) if len(fit) else float("inf")

    def recall_at_precision(self) -> float:
        """Return the recall where these very lines give a precision of 99.9 %."""
        return self.surely(self.sure_enough())[1]

    def best_threshold(self) -> float:
        """Return the score from which naming a voter makes F1 greatest on these lines."""
        order = np.argsort(-self.score[self.named], kind="stable")
        score, right = self.score[self.named][order], self.right[self.named][order]
        taken = np.arange(1, len(right) + 1)
        f1 = 2 * np.cumsum(right) / (taken + self.findable.sum())
        f1[:-1][score[1:] == score[:-1]] = 0
        return float(score[int(np.argmax(f1))]) if len(f1) else 0.0


def ratio(part: float, whole: float) -> float:
    """Return part of whole, 1 of nothing."""
    return float(part) / float(whole) if whole else 1.0


def judge_ours(petition: Petition, run: Path) -> Judged:
    """Judge the folder of a ``rollcheck match``."""
    return _judge(petition, OURS, {"proposals": str(run / "lines.parquet")})


def judge_splink(petition: Petition, found: Path, gap: float) -> Judged:
    """Judge the file of ``bench.splink_peer``; a runner-up within ``gap`` bits is ambiguous."""
    return _judge(petition, SPLINKS, {"proposals": str(found), "gap": gap})


def _judge(petition: Petition, proposals: str, variables: Mapping[str, object]) -> Judged:
    files = {
        "lines": str(petition.lines),
        "truth": str(petition.truth),
        "voters": str(petition.snapshot / "voters.parquet"),
    }
    with connect_engine() as con:
        install_normalisation(con)
        for name, value in {**files, **variables}.items():
            con.execute(f"SET VARIABLE {name} = $1", [value])
        con.execute(TRUTH)
        con.execute(SURE)
        con.execute(proposals)
        return _columns(con.sql(JUDGED).to_arrow_table())


def _columns(table: pa.Table) -> Judged:
    columns: dict[str, Any] = {name: table.column(name).to_numpy() for name in ARRAYS}
    columns |= {name: table.column(name).to_pylist() for name in TEXTS}
    return Judged(**columns)


def pooled(parts: Sequence[Judged]) -> Judged:
    """Return the lines of several petitions as one."""
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in ARRAYS
    }
    columns |= {name: [one for part in parts for one in getattr(part, name)] for name in TEXTS}
    return Judged(**columns)
