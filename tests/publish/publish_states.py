"""Results in every state that a report must be able to show, each made from the 2022 numbers."""

import copy
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rollcheck import law

Result = dict[str, Any]

SOURCE = Path(__file__).parent / "county-recall-2022.json"
HOSTILE = "</style><script>alert('x')</script>\"' onload=alert(1) {{ 7*7 }} &amp; =cmd|'/c calc'!A1"


def full_check() -> Result:
    """The published numbers: a sample that did not decide, then every line checked."""
    result: Result = json.loads(SOURCE.read_text(encoding="utf-8"))
    return result


def with_files() -> Result:
    """The same with everything that a run on files adds."""
    result = full_check()
    result["roll"] = {
        "as_of": "2022-07-06",
        "voters": 5_668_569,
        "rejected_rows": 12,
        "source_sha256": "ab" * 32,
        "layout": "plain",
        "has_affidavit_dates": False,
    }
    result["inputs"] = [
        {"role": "petition", "name": "recall.toml", "sha256": "01" * 32, "rows": None},
        {"role": "lines", "name": "lines.csv", "sha256": "23" * 32, "rows": 715_833},
    ]
    result["proposed"] = [
        {"outcome": "matched", "label": "One voter, at the address given", "lines": 530_000},
        {"outcome": "none", "label": "No voter found", "lines": 185_833},
    ]
    result["sample"] |= {
        "universe_root": "cd" * 32,
        "seed": "2022-07-08 dice 3 1 4 1 5",
        "reasons": copy.deepcopy(result["counts"]["reasons"]),
        "duplicates_outside": 1,
    }
    return result


def _ends(low: str, high: str) -> Result:
    return {"decision_at_lowest": low, "decision_at_highest": high, "certain": low == high}


@cache
def _rules() -> law.RuleSet:
    return law.rule_set("us-ca/county-recall", date(2022, 7, 6))


def _steps(computed: law.Computation) -> list[Any]:
    steps = computed.as_json()["steps"]
    assert isinstance(steps, list)
    return steps


def _computed(result: Result, low: int, high: int) -> Result:
    """Give every number the steps of the full check at the lowest and at the highest count."""
    for one in result["decisions"]:
        ends = [
            law.decide(_rules(), raw=result["raw_count"], required=one["required"], valid=valid)
            for valid in (low, high)
        ]
        one["steps"] = _steps(ends[0])
        same = ends[0].values == ends[1].values
        one["steps_at_highest"] = [] if same else _steps(ends[1])
    return result


def _decided(result: Result, low: str, high: str) -> Result:
    """Give every number the same decision at the lowest and at the highest count."""
    decision = low if low == high else None
    result["decision"] = decision
    for one in result["decisions"]:
        one |= {"decision": decision, "bounds": _ends(low, high)}
    return result


def _waiting(result: Result, lines: int, low: str, high: str) -> Result:
    """Let valid lines wait again."""
    counts = result["counts"]
    counts["valid"] -= lines
    counts["waiting"] = lines
    counts["waiting_for"] = [
        {"code": "no_determination", "label": "Nobody has determined it yet", "lines": lines},
        {"code": "disagreement", "label": "People disagree about it", "lines": 0},
    ]
    valid = counts["valid"]
    result["bounds"] |= {"lowest_valid": valid, "highest_valid": valid + lines, **_ends(low, high)}
    _computed(result, valid, valid + lines)
    result |= {"status": "provisional", "certifiable": False}
    result["not_certifiable_because"] = [
        "1 line waits for people." if lines == 1 else f"{lines:,} lines wait for people."
    ]
    return _decided(result, low, high)


def provisional_certain() -> Result:
    return _waiting(full_check(), 1_200, "insufficient", "insufficient")


def provisional_open() -> Result:
    result = sufficient()
    return _waiting(result, 60_000, "insufficient", "sufficient")


def one_line_waits() -> Result:
    return _waiting(full_check(), 1, "insufficient", "insufficient")


def nothing_determined() -> Result:
    result = sufficient()
    result["counts"] |= {"valid": 715_833, "invalid": 0, "reasons": []}
    return _waiting(result, 715_833, "insufficient", "sufficient")


def _valid(result: Result, valid: int, decision: str) -> Result:
    """Set the valid count and put the difference into the first reason."""
    counts = result["counts"]
    gained = valid - counts["valid"]
    counts["valid"] = valid
    counts["invalid"] -= gained
    counts["reasons"][0]["lines"] -= gained
    ends = _ends(decision, decision)
    result["bounds"] |= {"lowest_valid": valid, "highest_valid": valid, **ends}
    _computed(result, valid, valid)
    return _decided(result, decision, decision)


def sufficient() -> Result:
    return _valid(full_check(), 570_000, "sufficient")


