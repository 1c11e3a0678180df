"""Everything: make the data, run the petition from files to a decision, score the run."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rollcheck.demo.make import make_demo
from rollcheck.demo.score import Score, score
from rollcheck.problems import Progress, silent
from rollcheck.publish.folder import REPORT, run_to_folder
from rollcheck.publish.on_record import RESULT

RUN = "run"


@dataclass(frozen=True, slots=True)
class WholeDemo:
    """A finished demo: public/result.json as read back, the score, where the report is."""

    result: Any
    score: Score
    report: Path


def run_demo(
    out: Path, *, scale: float, seed: int, noise: str, progress: Progress = silent
) -> WholeDemo:
    """Make a demo in ``out``, run its petition into ``out``/run, and score it.

    Raises what ``make_demo`` and the run raise.
    """
    make_demo(out, scale=scale, seed=seed, noise=noise, progress=progress)
    run = out / RUN
    run_to_folder(out / "petition.toml", run, progress=progress)
    progress("Scoring", 0, 0)
    return WholeDemo(
        result=json.loads((run / RESULT).read_text(encoding="utf-8")),
        score=score(out, run),
        report=run / REPORT,
    )
