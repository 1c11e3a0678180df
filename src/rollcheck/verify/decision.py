"""The arithmetic of the result, computed again: requirement, samples, decision."""

from datetime import date
from pathlib import Path

from rollcheck.verify.files import Json, sha256_of
from rollcheck.verify.rules import ON_RAW, NotKnownError, Rules, read_rules
from rollcheck.verify.samples import Sampled, Section, Stage, total
from rollcheck.verify.saying import Report

ADDED_UP = ("size", "valid", "invalid", "waiting", "duplicates", "naive_valid", "projected_valid")
# What is decided at the lowest and at the highest count, and the lines short of the number.
Ends = list[tuple[str, int]]


def check_law(bundle: Path, result: Json, report: Report) -> None:
    """Compute everything again that the rule file gives; say so where it is not known here."""
    said, measure = result["rule_set"], result["measure"]
    report.check(
        holds=sha256_of(bundle / "rules.toml") == said["sha256"],
        said=f"The rules are those that the result names: {said['identifier']}.",
        means="The rule file is not the one that the result was computed with.",
    )
    try:
        rules = read_rules((bundle / "rules.toml").read_bytes(), measure)
        form = bundle / "rules-of-the-form.toml"
        of_the_form = read_rules(form.read_bytes(), measure) if form.exists() else rules
    except NotKnownError as error:
        report.open(f"Not re-computed: the law's arithmetic. {said['identifier']}: {error}.")
        return
    named = [one["place"] + "/" + one["kind"] for one in (rules.tree, result)]
    if named != [said["identifier"]] * 2:
        raise ValueError("the rules are of another place than the result")
    report.check(
        holds=_in_force(rules, result["filed_on"])
        and _in_force(of_the_form, result["form_approved_on"]),
        said=f"The rules were in force when the petition was filed, on {result['filed_on']}.",
        means="The rules were not in force on the day of the filing, or of the form's approval.",
    )
    _check_required(of_the_form, result, report)
    for sample in result["samples"]:
        _check_sample(rules, result, sample, report)
    _check_decision(rules, result, report)


def _in_force(rules: Rules, day: str) -> bool:
    law, on = rules.section("effective"), date.fromisoformat(day)
    return bool(law.get("first_day", on) <= on <= law.get("last_day", on))


def _left_to_verify(result: Json) -> int:
    return int(result["counts"]["raw"]) - int(result["counts"]["excluded"])


def _check_required(rules: Rules, result: Json, report: Report) -> None:
    first = [(one["value"], not at) for at, one in enumerate(result["required"])]
    report.check(
        holds=[(one["value"], one["certified"]) for one in result["required"]] == first
        and [(one["required"], one["certified"]) for one in result["decisions"]] == first,
        said="Each required number has its decision, the certified one first.",
        means="The required numbers and the decisions do not belong together.",
    )
    for one in result["required"]:
        if again := rules.required(one):
            number, of = again
            report.check(
                holds=number == one["value"],
                said=f"Required, computed again from {of}: {number:,}.",
                means=f"Of {of} the rules require {number:,}, not {one['value']:,}.",
            )
        else:
            stated = f"that {one['value']:,} is the required number: it was stated"
            report.cannot.append(f"{stated}, not computed here")


