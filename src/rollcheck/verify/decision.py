"""The arithmetic of the result, computed again: requirement, projection, decision, tables."""

import csv
from pathlib import Path
from typing import Any

from rollcheck.verify.files import loaded, sha256_of
from rollcheck.verify.rules import NotKnownError, Rules, read_rules
from rollcheck.verify.saying import Report

Json = dict[str, Any]
OF_THE_FORM = "rules-of-the-form.toml"


def check_law(bundle: Path, result: Json, report: Report) -> None:
    """Compute everything again that the rule file gives; say so where it is another place's."""
    said = result["rule_set"]
    report.check(
        holds=sha256_of(bundle / "rules.toml") == said["sha256"],
        said=f"The rules are those that the result names: {said['identifier']}.",
        means="The rule file is not the one that the result was computed with.",
    )
    try:
        rules = read_rules((bundle / "rules.toml").read_bytes())
        form = bundle / OF_THE_FORM
        of_the_form = read_rules(form.read_bytes()) if form.exists() else rules
        names = (f"{rules.tree['place']}/{rules.tree['kind']}", result["rule_set"]["identifier"])
        if names[0] != names[1] or (result["place"], result["kind"]) != tuple(names[1].split("/")):
            raise ValueError("the rules are of another place than the result")
    except NotKnownError as error:
        report.open(f"Not re-computed: the law's arithmetic. {said['identifier']}: {error}.")
        return
    _check_required(of_the_form, result, report)
    for sample in result["samples"]:
        _check_sample(rules, result, sample, report)
    _check_decision(rules, result, report)


def _lines(result: Json) -> int:
    """Return the lines that are left to verify: in this place void sheets never enter the count."""
    return int(result["counts"]["raw"]) - int(result["counts"]["excluded"])


def _check_required(rules: Rules, result: Json, report: Report) -> None:
    numbers = [one["value"] for one in result["required"]]
    certified = [one["certified"] for one in result["required"]]
    report.check(
        holds=certified == [True] + [False] * (len(numbers) - 1)
        and numbers == [one["required"] for one in result["decisions"]]
        and certified == [one["certified"] for one in result["decisions"]],
        said="Each required number has its decision, the certified one first.",
        means="The required numbers and the decisions do not belong together.",
    )
    for one in result["required"]:
        value, registered = one["value"], one["registered"]
        if registered is None:
            report.cannot.append(
                f"that {value:,} is the required number: it was stated, not computed here"
            )
            continue
        report.check(
            holds=rules.required(registered) == value,
            said=f"Required, computed again from {registered:,} registered: {value:,}.",
            means=f"Of {registered:,} registered the rules require {rules.required(registered):,}, "
            f"not {value:,}.",
        )


def _check_sample(rules: Rules, result: Json, sample: Json, report: Report) -> None:
    """Check size, cut-offs, both projections and the decision of one sample."""
    lines, size, required = _lines(result), sample["size"], result["required"][0]["value"]
    valid, pairs, waits = sample["valid"], sample["duplicates"], sample["waiting"]
    sizing, name = rules.sizing(lines, required, size), f"Sample {sample['stage']}"
    report.check(
        holds=size >= sizing.size and size == valid + sample["invalid"] + waits,
        said=f"{name}: {size:,} lines, at least the {sizing.size:,} that the rules ask for.",
        means=f"{name} has {size:,} lines; the rules ask for at least {sizing.size:,}, each valid, "
        "invalid or waiting.",
    )
    report.check(
        holds=all(sample[key] == cutoff for key, cutoff in sizing.cutoffs.items()),
        said=f"{name}: the cut-offs, computed again, are as stated.",
        means=f"{name}: the rules give other cut-offs than stated ({sizing.cutoffs}).",
    )
    naive, projected = rules.projected(lines, size, valid, pairs)
    report.check(
        holds=(sample["naive_valid"], sample["projected_valid"]) == (naive, projected),
        said=f"{name}, projected again with the rule's roundings: {projected:,}; without the "
        f"correction for duplicates {naive:,}.",
        means=f"{name}: the rules project {projected:,} and {naive:,}, not what is stated.",
    )
    for one in sample["decisions"]:
        ends = [
            rules.sample_decision(lines, size, at, twice, one["required"])
            for at, twice in ((valid, pairs + waits), (valid + waits, pairs))
        ]
        _check_ends(f"{name}, {one['required']:,} required", one, ends, report)
    certified = sample["decisions"][0]
    report.check(
        holds=sample["decision"] == certified["decision"] and certified["required"] == required,
        said=f"{name}: its decision is that of the certified number.",
        means=f"{name}: its decision is not that of the certified number.",
    )


