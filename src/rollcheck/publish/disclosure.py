"""What of the findings may be public: rare reasons are merged, what waits is not explained."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from rollcheck.law.disclosure import Disclosure
from rollcheck.petition import Result, public_result
from rollcheck.petition.by_rule import ByRule
from rollcheck.petition.public_parts import MERGED
from rollcheck.petition.result import FULL_CHECK
from rollcheck.petition.settle import WITHDRAWN
from rollcheck.petition.stages import SampleCheck
from rollcheck.petition.tally import Tally

VALID, WAITING, NOT_COUNTED, OUTSIDE = "valid", "waiting", "not_counted", ""
"""Codes that are no reason: counted, not settled, not in the count, not looked at."""

NEVER_MERGED = frozenset({"duplicate"})
"""The projection rests on the number of duplicates, so that whoever repeats it must count them."""

NO_REASON = frozenset({VALID, WAITING, NOT_COUNTED, OUTSIDE})
CONFIDENTIAL, UNDETERMINED = "confidential", "no_determination"
GIVES_A_REASON_AWAY = (
    "sheet.defect_voids",
    "sheet.defect_found",
    "raw_count.struck_lines",
    ".sample.not_located",
    ".projection.withdrawn_are_valid",
)
"""Fields of the law that say of what they did how many lines have a reason."""

Json = dict[str, object]
Table = Mapping[str, int]


def merged_reasons(
    tables: Sequence[Table],
    *,
    smallest: int,
    also: Collection[str] = (),
    cells: Sequence[Table] = (),
) -> frozenset[str]:
    """Return the reasons that are published as one code, the same in every table.

    ``tables`` map reasons to lines: of the check of every line, then of each sample. Whoever has
    two tables has their difference, so that is a table too, as are the ``cells`` of the strata.
    A reason is merged where any table gives it lines, but fewer than ``smallest``, or where
    ``also`` asks for it. One reason alone would not be hidden by another name, nor few lines by a
    small sum: the rarest others join until no table gives the merged ones lines but fewer than
    ``smallest``, as far as there are any.
    """
    every = [*tables, *_differences(tables), *cells]
    codes = sorted({code for table in tables for code in table} - NEVER_MERGED)
    rising = sorted(codes, key=lambda code: (sum(table.get(code, 0) for table in tables), code))
    merged = {
        code
        for code in rising
        if code in also or any(0 < abs(table.get(code, 0)) < smallest for table in every)
    }
    for code in rising:
        sums = [abs(sum(table.get(one, 0) for one in merged)) for table in every]
        if not merged or (len(merged) > 1 and not any(0 < lines < smallest for lines in sums)):
            break
        merged.add(code)
    return frozenset(merged)


def _differences(tables: Sequence[Table]) -> Iterator[Table]:
    for one, other in combinations(tables, 2):
        yield {code: one.get(code, 0) - other.get(code, 0) for code in {*one, *other}}


def merged_in(result: Result) -> frozenset[str]:
    """Return the reasons that everything published of a result gives as one."""
    whole = [result.full.tally] if result.stage == FULL_CHECK else []
    tables = [one.reasons for one in (*whole, *(sample.tally for sample in result.samples))]
    rule = result.rules.disclosure
    also = rule.always_merged or ()
    return merged_reasons(tables, smallest=rule.smallest_cell, also=also, cells=result.cells)


def published(codes: Iterable[str], merged: Collection[str]) -> list[str]:
    """Return the codes of single lines as they are published."""
    return [MERGED if code in merged else code for code in codes]


def public_document(result: Result) -> Json:
    """Return the result as everybody may have it, as far as the place's rule asks for less.

    Reasons merged among the leaves are merged in every total, and nothing else says of how many
    lines they are: what the law did by itself, withdrawn lines of a sample. That lines wait for
    somebody cleared is not told, and what the machine proposed for few lines is put together.
    """
    rule = result.rules.disclosure
    if rule.totals == "exact":
        return public_result(result)
    merged = merged_in(result)
    document = public_result(
        replace(
            result,
            full=replace(result.full, tally=_merged_tally(result.full.tally, merged)),
            samples=tuple(_merged_sample(one, merged) for one in result.samples),
            by_rule=tuple(_merged_by_rule(one, merged, rule) for one in result.by_rule),
        )
    )
    document["proposed"] = _proposed(result.proposed, document["proposed"], rule.smallest_cell)
    return without_withdrawn(document) if WITHDRAWN in merged else document


def _merged_sample(sample: SampleCheck, merged: Collection[str]) -> SampleCheck:
    return replace(sample, tally=_merged_tally(sample.tally, merged))


def _merged_tally(tally: Tally, merged: Collection[str]) -> Tally:
    reasons = Counter({code: n for code, n in tally.reasons.items() if code not in merged})
    if together := sum(lines for code, lines in tally.reasons.items() if code in merged):
        reasons[MERGED] = together
    waiting = dict(tally.waiting)
    if cleared := waiting.pop(CONFIDENTIAL, 0):
        waiting[UNDETERMINED] = waiting.get(UNDETERMINED, 0) + cleared
    return replace(tally, reasons=dict(reasons), waiting=waiting)


def _merged_by_rule(one: ByRule, merged: Collection[str], rule: Disclosure) -> ByRule:
    """Leave the number out where it would give a merged reason away."""
    tells = one.field.name.endswith(GIVES_A_REASON_AWAY) and one.lines
    if not tells or (not merged and (one.lines or 0) >= rule.smallest_cell):
        return one
    sentence = "It applied to some lines; how many is not published, since few have such a reason."
    return replace(one, sentence=sentence, lines=None)


def _proposed(proposed: Table, rows: object, smallest: int) -> list[Json]:
    """Put outcomes of few lines together; the machine's are no findings, but of people too."""
    rare = merged_reasons([proposed], smallest=smallest)
    listed = rows if isinstance(rows, list) else []
    kept = [one for one in listed if one["outcome"] not in rare]
    lines = sum(proposed.get(code, 0) for code in rare)
    together = {"outcome": MERGED, "label": "Rare outcomes, put together", "lines": lines}
    return [*kept, together] if lines else kept


def without_withdrawn(document: Json) -> Json:
    """Leave out how many lines of a sample were withdrawn, and the step that says it."""
    return {key: _without(value) for key, value in document.items()}


def _without(value: object) -> object:
    if isinstance(value, list):
        return [_without(one) for one in value if not _is_withdrawn(one)]
    if isinstance(value, dict):
        found = {key: _without(one) for key, one in value.items()}
        return {**found, WITHDRAWN: None} if {WITHDRAWN, "seed"} <= found.keys() else found
    return value


def _is_withdrawn(one: object) -> bool:
    return isinstance(one, dict) and one.get("name") == "withdrawn in the sample"
