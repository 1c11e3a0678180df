"""A result as the JSON document that is published."""

from collections.abc import Sequence
from datetime import date

from rollcheck import __version__, law
from rollcheck.matching import OUTCOMES
from rollcheck.petition.result import SAMPLE, Result
from rollcheck.petition.settle import WAITING
from rollcheck.petition.stages import SampleCheck
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import RequiredNumber, Verdict

FORMAT = "rollcheck-result/1"

Json = dict[str, object]


def public_result(result: Result) -> Json:
    """Return public/result.json as plain values, its keys in a stable order."""
    verdict = result.verdict
    return {
        "format": FORMAT,
        "rollcheck_version": __version__,
        **_petition(result),
        "required": [_required(one) for one in result.required],
        "stage": result.stage,
        "status": result.status,
        "decision": verdict.decision,
        "short_by": _short_by(verdict),
        "counts": _counts(result.deciding.tally, result.rules),
        "proposed": [
            {"outcome": outcome, "label": label, "lines": result.proposed.get(outcome, 0)}
            for outcome, label in OUTCOMES.items()
        ],
        "bounds": _bounds(result, verdict),
        "decisions": [_verdict(one) for one in result.deciding.verdicts],
        "sample": _sample(result, result.sample) if result.sample else None,
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
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _required(one: RequiredNumber) -> Json:
    return {
        "value": one.value,
        "registered": one.registered,
        "certified": one.certified,
        "steps": _steps(one.computation),
    }


def _steps(computation: law.Computation | None) -> list[object]:
    return [] if computation is None else _list(computation.as_json()["steps"])


def _list(value: object) -> list[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("a computation's steps and warnings are lists")
    return list(value)


def _short_by(verdict: Verdict) -> object:
    """How far short; known only when both ends agree on the count as well."""
    low, high = verdict.lowest.values.get("short_by"), verdict.highest.values.get("short_by")
    return low if low == high else None


def _counts(tally: Tally, rules: law.RuleSet) -> Json:
    labels = {code: reason.label for code, reason in rules.reasons.items()}
    return {
        "raw": tally.raw,
        "valid": tally.valid,
        "invalid": tally.invalid,
        "waiting": tally.waits,
        "reconciles": tally.reconciles,
        "sentence": tally.sentence(labels),
        "reasons": _reasons(tally, rules),
        "waiting_for": _waiting_for(tally),
    }


def _reasons(tally: Tally, rules: law.RuleSet) -> list[Json]:
    return [
        {
            "code": code,
            "label": rules.reasons[code].label,
            "citation": rules.reasons[code].citation,
            "lines": lines,
            "people": rules.reasons[code].people,
            "people_basis": rules.reasons[code].people_basis,
        }
        for code, lines in tally.reasons.items()
    ]


def _waiting_for(tally: Tally) -> list[Json]:
    return [
        {"code": code, "label": WAITING[code], "lines": lines}
        for code, lines in tally.waiting.items()
    ]


def _ends(verdict: Verdict) -> Json:
    return {
        "decision_at_lowest": verdict.at_lowest,
        "decision_at_highest": verdict.at_highest,
        "certain": verdict.certain,
    }


def _bounds(result: Result, verdict: Verdict) -> Json:
    tally = result.deciding.tally
    outside = tally.waiting.get("not_in_sample", 0)
    return {
        "of": "sample" if result.stage == SAMPLE else "petition",
        "lowest_valid": tally.lowest_valid,
        "highest_valid": tally.highest_valid - outside,
        **_ends(verdict),
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        "required": verdict.required.value,
        "certified": verdict.required.certified,
        "decision": verdict.decision,
        "short_by": _short_by(verdict),
        "bounds": _ends(verdict),
        "steps": _steps(verdict.lowest),
        "steps_at_highest": [] if verdict.settled else _steps(verdict.highest),
        "warnings": list(verdict.lowest.warnings) if verdict.settled else [],
    }


def _sample(result: Result, sample: SampleCheck) -> Json:
    draw, certified = result.draw, sample.verdicts[0]
    low, high, sizing = certified.lowest.values, certified.highest.values, sample.sizing.values
    found = sample.found.values
    waits = sample.tally.waits - sample.tally.waiting.get("not_in_sample", 0)
    reasons = _reasons(sample.tally, result.rules)
    return {
        "universe_root": draw and draw.universe_root,
        "universe_lines": draw and draw.universe_lines,
        "seed": draw and draw.seed,
        "size": sample.size,
        "valid": sample.tally.valid,
        "invalid": sample.tally.invalid,
        "waiting": waits,
        "duplicates": sample.duplicates,
        "duplicates_outside": sample.duplicates_outside,
        "status": "provisional" if waits else "final",
        "reasons": reasons,
        "waiting_for": [
            one for one in _waiting_for(sample.tally) if one["code"] != "not_in_sample"
        ],
        "naive_valid": found.get("naive_valid"),
        "projected_valid": found.get("projected_valid"),
        "naive_interval": _interval(sample.intervals.naive if sample.intervals else None),
        "projected_interval": _interval(sample.intervals.projected if sample.intervals else None),
        **{key: sizing.get(key) for key in CUT_OFFS},
        "decision": certified.decision,
        "bounds": {
            "of": "sample",
            "lowest_valid": sample.tally.valid,
            "highest_valid": sample.tally.valid + waits,
            "lowest_projected": low.get("projected_valid"),
            "highest_projected": high.get("projected_valid"),
            **_ends(certified),
        },
        "decisions": [_verdict(one) for one in sample.verdicts],
    }


def _interval(ends: tuple[int, int] | None) -> Json | None:
    return None if ends is None else {"low": ends[0], "high": ends[1]}


CUT_OFFS = (
    "insufficient_below",
    "sufficient_from",
    "total_insufficient_below",
    "total_sufficient_from",
)


def _unverified(result: Result) -> list[Json]:
    """Every step that the decision rests on and that nobody has read in its source."""
    computations = [one.computation for one in result.required if one.computation]
    computations += [verdict.lowest for verdict in result.deciding.verdicts]
    if result.sample:
        computations += [result.sample.sizing]
        computations += [verdict.lowest for verdict in result.sample.verdicts]
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
    return list(found.values())