def _check_sample(rules: Rules, result: Json, sample: Json, report: Report) -> None:
    """Check size, cut-offs and both projections of one sample, then what it decides."""
    stage, lines = rules.stages[sample["stage"] - 1], _left_to_verify(result)
    name, size, required = f"Sample {sample['stage']}", sample["size"], result["required"][0]
    parts = sample["counties"] if stage.in_counties else [{**sample, "lines": lines}]
    now = [_sampled(stage, one, required["value"]) for one in parts]
    least = [stage.least(n) if rules.may_sample(stage, n) else n for n in (o.lines for o in now)]
    report.check(
        holds=(stage.in_counties or rules.may_sample(stage, lines))
        and all(own <= one.size <= one.lines for own, one in zip(least, now, strict=True))
        and all(one["size"] == one["valid"] + one["invalid"] + one["waiting"] for one in parts),
        said=f"{name}: {size:,} lines, at least the {sum(least):,} that the rules ask for.",
        means=f"{name}: {size:,} lines, not each counted once; the rules ask for {sum(least):,}.",
    )
    filed = result["counts"]["raw"] if "excluded" in rules.tree["raw_count"] else lines
    cutoffs = stage.cutoffs(total(now), filed)
    report.check(
        holds=all(sample[key] == cutoff for key, cutoff in cutoffs.items()),
        said=f"{name}: the cut-offs, computed again, are as stated.",
        means=f"{name}: the rules give other cut-offs than stated ({cutoffs}).",
    )
    naive, projected, _ = map(int, stage.projected(*now))
    again = [tuple(map(int, stage.projected(*of)[:2])) for of in (now, *([one] for one in now))]
    report.check(
        holds=[(one["naive_valid"], one["projected_valid"]) for one in (sample, *parts)] == again
        and all(sum(one[key] for one in parts) == sample[key] for key in ADDED_UP)
        and sum(one.lines for one in now) == lines,
        said=f"{name}, projected again with the rule's roundings: {projected:,}; without the "
        f"correction for duplicates {naive:,}"
        + (f"; in each of {len(now)} counties, added up." if stage.in_counties else "."),
        means=f"{name}: the rules project {projected:,} and {naive:,}, not what is stated.",
    )
    _decide(rules, result, sample, parts, report)


def _sampled(stage: Stage, one: Json, required: int) -> Sampled:
    counted = stage.projection.get("pairs_counted") == "both_in_sample"
    return Sampled(one["lines"], one["size"], one["valid"], one["duplicates"] * counted, required)


def _decide(rules: Rules, result: Json, sample: Json, parts: list[Json], report: Report) -> None:
    """Decide a sample at each required number, at both ends of its count; check the next size."""
    number, lines, certified = sample["stage"], _left_to_verify(result), sample["decisions"][0]
    name, stage, required = f"Sample {number}", rules.stages[number - 1], result["required"][0]
    falls = sample["valid"] - _lowest(rules, sample["bounds"], sample)
    lowest = [
        {**one, "valid": one["valid"] - falls, "duplicates": one["duplicates"] + one["waiting"]}
        for one in parts
    ]
    highest = [{**one, "valid": one["valid"] + one["waiting"]} for one in parts]
    for one in sample["decisions"]:
        ends = []
        for end in (lowest, highest):
            at = [_sampled(stage, part, one["required"]) for part in end]
            short = max(0, one["required"] - int(stage.projected(*at)[1]))
            ends.append((stage.decided(*at), short))
        _check_ends(rules, f"{name}, {one['required']:,} required", lines, one, ends, report)
    now = [_sampled(stage, one, required["value"]) for one in parts]
    further = rules.stages[number].least(lines) if stage.decided(*now) == "next_sample" else None
    report.check(
        holds=(sample["decision"], sample["next_sample_size"]) == (certified["decision"], further)
        and certified["required"] == required["value"],
        said=f"{name}: its decision is that of the certified number; "
        + (f"the next sample has {further:,} lines." if further else "no further sample follows."),
        means=f"{name}: its decision is not that of the certified number, or the next is not.",
    )


def _lowest(rules: Rules, bounds: Json, counts: Json) -> int:
    """Return the lowest count: where no copy counts, valid lines may fall with the waiting ones."""
    none_counts = rules.section("duplicates").get("counts") == "none" and counts["waiting"]
    return int(min(bounds["lowest_valid"], counts["valid"]) if none_counts else counts["valid"])


def _check_ends(rules: Rules, name: str, lines: int, one: Json, ends: Ends, report: Report) -> None:
    if rules.ends_on_raw(lines, one["required"]):
        ends = [(ON_RAW, one["required"] - lines)] * 2
    (low, short), (high, short_at_highest) = ends
    decision = low if low == high else None
    stated = (one["bounds"]["decision_at_lowest"], one["bounds"]["decision_at_highest"])
    shown = (decision or f"open, between {low} and {high}").replace("_", " ")
    report.check(
        holds=one["decision"] == decision and stated == (low, high),
        said=f"{name}, decided again: {shown}.",
        means=f"{name}: the rules decide {shown}, not {one['decision'] or 'open'}.",
    )
    report.check(
        holds=one["short_by"] == (short if short == short_at_highest else None),
        said=f"{name}: short by what is stated, {one['short_by'] or 'none'}.",
        means=f"{name}: the number short is not {one['short_by'] or 'none'}.",
    )


