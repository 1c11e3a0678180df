"""The threshold search over voters: compiled."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled
from rollcheck.roll.lookup.fields import EIGHTHS
from rollcheck.roll.lookup.weighing import (
    END,
    FIRST,
    HOW,
    WAYS,
    Asked,
    Held,
    lists_of,
    worth_of,
)

Array = npt.NDArray[Any]
# The first hit is taken for the right one when it is 1,024 times as likely as any not looked at.
CLEAR = 10 * EIGHTHS
# Voters scored for one text at most: what longer lists add is of little worth.
MOST_VOTERS = 120_000
# Voters listed by surname stand together in memory; the others are fetched one by one.
APART = 3
AT_ONCE = 32  # rows asked of memory before the first is used


class Best(NamedTuple):
    """The best voters so far, best first, and their scores; ``found[0]`` says how many there are.

    ``found[1]`` is how many voters were looked at; ``found[2]`` is of no meaning.
    """

    voters: Array
    scores: Array
    found: Array


class Order(NamedTuple):
    """The tokens in the order to look at them, what is left from each on, and their fields.

    ``active[token]`` are the fields that may fit it, ended by -1. Of voters whose status is
    ``hidden_status`` the fields with a bit in ``private`` do not count.
    """

    tokens: Array
    rest: Array
    active: Array
    hidden_status: int
    private: int


@compiled
def search(
    held: Held, asked: Asked, hidden_status: int, private: int, top: int
) -> tuple[Array, Array]:
    """Return the best voters and their scores, best first; of equals the earlier in the index.

    Each way in which a token fits a listed field is a list of voters. They are taken one after
    the other, and every voter on them is scored by all tokens. A voter on none of the lists
    taken can have no more than the others are worth (Fagin's threshold), so the search ends
    when the hits are better than that, or the first of them is clearly so. Of voters whose status
    is ``hidden_status`` the fields with a bit in ``private`` do not count.
    """
    counts, worths, fits = lists_of(held, asked)
    active, most = fields_of(fits)
    most *= np.minimum(asked.times, 2)
    best = Best(np.empty(top, np.int64), np.zeros(top, np.int64), np.zeros(3, np.int64))
    while True:
        bound = 0
        for token in range(len(most)):
            bound += worths[token].max() * min(asked.times[token], 2)
        place = next_list(counts, worths)
        found = best.found[0]
        if place < 0 or (found and best.scores[0] >= bound + CLEAR):
            break
        if found == top and best.scores[top - 1] >= bound:
            break
        size = counts.shape[1] * WAYS
        token, field, how = place // size, place // WAYS % counts.shape[1], place % WAYS
        worths[token, field, how] = 0
        looked_at = best.found[1]
        if looked_at == 0 or looked_at + counts[token, field, how] <= MOST_VOTERS:
            tokens, rest = order_of(most, token)
            order = Order(tokens, rest, active, hidden_status, private)
            take(held, asked, token, field, how, order, best)
    return best.voters[: best.found[0]], best.scores[: best.found[0]]


@compiled
def take(
    held: Held,
    asked: Asked,
    token: int,
    field: int,
    how: int,
    order: Order,
    best: Best,
) -> None:
    """Score the voters whose ``field`` fits ``token`` in one way, and keep the best."""
    top, voters, status = len(best.voters), len(held.values), len(held.field_costs)
    for s in range(asked.begins[token], asked.begins[token + 1]):
        span = asked.spans[s]
        if span[HOW] != how:
            continue
        left = worth_of(held, span, asked.lefts[s], field)
        for at in range(held.word_starts[span[FIRST]], held.word_starts[span[END]]):
            value = held.word_values[at]
            # What fits better in another way is on the list of that.
            if left == 0 or held.value_fields[value] != field or asked.tables[token, value] > left:
                continue
            first, end = np.int64(held.voter_starts[value]), np.int64(held.voter_starts[value + 1])
            for begin in range(int(first), int(end), AT_ONCE):
                if best.found[1] > MOST_VOTERS and best.found[0]:
                    return
                upto: int = min(begin + AT_ONCE, int(end))
                if begin >= voters:
                    best.found[2] = fetched(held, begin - voters, upto - voters)
                for item in range(begin, upto):
                    voter = np.int64(item if item < voters else held.listed_voters[item - voters])
                    hidden = held.values[voter, status] == order.hidden_status
                    shut = order.private if hidden else 0
                    least = best.scores[top - 1] if best.found[0] == top else 1
                    scored = score(held, asked, voter, order, shut, least)
                    if scored >= least:
                        keep(best, voter, scored)
                best.found[1] += upto - begin


@compiled
def fetched(held: Held, first: int, end: int) -> np.int64:
    """Read the first and last value of some listed voters, so that their rows are at hand.

    Nothing waits for one row before the next is asked for: memory answers many at once.
    """
    total = np.int64(0)
    last = len(held.field_costs)
    for item in range(first, end):
        voter = held.listed_voters[item]
        total += np.int64(held.values[voter, 0]) + np.int64(held.values[voter, last])
    return total


@compiled
def score(
    held: Held, asked: Asked, voter: np.int64, order: Order, shut: int, least: int
) -> np.int64:
    """Return a voter's score, or some number below ``least`` once it is sure to be below.

    The fields with a bit in ``shut`` do not count. A token typed twice has to fit two fields to
    count twice.
    """
    total = np.int64(0)
    for i in range(len(order.tokens)):
        if total + order.rest[i] < least:
            return total
        token = order.tokens[i]
        best, second = np.int64(0), np.int64(0)
        for k in range(order.active.shape[1]):
            field = order.active[token, k]
            if field < 0:
                break
            if (shut >> field) & 1:
                continue
            worth = np.int64(asked.tables[token, held.values[voter, field]])
            second = max(second, min(worth, best))
            best = max(best, worth)
        total += best
        if asked.times[token] > 1:
            total += second
    return total


@compiled
def keep(best: Best, voter: np.int64, scored: np.int64) -> None:
    """Put a voter among the best where it belongs, once."""
    voters, scores, found = best.voters, best.scores, best.found[0]
    for i in range(found):
        if voters[i] == voter:
            return
    place = min(found, len(voters) - 1)
    if found == len(voters) and (
        scores[place] > scored or (scores[place] == scored and voters[place] < voter)
    ):
        return
    while place > 0 and (
        scores[place - 1] < scored or (scores[place - 1] == scored and voters[place - 1] > voter)
    ):
        voters[place], scores[place] = voters[place - 1], scores[place - 1]
        place -= 1
    voters[place], scores[place] = voter, scored
    best.found[0] = min(found + 1, len(voters))


@compiled
def next_list(counts: Array, worths: Array) -> int:
    """Return which list to take next: the shortest of those worth most to their token, or -1.

    While a better list of a token is open, taking a lesser one does not lower the threshold.
    """
    chosen, shortest = -1, 0
    size = counts.shape[1] * counts.shape[2]
    for token in range(len(counts)):
        own_counts, own_worths = counts[token].ravel(), worths[token].ravel()
        most = own_worths.max()
        for k in range(size):
            if own_worths[k] == most and most > 0:
                cost = own_counts[k] if k < counts.shape[2] else own_counts[k] * APART
                if chosen < 0 or cost < shortest:
                    chosen, shortest = token * size + k, cost
    return chosen


@compiled
def fields_of(fits: Array) -> tuple[Array, Array]:
    """Return the fields that may fit each token, ended by -1, and the most each token can add."""
    tokens, fields = fits.shape
    active = np.full((tokens, fields + 1), -1, np.int64)
    most = np.zeros(tokens, np.int64)
    for token in range(tokens):
        count = 0
        for field in range(fields):
            if fits[token, field] > 0:
                active[token, count] = field
                count += 1
        most[token] = fits[token].max()
    return active, most


@compiled
def order_of(most: Array, last: int) -> tuple[Array, Array]:
    """Return the tokens, the weightiest first and ``last`` at the end, and what is left from each.

    The token whose list is looked at fits every voter on it, so it tells them apart least.
    """
    weights = most.copy()
    weights[last] = -1
    order = np.argsort(-weights, kind="mergesort")
    rest = np.zeros(len(order) + 1, np.int64)
    for i in range(len(order) - 1, -1, -1):
        rest[i] = rest[i + 1] + most[order[i]]
    return order, rest
