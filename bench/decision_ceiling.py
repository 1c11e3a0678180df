"""What deciding better could still bring: ``python -m bench.decision_ceiling [SCALE]``.

Boosted trees (scikit-learn) see all that matching shows of a line: every field's level and bits of
its three best candidates, and how far apart they are. They learn on the petitions that the weights
were fitted to when the best candidate is the true voter, and name it on others where that is
likelier than not. Nobody could explain what they say, so they decide nothing in Rollcheck; no rule
over the same evidence is likely to find more. Best first: the share of the lines on the roll whose
own voter is the best candidate, the most that any rule could name.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.fit_weights import LEARNT_ON
from bench.other_generator import make_other_petition
from bench.petitions import Petition, make_petition
from bench.scored import judge_ours, ratio
from rollcheck.matching.weigh import EVIDENCE
from rollcheck.roll import connect_engine

MEASURED = ((300, "keyed"), (301, "scribbled"), (302, "ocr"))
OTHER_SEED = 303
BEST = 3
LIKELY = 0.5
EVIDENCES = len(EVIDENCE)
SHOWN = """
    SELECT candidates[:$best] AS shown, t.voter_id IS NOT NULL AS findable,
           coalesce(candidates[1].voter_id IN (t.voter_id, t.other_voter_id), false) AS is_best
    FROM read_parquet($found) p
    JOIN (FROM (SELECT NULL::VARCHAR AS line_id, NULL::VARCHAR AS other_voter_id WHERE false)
          UNION ALL BY NAME
          FROM read_csv($truth, header = true, all_varchar = true, nullstr = '')) t USING (line_id)
    ORDER BY line_id
"""
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def shown(petition: Petition) -> tuple[Floats, Flags, Flags]:
    """Match; return what the trees see of each line, whether its voter is best, and is findable."""
    petition.match("ours")
    files = {"found": str(petition.folder / "ours" / "lines.parquet"), "truth": str(petition.truth)}
    with connect_engine() as con:
        table = con.sql(SHOWN, params={"best": BEST, **files}).to_arrow_table()
    seen = [row_of(candidates) for candidates in table["shown"].to_pylist()]
    flags = (table[name].to_numpy() for name in ("is_best", "findable"))
    best, findable = flags
    return np.array(seen), best, findable


def row_of(candidates: list[dict[str, Any]]) -> list[float]:
    """Return score, levels and bits of the best candidates, and how far each is below the best."""
    row: list[float] = []
    for place in range(BEST):
        if place < len(candidates):
            one = candidates[place]
            behind = candidates[0]["score"] - one["score"]
            row += [one["score"], behind, *one["levels"], *one["bits"]]
        else:
            row += [np.nan] * (2 + 2 * EVIDENCES)
    return row


def measured(folder: Path, scale: float) -> Iterator[tuple[str, Petition]]:
    """Make the petitions that the trees are measured on, one after the other."""
    for seed, noise in MEASURED:
        yield f"{noise} {seed}", make_petition(folder / noise, scale=scale, seed=seed, noise=noise)
    other = make_other_petition(folder / "other", scale=scale, seed=OTHER_SEED)
    yield f"another generator {OTHER_SEED}", other


def main(scale: str = "0.1") -> None:
    """Learn on the petitions that the weights were fitted to, and print a line for each other."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        learnt = []
        for seed, noise in LEARNT_ON:
            folder = Path(scratch) / f"learnt-{noise}"
            petition = make_petition(folder, scale=float(scale), seed=seed, noise=noise)
            learnt.append(shown(petition))
            petition.remove()
        # Only `make bench` installs it; what the trees see is tested without it.
        from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415

        trees = HistGradientBoostingClassifier(max_iter=300, learning_rate=0.06, random_state=0)
        trees.fit(*(np.concatenate([part[which] for part in learnt]) for which in range(2)))
        print("petition: F1 of Rollcheck, of the trees; the own voter is the best candidate")
        for name, petition in measured(Path(scratch), float(scale)):
            seen, best, findable = shown(petition)
            likely = trees.predict_proba(seen)[:, 1] > LIKELY
            ours = judge_ours(petition, petition.folder / "ours").found.f1
            theirs = ratio(2 * (best & likely).sum(), likely.sum() + findable.sum())
            top = ratio(best.sum(), findable.sum())
            print(f"{name}: {ours:.4f}, {theirs:.4f}; {top:.4f}", flush=True)
            petition.remove()


if __name__ == "__main__":
    main(*sys.argv[1:])
