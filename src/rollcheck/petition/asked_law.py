"""The law asked about one sample: its tally, projection, sizes and intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollcheck import law
from rollcheck.petition.filed import Filed
from rollcheck.petition.projection import Intervals, intervals
from rollcheck.petition.settle import WITHDRAWN, State
from rollcheck.petition.tally import Tally, tally
from rollcheck.petition.verdicts import RequiredNumber


@dataclass(frozen=True, slots=True)
class AskedLaw:
    """The law, asked about one sample of ``size`` lines."""

    rules: law.RuleSet
    filed: Filed
    required: Sequence[RequiredNumber]
    stage: int
    size: int
    withdrawn: int

    @classmethod
    def of(
        cls,
        rules: law.RuleSet,
        filed: Filed,
        required: Sequence[RequiredNumber],
        stage: int,
        taken: Mapping[str, State],
    ) -> "AskedLaw":
        """Ask about the lines of a sample as the projection takes them."""
        return cls(rules, filed, required, stage, len(taken), _withdrawn(taken, stage))

    def tally(self, states: Mapping[str, State]) -> Tally:
        """Count the lines of the sample; all others filed are not in it."""
        return tally(
            states.values(),
            raw=self.filed.raw,
            reasons=self.rules.reasons,
            further={"not_in_sample": self.filed.verified - self.size},
            excluded=self.filed.excluded,
            no_copy_counts=self.rules.duplicates.counts == "none",
        )

    def projected(self, valid: int, duplicates: int) -> tuple[law.Computation, ...]:
        """Return the projection and decision at each required number."""
        return tuple(
            law.project(
                self.rules,
                raw=self.filed.law_raw(self.rules),
                excluded=self.filed.law_excluded(self.rules),
                sample=self.size,
                valid=valid,
                duplicates=duplicates,
                withdrawn=self.withdrawn,
                required=one.value,
                stage=self.stage,
            )
            for one in self.required
        )

    def sizing(self) -> law.Computation:
        """Return size and cut-offs for the certified number."""
        return law.sample(
            self.rules,
            raw=self.filed.law_raw(self.rules),
            excluded=self.filed.law_excluded(self.rules),
            required=self.required[0].value,
            sample=self.size,
            stage=self.stage,
        )

    def intervals(self, valid: int, pairs: int, copies: Mapping[int, int]) -> Intervals | None:
        """Return the intervals of both projections, where the counts allow any."""
        return intervals(
            self.rules,
            raw=self.filed.verified,
            sample=self.size,
            valid=valid,
            duplicates=pairs,
            copies=copies,
        )


def _withdrawn(states: Mapping[str, State], stage: int) -> int:
    """Count the signatures of the sample that were taken back, valid all the same or not."""
    by_rule = f"stages.{stage}.projection.withdrawn_are_valid"
    return sum(state.reason == WITHDRAWN or state.by_rule == by_rule for state in states.values())
