"""The published counts of the 2022 case, end to end through ``rollcheck law``."""

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass

from bench.report import Report
from rollcheck.cli.app import run_command

PLACE = "us-ca/county-recall"
REGISTRAR = "the Registrar's release of 15 August 2022, as the press quoted it"
SAMPLE = "the Registrar's sample result of July 2022, as the press quoted it"
COMPLAINT = "the proponents' complaint of July 2023, as the press quoted it"
REGULATION = "2 CCR 20540, the regulation's own example"


@dataclass(frozen=True, slots=True)
class Published:
    """A figure somebody published, and the command that must give it."""

    command: str
    key: str
    value: int | str
    source: str


REQUIRED = f"required {PLACE} --on 2022-01-27 --registered"
ON_SAMPLE = f"sample {PLACE} --on 2022-07-06 --raw 715833 --required 566857 --sample 35793"
PROJECT = f"project {PLACE} --on 2022-07-06 --raw 715833 --sample 35793 --valid 27983"
EXAMPLE = f"project {PLACE} --on 2022-07-06 --raw 24034 --sample 722 --valid 516 --duplicates 2"
DECIDE = f"decide {PLACE} --on 2022-07-06 --raw 715833 --required 566857 --valid 520050"

CASE = (
    Published(f"{REQUIRED} 5668569", "required", 566857, REGISTRAR),
    Published(f"{REQUIRED} 5438400", "required", 543840, COMPLAINT),
    Published(ON_SAMPLE, "insufficient_below", 25510, SAMPLE),
    Published(ON_SAMPLE, "sufficient_from", 31179, SAMPLE),
    Published(f"{PROJECT} --duplicates 0 --required 566857", "decision", "full_check", SAMPLE),
    Published(DECIDE, "decision", "insufficient", REGISTRAR),
    Published(DECIDE, "short_by", 46807, REGISTRAR),
    Published(EXAMPLE, "naive_valid", 17178, REGULATION),
    Published(EXAMPLE, "projected_valid", 15028, REGULATION),
)


def computed(command: str, key: str) -> object:
    """Return what ``rollcheck law`` answers under a key."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = run_command(["law", *command.split(), "--json"])
    if code != 0:
        raise RuntimeError(f"rollcheck law {command} left with {code}")
    return json.loads(out.getvalue())[key]


def run(scale: float) -> Report:
    """Compute every figure of the case; ``scale`` has no bearing on it."""
    _ = scale
    answers = [(case, computed(case.command, case.key)) for case in CASE]
    return Report(
        name="law",
        title="The law: the published counts of the 2022 case",
        question="Does `rollcheck law` give what was published?",
        columns=("figure", "published", "computed", "same"),
        rows=tuple(
            (
                f"{case.key} of `rollcheck law {case.command}`",
                str(case.value),
                str(answer),
                "yes" if answer == case.value else "NO",
            )
            for case, answer in answers
        ),
        notes=(
            *(f"Source: {source}." for source in dict.fromkeys(case.source for case in CASE)),
            (
                "How many duplicates the 2022 sample held was not published; with any number up "
                "to 130 the decision is the same."
            ),
        ),
        failures=tuple(
            f"{case.key} of {case.command}: published {case.value}, computed {answer}"
            for case, answer in answers
            if answer != case.value
        ),
    )
