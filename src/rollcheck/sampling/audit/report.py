"""The report of an audit as a JSON document: counts and rates, and no line or voter."""

from fractions import Fraction

from rollcheck.sampling.audit.audit import Audit
from rollcheck.sampling.audit.confidence import Interval
from rollcheck.sampling.audit.documents import Json
from rollcheck.sampling.audit.evidence import CONCLUSIONS, Standing
from rollcheck.sampling.audit.findings_by import Group, by_reviewer, errors_of
from rollcheck.sampling.audit.limits import CANNOT_SEE, ON_TRUST, QUESTIONS_OF_LAW, contested
from rollcheck.sampling.audit.manifest import ManifestAudit
from rollcheck.sampling.audit.state import REVIEWS
from rollcheck.sampling.audit.voters import NOT_FOUND

FORMAT = "rollcheck-audit-report/1"


def report(audit: Audit) -> Json:
    """Return the whole report; the certified number's decision is the one that rates are about."""
    subject, plan, counts = audit.commitment.subject, audit.plan, audit.commitment.counts
    return {
        "format": FORMAT,
        "title": subject.title,
        "rule_set": subject.rule_set,
        "conclusion": audit.conclusion,
        "conclusion_text": CONCLUSIONS[audit.conclusion],
        "raw_count": counts.raw,
        "valid": counts.valid,
        "invalid": counts.invalid,
        "waiting": counts.waiting,
        "of": plan.of,
        "risk_limit": float(plan.risk),
        "manifest_risk": float(plan.manifest_risk) if plan.sections else 0.0,
        "drawn": audit.state.size,
        **reviewed(audit),
        "required": standings(audit),
        "manifest": _manifest(audit.manifest),
        **_rates(audit),
        "steps": _steps(audit),
        "commitment": audit.state.commitment,
        "seed": audit.state.seed,
        "weights": dict(plan.weights),
        "rule": plan.rule.as_json(),
        "head": audit.state.head,
        "questions_of_law": [*contested(plan.required), *QUESTIONS_OF_LAW],
        "cannot_see": [*CANNOT_SEE, *([] if plan.sections else [ON_TRUST])],
    }


def draw_of(audit: Audit) -> Json:
    """Return the draw as anybody can repeat it: strata and leaf indices, no line."""
    plan = audit.plan
    return {
        "commitment": audit.state.commitment,
        "seed": audit.state.seed,
        "of": plan.of,
        "weights": dict(plan.weights),
        "size": audit.state.size,
        "drawn": [{"stratum": one.stratum, "index": one.index} for one in audit.drawn],
        "sections": list(audit.sections_drawn),
        "head": audit.state.head,
    }


def reviewed(audit: Audit) -> Json:
    """Return how many lines were reviewed, and on how many doubt went against the decision."""
    reviews = audit.state.reviews.values()
    return {
        "reviewed": len(reviews),
        "not_found": sum(any(one.finding == NOT_FOUND for one in lines) for lines in reviews),
        "split": sum(len({one.finding for one in lines}) > 1 for lines in reviews),
    }


def standings(audit: Audit) -> list[Json]:
    """Return where the audit stands against each required number, the certified one first."""
    return [_standing(one, certified=position == 0) for position, one in enumerate(audit.standings)]


def _standing(one: Standing, *, certified: bool) -> Json:
    return {
        "required": one.question.required,
        "certified": certified,
        "decision": one.question.decision,
        "tests": one.question.frame,
        "margin": one.question.margin,
        "risk": float(one.risk),
        "risk_of_lines": float(one.risk_of_lines),
        "voters_against": voters(one.harm),
        "contradicted": one.contradicted,
        "conclusion": one.conclusion,
        "conclusion_text": CONCLUSIONS[one.conclusion],
    }


def voters(harm: Fraction) -> int | float:
    """Return a number of voters: whole, or with shares of voters to three decimals."""
    return harm.numerator if harm.denominator == 1 else round(float(harm), 3)


def _manifest(found: ManifestAudit | None) -> Json | None:
    if found is None:
        return None
    return {
        "sections": found.sections,
        "counted": found.counted,
        "lines_missing": found.missing,
        "lines_surplus": found.surplus,
        "sections_not_found": found.not_found,
        "missing_at_most": found.missing_at_most,
    }


def _rates(audit: Audit) -> Json:
    frame, plan, reviews = audit.commitment.frame, audit.plan, audit.state.reviews
    errors = errors_of(frame, plan, reviews, audit.commitment.subject.copies)
    return {
        "confidence": float(1 - plan.risk),
        "error_rate": {
            **_group(errors.whole()),
            "sequence": [
                {"reviews": look.reviews, **_bounds(look.interval)} for look in errors.sequence()
            ],
        },
        "by_reason": [_group(one) for one in errors.by_reason()],
        "by_first_finder": [_group(one) for one in errors.by_first_finder()],
        "by_reviewer": [
            {
                "reviewer": one.name,
                "reviewed": one.reviewed,
                "differ": one.differ,
                "not_found": one.not_found,
                "split": one.split,
            }
            for one in by_reviewer(frame, reviews)
        ],
    }


def _bounds(found: Interval) -> Json:
    low, high = found.rates
    return {
        "voters_low": found.low,
        "voters_high": found.high,
        "low": round(low, 6),
        "high": round(high, 6),
    }


def _group(one: Group) -> Json:
    return {
        "name": one.name,
        "lines": one.lines,
        "reviewed": one.reviewed,
        "wrong": voters(one.wrong),
        "rate": round(float(one.wrong / one.reviewed), 6) if one.reviewed else None,
        **_bounds(one.interval),
    }


def _steps(audit: Audit) -> list[Json]:
    """Return each step's kind, rows and hash: nothing of what the rows say."""
    found: list[Json] = []
    for step in audit.state.steps:
        rows = step.get("rows")
        entry: Json = {"step": step["step"], "kind": step["kind"]}
        if isinstance(rows, list):
            key = "reviews" if step["kind"] == REVIEWS else "counts"
            entry[key] = len(rows)
        if "size" in step:
            entry["size"] = step["size"]
        found.append({**entry, "hash": step["hash"]})
    return found
