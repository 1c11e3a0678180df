"""Both systems' proposals against the truth, counted alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from bench.petitions import Petition
from rollcheck import demo
from rollcheck.roll import connect_engine, install_normalisation

# A surname is readable where the line holds it, or a part of it, or two words that make it, with
# at most one letter wrong. `near` says so of two names; short ones must be the same.
TRUTH = """
CREATE TEMP MACRO near(a, b) AS
    a = b OR (least(length(a), length(b)) >= 4 AND damerau_levenshtein(a, b) <= 1);
CREATE TABLE line AS
SELECT l.ix, t.voter_id, t.other_voter_id, t.outcome, t.name_group,
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
JOIN (FROM (SELECT NULL::VARCHAR AS line_id, NULL::VARCHAR AS other_voter_id WHERE false)
      UNION ALL BY NAME
      FROM read_csv(getvariable('truth'), header = true, all_varchar = true, nullstr = '')) t
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
       coalesce(named = line.voter_id, false)
           OR coalesce(named = line.other_voter_id, false) AS "right",
       line.voter_id IS NOT NULL AND coalesce(list_has_any(
           voters[1:5], [line.voter_id, line.other_voter_id]), false) AS among_five,
       coalesce(p.outcome, 'none') AS outcome,
       coalesce(scores[1], -99.0) AS score, coalesce(sure(scores), -99.0) AS sure
FROM line LEFT JOIN proposal p USING (ix) ORDER BY line.ix
"""
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Judged(demo.Judged):
    """One system's proposals beside the truth, measured as the demo's scorer measures them.

    ``score`` is the best candidate's bits, whoever else there is; ``true_outcome`` what each line
    truly is.
    """

    score: Numbers
    true_outcome: Words

    def only(self, kept: Flags) -> "Judged":
        """Return the same of some lines."""
        return Judged(*(getattr(self, one.name)[kept] for one in fields(self)))

    def accepting(self, least: float) -> "Judged":
        """Return the same, nobody named on a line whose score is below ``least``."""
        kept = self.named & (self.score >= least)
        outcome = np.where(self.named & ~kept, "none", self.outcome)
        return replace(self, named=kept, right=self.right & kept, outcome=outcome)

    @property
    def found(self) -> demo.Found:
        """Counts and rates of these lines."""
        return demo.found(self)

    def left(self, outcome: str) -> float:
        """Of the lines with a voter, the share left with this outcome."""
        return ratio(np.sum((self.outcome == outcome) & self.findable), self.findable.sum())

    def surely(self, least: float) -> tuple[float, float]:
        """Return precision and recall where only lines at least so sure are taken."""
        kept = self.named & (self.sure >= least)
        right = (self.right & kept).sum()
        return ratio(right, kept.sum()), ratio(right, self.findable.sum())

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
    columns: dict[str, Any] = {}
    for one in fields(Judged):
        values = table.column(one.name)
        is_text = pa.types.is_string(values.type)
        columns[one.name] = np.array(values.to_pylist(), np.str_) if is_text else values.to_numpy()
    return Judged(**columns)


def pooled(parts: Sequence[Judged]) -> Judged:
    """Return the lines of several petitions as one."""
    return Judged(
        *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Judged))
    )
