"""One search: the tokens weighed against the roll, the voters ranked, each hit explained."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.fields import COST, EIGHTHS, FAR, FIELDS, HOWS, MISBEGUN, ONE_EDIT
from rollcheck.roll.lookup.index import CONFIDENTIAL, Index
from rollcheck.roll.lookup.ranking import CLEAR, search
from rollcheck.roll.lookup.spans import (
    ANY_FIELD,
    BIT,
    LONGEST_BEGUN,
    SHORTEST_FAR,
    far_spans,
    spans_of,
    unread,
)
from rollcheck.roll.lookup.spelling import SHORTEST
from rollcheck.roll.lookup.tokens import MOST_TOKENS, Token
from rollcheck.roll.lookup.weighing import COST as SPAN_COST
from rollcheck.roll.lookup.weighing import TOKEN, Asked, explain_all, forget, weigh

Array = npt.NDArray[Any]
PRIVATE_FIELDS = sum(BIT[one.name] for one in FIELDS if one.private)
NOBODY = -1
# A voter 64 times less likely than the first hit is not searched for.
LESS_LIKELY = 6 * EIGHTHS


@dataclass(frozen=True, slots=True)
class Why:
    """How one token fits one voter best: the field, how, in eighths of a bit; the value there."""

    token: Token
    field: str
    how: str
    worth: int
    value: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Voters, best first, their scores in eighths of a bit, and what speaks for each."""

    voters: tuple[int, ...]
    scores: tuple[int, ...]
    reasons: tuple[tuple[Why, ...], ...]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches an index, in any number of threads; each has tables of its own to fill."""

    index: Index
    _own: threading.local = field(default_factory=threading.local)

    def ranked(
        self,
        tokens: Sequence[Token],
        top: int,
        *,
        also: Collection[int],
        include_confidential: bool,
    ) -> Ranked:
        """Return the ``top`` voters that fit the tokens best, those of ``also`` before them.

        Without ``include_confidential`` no private field of a confidential voter counts.
        """
        hidden = NOBODY if include_confidential else CONFIDENTIAL
        words = self.index.words
        spans = spans_of(words, tokens)
        # What the roll has no such word for is taken for misspelt badly from the first.
        unknown = [tokens[place] for place in unread(spans, len(tokens))]
        far = [token.typed for token in unknown if _may_be_far(token)]
        if far:
            spans = np.concatenate([spans, far_spans(words, tokens, far)])
        with self._weighed(tokens, spans) as asked:
            found = self._searched(asked, top, hidden)
            badly = self._badly(found, top, tokens, asked, hidden) - set(far)
            if not badly:
                return self._told(found, top, also, tokens, asked, hidden)
        spans = np.concatenate([spans, far_spans(words, tokens, badly)])
        with self._weighed(tokens, spans) as asked:
            found = self._searched(asked, top, hidden)
            return self._told(found, top, also, tokens, asked, hidden)

    @contextmanager
    def _weighed(self, tokens: Sequence[Token], spans: Array) -> Iterator[Asked]:
        """Give what is asked with this thread's tables filled, and empty them afterwards."""
        tables = self._tables()[: len(tokens)]
        spans = spans[np.lexsort((spans[:, SPAN_COST], spans[:, TOKEN]))]
        begins = np.searchsorted(spans[:, TOKEN], np.arange(len(tokens) + 1))
        times = np.array([token.times for token in tokens], np.int64)
        try:
            lefts = weigh(self.index.held, spans, tables)
            yield Asked(spans, begins, lefts, tables, times)
        finally:
            forget(self.index.held, spans, tables)

    def _tables(self) -> Array:
        """Return this thread's tables, all zero."""
        tables: Array | None = getattr(self._own, "tables", None)
        if tables is None:
            tables = np.zeros((MOST_TOKENS, len(self.index.held.parts)), np.uint8)
            self._own.tables = tables
        return tables

    def _searched(self, asked: Asked, top: int, hidden: int) -> dict[int, int]:
        """Return the best voters with their scores, best first."""
        voters, scores = search(self.index.held, asked, hidden, PRIVATE_FIELDS, top)
        return dict(zip(voters.tolist(), scores.tolist(), strict=True))

    def _badly(
        self,
        found: Mapping[int, int],
        top: int,
        tokens: Sequence[Token],
        asked: Asked,
        hidden: int,
    ) -> set[str]:
        """Return the words, as typed, that are to be taken for misspelt badly as well.

        Those that fit the first hit or the last badly, where a voter who is so written could be
        better than the last, and not much less likely than the first.
        """
        may_be = [token for token in tokens if _may_be_far(token)]
        scores = list(found.values())
        if not scores:
            return {token.typed for token in may_be}
        if len(scores) > 1 and scores[0] >= scores[1] + CLEAR:
            return set()
        voters = list(found)
        first, last = self._reasons([voters[0], voters[-1]], tokens, asked, hidden)
        fit = {why.token.typed: COST[why.how] for why in first}
        worths = zip(tokens, _worths(asked).tolist(), strict=True)
        lost = sum(fit.get(token.typed, min(worth, COST[FAR])) for token, worth in worths)
        least = max(scores[0] - LESS_LIKELY, scores[-1] if len(scores) == top else 0)
        well = {why.token.typed for why in first if why.how != ONE_EDIT}
        well &= {why.token.typed for why in last if why.how != ONE_EDIT}
        return {
            token.typed
            for token in may_be
            if token.typed not in well and scores[0] + lost - _least_far(token) >= least
        }

    def _told(
        self,
        found: Mapping[int, int],
        top: int,
        also: Collection[int],
        tokens: Sequence[Token],
        asked: Asked,
        hidden: int,
    ) -> Ranked:
        voters = [*also, *(voter for voter in found if voter not in also)][:top]
        return Ranked(
            tuple(voters),
            tuple(found.get(voter, 0) for voter in voters),
            tuple(self._reasons(voters, tokens, asked, hidden)),
        )

    def _reasons(
        self, voters: Sequence[int], tokens: Sequence[Token], asked: Asked, hidden: int
    ) -> list[tuple[Why, ...]]:
        """Return, for each voter, how each token that fits fits best."""
        held = self.index.held
        shut = [PRIVATE_FIELDS if self.index.status(voter) == hidden else 0 for voter in voters]
        fields = ANY_FIELD - np.array(shut, np.int64)
        fits = explain_all(held, asked, np.array(voters, np.int64), fields).tolist()
        return [
            tuple(
                Why(token, FIELDS[chosen].name, HOWS[how], worth, int(held.values[voter, chosen]))
                for token, (chosen, how, worth) in zip(tokens, fit, strict=True)
                if worth
            )
            for voter, fit in zip(voters, fits, strict=True)
        ]


def _worths(asked: Asked) -> Array:
    """Return what each token is worth where it fits exactly."""
    worths = np.zeros(len(asked.tables), np.int64)
    worths[asked.spans[:, TOKEN]] = asked.lefts + asked.spans[:, SPAN_COST]
    return worths


def _may_be_far(token: Token) -> bool:
    """Tell whether a token is long enough, and such, that it may be misspelt badly."""
    if token.typed.isalpha():
        return token.free and len(token.typed) >= SHORTEST
    return token.free and token.typed.isdigit() and len(token.typed) >= SHORTEST_FAR


def _least_far(token: Token) -> int:
    """Return what reading a token as badly misspelt takes off at least."""
    begun = token.typed.isalpha() and len(token.typed) <= LONGEST_BEGUN
    return COST[MISBEGUN if begun else FAR]
