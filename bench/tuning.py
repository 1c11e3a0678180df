"""Weights estimated with Splink beside those shipped: on a petition that neither has seen."""

import tempfile
from pathlib import Path

from bench.measure import Cost, cost
from bench.petitions import ROLLCHECK, Petition, make_petition
from bench.report import Report
from bench.scored import Judged, judge_ours

LEARNT_ON, MEASURED_ON = (5, "keyed"), (110, "keyed")


def estimate(petition: Petition, out: Path, *more: str) -> Cost:
    """Estimate weights from a petition into a file, and say what it took."""
    command = [*ROLLCHECK, "match", "tune", "demo/lines.csv", "--roll", "snapshot"]
    return cost([*command, "--out", str(out), *more], petition.folder)


def row(name: str, judged: Judged, took: Cost | None) -> tuple[str, ...]:
    """Return the table's line of one weights file."""
    found = judged.found
    figures = (found.f1, found.precision, found.recall, found.sure_recall)
    seconds = "" if took is None else f"{took.seconds:.0f}"
    return (name, *(f"{one:.4f}" for one in figures), f"{found.five:.4f}", seconds)


def labels_of(petition: Petition) -> Path:
    """Return a file of line and voter, known to be true: the truth, which has both columns."""
    return petition.truth


def run(scale: float) -> Report:
    """Estimate twice on one petition, and match another with each file."""
    with tempfile.TemporaryDirectory(prefix="rollcheck-bench-") as scratch:
        folder = Path(scratch)
        (seed, noise), (other_seed, other_noise) = LEARNT_ON, MEASURED_ON
        learnt = make_petition(folder / "learnt", scale=scale, seed=seed, noise=noise)
        took = {
            "by expectation and maximisation": estimate(learnt, folder / "em.toml"),
            "from labelled pairs": estimate(
                learnt, folder / "labels.toml", "--labels", str(labels_of(learnt))
            ),
        }
        learnt.remove()
        other = make_petition(folder / "other", scale=scale, seed=other_seed, noise=other_noise)
        other.match("shipped")
        rows = [row("shipped", judge_ours(other, other.folder / "shipped"), None)]
        for name, file in zip(took, ("em", "labels"), strict=True):
            other.match(file, "--weights", str(folder / f"{file}.toml"))
            rows.append(row(name, judge_ours(other, other.folder / file), took[name]))
    return Report(
        name="tune",
        title="Weights estimated with Splink",
        question="Do weights that `rollcheck match tune` estimates match as well as the shipped?",
        columns=(
            *("weights", "F1", "precision", "recall", "recall at 99.9 %", "true voter in five"),
            "seconds to estimate",
        ),
        rows=tuple(rows),
        settings=(
            (
                f"Scale {scale:g}. Estimated on seed {seed} ({noise}), measured on seed "
                f"{other_seed} ({other_noise}); thresholds as shipped in each."
            ),
        ),
    )
