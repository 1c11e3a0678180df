"""The result of a run: everything that may be published, and nothing of any person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rollcheck import law
from rollcheck.petition.by_rule import ByRule
from rollcheck.petition.definition import Petition
from rollcheck.petition.stages import FullCheck, SampleCheck
from rollcheck.petition.verdicts import RequiredNumber, Verdict

FULL_CHECK = "full_check"
SAMPLE = "sample"
RAW = "raw"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the result rests on; ``rows`` is ``None`` where rows mean nothing.

    ``role`` is petition, lines, determinations, defects, counts, universe or
    sample_determinations; or record, of which ``sha256`` is the root and ``rows`` the entries.
    """

    role: str
    name: str
    sha256: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class RollInUse:
    """The snapshot that lines were looked up on."""

    as_of: date
    voters: int
    rejected_rows: int
    source_sha256: str
    layout: str
    has_affidavit_dates: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """What fixes the draw: anyone with these draws the same leaves."""

    universe_root: str
    universe_lines: int
    seed: str


def deciding_sample(samples: Sequence[SampleCheck]) -> SampleCheck | None:
    """Return the first sample that asks for no further one, else the last; ``None`` of none."""
    for one in samples:
        if one.verdicts[0].decision != "next_sample":
            return one
    return samples[-1] if samples else None


@dataclass(frozen=True, slots=True)
class Result:
    """One run's result. ``stage`` says what decides: raw, sample or full_check.

    ``samples`` are the stages of sampling in order. ``proposed`` counts lines by the machine's
    outcome. ``by_rule`` is what the law did by itself. ``warnings`` and ``caveats`` are plain
    sentences: what to look at, and what the inputs cannot show. ``cells`` are the reasons in each
    stratum of the universe, where it has strata: what is published must not give a small one away.
    """

    petition: Petition
    rules: law.RuleSet
    required: tuple[RequiredNumber, ...]
    stage: str
    full: FullCheck
    samples: tuple[SampleCheck, ...]
    draw: Draw | None
    roll: RollInUse | None
    inputs: tuple[InputFile, ...]
    proposed: Mapping[str, int]
    by_rule: tuple[ByRule, ...]
    warnings: tuple[str, ...]
    caveats: tuple[str, ...]
    cells: tuple[Mapping[str, int], ...] = ()

    @property
    def sample(self) -> SampleCheck | None:
        """The sample that decides: the first that asks for no further one, else the last."""
        return deciding_sample(self.samples)

    @property
    def deciding(self) -> FullCheck | SampleCheck:
        """The stage whose verdicts are the result's."""
        if self.stage == SAMPLE and self.sample is not None:
            return self.sample
        return self.full

    @property
    def waits(self) -> int:
        """How many lines the deciding stage still waits for."""
        if self.stage == RAW:
            return 0
        outside = self.deciding.tally.waiting.get("not_in_sample", 0)
        return self.deciding.tally.waits - outside

    @property
    def status(self) -> str:
        """``final``, or ``provisional`` while lines wait."""
        return "provisional" if self.waits else "final"

    @property
    def verdict(self) -> Verdict:
        """The verdict against the certified required number."""
        return self.deciding.verdicts[0]

    @property
    def not_certifiable_because(self) -> list[str]:
        """Why this result must not be certified; empty when it may be."""
        reasons = []
        if not self.deciding.tally.reconciles:
            reasons.append("The counts do not reconcile to the raw count.")
        if self.waits:
            lines = "line waits" if self.waits == 1 else "lines wait"
            reasons.append(f"{self.waits:,} {lines} for people.")
        if self.verdict.decision in {"full_check", "next_sample"}:
            reasons.append("The sample does not decide: the next stage is still to come.")
        return reasons
