"""An audit as a whole: the commitment, the state, and everything that follows from the two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling.audit.commitment import Commitment, Subject
from rollcheck.sampling.audit.evidence import Basis, Standing, standing
from rollcheck.sampling.audit.frame import Frame
from rollcheck.sampling.audit.manifest import ManifestAudit, SectionCount, audit_manifest
from rollcheck.sampling.audit.order import Place, audited, order
from rollcheck.sampling.audit.plan import Plan, check_plan
from rollcheck.sampling.audit.state import State, first_state, with_more


@dataclass(frozen=True)
class Audit:
    """A commitment and the state of the audit that was begun on it."""

    commitment: Commitment
    state: State

    @property
    def plan(self) -> Plan:
        """What was chosen with the commitment."""
        return self.commitment.plan

    @cached_property
    def drawn(self) -> tuple[Place, ...]:
        """The lines drawn, in their order."""
        plan, state = self.plan, self.state
        return order(self.commitment.frame, plan.of, state.seed, plan.weights, state.size)

    @cached_property
    def sections_drawn(self) -> tuple[str, ...]:
        """The sections drawn for the manifest audit, in their order."""
        return tuple(self.commitment.manifest.order(self.state.seed, self.state.sections))

    @cached_property
    def manifest(self) -> ManifestAudit | None:
        """What the counts of sections show; ``None`` while sections drawn wait for a count."""
        if not self.sections_drawn or not self.all_counted:
            return None
        by_section: dict[str, list[SectionCount]] = {name: [] for name in self.sections_drawn}
        for one in self.state.counts:
            by_section[one.section].append(one)
        plan = self.plan
        return audit_manifest(self.commitment.manifest, by_section, plan.manifest_risk, plan.rule)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where the audit stands against each required number, the certified one first."""
        commitment, plan = self.commitment, self.plan
        basis = Basis(commitment.frame, commitment.counts, commitment.subject.copies)
        missing = self.missing_at_most
        return tuple(
            standing(basis, plan, one, self.state.reviews, missing=missing) for one in plan.required
        )

    @property
    def all_counted(self) -> bool:
        """Whether every section drawn is counted."""
        return set(self.sections_drawn) <= {one.section for one in self.state.counts}

    @property
    def missing_at_most(self) -> int:
        """How many lines the raw count may be short of; 0 where it is taken on trust."""
        if self.manifest:
            return self.manifest.missing_at_most
        return sum(self.commitment.manifest.room.values()) if self.plan.sections else 0

    @property
    def conclusion(self) -> str:
        """What follows for the certified number: a code of ``CONCLUSIONS``."""
        return self.standings[0].conclusion


def committed(subject: Subject, frame: Frame, plan: Plan) -> Commitment:
    """Commit to every finding and to the plan of the audit.

    Raises ``RollcheckError`` with everything that makes the plan impossible.
    """
    commitment = Commitment(subject, frame, plan)
    check_plan(plan, frame, commitment.counts, commitment.manifest)
    return commitment


def begin(commitment: Commitment, seed: str, size: int) -> Audit:
    """Begin an audit by drawing ``size`` lines with a public text.

    Raises ``RollcheckError`` for a size that cannot be drawn, or an empty seed.
    """
    if not seed:
        message = "name the public text that fixes the draw"
        raise RollcheckError([Problem("", None, "seed", "empty", message)])
    plan = commitment.plan
    _check_size(commitment, plan, size, least=1)
    return Audit(commitment, first_state(commitment.digest, seed, size, plan.sections))


def draw_more(audit: Audit, size: int, sections: int | None = None) -> Audit:
    """Enlarge the draw to ``size`` lines and ``sections`` sections; those drawn come first again.

    More sections can be drawn until the first line is reviewed, where the plan has a manifest
    audit. Raises ``RollcheckError`` for numbers that are too small or too large.
    """
    before, room = audit.state, audit.commitment.manifest.room
    most = before.sections if before.reviews or not before.sections else len(room)
    wanted = before.sections if sections is None else sections
    if not before.sections <= wanted <= most:
        message = f"{wanted:,} sections cannot be drawn; choose {before.sections:,} to {most:,}"
        raise RollcheckError([Problem("", None, "sections", "out_of_range", message)])
    least = before.size + (wanted == before.sections)
    _check_size(audit.commitment, audit.plan, size, least=least)
    return Audit(audit.commitment, with_more(before, size, wanted))


def check_commitment(commitment: Commitment, state: State) -> None:
    """Raise ``RollcheckError`` where the state was begun on another commitment."""
    if commitment.digest != state.commitment:
        message = (
            "the audit was begun on another commitment; put back the files whose digest was "
            "published before the seed"
        )
        raise RollcheckError([Problem("commitment.json", None, None, "altered", message)])


def _check_size(commitment: Commitment, plan: Plan, size: int, *, least: int) -> None:
    lines = sum(len(one.lines) for one in audited(commitment.frame, plan.of))
    if not least <= size <= lines:
        message = f"{size:,} lines cannot be drawn; choose {least:,} to {lines:,}"
        raise RollcheckError([Problem("", None, "size", "out_of_range", message)])


def line_ids(places: Iterable[Place]) -> Sequence[str]:
    """Return the line ids of places."""
    return [place.finding.line_id for place in places]
