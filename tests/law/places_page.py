"""Writes docs/places.md from the rule files themselves: ``python tests/law/places_page.py``."""

from collections.abc import Iterator
from pathlib import Path

from rollcheck.cli.law_show import shown
from rollcheck.law import RuleSet, forms, identifiers
from rollcheck.law.bands import band_words
from rollcheck.law.fields import Field
from rollcheck.law.rounding import grouped

PAGE = Path(__file__).parent.parent.parent / "docs" / "places.md"
HEAD = """# The places

This page is written by `python tests/law/places_page.py` from the rule files themselves. It shows
the form of each place's rules that is in force now; `rollcheck law show ID` prints every field
with its source, `rollcheck law show ID --on DATE` an earlier form. [The law](law.md) says what the
fields mean. A value with (D), (S) or (M) behind it is not verified: it is derived, second hand or
general knowledge, and every answer that rests on it says so.
"""
ASKED = {
    "raw_count.counts": "Raw count",
    "raw_count.below_required": "Fewer filed than required",
    "raw_count.excluded": "Excluded before a sample",
    "full_check.may_stop_early": "Full check may stop early",
    "full_check.withdrawn_deducted": "Later withdrawals are deducted",
    "signer.who": "Who may sign",
    "registration.statuses_counted": "Statuses that count",
    "address.must_match": "Another address spoils a line",
    "duplicates.counts": "Which of a voter's signatures counts",
    "withdrawals.until": "Withdrawal until",
    "circulator.declares": "The circulator declares",
    "sheet.filed_together": "Filed all together",
    "signatures.compared_with": "Signature compared with",
    "examination.who": "Who may examine",
    "examination.what": "What they may learn",
    "disclosure.smallest_cell": "Smallest number of lines published by reason",
    "disclosure.always_merged": "Reasons always merged",
    "disclosure.totals": "Public totals by reason",
    "disclosure.opened_to": "A line may be opened to",
    "disclosure.opened_what": "Of it they may be shown",
    "disclosure.opened_only": "Opened to them only",
}
NOT_FOUND = (
    "withdrawals.until",
    "circulator.declares",
    "signatures.compared_with",
    "examination.who",
)
"""What every place must answer, if only by saying that no text read answers it."""

SEEN = {
    "registration.signed_by_signing_day": "Registered by the day of signing",
    "registration.received_by_filing_day": "Received by the day of filing",
    "registration.on_roll_by_signing_day": "On the roll on the day of signing",
    "stages.1.projection.withdrawn_are_valid": "A withdrawn line in the sample is valid",
    "raw_count.struck_lines": "Lines struck out",
    "sheet.defect_voids": "A sheet's defect voids",
    "sheet.defect_found": "Void sheets leave",
    "raw_count.on_checking": "The check finds another raw count",
    "stages.1.sample.not_located": "A line drawn cannot be found",
    "requirement.inactive_voters_counted": "Inactive voters in the required number",
}


def page() -> str:
    """The whole page."""
    newest = [forms(identifier)[-1] for identifier in identifiers()]
    return "\n".join([HEAD, *("\n".join(place(rules)) for rules in newest)])


def place(rules: RuleSet) -> Iterator[str]:
    """One place: heading, summary, tables."""
    yield f"## {rules.identifier}\n"
    known = ", ".join(str(one.effective_from) for one in forms(rules.identifier))
    count = f"{len(rules.fields)} fields, {len(rules.unverified)} of them not verified"
    yield f"{rules.title}, {rules.place_name}. Forms from {known}. {count}.\n"
    yield from _table("rule", (*_requirement(rules), *_stages(rules), *_rows(rules, ASKED)))
    yield "\nSeen in life:\n"
    yield from _table("it happens", _rows(rules, SEEN))
    yield f"\nReasons: {_reasons(rules)}.\n"
    if rules.deadlines:
        yield f"Days: {_days(rules)}.\n"


