"""A result as the JSON document that is published."""

from datetime import date

from rollcheck import __version__, law
from rollcheck.matching import OUTCOMES
from rollcheck.petition.public_parts import (
    Json,
    by_rule_json,
    ends_json,
    reasons_json,
    short_by,
    steps_json,
    verdict_json,
    waiting_json,
)
from rollcheck.petition.public_sample import sample_json
from rollcheck.petition.result import SAMPLE, Result
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict

FORMAT = "rollcheck-result/1"


def public_result(result: Result) -> Json:
    """Return public/result.json as plain values, its keys in a stable order."""
    verdict, deciding = result.verdict, result.sample
    samples = [sample_json(one, result.draw, result.rules) for one in result.samples]
    return {
        "format": FORMAT,
        "rollcheck_version": __version__,
        **_petition(result),
        "required": [_required(one) for one in result.required],
        "stage": result.stage,
        "status": result.status,
        "decision": verdict.decision,
        "short_by": short_by(verdict),
        "counts": _counts(result.deciding.tally, result.rules),
        "proposed": [
            {"outcome": outcome, "label": label, "lines": result.proposed.get(outcome, 0)}
            for outcome, label in OUTCOMES.items()
        ],
        "bounds": _bounds(result, verdict),
        "decisions": [verdict_json(one) for one in result.deciding.verdicts],
        "sample": next(
            (one for one in samples if deciding and one["stage"] == deciding.number), None
        ),
        "samples": samples,
        "by_rule": [by_rule_json(one) for one in result.by_rule],
        "warnings": list(result.warnings),
        "unverified": _unverified(result),
        "caveats": list(result.caveats),
        "certifiable": not result.not_certifiable_because,
        "not_certifiable_because": result.not_certifiable_because,
    }


def _petition(result: Result) -> Json:
    petition, rules, roll = result.petition, result.rules, result.roll
    return {
        "title": petition.title,
        "place": petition.place,
        "kind": petition.kind,
        "measure": rules.measure,
        "county": petition.county,
        "district": petition.district,
        "filed_on": _day(petition.filed_on),
        "form_approved_on": _day(petition.form_approved_on),
        "circulation_from": _day(petition.circulation_from),
        "circulation_to": _day(petition.circulation_to),
        "rule_set": {
            "identifier": rules.identifier,
            "title": rules.title,
            "place_name": rules.place_name,
            "effective_from": _day(rules.effective_from),
            "effective_to": _day(rules.effective_to),
            "verified": rules.verified,
            "sha256": rules.sha256,
        },
        "roll": roll
        and {
            "as_of": _day(roll.as_of),
            "voters": roll.voters,
            "rejected_rows": roll.rejected_rows,
            "source_sha256": roll.source_sha256,
            "layout": roll.layout,
            "has_affidavit_dates": roll.has_affidavit_dates,
        },
        "inputs": [
            {"role": one.role, "name": one.name, "sha256": one.sha256, "rows": one.rows}
            for one in result.inputs
        ],
        "raw_count": petition.raw_count,
        "checked_count": petition.checked_count,
        "withdrawn": petition.withdrawn,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _required(one: RequiredNumber) -> Json:
    return {
        "value": one.value,
        "registered": one.registered,
        "votes_cast": one.votes_cast,
        "certified": one.certified,
        "steps": steps_json(one.computation),
    }


def _counts(tally: Tally, rules: law.RuleSet) -> Json:
    labels = {code: reason.label for code, reason in rules.reasons.items()}
    return {
        "raw": tally.raw,
        "valid": tally.valid,
        "invalid": tally.invalid,
        "waiting": tally.waits,
        "excluded": tally.excluded,
        "reconciles": tally.reconciles,
        "sentence": tally.sentence(labels),
        "reasons": reasons_json(tally, rules),
        "waiting_for": waiting_json(tally),
    }


def _bounds(result: Result, verdict: Verdict) -> Json:
    tally = result.deciding.tally
    outside = tally.waiting.get("not_in_sample", 0)
    return {
        "of": "sample" if result.stage == SAMPLE else "petition",
        "lowest_valid": tally.lowest_valid,
        "highest_valid": tally.highest_valid - outside,
        **ends_json(verdict),
    }


def _unverified(result: Result) -> list[Json]:
    """Every step that the decision rests on and that nobody has read in its source."""
    computations = [one.computation for one in result.required if one.computation]
    computations += [verdict.lowest for verdict in result.deciding.verdicts]
    for sample in result.samples:
        computations += [sample.sizing]
        computations += [verdict.lowest for verdict in sample.verdicts]
    found: dict[tuple[str, str], Json] = {}
    for computation in computations:
        for step in computation.steps:
            if not step.verified:
                key = (step.name, step.citation)
                found.setdefault(
                    key,
                    {
                        "name": step.name,
                        "rule": step.rule,
                        "citation": step.citation,
                        "mark": step.mark,
                    },
                )
    for one in result.by_rule:
        if not one.field.verified:
            key = (one.field.name, one.field.citation)
            found.setdefault(
                key,
                {
                    "name": one.field.name,
                    "rule": one.sentence,
                    "citation": one.field.citation,
                    "mark": one.field.mark,
                },
            )
    return list(found.values())