def _check_ends(name: str, one: Json, ends: list[str], report: Report) -> None:
    low, high = ends
    decision = low if low == high else None
    stated = (one["bounds"]["decision_at_lowest"], one["bounds"]["decision_at_highest"])
    shown = decision or f"open, between {low} and {high}"
    report.check(
        holds=one["decision"] == decision and stated == (low, high),
        said=f"{name}, decided again: {shown.replace('_', ' ')}.",
        means=f"{name}: the rules decide {shown.replace('_', ' ')}, not {one['decision']}.",
    )


def _check_decision(rules: Rules, result: Json, report: Report) -> None:
    """Check the sum, the stage, and the decision at each required number."""
    counts, lines = result["counts"], _lines(result)
    report.check(
        holds=counts["raw"]
        == counts["valid"] + counts["invalid"] + counts["waiting"] + counts["excluded"]
        and counts["raw"] in (result["raw_count"], result["checked_count"])
        and counts["raw"] == (result["checked_count"] or result["raw_count"])
        and counts["waiting"] == sum(one["lines"] for one in counts["waiting_for"]),
        said=f"Every one of {counts['raw']:,} lines filed is counted once.",
        means="The counts do not add up to the lines filed.",
    )
    on_raw = lines < result["required"][0]["value"]
    report.check(
        holds=(result["stage"] == "raw") == on_raw,
        said=f"The stage that decides is the right one: {result['stage'].replace('_', ' ')}.",
        means="The wrong stage decides: the raw count comes first, then a sample, then all lines.",
    )
    if result["stage"] == "sample":
        chosen = [one for one in result["samples"] if one["decisions"] == result["decisions"]]
        report.check(
            holds=bool(chosen),
            said="The decisions are those of the sample.",
            means="The decisions are not those of the sample.",
        )
    else:
        for one in result["decisions"]:
            _check_count(rules, result, one, report)
    first = result["decisions"][0]
    report.check(
        holds=(result["decision"], result["short_by"]) == (first["decision"], first["short_by"]),
        said=f"The decision stated is that of the certified number: {result['decision']}.",
        means="The decision stated is not that of the certified number.",
    )


def _check_count(rules: Rules, result: Json, one: Json, report: Report) -> None:
    counts, required, lines = result["counts"], one["required"], _lines(result)
    valid, waits = counts["valid"], counts["waiting"]
    if lines < required:
        ends, short = ["insufficient_on_raw"] * 2, {required - lines}
    else:
        ends = [rules.full_decision(at, required) for at in (valid, valid + waits)]
        short = {max(0, required - at) for at in (valid, valid + waits)}
    _check_ends(f"{required:,} required", one, ends, report)
    report.check(
        holds=one["short_by"] == (short.pop() if len(short) == 1 else None),
        said=f"{required:,} required: short by what is stated, {one['short_by']}.",
        means=f"{required:,} required: the number short is not {one['short_by']}.",
    )


def check_tables(bundle: Path, result: Json, report: Report) -> None:
    """Check that the open data says what the result says, under the columns it declares."""
    package = loaded(bundle / "datapackage.json")
    headed = True
    for resource in package["resources"]:
        with (bundle / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        headed = headed and header == [one["name"] for one in resource["schema"]["fields"]]
    report.check(
        holds=headed,
        said=f"The {len(package['resources'])} tables have the columns that their schemas name.",
        means="A table has other columns than datapackage.json says.",
    )
    stages = {result["stage"]: result["counts"]}
    stages |= {f"sample_{one['stage']}": one for one in result["samples"]}
    want = set()
    for stage, counts in stages.items():
        want.add((stage, "valid", "", counts["valid"]))
        if counts.get("excluded"):
            want.add((stage, "excluded", "", counts["excluded"]))
        for kind, key in (("reason", "reasons"), ("waiting", "waiting_for")):
            want |= {(stage, kind, one["code"], one["lines"]) for one in counts[key]}
    rows = _rows(bundle / "counts.csv")
    found = [(row["stage"], row["kind"], row["code"], int(row["lines"])) for row in rows]
    numbers = [
        (str(one["required"]), one["decision"] or "", str(one["short_by"] or 0))
        for one in result["decisions"]
    ]
    required = [
        (row["required"], row["decision"], row["short_by"] or "0")
        for row in _rows(bundle / "required.csv")
    ]
    keys = ("stage", "size", "valid", "duplicates", "naive_valid", "projected_valid")
    drawn = [tuple(row[key] for key in keys) for row in _rows(bundle / "samples.csv")]
    report.check(
        holds=set(found) == want
        and len(found) == len(want)
        and numbers == required
        and drawn == [tuple(str(one[key]) for key in keys) for one in result["samples"]],
        said="The open data says what the result says.",
        means="The open data says something else than the result: one of the two was changed.",
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
