"""The audit: the re-reviews' money computed again, and the risk that follows from it."""

import json
from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from hashlib import sha256
from heapq import nsmallest
from math import isclose
from pathlib import Path

from rollcheck.verify.files import Json, loaded
from rollcheck.verify.log import Log
from rollcheck.verify.saying import Report

STATUSES = {"rejections": ("invalid",), "acceptances": ("valid",), "both": ("invalid", "valid")}
# The one test that is known here: whoever chose another after the reviews could choose the risk.
RULE = {
    "name": "mixture-of-constant-fractions/1",
    "fractions": ["1", "3/4", "2/5", "4/25", "2/25", "1/25"],
    "shares": ["1/4", "1/4", "1/8", "1/8", "3/16", "1/16"],
}


def check_audit(folder: Path, result: Json, log: Log | None, report: Report) -> None:
    """Check what was committed, the order of the draw, and the risk for each required number."""
    commitment, said = loaded(folder / "commitment.json"), loaded(folder / "report.json")
    reviews = loaded(folder / "reviews.json")["required"]
    text = json.dumps(commitment, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    counts, status = result["counts"], ("valid", "invalid", "waiting")
    parts = {one["name"]: one for one in commitment["strata"] if one["lines"] > 0}.values()
    known = report.check(
        holds=sha256(text.encode()).hexdigest() == said["commitment"]
        and all(commitment[key] == said[key] == counts[key] for key in status)
        and said["raw_count"] == commitment["raw_count"]
        and [*parts] == commitment["strata"]  # No name twice, none without lines.
        and all(sum(p["lines"] for p in parts if p["status"] == s) == counts[s] for s in status[:2])
        and said["rule"] == commitment.get("plan", {}).get("rule") == RULE
        and [one["required"] for one in said["required"]] == [one["required"] for one in reviews]
        and [one["required"] for one in reviews[:1]] == [result["required"][0]["value"]],
        said="The audit is of the result's counts and number and of findings committed to.",
        means="The audit is of another commitment, number, counts or test, or has no plan.",
    )
    if log:
        _check_recorded(log, said, report)
    strata = [one for one in commitment["strata"] if one["status"] in STATUSES[said["of"]]]
    if not known or not _check_plan(commitment["plan"], strata, said, report):
        return
    drawn = _drawn(strata, said)
    for one, stated in zip(reviews, said["required"], strict=True):
        if stated["conclusion"] != "not_drawn":
            _check_risk((one, stated), said, strata, drawn, report)
    report.cannot.append("that the audit's reviewers were blind to the first finding, and right")
    report.cannot.append("the audit's error rates, and its bound on missing lines")


def _check_plan(plan: Json, strata: list[Json], said: Json, report: Report) -> bool:
    """Check that nothing was chosen after the seed; tell whether the draw can be repeated."""
    part = float(_fraction(plan["manifest_risk"])) if plan["sections"] else 0.0
    kept = [plan["of"], plan["weights"], float(_fraction(plan["risk"])), part]
    return report.check(
        holds=kept == [said[key] for key in ("of", "weights", "risk_limit", "manifest_risk")]
        and plan["required"] == [one["required"] for one in said["required"]]
        and not (plan["sections"] and said["reviewed"] and said["manifest"] is None)
        and {1, *said["weights"].values()} <= {*range(1, 10)}
        and sum(one["lines"] for one in strata) <= 3 * 10**7,  # No petition has more.
        said="The audit keeps to the plan that was committed to with the findings.",
        means="The audit has other limits, weights or numbers than its plan, or than any audit.",
    )


def _check_recorded(log: Log, said: Json, report: Report) -> None:
    """Check that the record has this audit, each step of it, and no other of the petition."""
    every = [(seq, one["type"], one["refs"], one["data"]) for seq, one in log.shown.items()]
    begun = [(seq, data["commitment"]) for seq, kind, _, data in every if kind == "audit_committed"]
    mine = [seq for seq, commitment in begun if commitment == said["commitment"]]
    own = [(kind, data) for seq, kind, refs, data in every if refs == mine != [] and seq > mine[0]]
    known = {data.get("seed") for seq, *_, data in every if [seq] < mine}
    steps = [data for kind, data in own if kind in ("audit_drawn", "audit_step")]
    risk, required = str(said["required"][0]["risk"]), (one["required"] for one in said["required"])
    chosen = {key: str(said[key]) for key in ("of", "risk_limit", "manifest_risk")}
    chosen |= {"required": ", ".join(map(str, required)), "test": said["rule"]["name"]}
    report.check(
        holds=[one["head"] for one in steps] == [one["hash"] for one in said["steps"]]
        and own[:1] == [("audit_planned", chosen)]
        and [kind for kind, _ in own].count("audit_planned") == 1
        and {one["seed"] for one in steps if "seed" in one} - known == {said["seed"]}
        and (said["head"], risk) == (steps[-1]["head"], steps[-1].get("risk", risk)),
        said=f"The audit is the one on the record, all {len(steps)} steps of it.",
        means="The audit is not the one on the record: it was begun, drawn or reviewed otherwise.",
    )
    if len(begun) > 1:
        report.open(f"The record shows {len(begun)} audits of this petition; here is one of them.")


def _drawn(strata: list[Json], said: Json) -> list[str]:
    """Return the strata of the lines drawn, in their order; see docs/audit.md."""
    seed = said["seed"].encode()

    def tickets() -> Iterator[tuple[bytes, int, str]]:
        for which, one in enumerate(strata):
            start = bytes.fromhex(one["root"]) + len(seed).to_bytes(4, "big") + seed
            lines, name = one["lines"], one["name"]
            last = lines * said["weights"].get(name, 1)
            for at in range(lines):
                numbers = (start + n.to_bytes(8, "big") for n in range(at, last, lines))
                yield min(sha256(one).digest() for one in numbers), which, name

    return [name for _, _, name in nsmallest(said["drawn"], tickets())]


def _check_risk(
    both: tuple[Json, Json], said: Json, strata: list[Json], drawn: list[str], report: Report
) -> None:
    one, stated = both
    valid, required = said["valid"], one["required"]
    missing = said["manifest"]["missing_at_most"] if said["manifest"] else 0
    insufficient = one["decision"] == "insufficient"
    margin = required - valid - said["waiting"] - missing if insufficient else valid - required + 1
    most = {part["name"]: int((part["status"] == "invalid") == insufficient) for part in strata}
    weights = {name: said["weights"].get(name, 1) for name in most}
    parts = [(part["name"], part["lines"], weights[part["name"]]) for part in strata]
    name = f"Audit, {required:,} required"
    report.check(
        holds=(stated["decision"], stated["margin"]) == (one["decision"], one["margin"])
        and (one["margin"] == margin or (said["manifest"] is None and one["margin"] <= margin))
        and [(part["name"], part["lines"], part["weight"]) for part in one["parts"]] == parts
        and all(part["most"] == most[part["name"]] for part in one["parts"]),
        said=f"{name}: the margin of {one['margin']:,} follows from the counts.",
        means=f"{name}: the margin, the strata or their weights do not follow from the counts.",
    )
    report.check(
        holds=[part for part, _ in one["reviews"]] == drawn[: len(one["reviews"])]
        and all(most[part] - 1 <= _fraction(harm) <= most[part] for part, harm in one["reviews"])
        and len(one["reviews"]) == said["reviewed"],
        said=f"{name}: {len(one['reviews']):,} lines reviewed, in the order of the draw.",
        means=f"{name}: the reviews are not of the lines drawn, in their order, or find too much.",
    )
    risk = _risk(one)
    total = min(Decimal(1), risk + Decimal(str(said["manifest_risk"] if insufficient else 0)))
    confirmed = total <= Decimal(str(said["risk_limit"]))
    report.check(
        holds=isclose(float(risk), stated["risk_of_lines"], rel_tol=1e-9)
        and isclose(float(total), stated["risk"], rel_tol=1e-9)
        and confirmed == (stated["conclusion"] == "confirmed"),
        said=f"{name}, computed again: a risk of {float(total):.4f}, "
        + ("which confirms the decision" if confirmed else "which does not confirm it yet")
        + f" at a limit of {said['risk_limit']:.4f}.",
        means=f"{name}: the reviews give a risk of {float(total):.4f}, not {stated['risk']:.4f}.",
    )


def _risk(one: Json) -> Decimal:
    """Return one over the most money that the bets ever hold; 0 where it cannot be wrong."""
    margin = Fraction(one["margin"])
    if margin <= 0:
        return Decimal(1)
    parts = {part["name"]: part for part in one["parts"]}
    left = {name: part["lines"] for name, part in parts.items()}
    weight = sum(part["lines"] * part["weight"] for part in parts.values())
    if margin > sum(left[name] * parts[name]["most"] for name in parts):
        return Decimal(0)
    with localcontext() as context:
        context.prec = 60
        bets, held = ([_decimal(_fraction(n)) for n in RULE[k]] for k in ("fractions", "shares"))
        most = Decimal(1)
        for name, text in one["reviews"]:
            harm, own = _fraction(text), parts[name]["weight"]
            bound = max(
                Fraction(weight * parts[n]["most"], parts[n]["weight"]) for n in parts if left[n]
            )
            gain = Fraction(0)
            if bound > margin:
                gain = (margin - harm * Fraction(weight, own)) / (bound - margin)
            margin, left[name], weight = margin - harm, left[name] - 1, weight - own
            if margin > sum(left[n] * parts[n]["most"] for n in parts):
                return Decimal(0)
            held = [m * (1 + bet * _decimal(gain)) for m, bet in zip(held, bets, strict=True)]
            most = max(most, sum(held, Decimal(0)))
        return 1 / most


def _fraction(text: str) -> Fraction:
    """Read a fraction as the audit writes it; a power of ten could take for ever to read."""
    number, _, parts = text.partition("/")
    return Fraction(int(number), int(parts or 1))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)
