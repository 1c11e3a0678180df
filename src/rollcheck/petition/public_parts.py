"""What every stage of a result has, as JSON: steps, reasons, what waits, verdicts, rules."""

from collections.abc import Sequence

from rollcheck import law
from rollcheck.petition.by_rule import ByRule
from rollcheck.petition.settle import WAITING
from rollcheck.petition.tally import Tally
from rollcheck.petition.verdicts import Verdict

Json = dict[str, object]


def steps_json(computation: law.Computation | None) -> list[object]:
    """Return a computation's steps, none where there is none."""
    return [] if computation is None else _listed(computation.as_json()["steps"])


def _listed(value: object) -> list[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("a computation's steps and warnings are lists")
    return list(value)


def short_by(verdict: Verdict) -> object:
    """How far short; known only when both ends agree on the count as well."""
    low, high = verdict.lowest.values.get("short_by"), verdict.highest.values.get("short_by")
    return low if low == high else None


def reasons_json(tally: Tally, rules: law.RuleSet) -> list[Json]:
    """Return the lines found invalid by reason, with what the place says of it."""
    return [_reason(code, lines, rules) for code, lines in tally.reasons.items()]


MERGED = "merged"
"""The code of reasons that are published as one, since few lines have each."""


def _reason(code: str, lines: int, rules: law.RuleSet) -> Json:
    """Return one reason; one that the place does not know comes from a rule alone."""
    known = rules.reasons.get(code)
    if code == MERGED:
        label, field = "Rare reasons, put together", rules.fields["disclosure.smallest_cell"]
        return {
            "code": code,
            "label": label,
            "citation": field.citation,
            "lines": lines,
            "people": 1,
            "people_basis": "policy",
        }
    return {
        "code": code,
        "label": known.label if known else law.REASONS[code],
        "citation": known.citation if known else rules.fields["sheet.defect_voids"].citation,
        "lines": lines,
        "people": known.people if known else 1,
        "people_basis": known.people_basis if known else "policy",
    }


def waiting_json(tally: Tally) -> list[Json]:
    """Return the lines that wait, by what they wait for."""
    return [
        {"code": code, "label": WAITING[code], "lines": lines}
        for code, lines in tally.waiting.items()
    ]


def ends_json(verdict: Verdict) -> Json:
    """Return the decision at both ends of the count."""
    return {
        "decision_at_lowest": verdict.at_lowest,
        "decision_at_highest": verdict.at_highest,
        "certain": verdict.certain,
    }


def verdict_json(verdict: Verdict) -> Json:
    """Return the decision at one required number with its arithmetic."""
    return {
        "required": verdict.required.value,
        "certified": verdict.required.certified,
        "decision": verdict.decision,
        "short_by": short_by(verdict),
        "bounds": ends_json(verdict),
        "steps": steps_json(verdict.lowest),
        "steps_at_highest": [] if verdict.settled else steps_json(verdict.highest),
        "districts": [dict(part) for part in verdict.lowest.parts],
        "warnings": list(verdict.lowest.warnings) if verdict.settled else [],
    }


def by_rule_json(one: ByRule) -> Json:
    """Return what one field of the law did by itself."""
    return {
        "rule": one.field.name,
        "value": _plain(one.field.value),
        "sentence": one.sentence,
        "of": one.of,
        "stage": one.stage,
        "lines": one.lines,
        "citation": one.field.citation,
        "verified": one.field.verified,
        "mark": one.field.mark,
    }


def _plain(value: object) -> str:
    """Write a field's value as the rule file does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
