"""The risk-limiting audit of a petition's decision, by blind re-review of lines drawn at random."""

from rollcheck.sampling.audit.audit import Audit, begin, check_commitment, draw_more
from rollcheck.sampling.audit.commitment import Commitment, Subject
from rollcheck.sampling.audit.commitment_files import read_commitment, write_commitment
from rollcheck.sampling.audit.evidence import CONCLUSIONS, CONFIRMED
from rollcheck.sampling.audit.frame import Finding, commit_frame
from rollcheck.sampling.audit.plan import Plan
from rollcheck.sampling.audit.question import (
    ACCEPTANCES,
    BOTH,
    REJECTIONS,
    Counts,
    lines_to_draw,
    question,
)
from rollcheck.sampling.audit.report import report, reviewed, standings
from rollcheck.sampling.audit.rule import STANDARD
from rollcheck.sampling.audit.simulate import simulate_audits
from rollcheck.sampling.audit.state_file import read_state, write_state
from rollcheck.sampling.audit.steps import step_of_counts, step_of_reviews

__all__ = [
    "ACCEPTANCES",
    "BOTH",
    "CONCLUSIONS",
    "CONFIRMED",
    "REJECTIONS",
    "STANDARD",
    "Audit",
    "Commitment",
    "Counts",
    "Finding",
    "Plan",
    "Subject",
    "begin",
    "check_commitment",
    "commit_frame",
    "draw_more",
    "lines_to_draw",
    "question",
    "read_commitment",
    "read_state",
    "report",
    "reviewed",
    "simulate_audits",
    "standings",
    "step_of_counts",
    "step_of_reviews",
    "write_commitment",
    "write_state",
]