def equality() -> Result:
    result = _valid(full_check(), 566_857, "sufficient")
    told = "The valid count equals the number required; the law leaves this case open."
    result["warnings"] = [told, "Look at the duplicates again."]
    result["decisions"][0]["warnings"] = [told]
    return result


def no_contested() -> Result:
    result = full_check()
    for holder in (result, result["sample"]):
        holder["decisions"] = holder["decisions"][:1]
    result["required"] = result["required"][:1]
    return result


def three_numbers() -> Result:
    """A third number, claimed by somebody else."""
    result = with_files()
    result["required"].append(copy.deepcopy(result["required"][1]))
    result["required"][2] |= {"value": 550_000, "registered": 5_500_000}
    for holder in (result, result["sample"]):
        holder["decisions"].append(copy.deepcopy(holder["decisions"][1]) | {"required": 550_000})
    return result


def no_sample() -> Result:
    return full_check() | {"sample": None}


def _by_sample(result: Result) -> Result:
    """Make the sample the stage that decides, as a run does: its tally, its decisions."""
    sample = result["sample"]
    left = 715_833 - sample["size"]
    result |= {"stage": "sample", "decision": sample["decision"], "decisions": sample["decisions"]}
    result["counts"] |= {
        "valid": sample["valid"],
        "invalid": sample["invalid"],
        "waiting": left + sample["waiting"],
        "reasons": sample["reasons"],
        "waiting_for": [
            {"code": "not_in_sample", "label": "Not in the sample", "lines": left},
            *sample["waiting_for"],
        ],
    }
    result["bounds"] = {
        key: value for key, value in sample["bounds"].items() if not key.endswith("projected")
    }
    result["status"] = sample["status"]
    return result


def _sampled(valid: int, decision: str, projected: int) -> Result:
    result = with_files()
    sample = result["sample"]
    invalid = sample["size"] - valid
    reason = copy.deepcopy(result["counts"]["reasons"][0]) | {"lines": invalid}
    sample |= {
        "valid": valid,
        "invalid": invalid,
        "reasons": [reason],
        "projected_valid": projected,
        "naive_valid": projected + 39_517,
        "naive_interval": {"low": projected + 36_520, "high": projected + 42_471},
        "projected_interval": {"low": projected - 9_069, "high": projected + 7_966},
        "decision": decision,
        "bounds": {
            "of": "sample",
            "lowest_valid": valid,
            "highest_valid": valid,
            "lowest_projected": projected,
            "highest_projected": projected,
            **_ends(decision, decision),
        },
    }
    for one in sample["decisions"]:
        one |= {"decision": decision, "bounds": _ends(decision, decision)}
    return _by_sample(result)


def sample_undecided() -> Result:
    result = _sampled(27_983, "full_check", 520_122)
    result |= {"certifiable": False}
    result["not_certifiable_because"] = ["The sample does not decide: the next stage is to come."]
    return result


def sample_next() -> Result:
    return _sampled(27_983, "next_sample", 520_122)


def sample_sufficient() -> Result:
    return _sampled(34_000, "sufficient", 640_462)


def sample_insufficient() -> Result:
    return _sampled(20_000, "insufficient", 360_469)


def sample_without_pairs() -> Result:
    result = sample_undecided()
    result["sample"] |= {"duplicates": 0, "duplicates_outside": 0, "naive_valid": 520_122}
    return result


def _sample_waits(result: Result, lines: int) -> Result:
    """Let valid lines of the sample wait again; the law computes what that leaves open."""
    sample = result["sample"]
    sample["valid"] -= lines
    sample |= {"waiting": lines, "status": "provisional"}
    sample |= {"naive_interval": None, "projected_interval": None}
    sample["waiting_for"] = [
        {"code": "more_people", "label": "Rejecting it takes more people", "lines": lines}
    ]
    valid, copies = sample["valid"], sample["duplicates"]
    for one in sample["decisions"]:
        found, low, high = (
            law.project(
                _rules(),
                raw=result["raw_count"],
                sample=sample["size"],
                valid=at_valid,
                duplicates=at_copies,
                required=one["required"],
            )
            for at_valid, at_copies in (
                (valid, copies),
                (valid, copies + lines),
                (valid + lines, copies),
            )
        )
        ends = _ends(str(low.values["decision"]), str(high.values["decision"]))
        decision = ends["decision_at_lowest"] if ends["certain"] else None
        one |= {"decision": decision, "bounds": ends, "short_by": None}
        one |= {"steps": _steps(low), "steps_at_highest": _steps(high)}
        if one["certified"]:
            sample |= {key: found.values[key] for key in ("naive_valid", "projected_valid")}
            sample["decision"] = decision
            sample["bounds"] |= {"lowest_valid": valid, "highest_valid": valid + lines, **ends}
            sample["bounds"]["lowest_projected"] = low.values["projected_valid"]
            sample["bounds"]["highest_projected"] = high.values["projected_valid"]
    result |= {"certifiable": False, "not_certifiable_because": ["Lines of the sample wait."]}
    return _by_sample(result)


