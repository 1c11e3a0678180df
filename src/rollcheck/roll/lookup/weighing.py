"""What each value of the roll is worth to each token, and why: compiled.

Numbers stand for things here: a field is its place in ``fields.FIELDS``, a value its place among
the values of all fields in that order, a word its place among the sorted words, a voter the
place in the index.
"""

from math import log2
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled
from rollcheck.roll.lookup.fields import EIGHTHS, MOST, PART_COST, STRAY
from rollcheck.roll.lookup.fields import WAYS as HOW_OF

Array = npt.NDArray[Any]
# The columns of a span: words (first, end) that a token may stand for, what is taken off (eighths
# of a bit), a bit for each field it may be in, how it was come by.
TOKEN, FIRST, END, COST, FIELDS, HOW = range(6)
WAYS = len(HOW_OF)


class Held(NamedTuple):
    """The arrays of an index that the compiled loops read; ``Index`` says what they hold."""

    values: Array
    value_fields: Array
    parts: Array
    word_voters_before: Array
    word_starts: Array
    word_values: Array
    voter_starts: Array
    listed_voters: Array
    field_costs: Array


class Asked(NamedTuple):
    """What was asked: the spans, what is left of each span's worth, the tables, the times typed.

    The spans of a token are those from ``begins[token]``, the cheapest first.
    ``tables[token, value]`` is what a value is worth to a token, in eighths of a bit.
    """

    spans: Array
    begins: Array
    lefts: Array
    tables: Array
    times: Array


@compiled
def weigh(held: Held, spans: Array, tables: Array) -> Array:
    """Fill ``tables`` (zero before) for the spans.

    A token is worth the logarithm of how seldom it would come by chance: the voters with the
    words it may stand for, each as likely as it is to be written so. Returns what is left of that
    for each span, before the cost of the field.
    """
    expected = np.zeros(len(tables))
    before = held.word_voters_before
    for s in range(len(spans)):
        voters = before[spans[s, END]] - before[spans[s, FIRST]]
        expected[spans[s, TOKEN]] += voters * 2.0 ** (-spans[s, COST] / EIGHTHS)
    worths = np.zeros(len(tables), np.int64)
    for token in range(len(tables)):
        share = max(expected[token], 0.5) / max(len(held.values), 1)
        worths[token] = min(max(STRAY - round(EIGHTHS * log2(share)), EIGHTHS), MOST)
    lefts = worths[spans[:, TOKEN]] - spans[:, COST]
    for s in range(len(spans)):
        token = spans[s, TOKEN]
        for at in range(held.word_starts[spans[s, FIRST]], held.word_starts[spans[s, END]]):
            value = held.word_values[at]
            gained = worth_of(held, spans[s], lefts[s], held.value_fields[value])
            if gained > 0 and held.parts[value] > 1:
                gained = max(gained - PART_COST, np.int64(1))
            tables[token, value] = max(np.int64(tables[token, value]), gained)
    return lefts


@compiled
def worth_of(held: Held, span: Array, left: np.int64, field: int) -> np.int64:
    """Return what a span is worth in a field, 0 where it may not be in it."""
    if not (span[FIELDS] >> field) & 1:
        return np.int64(0)
    return np.int64(max(left - held.field_costs[field], 0))


@compiled
def forget(held: Held, spans: Array, tables: Array) -> None:
    """Make ``tables`` all zero again after ``weigh`` with these spans."""
    for s in range(len(spans)):
        for at in range(held.word_starts[spans[s, FIRST]], held.word_starts[spans[s, END]]):
            tables[spans[s, TOKEN], held.word_values[at]] = 0


@compiled
def lists_of(held: Held, asked: Asked) -> tuple[Array, Array, Array]:
    """Return what each list of voters holds, and what it and each field is worth to a token.

    Numbers of voters, and worths, by token, field and how; worths by token and field, those of
    fields that list nobody too.
    """
    tokens, fields = len(asked.tables), len(held.field_costs)
    counts = np.zeros((tokens, fields, WAYS), np.int64)
    worths = np.zeros((tokens, fields, WAYS), np.int64)
    fits = np.zeros((tokens, fields), np.int64)
    for s in range(len(asked.spans)):
        span = asked.spans[s]
        token, how = span[TOKEN], span[HOW]
        for at in range(held.word_starts[span[FIRST]], held.word_starts[span[END]]):
            value = held.word_values[at]
            field = held.value_fields[value]
            worth = worth_of(held, span, asked.lefts[s], field)
            fits[token, field] = max(fits[token, field], worth)
            first, end = held.voter_starts[value], held.voter_starts[value + 1]
            if worth and first < end:
                counts[token, field, how] += np.int64(end) - np.int64(first)
                worths[token, field, how] = max(worths[token, field, how], worth)
    return counts, worths, fits


@compiled
def explain_all(held: Held, asked: Asked, voters: Array, fields: Array) -> Array:
    """Return ``explain`` for each voter and token; ``fields[i]`` has those of ``voters[i]``."""
    found = np.empty((len(voters), len(asked.tables), 3), np.int64)
    for i in range(len(voters)):
        for token in range(len(asked.tables)):
            field, how, worth = explain(held, asked, voters[i], token, fields[i])
            found[i, token, 0], found[i, token, 1], found[i, token, 2] = field, how, worth
    return found


@compiled
def explain(
    held: Held, asked: Asked, voter: int, token: int, fields: int
) -> tuple[int, int, np.int64]:
    """Return the field that a token fits best in a voter, how, and what that is worth.

    Only the fields with a bit in ``fields`` count.
    """
    best, chosen = np.int64(0), 0
    for field in range(len(held.field_costs)):
        worth = np.int64(asked.tables[token, held.values[voter, field]])
        if worth > best and (fields >> field) & 1:
            best, chosen = worth, field
    if best == 0:
        return 0, 0, best
    value = held.values[voter, chosen]
    for s in range(asked.begins[token], asked.begins[token + 1]):
        span = asked.spans[s]
        if (span[FIELDS] >> chosen) & 1:
            for at in range(held.word_starts[span[FIRST]], held.word_starts[span[END]]):
                if held.word_values[at] == value:
                    return chosen, span[HOW], best
    return chosen, 0, best