def _table(first: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f"| {first} | here |"
    yield "|---|---|"
    yield from (f"| {name} | {value} |" for name, value in rows)


def _rows(rules: RuleSet, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (words, _value(rules.fields[name]) if name in rules.fields else "not found in a text read")
        for name, words in names.items()
        if name in rules.fields or name in NOT_FOUND
    )


def _value(field: Field) -> str:
    return f"{shown(field.value).replace('_', ' ')}{_doubt(field)}, {field.citation}"


def _doubt(field: Field) -> str:
    return "" if field.verified else f" ({field.mark})"


def _requirement(rules: RuleSet) -> Iterator[tuple[str, str]]:
    rule = rules.requirement
    of = {"percent-of-registered": "registered voters", "percent-of-votes": "votes"}
    unit = f" % of {of[rule.formula]}" if rule.formula in of else " signatures"
    for one in rule.measures:
        words = f"{grouped(one.value)}{unit}{_doubt(one.field)}, {one.field.citation}"
        yield f"Required for `{one.name}`", words
    for band in rule.bands:
        words = f"{grouped(band.value)}{unit}{_doubt(band.field)}, {band.field.citation}"
        many = len(rule.bands) > 1
        yield f"Required for {band_words(rule.bands, band)}" if many else "Required", words
    if rule.number is not None:
        yield "Required", f"{rule.number:,}{unit}, {rules.fields['requirement.number'].citation}"
    yield "Rounded", _value(rules.fields["requirement.rounding"])
    minimum = rules.district_minimum
    if minimum:
        doubt = _doubt(rules.fields["district_minimum.percent"])
        words = f"{grouped(minimum.percent)} % of {minimum.of.replace('_', ' ')}{doubt} in each of "
        yield "From each part", f"{words}{minimum.needed} {minimum.unit}"


def _stages(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for number, stage in enumerate(rules.stages, start=1):
        name = f" {number}" if len(rules.stages) > 1 else ""
        sizes = [f"{stage.sample.minimum:,} lines"] if stage.sample.minimum else []
        sizes += [f"{grouped(stage.sample.percent)} %"] if stage.sample.percent else []
        fields = (
            rules.fields.get(f"stages.{number}.sample.{one}") for one in ("minimum", "percent")
        )
        doubts = "".join(dict.fromkeys(_doubt(field) for field in fields if field))
        above = (
            f" of more than {stage.sample.sampled_above:,}" if stage.sample.sampled_above else ""
        )
        where = " in each county" if stage.sample.drawn_in == "county" else ""
        yield f"Sample{name}", f"{' or '.join(sizes)}{doubts}{above}{where}"
        yield f"Projection{name}", _value(rules.fields[f"stages.{number}.projection.formula"])
        yield f"Decision{name}", _decision(rules, number)


def _decision(rules: RuleSet, number: int) -> str:
    rule = rules.stages[number - 1].decision
    key = f"stages.{number}.decision."
    words = []
    for side in ("sufficient", "insufficient"):
        percent = getattr(rule, f"{side}_percent")
        if percent is not None:
            when = getattr(rule, f"{side}_when").replace("_", " ")
            doubt = _doubt(rules.fields[f"{key}{side}_percent"])
            words.append(f"{side} {when} {grouped(percent)} %{doubt}")
    if rule.formula:
        words.append(f"by `{rule.formula}`{_doubt(rules.fields[f'{key}formula'])}")
    return f"{'; '.join((*words, 'otherwise'))} `{rule.otherwise}`"


def _reasons(rules: RuleSet) -> str:
    return ", ".join(
        f"`{reason.code}`"
        + (f" ({reason.people} people, {reason.people_basis})" if reason.people > 1 else "")
        for reason in rules.reasons.values()
    )


def _days(rules: RuleSet) -> str:
    return "; ".join(
        f"`{one.name}` {one.days.value} {one.counted}"
        f"{'' if one.counted == 'months' else ' days'} after {one.event.replace('_', ' ')}"
        f"{_doubt(one.days)}"
        for one in rules.deadlines
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
