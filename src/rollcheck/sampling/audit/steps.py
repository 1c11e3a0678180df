"""The next step of an audit: counts of sections, or reviews of lines, from a file."""

from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.sampling.audit.audit import Audit, line_ids
from rollcheck.sampling.audit.count_file import ExpectedCounts, read_counts
from rollcheck.sampling.audit.review_file import Expected, read_reviews
from rollcheck.sampling.audit.state import with_counts, with_step_of_reviews


def step_of_counts(audit: Audit, path: Path) -> Audit:
    """Append the counts of the sections drawn; return the audit itself where none is new.

    Raises ``RollcheckError`` with every problem of the file.
    """
    if not audit.plan.sections:
        message = "no sections were drawn: the plan takes the raw count on trust"
        raise RollcheckError([Problem(path.name, None, None, "no_sections", message)])
    expected = ExpectedCounts(
        audit.commitment.manifest,
        audit.sections_drawn,
        audit.state.counts,
        closed=bool(audit.state.reviews),
    )
    new = read_counts(path, expected)
    return Audit(audit.commitment, with_counts(audit.state, new)) if new else audit


def step_of_reviews(audit: Audit, path: Path) -> Audit:
    """Append the file's new reviews; return the audit itself where none is new.

    Raises ``RollcheckError`` with every problem of the file, or where the manifest audit has
    not come first.
    """
    if not audit.all_counted:
        message = (
            "the manifest audit comes first: count the sections drawn and run `rollcheck audit "
            "step --counts` on the counts"
        )
        raise RollcheckError([Problem(path.name, None, None, "manifest_first", message)])
    expected = Expected(
        drawn=line_ids(audit.drawn),
        findings=audit.commitment.frame.findings,
        before=audit.state.reviews,
        reviewers=audit.plan.reviewers,
    )
    new = read_reviews(path, expected)
    return Audit(audit.commitment, with_step_of_reviews(audit.state, new)) if new else audit