def _check_decision(rules: Rules, result: Json, report: Report) -> None:
    """Check the sum, the stage, and the decision at each required number."""
    counts, lines = result["counts"], _left_to_verify(result)
    report.check(
        holds=counts["raw"]
        == counts["valid"] + counts["invalid"] + counts["waiting"] + counts["excluded"]
        and counts["raw"] == (result["checked_count"] or result["raw_count"])
        and counts["waiting"] == sum(one["lines"] for one in counts["waiting_for"]),
        said=f"Every one of {counts['raw']:,} lines filed is counted once.",
        means="The counts do not add up to the lines filed.",
    )
    on_raw = rules.ends_on_raw(lines, result["required"][0]["value"])
    report.check(
        holds=(result["stage"] == "raw") == on_raw
        and (result["stage"] != "sample" or bool(result["samples"])),
        said=f"The stage that decides is the right one: {result['stage'].replace('_', ' ')}.",
        means="The wrong stage decides: the raw count comes first, then a sample, then all lines.",
    )
    last = [one for one in result["samples"] if one["decision"] != "next_sample"]
    sample = (last or result["samples"][-1:] or [None])[0]
    sampled = result["stage"] == "sample"
    report.check(
        holds=result["sample"] == sample
        and (not sampled or sample["decisions"] == result["decisions"]),
        said="The sample named is the one that decides, if any does.",
        means="The decisions are not those of the sample, or another sample is named.",
    )
    for one in () if sampled else result["decisions"]:
        _check_count(rules, result, one, report)
    first = result["decisions"][0]
    report.check(
        holds=(result["decision"], result["short_by"]) == (first["decision"], first["short_by"]),
        said=f"The decision stated is that of the certified number: {result['decision']}.",
        means="The decision stated is not that of the certified number.",
    )


def _check_count(rules: Rules, result: Json, one: Json, report: Report) -> None:
    """Decide the check of every line at one required number, with any minimum by district."""
    counts, required, lines = result["counts"], one["required"], _left_to_verify(result)
    lowest, minimum = _lowest(rules, result["bounds"], counts), rules.minimum()
    parts, ends = one["districts"] or [], []
    needs = [_needed(minimum, part) for part in parts] if minimum else []
    own = [part["valid"] for part in parts]
    for valid in (lowest, counts["valid"] + counts["waiting"]):
        left = valid - min(result["withdrawn"] or 0, valid)
        enough = rules.enough(left, required)
        short = 0 if enough else required - left
        if enough and minimum and needs and valid == lowest:
            enough = sum(v >= n for v, n in zip(own, needs, strict=True)) >= minimum.get("needed")
        ends.append(("sufficient" if enough else "insufficient", short))
    _check_ends(rules, f"{required:,} required", lines, one, ends, report)
    if minimum is None or rules.ends_on_raw(lines, required):
        return
    if not needs:
        report.open(f"The minimum in each of the {minimum.get('unit')} was not checked.")
        return
    report.check(
        holds=[(part["required"], part["short_by"]) for part in parts]
        == [(need, max(0, need - valid)) for need, valid in zip(needs, own, strict=True)]
        and len({part["name"] for part in parts}) == len(needs)
        and len(needs) <= minimum.get("districts", len(needs))
        and sum(own) <= counts["valid"],
        said=f"{required:,} required: the minimum of each of {len(needs)} "
        f"{minimum.get('unit')}, computed again.",
        means=f"{required:,} required: a minimum does not follow from the rules, or what is short.",
    )


def _needed(minimum: Section, part: Json) -> int:
    exact = minimum.exact("percent") * part[minimum.get("of")] / 100
    return int(minimum.rounded("rounding", exact))
