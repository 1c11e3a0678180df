"""One stage of sampling as JSON."""

from rollcheck import law
from rollcheck.petition.public_parts import (
    Json,
    ends_json,
    reasons_json,
    verdict_json,
    waiting_json,
)
from rollcheck.petition.result import Draw
from rollcheck.petition.stages import CountySample, SampleCheck

CUT_OFFS = (
    "insufficient_below",
    "sufficient_from",
    "total_insufficient_below",
    "total_sufficient_from",
)


def sample_json(sample: SampleCheck, draw: Draw | None, rules: law.RuleSet) -> Json:
    """Return a sample: how it was drawn, what was found in it, what it projects and decides."""
    certified = sample.verdicts[0]
    sizing, found = sample.sizing.values, sample.found.values
    waits = sample.tally.waits - sample.tally.waiting.get("not_in_sample", 0)
    return {
        "stage": sample.number,
        "universe_root": draw and draw.universe_root,
        "universe_lines": draw and draw.universe_lines,
        "seed": draw and draw.seed,
        "size": sample.size,
        "valid": sample.tally.valid,
        "invalid": sample.tally.invalid,
        "waiting": waits,
        "duplicates": sample.duplicates,
        "duplicates_outside": sample.duplicates_outside,
        "withdrawn": sample.withdrawn,
        "status": "provisional" if waits else "final",
        "reasons": reasons_json(sample.tally, rules),
        "waiting_for": [
            one for one in waiting_json(sample.tally) if one["code"] != "not_in_sample"
        ],
        "naive_valid": found.get("naive_valid"),
        "projected_valid": found.get("projected_valid"),
        "naive_interval": _interval(sample.intervals.naive if sample.intervals else None),
        "projected_interval": _interval(sample.intervals.projected if sample.intervals else None),
        **{key: sizing.get(key) for key in CUT_OFFS},
        "decision": certified.decision,
        "next_sample_size": found.get("next_sample_size"),
        "bounds": {
            "of": "sample",
            "lowest_valid": sample.tally.lowest_valid,
            "highest_valid": sample.tally.valid + waits,
            "lowest_projected": certified.lowest.values.get("projected_valid"),
            "highest_projected": certified.highest.values.get("projected_valid"),
            **ends_json(certified),
        },
        "decisions": [verdict_json(one) for one in sample.verdicts],
        "counties": [_county_json(one) for one in sample.counties],
    }


def _county_json(one: CountySample) -> Json:
    return {
        "name": one.name,
        "lines": one.lines,
        "size": one.size,
        "valid": one.tally.valid,
        "invalid": one.tally.invalid,
        "waiting": one.size - one.tally.valid - one.tally.invalid,
        "duplicates": one.duplicates,
        "naive_valid": one.naive,
        "projected_valid": one.projected,
    }


def _interval(ends: tuple[int, int] | None) -> Json | None:
    return None if ends is None else {"low": ends[0], "high": ends[1]}
