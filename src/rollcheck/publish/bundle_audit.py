"""The audit in a bundle: its public commitment and report, and what the risk is computed from."""

import json
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.publish.audit_on_record import off_record
from rollcheck.publish.bundle_log import ReadRecord
from rollcheck.sampling.audit import (
    Audit,
    check_commitment,
    read_commitment,
    read_state,
    report,
)
from rollcheck.sampling.audit.audit_files import STATE
from rollcheck.sampling.audit.evidence import parts_of, reviewed_lines
from rollcheck.sampling.audit.order import audited
from rollcheck.sampling.audit.question import question
from rollcheck.sampling.audit.voters import harms

FORMAT = "rollcheck-audit-reviews/1"
Json = dict[str, object]


def write_audit(folder: Path, source: Path, record: ReadRecord | None) -> None:
    """Write audit/commitment.json, audit/report.json and audit/reviews.json from an audit's folder.

    A review is published as its stratum and its harm for each required number, in the order of the
    draw: no line, no voter, no reviewer. With a record every step must be on it.
    """
    if not (source / STATE).is_file():
        message = "is no audit; name the folder that `rollcheck audit commit` made"
        raise RollcheckError([Problem(str(source), None, None, "no_audit", message)])
    folder.mkdir()
    (folder / "commitment.json").write_bytes((source / "commitment.json").read_bytes())
    commitment = read_commitment(source)
    state = read_state(source / STATE)
    check_commitment(commitment, state)
    audit = Audit(commitment, state)
    if record:
        raise_if_any(off_record(record, audit, source))
    _write(folder / "report.json", report(audit))
    required = [_reviews(audit, one) for one in audit.plan.required]
    _write(folder / "reviews.json", {"format": FORMAT, "required": required})


def _reviews(audit: Audit, required: int) -> Json:
    """Return what the risk for one required number is computed from, in the order of the draw."""
    commitment, plan = audit.commitment, audit.plan
    findings = commitment.frame.findings
    asked = question(required, commitment.counts, missing=audit.missing_at_most)
    strata = audited(commitment.frame, plan.of)
    harm = harms(
        audit.state.reviews, findings, decision=asked.decision, counts=commitment.subject.copies
    )
    parts = parts_of(strata, plan.weights, asked.decision)
    return {
        "required": required,
        "decision": asked.decision,
        "margin": asked.margin,
        "parts": [
            {"name": stratum.name, "lines": one.lines, "weight": one.weight, "most": one.most}
            for stratum, one in zip(strata, parts, strict=True)
        ],
        "reviews": [
            [strata[line.part].name, str(line.harm)]
            for line in reviewed_lines(strata, findings, harm)
        ],
    }


def _write(path: Path, value: Json) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
