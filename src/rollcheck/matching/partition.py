"""The kernel on one part of a petition: every line is judged alone, wherever it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from rollcheck.matching.asked import Roll
from rollcheck.matching.classify import Law
from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s
from rollcheck.matching.conclude import Found, conclude
from rollcheck.matching.encode import encode, nothing_normalised
from rollcheck.matching.evidence import Nicknames
from rollcheck.matching.jurisdiction import outside_county, outside_districts
from rollcheck.matching.keep import MOST_SHOWN
from rollcheck.matching.keys import parts_table
from rollcheck.matching.known_streets import by_known_streets
from rollcheck.matching.name_lore import Lore, name_lore
from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.records import NO_DATE, STATUSES
from rollcheck.matching.room import room_to_search
from rollcheck.matching.rules import Rules
from rollcheck.matching.search import find_candidates
from rollcheck.matching.standing import Register
from rollcheck.matching.tables import table_of
from rollcheck.matching.tried import Ids
from rollcheck.matching.weigh import EVIDENCE, Scale, scale_of
from rollcheck.matching.weights import Weights
from rollcheck.matching.words import WordTable
from rollcheck.problems import Threads
from rollcheck.roll import other_names

EPOCH = date(1970, 1, 1)
CHUNK = 16_384
"""Lines that are matched at a time by one thread."""
_WORTH_AN_ENGINE = 32_768
"""Lines for which another engine to normalise them, which takes half a second to make, pays."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """All that the kernel needs beside the lines."""

    prepared: Prepared
    lore: Lore
    scale: Scale
    roll: Roll
    register: Register
    law: Law


def matcher_of(prepared: Prepared, rules: Rules, weights: Weights) -> Matcher:
    """Return what the kernel needs to match lines against a prepared roll under a place's rules."""
    return Matcher(
        prepared=prepared,
        lore=name_lore(),
        scale=scale_of(weights, prepared),
        roll=Roll(
            records=prepared.records,
            facts=prepared.facts,
            ids=Ids(prepared.id_data, prepared.id_starts),
            nicknames=_nicknames(prepared),
            blocks=prepared.index,
            parts=parts_table(),
            holders=prepared.holders,
        ),
        register=_register(prepared, rules),
        law=_law(prepared, rules),
    )


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, line by line.

    ``table`` has the columns of ``SCHEMA`` but ``duplicate_of``; ``outcomes`` are places in
    ``OUTCOMES``, ``voters`` numbers of the roll's voters, -1 for none.
    """

    table: pa.Table
    outcomes: Int32s
    voters: Int32s


def match_partition(
    lines: pa.Table,
    matcher: Matcher,
    *,
    threads: int = 1,
    chunk: int = CHUNK,
    done: Callable[[int], None] = lambda _: None,
) -> Findings:
    """Return the findings of lines.

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS``. Neither ``threads`` nor
    ``chunk`` (lines at a time) changes them. ``done`` is told how many lines are matched.
    """
    with Threads(1) as beside:
        # The first call compiles the kernel, or loads it where it is compiled already.
        loaded = beside.submit(_match, lines.slice(0, 0), nothing_normalised(), matcher)
        known = normalised(lines, matcher.prepared, threads)
        loaded.result()
    # What normalising held and gave up would stand beside what matching holds.
    pa.default_memory_pool().release_unused()
    done(0)

    def match(start: int) -> Findings:
        part = lines.slice(start, chunk)
        return _match(part, known.slice(start, chunk), matcher)

    parts: list[Findings] = []
    with Threads(threads) as pool:
        for part in pool.map(match, range(0, max(len(lines), 1), chunk)):
            parts.append(part)
            done(sum(len(one.voters) for one in parts))
    return Findings(
        pa.concat_tables([part.table for part in parts]),
        np.concatenate([part.outcomes for part in parts]),
        np.concatenate([part.voters for part in parts]),
    )


def normalised(lines: pa.Table, prepared: Prepared, threads: int) -> pa.Table:
    """Return lines in normal form beside the roll's streets, a part of them on each thread."""
    parts = max(1, min(threads, len(lines) // _WORTH_AN_ENGINE))
    size = max(1, -(-len(lines) // parts))

    def part_from(start: int) -> pa.Table:
        normaliser = Normaliser()
        try:
            part = normaliser.lines(lines.slice(start, size))
            return by_known_streets(normaliser, part, prepared)
        finally:
            normaliser.close()

    with Threads(parts) as pool:
        return pa.concat_tables(pool.map(part_from, range(0, max(len(lines), 1), size)))


def _match(lines: pa.Table, normalised: pa.Table, matcher: Matcher) -> Findings:
    prepared = matcher.prepared
    chunk = encode(lines, normalised, prepared, matcher.lore)
    texts = Texts(
        int(prepared.words.size[0]),
        prepared.words.data,
        prepared.words.starts,
        prepared.forms,
        chunk.words.data,
        chunk.words.starts,
        chunk.forms,
    )
    found, counts = _room_for(len(lines))
    roll, scale = matcher.roll, matcher.scale
    evidence = found.levels, found.bits
    find_candidates(chunk, texts, scale, roll, room_to_search(), found.kept, counts, evidence)
    register = matcher.register
    conclude(chunk, texts, scale, prepared.records, register, matcher.law, counts, found)
    table = table_of(lines["line_id"].combine_chunks(), found, prepared)
    return Findings(table, found.outcomes, found.voters)


def _room_for(lines: int) -> tuple[Found, Int32s]:
    shape = (lines, MOST_SHOWN)
    by_line = (np.zeros(lines, np.int32) for _ in range(4))
    by_candidate = (np.zeros((*shape, size), np.int32) for size in (4, *2 * (len(EVIDENCE),)))
    return Found(*by_line, *by_candidate), np.zeros((lines, 3), np.int32)


def _nicknames(prepared: Prepared) -> Nicknames:
    """Return the other names of words, by the numbers that ``encode`` gives them in every chunk."""
    names = other_names()
    table = WordTable(prepared.words)
    number = dict(zip(names, table.numbers(pa.array(list(names))).tolist(), strict=True))
    lists: dict[int, list[int]] = {
        number[name]: [number[other] for other in others] for name, others in names.items()
    }
    starts = np.zeros(max(number.values()) + 2, np.int32)
    for word, others in lists.items():
        starts[word + 1] = len(others)
    flat = [other for word in sorted(lists) for other in lists[word]]
    return Nicknames(np.cumsum(starts, dtype=np.int32), np.array(flat, np.int32))


def _register(prepared: Prepared, rules: Rules) -> Register:
    counted = np.array([status in rules.counted_statuses for status in STATUSES], np.uint8)
    return Register(
        prepared.facts,
        prepared.stay_facts,
        prepared.records,
        outside_county(prepared, rules.county),
        outside_districts(prepared, rules.district),
        counted,
    )


def _law(prepared: Prepared, rules: Rules) -> Law:
    def days(day: date | None) -> int:
        return NO_DATE if day is None else (day - EPOCH).days

    return Law(
        days(rules.filed_on),
        days(prepared.as_of),
        days(rules.circulation_from),
        days(rules.circulation_to),
        rules.signed_by_signing_day,
        rules.received_by_filing_day,
        rules.unit_ignored,
        rules.earlier_address_counts,
        rules.on_roll_by_signing_day,
        rules.address_must_match,
        prepared.has_affidavit_dates,
    )
