"""The leaves: the two trees, the draw re-run, and the counts by reason from the codes."""

import csv
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import accumulate, pairwise
from pathlib import Path

from rollcheck.verify.files import Json, loaded
from rollcheck.verify.log import Log, leaf_of, root_of
from rollcheck.verify.saying import Report

BEGUN, DRAWN = "universe_committed", "sample_drawn"
MERGED, WAITING, NOT_COUNTED, VALID = "merged", "waiting", "not_counted", "valid"


# A stratum, or all leaves under no name: its name, its root, and where its leaves stand.
Part = tuple[str, str, range]


@dataclass(frozen=True)
class Leaves:
    """Every leaf in its order: the universe's, the findings', and the columns of codes."""

    head: Json
    universe: list[bytes]
    findings: list[bytes]
    codes: dict[str, list[str]]
    in_order: bool
    parts: list[Part]


def read_leaves(bundle: Path) -> Leaves:
    """Read leaves.csv and leaves.json. Raises as damaged files do."""
    head = loaded(bundle / "leaves.json")
    if head["format"] != "rollcheck-leaves/1":
        raise ValueError("another format")
    universe, findings = list[bytes](), list[bytes]()
    codes: dict[str, list[str]] = {name: [] for name in head["columns"]}
    # Few codes stand on many lines: each is kept once.
    known: dict[str, str] = {}
    in_order = True
    with (bundle / "leaves.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if next(rows) != ["index", "leaf", "finding", *codes]:
            raise ValueError("other columns than leaves.json says")
        for number, (index, leaf, finding, *found) in enumerate(rows):
            in_order = in_order and index == str(number) and len(leaf) == len(finding) == 64
            universe.append(bytes.fromhex(leaf))
            findings.append(bytes.fromhex(finding))
            for column, code in zip(codes.values(), found, strict=True):
                column.append(known.setdefault(code, code))
    whole = {"name": "", "root": head["universe_root"], "lines": len(universe)}
    strata = head.get("strata", [whole])
    ends = [0, *accumulate(one["lines"] for one in strata)]
    places = [range(start, end) for start, end in pairwise(ends)]
    rises = all(universe[at] < universe[at + 1] for place in places for at in place[:-1])
    rises = rises and ends == sorted(ends) and ends[-1] == len(universe)
    parts = [(one["name"], one["root"], at) for one, at in zip(strata, places, strict=True)]
    return Leaves(head, universe, findings, codes, in_order and rises, parts)


def check_trees(leaves: Leaves, result: Json, report: Report) -> None:
    """Check both roots, and that the result's samples were drawn from this universe."""
    head, lines = leaves.head, len(leaves.universe)
    report.check(
        holds=leaves.in_order and head["lines"] == lines,
        said=f"The {lines:,} leaves stand in their order, each once.",
        means="The leaves do not stand in their order: one was added, left out, moved or changed.",
    )
    root = root_of(leaves.universe).hex()
    roots = {one["universe_root"] for one in result["samples"]} | {head["universe_root"]}
    sizes = {one["universe_lines"] for one in result["samples"]} | {head["lines"]}
    report.check(
        holds=roots == {root} and sizes == {lines},
        said=f"The leaves make the universe's root {root}.",
        means="The leaves do not make the universe's root: another universe was drawn from.",
    )
    if "strata" in head:
        _check_strata(leaves, report)
    report.check(
        holds=root_of(leaves.findings).hex() == head["findings_root"],
        said="The commitments to the findings make their root.",
        means="The commitments to the findings do not make their root: one was changed.",
    )


def _check_strata(leaves: Leaves, report: Report) -> None:
    """Check each stratum's own root, and the root over their names and roots."""
    wrong, over = [], []
    for name, stated, place in leaves.parts:
        text, root = name.encode(), root_of(leaves.universe[place.start : place.stop])
        over.append(leaf_of(len(text).to_bytes(4, "big") + text + root))
        wrong += [name] if root.hex() != stated else []
    names = [name for name, _, _ in leaves.parts]
    holds = not wrong and names == sorted(set(names))
    report.check(
        holds=holds and root_of(over).hex() == leaves.head["strata_root"],
        said=f"The leaves of each of {len(names)} strata make its root, and these the root over "
        f"all of them {leaves.head['strata_root']}.",
        means="The leaves of a stratum do not make the root that was committed to: "
        f"{', '.join(wrong) or 'its name or the root over the strata was changed'}.",
    )


def check_draws(leaves: Leaves, result: Json, report: Report) -> None:
    """Draw every sample again: the smallest tickets of the root and the seed."""
    head, samples = leaves.head, result["samples"]
    stages = [(one["stage"], one["size"], one["seed"]) for one in samples]
    draws = {one["stage"]: one for one in head["draws"]}
    named = [(stage, one["size"], head["seed"]) for stage, one in draws.items()]
    if not report.check(
        holds=stages == named,
        said=f"The draws named are those of the result: {len(stages)}.",
        means="leaves.json names other draws, sizes or seeds than the result.",
    ):
        return
    for sample, (stage, size, seed) in zip(samples, stages, strict=True):
        passed = set(draws[stage]["passed_over"])
        again = drawn_again(leaves, sizes_of(sample), seed, passed)
        report.check(
            holds=again == {at for at, code in enumerate(leaves.codes[f"sample_{stage}"]) if code},
            said=f"Sample {stage}, drawn again with the seed {seed!r}: the same {size:,} leaves.",
            means=f"Sample {stage} is not what root and seed draw: lines were chosen or changed.",
        )
        if passed:
            report.cannot.append(
                f"why {len(passed):,} leaves were passed over in sample {stage}: the office says "
                "that these lines were not found, or not in the count"
            )


def sizes_of(sample: Json) -> dict[str, int]:
    """Return how many lines each county drew; of a sample of all lines its size, under no name."""
    return {one["name"]: one["size"] for one in sample.get("counties") or [{**sample, "name": ""}]}


def drawn_again(leaves: Leaves, sizes: dict[str, int], seed: str, passed: set[int]) -> set[int]:
    """Return the indices with the smallest tickets; see docs/sampling.md for the formula."""
    text, found = seed.encode(), set[int]()
    for name, root, place in leaves.parts:
        start = bytes.fromhex(root) + len(text).to_bytes(4, "big") + text
        tickets = (
            (sha256(start + number.to_bytes(8, "big")).digest(), index)
            for number, index in enumerate(place)
            if index not in passed
        )
        found |= {index for _, index in nsmallest(sizes.get(name, 0), tickets)}
    return found


def check_drawn(log: Log, leaves: Leaves, result: Json, report: Report) -> None:
    """Check what the record shows of commitments and draws, and that the commitments came first."""
    shown = [(one["type"], one["data"]) for one in log.shown.values()]
    begun = [(one["stratum"], one["root"], one["lines"]) for kind, one in shown if kind == BEGUN]
    draws = [(one["root"], one["seed"], one["size"]) for kind, one in shown if kind == DRAWN]
    own = {(name, root, len(place)) for name, root, place in leaves.parts}
    seed = leaves.head["seed"]
    of = [sizes_of(one) for one in result["samples"]]
    made = {(root, seed, one[name]) for name, root, _ in own for one in of if one.get(name)}
    late = [kind != BEGUN for kind, one in shown if kind == BEGUN or one.get("seed") == seed]
    if not begun:
        report.cannot.append("when the lines were committed to: the record does not show it")
    if not begun and not draws:
        return
    report.check(
        holds=(not begun or own <= {*begun[: late.index(True) if True in late else None]})
        and (not draws or made <= {*draws}),
        said="Commitments and draws are those that the record shows, the commitments first.",
        means="The record shows another commitment or draw than the bundle, or the draw first: "
        "lines, root, seed or size were chosen afterwards.",
    )
    if made and ({*begun} - own or {one[:2] for one in draws} - {one[:2] for one in made}):
        words = "The record shows further commitments, roots or seeds: ask why they were taken."
        report.open(f"{words} Whoever commits or draws twice can choose.")


def check_counts(leaves: Leaves, result: Json, report: Report) -> None:
    """Count the codes of every column and compare them with the result."""
    if lines := leaves.head["without_leaf"]:
        report.open(f"{lines:,} counted lines have no leaf: their findings cannot be re-counted.")
        return
    if leaves.head["merged"]:
        report.cannot.append("that the reasons that stand together as merged have few lines each")
    if "code" in leaves.codes:
        counts = result["counts"]
        unkeyed = sum(one["lines"] for one in counts["waiting_for"] if one["code"] == "not_keyed")
        counts = {**counts, "waiting": counts["waiting"] - unkeyed}
        _compare("The check of every line", "code", counts, leaves, report)
        if outside := sum(code in ("", NOT_COUNTED) for code in leaves.codes["code"]):
            report.open(
                f"Leaves outside the count: {outside:,}, such as of lines struck out before the "
                "filing. That they do not belong in it, only the office can show."
            )
    elif result["stage"] == "full_check":
        raise ValueError("no column of the full check")
    for one in result["samples"]:
        column = f"sample_{one['stage']}"
        _compare(f"Sample {one['stage']}", column, one, leaves, report)
        _compare_duplicates(one, leaves.codes[column], report)
        if one.get("counties"):
            _compare_counties(one, leaves, report)


def _compare(what: str, column: str, counts: Json, leaves: Leaves, report: Report) -> None:
    found = Counter(leaves.codes[column])
    merged = set(leaves.head["merged"])
    reasons = {one["code"]: one["lines"] for one in counts["reasons"]}
    stated = Counter({VALID: counts["valid"], WAITING: counts["waiting"]})
    for code, lines in reasons.items():
        stated[MERGED if code in merged else code] += lines
    counted = Counter({code: n for code, n in found.items() if code not in ("", NOT_COUNTED)})
    differ = [
        f"{code} {counted[code]:,} for {stated[code]:,}"
        for code in sorted(counted.keys() | stated.keys())
        if counted[code] != stated[code]
    ]
    adds_up = counts["invalid"] == sum(reasons.values()) and (MERGED not in found or merged)
    shown = f"{counted[VALID]:,} valid, {counts['invalid']:,} invalid, {counted[WAITING]:,} waiting"
    report.check(
        holds=bool(not differ and adds_up),
        said=f"{what}, counted again from the leaves: {shown}; every reason as stated"
        + (f" ({len(merged)} rare ones together)." if merged else "."),
        means=f"{what}: the leaves do not give the counts that the result states "
        f"({'; '.join(differ) or 'the reasons do not add up'}).",
    )


def _compare_counties(sample: Json, leaves: Leaves, report: Report) -> None:
    """Compare what each county found in its sample with the codes of its own leaves."""
    name, said = f"sample_{sample['stage']}", {one["name"]: one for one in sample["counties"]}
    wrong = said.keys() - {part for part, _, _ in leaves.parts}
    for part, _, place in leaves.parts:
        codes = Counter(filter(None, leaves.codes[name][place.start : place.stop]))
        one = said.get(part, dict.fromkeys(("valid", "waiting", "size", "duplicates", "lines"), 0))
        counted = [codes[VALID], codes[WAITING], codes.total()]
        most = one["duplicates"] <= codes["duplicate"] and one["lines"] <= len(place)
        if not most or [one["valid"], one["waiting"], one["size"]] != counted:
            wrong.add(part)
    report.check(
        holds=not wrong,
        said=f"Sample {sample['stage']}: each county's counts are those of its own leaves.",
        means=f"Sample {sample['stage']}: the leaves of a county do not give its counts: "
        f"{', '.join(sorted(wrong))}.",
    )


def _compare_duplicates(sample: Json, column: list[str], report: Report) -> None:
    """Compare the second copies; a duplicate of a line that does not count is not subtracted."""
    found, stated = column.count("duplicate"), sample["duplicates"]
    name = f"Sample {sample['stage']}"
    if stated < found:
        report.open(
            f"{name}: {stated:,} of {found:,} duplicates are subtracted; that the others repeat a "
            "line that does not count itself, only the office can show."
        )
        return
    report.check(
        holds=stated == found,
        said=f"{name}: {found:,} second copies, as the projection takes them.",
        means=f"{name}: the projection subtracts {stated:,}, but {found:,} leaves are duplicates.",
    )