def sample_open() -> Result:
    return _sample_waits(sample_undecided(), 500)


def sample_certain() -> Result:
    return _sample_waits(sample_undecided(), 2)


def sample_nothing_determined() -> Result:
    result = sample_undecided()
    sample = result["sample"]
    sample |= {"valid": sample["size"], "invalid": 0, "reasons": [], "duplicates": 0}
    return _sample_waits(result, sample["size"])


def sample_of_few() -> Result:
    """Ones wherever there can be one."""
    result = _sampled(1, "insufficient", 1)
    sample = result["sample"]
    reason = sample["reasons"][0] | {"lines": 1}
    sample |= {"size": 3, "valid": 2, "invalid": 1, "duplicates": 1, "reasons": [reason]}
    sample |= {"duplicates_outside": 1, "naive_valid": 3}
    result["unverified"] = result["unverified"][:1]
    return _sample_waits(result, 1)


def _raw(lines: int) -> Result:
    result = no_sample()
    result["counts"] |= {
        "raw": lines,
        "valid": 0,
        "invalid": 0,
        "waiting": lines,
        "reasons": [],
        "waiting_for": [{"code": "not_keyed", "label": "Not keyed yet", "lines": lines}],
    }
    result |= {"raw_count": lines, "stage": "raw", "short_by": 566_857 - lines}
    result["bounds"] |= {"lowest_valid": 0, "highest_valid": lines}
    result["bounds"] |= _ends("insufficient_on_raw", "insufficient_on_raw")
    return _computed(_decided(result, "insufficient_on_raw", "insufficient_on_raw"), 0, lines)


def raw_too_few() -> Result:
    return _raw(500_000)


def raw_between_the_numbers() -> Result:
    """Too few lines for the certified number, enough for the claimed one."""
    result = _raw(550_000)
    result["decisions"][1] |= {
        "decision": None,
        "short_by": None,
        "bounds": _ends("insufficient", "sufficient"),
    }
    return result


def zero_lines() -> Result:
    return _raw(0)


def _broken(result: Result) -> Result:
    told = "The counts do not reconcile to the raw count."
    result["counts"] |= {"reconciles": False}
    return result | {"certifiable": False, "not_certifiable_because": [told]}


def lines_lost() -> Result:
    result = _broken(full_check())
    result["counts"]["valid"] -= 7_000
    return result


def lines_counted_twice() -> Result:
    result = _broken(full_check())
    result["counts"]["valid"] += 7_000
    return result


def wrongly_said_to_reconcile() -> Result:
    result = full_check()
    result["counts"]["valid"] -= 1
    return result


def twenty_reasons() -> Result:
    result = full_check()
    first = result["counts"]["reasons"][0]
    first["lines"] -= 13
    result["counts"]["reasons"] += [
        first | {"code": f"reason_{n}", "label": f"Reason {n}", "lines": 1, "people_basis": "law"}
        for n in range(13)
    ]
    return result


def hostile() -> Result:
    result = with_files()
    result |= {"title": HOSTILE, "county": HOSTILE, "caveats": [HOSTILE], "warnings": [HOSTILE]}
    result["counts"]["reasons"][0] |= {"code": HOSTILE, "label": HOSTILE, "citation": HOSTILE}
    result["inputs"][1]["name"] = HOSTILE
    result["proposed"][0]["label"] = HOSTILE
    result["sample"] |= {"seed": HOSTILE, "universe_root": HOSTILE}
    result["decisions"][0]["steps"][0] |= {"name": HOSTILE, "value": HOSTILE, "rule": HOSTILE}
    result["unverified"][0] |= {"name": HOSTILE, "citation": HOSTILE, "mark": HOSTILE}
    return result


def endless_words() -> Result:
    result = with_files()
    result["title"] = "Recall of the District Attorney " * 12 + "W" * 300
    result["county"] = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch" * 3
    result["counts"]["reasons"][1]["label"] = "Unterschriftsberechtigungsnachweis" * 6
    result["sample"]["seed"] = "314159" * 60
    return result


STATES = {
    state.__name__: state
    for state in (
        full_check,
        with_files,
        provisional_certain,
        provisional_open,
        one_line_waits,
        nothing_determined,
        sufficient,
        equality,
        no_contested,
        three_numbers,
        no_sample,
        sample_undecided,
        sample_next,
        sample_sufficient,
        sample_insufficient,
        sample_without_pairs,
        sample_open,
        sample_of_few,
        sample_certain,
        sample_nothing_determined,
        raw_too_few,
        raw_between_the_numbers,
        zero_lines,
        lines_lost,
        lines_counted_twice,
        wrongly_said_to_reconcile,
        twenty_reasons,
        hostile,
        endless_words,
    )
}
