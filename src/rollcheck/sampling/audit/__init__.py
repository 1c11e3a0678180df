"""The risk-limiting audit of a petition's decision, by blind re-review of lines drawn at random."""

from rollcheck.sampling.audit.audit import Audit, begin, check_commitment, committed, draw_more
from rollcheck.sampling.audit.commitment import Commitment, Subject, counts_of
from rollcheck.sampling.audit.commitment_files import read_commitment, write_commitment
from rollcheck.sampling.audit.evidence import CONCLUSIONS, CONFIRMED
from rollcheck.sampling.audit.frame import Finding, commit_frame
from rollcheck.sampling.audit.plan import HEAVIEST, Plan
from rollcheck.sampling.audit.question import (
    ACCEPTANCES,
    BOTH,
    REJECTIONS,
    Counts,
    Question,
    lines_to_draw,
    question,
)
from rollcheck.sampling.audit.report import draw_of, report, reviewed, standings
from rollcheck.sampling.audit.rule import STANDARD
from rollcheck.sampling.audit.simulate import Audits, simulate_audits
from rollcheck.sampling.audit.simulate_strata import WrongPart, harm_of, simulate_strata
from rollcheck.sampling.audit.state_file import (
    only_writer,
    raise_if_changed,
    read_state,
    write_state,
)
from rollcheck.sampling.audit.steps import step_of_counts, step_of_reviews
from rollcheck.sampling.audit.supermartingale import Part

__all__ = [
    "ACCEPTANCES",
    "BOTH",
    "CONCLUSIONS",
    "CONFIRMED",
    "HEAVIEST",
    "REJECTIONS",
    "STANDARD",
    "Audit",
    "Audits",
    "Commitment",
    "Counts",
    "Finding",
    "Part",
    "Plan",
    "Question",
    "Subject",
    "WrongPart",
    "begin",
    "check_commitment",
    "commit_frame",
    "committed",
    "counts_of",
    "draw_more",
    "draw_of",
    "harm_of",
    "lines_to_draw",
    "only_writer",
    "question",
    "raise_if_changed",
    "read_commitment",
    "read_state",
    "report",
    "reviewed",
    "simulate_audits",
    "simulate_strata",
    "standings",
    "step_of_counts",
    "step_of_reviews",
    "write_commitment",
    "write_state",
]
