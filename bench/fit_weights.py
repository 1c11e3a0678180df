"""Fit the bits of every level to labelled lines: ``python -m bench.fit_weights FILE [SCALE]``.

Counting what true pairs agree in, field by field, takes the fields to be independent; they are not.
Here the bits are moved together until each line's own voter is as likely as can be among the voters
that matching shows for the line, and nobody on lines of which no shown voter is the true one: a
conditional logit model (McFadden, 1974), held near the weights that it begins with. Thresholds,
kinship and the caps of rarities stay as they are. No seed that a table measures is used here.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.petitions import Petition, make_petition
from rollcheck.matching.levels import FIELDS
from rollcheck.matching.tune import weights_text
from rollcheck.matching.weigh import EVIDENCE
from rollcheck.matching.weights import Weights, load_weights
from rollcheck.roll import connect_engine

LEARNT_ON = ((1, "keyed"), (1, "scribbled"))
BIT, SHARE = 5.0, 500.0
"""What it costs to move a level by a bit, or its share of a rarity by all of it."""
SHOWN = """
    SELECT line_id, one.levels AS levels, one.bits AS bits,
           coalesce(one.voter_id IN (t.voter_id, t.other_voter_id), false) AS "true"
    FROM (SELECT line_id, unnest(candidates) AS one FROM read_parquet($found))
    JOIN read_csv($truth, header = true, all_varchar = true, nullstr = '') t USING (line_id)
"""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shown:
    """Candidates: their line, each field's level among all levels and rarity, which are true.

    ``voters`` is log2 of the roll's voters. ``levels`` and ``rarity`` are (candidates, fields).
    """

    line: Ints
    levels: Ints
    rarity: Floats
    voters: Floats
    true: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Model:
    """Where to begin: bits and shares of all levels, then the prior; and what is fixed."""

    start: Floats
    moves: npt.NDArray[np.bool_]
    cost: Floats
    ceiling: float
    taken_back: float

    @property
    def levels(self) -> int:
        """How many levels all fields have."""
        return len(self.start) // 2


def model_of(weights: Weights) -> Model:
    """Return the model that begins with these weights."""
    bits, shares = (
        np.array([getattr(one, what) for one in weights.levels]) / 1000
        for what in ("bits", "share")
    )
    prior = weights.scalars["registered_odds"] / 1000
    return Model(
        start=np.array([*bits, *shares, prior]),
        # What says nothing (a field that is empty) stays at 0, so that nobody has to read of it.
        moves=np.array([*((bits != 0) | (shares > 0)), *(shares > 0), True]),
        cost=np.array([*np.full(len(bits), BIT), *np.full(len(bits), SHARE), BIT]),
        ceiling=weights.scalars["kinship_ceiling"] / 1000,
        taken_back=weights.scalars["kinship_share"] / 1000,
    )


def shown(petition: Petition, run: str, weights: Weights) -> Shown:
    """Return the candidates that a run with these weights shows, and which are true."""
    files = {"found": str(petition.folder / run / "lines.parquet"), "truth": str(petition.truth)}
    with connect_engine() as con:
        table = con.sql(SHOWN, params=files).to_arrow_table()
    levels, bits = (
        np.stack(table[name].to_numpy()).astype(np.int64) for name in ("levels", "bits")
    )
    _, line = np.unique(table["line_id"].to_numpy(), return_inverse=True)
    first = np.cumsum([0, *(len(names) for names in FIELDS.values())])[:-1]
    places = [EVIDENCE.index(field) for field in FIELDS]
    which = levels[:, places] + first
    own, share = (
        np.array([getattr(one, name) for one in weights.levels]) for name in ("bits", "share")
    )
    of_rarity = (bits[:, places] - own[which]) / np.maximum(share[which], 1)
    prior = (weights.scalars["registered_odds"] - bits[:, EVIDENCE.index("prior")]) / 1000
    rarity = np.where(share[which] > 0, of_rarity, 0.0)
    return Shown(line, which, rarity, prior, table["true"].to_numpy(zero_copy_only=False))


def together(parts: Sequence[Shown]) -> Shown:
    """Return the candidates of several petitions as one's."""
    ends = np.cumsum([0, *(part.line.max() + 1 for part in parts)])
    lines = [part.line + end for part, end in zip(parts, ends, strict=False)]
    return Shown(
        np.concatenate(lines),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("levels", "rarity", "voters", "true")
        ),
    )


def loss(found: Floats, model: Model, seen: Shown) -> tuple[float, Floats]:
    """Return how unlikely the truth is, in nats, with the cost of moving; and its gradient."""
    count = model.levels
    worth = found[:count][seen.levels] + found[count : 2 * count][seen.levels] * seen.rarity
    last, address = (list(FIELDS).index(name) for name in ("last_name", "address"))
    excess = seen.voters + model.ceiling - worth[:, last] - worth[:, address]
    kin = (worth[:, last] > 0) & (worth[:, address] > 0) & (excess < 0)
    total = (
        found[-1] - seen.voters + worth.sum(axis=1) + np.where(kin, excess * model.taken_back, 0)
    )
    odds = np.exp2(np.clip(total, -200, 200))
    lines = int(seen.line.max()) + 1
    every = 1 + np.bincount(seen.line, odds, lines)
    true = np.bincount(seen.line, odds * seen.true, lines)
    has_true = np.bincount(seen.line, seen.true, lines) > 0
    right = np.where(has_true, true, 1.0)
    pull = odds / every[seen.line] - np.where(seen.true, odds / right[seen.line], 0)
    gradient = np.zeros_like(found)
    for place in range(worth.shape[1]):
        part = pull * np.where(kin, 1 - model.taken_back, 1) if place in (last, address) else pull
        gradient[:count] += np.bincount(seen.levels[:, place], part, count)
        by_rarity = np.bincount(seen.levels[:, place], part * seen.rarity[:, place], count)
        gradient[count : 2 * count] += by_rarity
    gradient[-1] = pull.sum()
    moved = found - model.start
    cost = float((model.cost * moved**2).sum() - np.log(right / every).sum())
    return cost, (np.log(2) * gradient + 2 * model.cost * moved) * model.moves


def fitted(weights: Weights, seen: Shown) -> Weights:
    """Return the weights moved to fit the candidates, in whole hundredths."""
    model = model_of(weights)
    # Only `make bench` installs it; what goes before this line is tested without it.
    from scipy import optimize  # type: ignore[import-untyped]  # noqa: PLC0415

    found = optimize.minimize(
        loss, model.start, args=(model, seen), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    whole = (np.rint(found.x * 100) * 10).astype(int).tolist()
    bits, shares = whole[: model.levels], whole[model.levels : -1]
    levels = tuple(
        replace(one, bits=bit, share=share if one.share else 0)
        for one, bit, share in zip(weights.levels, bits, shares, strict=True)
    )
    return replace(
        weights, scalars={**weights.scalars, "registered_odds": whole[-1]}, levels=levels
    )


def main(out: str, scale: str = "0.1") -> None:
    """Make the petitions, match them with the shipped weights, and write weights that fit them."""
    weights, parts = load_weights(), []
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        for seed, noise in LEARNT_ON:
            folder = Path(scratch) / noise
            petition = make_petition(folder, scale=float(scale), seed=seed, noise=noise)
            petition.match("ours")
            parts.append(shown(petition, "ours", weights))
            petition.remove()
    Path(out).write_text(weights_text(fitted(weights, together(parts))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
