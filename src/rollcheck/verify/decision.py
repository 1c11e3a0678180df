"""The arithmetic of the result, computed again: requirement, samples, decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rollcheck.verify.files import Json, sha256_of
from rollcheck.verify.rules import ON_RAW, NotKnownError, Rules, read_rules
from rollcheck.verify.samples import Sampled, Stage, total
from rollcheck.verify.saying import Report
from rollcheck.verify.section import Section

OF_THE_FORM = "rules-of-the-form.toml"
OF_A_COUNTY = (
    "size",
    "valid",
    "invalid",
    "waiting",
    "duplicates",
    "naive_valid",
    "projected_valid",
)


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
        form = bundle / OF_THE_FORM
        of_the_form = read_rules(form.read_bytes(), measure) if form.exists() else rules
    except NotKnownError as error:
        report.open(f"Not re-computed: the law's arithmetic. {said['identifier']}: {error}.")
        return
    names = (f"{rules.tree['place']}/{rules.tree['kind']}", result["rule_set"]["identifier"])
    if names[0] != names[1] or (result["place"], result["kind"]) != tuple(names[1].split("/")):
        raise ValueError("the rules are of another place than the result")
    in_force = _in_force(rules, result["filed_on"])
    report.check(
        holds=in_force and _in_force(of_the_form, result["form_approved_on"]),
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


def _lines(result: Json) -> int:
    """Return the lines that were left to verify."""
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
        again = rules.required(one)
        if again is None:
            report.cannot.append(
                f"that {one['value']:,} is the required number: it was stated, not computed here"
            )
            continue
        number, of = again
        report.check(
            holds=number == one["value"],
            said=f"Required, computed again from {of}: {number:,}.",
            means=f"Of {of} the rules require {number:,}, not {one['value']:,}.",
        )


def _check_sample(rules: Rules, result: Json, sample: Json, report: Report) -> None:
    """Check size, cut-offs, both projections, the next size and the decision of one sample."""
    number, required = sample["stage"], result["required"][0]["value"]
    stage, name, lines = rules.stages[number - 1], f"Sample {number}", _lines(result)
    parts = sample["counties"] if stage.in_counties else [{**sample, "lines": lines}]
    counted = stage.projection.get("pairs_counted") == "both_in_sample"
    falls = sample["valid"] - _lowest(rules, sample, sample["valid"], sample["waiting"])

    def at(one: Json, *, down: bool = False, up: bool = False) -> Sampled:
        valid, pairs = one["valid"] - falls * down, one["duplicates"] + one["waiting"] * down
        valid += one["waiting"] * up
        return Sampled(one["lines"], one["size"], valid, pairs * counted, required)

    now, low = [at(one) for one in parts], [at(one, down=True) for one in parts]
    high = [at(one, up=True) for one in parts]
    least = [stage.least(n) if rules.may_sample(stage, n) else n for n in (o.lines for o in now)]
    size, few = sample["size"], sum(least)
    report.check(
        holds=(stage.in_counties or rules.may_sample(stage, lines))
        and all(own <= one.size <= one.lines for own, one in zip(least, now, strict=True))
        and all(one["size"] == one["valid"] + one["invalid"] + one["waiting"] for one in parts),
        said=f"{name}: {size:,} lines, at least the {few:,} that the rules ask for.",
        means=f"{name}: {size:,} lines, not each counted once; the rules ask for {few:,}.",
    )
    filed = result["counts"]["raw"] if "excluded" in rules.tree["raw_count"] else lines
    cutoffs = stage.cutoffs(total(now), filed)
    report.check(
        holds=all(sample[key] == cutoff for key, cutoff in cutoffs.items()),
        said=f"{name}: the cut-offs, computed again, are as stated.",
        means=f"{name}: the rules give other cut-offs than stated ({cutoffs}).",
    )
    naive, projected = again = tuple(map(int, stage.projected(*now)[:2]))
    each = [tuple(map(int, stage.projected(one)[:2])) for one in now]
    report.check(
        holds=(sample["naive_valid"], sample["projected_valid"]) == again
        and [(one["naive_valid"], one["projected_valid"]) for one in parts] == each
        and all(sum(one[key] for one in parts) == sample[key] for key in OF_A_COUNTY)
        and sum(one.lines for one in now) == lines,
        said=f"{name}, projected again with the rule's roundings: {projected:,}; without the "
        f"correction for duplicates {naive:,}"
        + (f"; in each of {len(now)} counties, added up." if stage.in_counties else "."),
        means=f"{name}: the rules project {projected:,} and {naive:,}, not what is stated.",
    )
    further = rules.stages[number] if stage.decided(*now) == "next_sample" else None
    follows = None if further is None else further.least(lines)
    for one in sample["decisions"]:
        _check_projected((rules, stage), (name, one), (low, high), report)
    certified = sample["decisions"][0]
    report.check(
        holds=(sample["decision"], sample["next_sample_size"]) == (certified["decision"], follows)
        and certified["required"] == required,
        said=f"{name}: its decision is that of the certified number; next sample: {follows}.",
        means=f"{name}: its decision is not that of the certified number, or the next is not.",
    )


def _lowest(rules: Rules, stated: Json, valid: int, waits: int) -> int:
    """Return the lowest count: where no copy counts, valid lines may fall with the waiting ones."""
    none_counts = rules.section("duplicates").get("counts") == "none"
    return min(stated["bounds"]["lowest_valid"], valid) if none_counts and waits else valid


def _check_projected(
    law: tuple[Rules, Stage], named: tuple[str, Json], ends: Sequence[list[Sampled]], report: Report
) -> None:
    """Decide a sample at one required number, at the lowest and the highest count."""
    (rules, stage), (name, one), required = law, named, named[1]["required"]
    found, short = [], []
    for parts in ends:
        at = [replace(part, required=required) for part in parts]
        on_raw = rules.ends_on_raw(total(at).lines, required)
        found.append(ON_RAW if on_raw else stage.decided(*at))
        reached = total(at).lines if on_raw else int(stage.projected(*at)[1])
        short.append(max(0, required - reached))
    _check_ends(f"{name}, {required:,} required", one, found, short, report)


def _check_ends(name: str, one: Json, ends: list[str], short: list[int], report: Report) -> None:
    low, high = ends
    decision = low if low == high else None
    stated = (one["bounds"]["decision_at_lowest"], one["bounds"]["decision_at_highest"])
    shown = decision or f"open, between {low} and {high}"
    report.check(
        holds=one["decision"] == decision and stated == (low, high),
        said=f"{name}, decided again: {shown.replace('_', ' ')}.",
        means=f"{name}: the rules decide {shown.replace('_', ' ')}, not {one['decision']}.",
    )
    report.check(
        holds=one["short_by"] == (short[0] if short[0] == short[1] else None),
        said=f"{name}: short by what is stated, {one['short_by']}.",
        means=f"{name}: the number short is not {one['short_by']}.",
    )


def _check_decision(rules: Rules, result: Json, report: Report) -> None:
    """Check the sum, the stage, and the decision at each required number."""
    counts, lines = result["counts"], _lines(result)
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
    counts, required, lines = result["counts"], one["required"], _lines(result)
    waits = counts["waiting"]
    lowest = _lowest(rules, result, counts["valid"], waits)
    found, short = [], []
    minimum = rules.minimum()
    for valid in (lowest, counts["valid"] + waits):
        left = valid - min(result["withdrawn"] or 0, valid)
        enough = rules.enough(left, required)
        if enough and minimum and one["districts"] and valid == lowest:
            enough = _reached(minimum, one["districts"]) >= minimum.get("needed")
        on_raw = rules.ends_on_raw(lines, required)
        found.append(ON_RAW if on_raw else "sufficient" if enough else "insufficient")
        reached = lines if on_raw else left
        short.append(0 if rules.enough(reached, required) else required - reached)
    _check_ends(f"{required:,} required", one, found, short, report)
    if minimum is None or found[0] == ON_RAW:
        return
    if not one["districts"]:
        report.open(f"The minimum in each of the {minimum.get('unit')} was not checked.")
        return
    short_by = [_needed(minimum, part) for part in one["districts"]]
    report.check(
        holds=all(
            (part["required"], part["short_by"]) == (needed, max(0, needed - part["valid"]))
            for part, needed in zip(one["districts"], short_by, strict=True)
        )
        and len({part["name"] for part in one["districts"]}) == len(short_by)
        and len(short_by) <= minimum.get("districts", len(short_by))
        and sum(part["valid"] for part in one["districts"]) <= counts["valid"],
        said=f"{required:,} required: the minimum of each of {len(short_by)} "
        f"{minimum.get('unit')}, computed again.",
        means=f"{required:,} required: a minimum does not follow from the rules, or what is short.",
    )


def _needed(minimum: Section, part: Json) -> int:
    exact = minimum.exact("percent") * part[minimum.get("of")] / 100
    return int(minimum.rounded("rounding", exact))


def _reached(minimum: Section, parts: list[Json]) -> int:
    return sum(part["valid"] >= _needed(minimum, part) for part in parts)
