"""The leaves: the two trees, the draw re-run, and the counts by reason from the codes."""

import csv
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from itertools import pairwise
from pathlib import Path

from rollcheck.verify.files import Json, loaded
from rollcheck.verify.saying import Report
from rollcheck.verify.trees import leaf_of, root_of

FORMAT = "rollcheck-leaves/1"
FIXED = ["index", "leaf", "finding"]
MERGED, WAITING, NOT_COUNTED, VALID = "merged", "waiting", "not_counted", "valid"


@dataclass(frozen=True)
class Leaves:
    """Every leaf in its order: the universe's, the findings', and the columns of codes."""

    head: Json
    universe: list[bytes]
    findings: list[bytes]
    codes: dict[str, list[str]]
    in_order: bool
    parts: list[list[bytes]]


def read_leaves(bundle: Path) -> Leaves:
    """Read leaves.csv and leaves.json. Raises as damaged files do."""
    head = loaded(bundle / "leaves.json")
    if head["format"] != FORMAT:
        raise ValueError("another format")
    universe: list[bytes] = []
    findings: list[bytes] = []
    codes: dict[str, list[str]] = {name: [] for name in head["columns"]}
    # Few codes stand on many lines: each is kept once.
    known: dict[str, str] = {}
    in_order = True
    with (bundle / "leaves.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if next(rows) != [*FIXED, *codes]:
            raise ValueError("other columns than leaves.json says")
        for number, (index, leaf, finding, *found) in enumerate(rows):
            in_order = in_order and index == str(number) and len(leaf) == len(finding) == 64
            universe.append(bytes.fromhex(leaf))
            findings.append(bytes.fromhex(finding))
            for column, code in zip(codes.values(), found, strict=True):
                column.append(known.setdefault(code, code))
    ends, sizes = [0], [one["lines"] for one in head.get("strata", [{"lines": len(universe)}])]
    for size in sizes:
        ends.append(ends[-1] + size)
    parts = [universe[start:end] for start, end in pairwise(ends)]
    rises = all(a < b for part in parts for a, b in pairwise(part)) and ends == sorted(ends)
    rises = rises and ends[-1] == len(universe)
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
    strata, over = leaves.head["strata"], []
    wrong = []
    for one, part in zip(strata, leaves.parts, strict=True):
        name, root = one["name"].encode(), root_of(part)
        over.append(leaf_of(len(name).to_bytes(4, "big") + name + root))
        wrong += [one["name"]] if root.hex() != one["root"] else []
    names = [one["name"] for one in strata]
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
    for stage, size, seed in stages:
        passed = set(draws[stage]["passed_over"])
        again = drawn_again(bytes.fromhex(head["universe_root"]), seed, leaves, size, passed)
        column = leaves.codes[f"sample_{stage}"]
        report.check(
            holds=again == {index for index, code in enumerate(column) if code},
            said=f"Sample {stage}, drawn again with the seed {seed!r}: the same {size:,} leaves.",
            means=f"Sample {stage} is not what root and seed draw: lines were chosen or changed.",
        )
        if passed:
            report.cannot.append(
                f"why {len(passed):,} leaves were passed over in sample {stage}: the office says "
                "that these lines were not found, or not in the count"
            )


def drawn_again(root: bytes, seed: str, leaves: Leaves, size: int, passed: set[int]) -> set[int]:
    """Return the indices with the smallest tickets; see docs/sampling.md for the formula."""
    text = seed.encode()
    start = root + len(text).to_bytes(4, "big") + text
    tickets = (
        (sha256(start + index.to_bytes(8, "big")).digest(), index)
        for index in range(len(leaves.universe))
        if index not in passed
    )
    return {index for _, index in nsmallest(size, tickets)}


def check_counts(leaves: Leaves, result: Json, report: Report) -> None:
    """Count the codes of every column and compare them with the result."""
    if leaves.head["without_leaf"]:
        lines = leaves.head["without_leaf"]
        report.open(f"{lines:,} counted lines have no leaf: their findings cannot be re-counted.")
        return
    if leaves.head["merged"]:
        report.cannot.append("that the reasons that stand together as merged have few lines each")
    if "code" in leaves.codes:
        counts = result["counts"]
        unkeyed = sum(one["lines"] for one in counts["waiting_for"] if one["code"] == "not_keyed")
        waiting = counts["waiting"] - unkeyed
        _compare("The check of every line", "code", (counts, waiting), leaves, report)
        if outside := sum(code in ("", NOT_COUNTED) for code in leaves.codes["code"]):
            report.open(
                f"Leaves outside the count: {outside:,}, such as of lines struck out before the "
                "filing. That they do not belong in it, only the office can show."
            )
    elif result["stage"] == "full_check":
        raise ValueError("no column of the full check")
    for one in result["samples"]:
        column = f"sample_{one['stage']}"
        _compare(f"Sample {one['stage']}", column, (one, one["waiting"]), leaves, report)
        _compare_duplicates(one, leaves.codes[column], report)


def _compare(
    what: str, column: str, said: tuple[Json, int], leaves: Leaves, report: Report
) -> None:
    counts, waiting = said
    found = Counter(leaves.codes[column])
    merged = set(leaves.head["merged"])
    reasons = {one["code"]: one["lines"] for one in counts["reasons"]}
    stated = Counter({MERGED if code in merged else code: 0 for code in reasons})
    for code, lines in reasons.items():
        stated[MERGED if code in merged else code] += lines
    stated += Counter({VALID: counts["valid"], WAITING: waiting})
    counted = +Counter({k: n for k, n in found.items() if k and k != NOT_COUNTED})
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
