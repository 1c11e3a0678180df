"""The look-up: from what a person types to voters, ranked, with why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rollcheck.problems import Problem, Progress, RollcheckError, silent
from rollcheck.roll.columns import STATUSES
from rollcheck.roll.lookup.build import build_lookup
from rollcheck.roll.lookup.fields import EIGHTHS
from rollcheck.roll.lookup.hits import Hit, Reason
from rollcheck.roll.lookup.index import CONFIDENTIAL, Index, index_of
from rollcheck.roll.lookup.search import Ranked, Searcher, Why
from rollcheck.roll.lookup.store import FOLDER, read_arrays
from rollcheck.roll.lookup.tokens import LONGEST_TEXT, MOST_TOKENS, Token, tokens_of
from rollcheck.roll.snapshot import MANIFEST, VOTERS, open_snapshot

MOST_HITS = 1_000
# What a voter id typed exactly is worth: more than all tokens together.
ID_BITS = 1_000


@dataclass(frozen=True, slots=True)
class Lookup:
    """An open look-up index; may be used by many threads, and opened by many processes."""

    searcher: Searcher

    def find(
        self, text: str, top: int = 10, *, include_confidential: bool = False
    ) -> tuple[Hit, ...]:
        """Return the voters that fit ``text`` best, best first, at most ``top`` (1 to 1,000).

        ``text`` holds parts of names, house number, street, city, zip code, birth date or year, or
        a voter id, in any order, misspelt or begun; of a long one the first 200 characters and 12
        words count. A voter whose id is typed exactly comes first. Never raises for any text;
        ``ValueError`` for a ``top`` out of range.

        Of confidential voters only the name and the id count, and only the id is given, unless
        ``include_confidential``: it is for callers with the right to see them.
        """
        if not 1 <= top <= MOST_HITS:
            raise ValueError(f"top is from 1 to {MOST_HITS}")
        index = self.searcher.index
        tokens = tokens_of(text)
        by_id = self._by_id(text[:LONGEST_TEXT])
        # Nothing may depend on the order in which things are typed.
        ordered = sorted(tokens, key=lambda token: token.typed)
        if ordered:
            found = self.searcher.ranked(
                ordered, top, also=by_id, include_confidential=include_confidential
            )
        else:
            found = Ranked(tuple(by_id), (0,) * len(by_id), ((),) * len(by_id))
        return tuple(
            _hit(index, voter, score, why, by_id.get(voter), tokens, seen=include_confidential)
            for voter, score, why in zip(found.voters, found.scores, found.reasons, strict=True)
        )

    def _by_id(self, text: str) -> dict[int, str]:
        """Return the voters whose id was typed: as one of the words, or as the whole text."""
        ways = dict.fromkeys([text.strip(), *text.split()])
        found: dict[int, str] = {}
        for way in sorted(list(ways)[: MOST_TOKENS + 1]):
            if way and (voter := self.searcher.index.with_id(way)) is not None:
                found.setdefault(voter, way)
        return found


def _hit(
    index: Index,
    voter: int,
    score: int,
    reasons: Sequence[Why],
    typed_id: str | None,
    tokens: Sequence[Token],
    *,
    seen: bool,
) -> Hit:
    """Return a hit as the caller may see it, its reasons in the order of what was typed."""
    status = index.status(voter)
    confidential = status == CONFIDENTIAL
    open_to = seen or not confidential
    places = {token.typed: place for place, token in enumerate(tokens)}
    told = [
        Reason(
            why.token.typed,
            why.field,
            why.how,
            index.text(why.value) if open_to else "",
            why.worth / EIGHTHS,
        )
        for why in sorted(reasons, key=lambda why: places[why.token.typed])
    ]
    voter_id = index.voter_id(voter)
    if typed_id is not None:
        told.insert(0, Reason(typed_id, "voter_id", "exact", voter_id, float(ID_BITS)))
    return Hit(
        voter_id=voter_id,
        row=int(index.rows[voter]),
        score=score / EIGHTHS + (ID_BITS if typed_id is not None else 0),
        status=STATUSES[status],
        confidential=confidential,
        shown=index.shown(voter) if open_to else None,
        reasons=tuple(told),
    )


def open_lookup(snapshot: Path, *, check: bool = False) -> Lookup:
    """Open the look-up index of a snapshot folder: maps files, reads next to nothing.

    ``check`` also compares every file with its SHA-256. Raises ``RollcheckError`` where the folder
    is no snapshot, has no index, or one that is damaged or of another roll.
    """
    stored = read_arrays(snapshot / FOLDER, _voters_sha256(snapshot), check=check)
    return Lookup(Searcher(index_of(stored)))


def index_snapshot(snapshot: Path, progress: Progress = silent) -> None:
    """Make the look-up index of a snapshot that has none, or make it anew.

    Raises ``RollcheckError`` where the folder is no snapshot or is not as it was written.
    """
    build_lookup(snapshot, open_snapshot(snapshot).manifest["files"][VOTERS]["sha256"], progress)


def _voters_sha256(snapshot: Path) -> str:
    try:
        manifest = json.loads((snapshot / MANIFEST).read_text(encoding="utf-8"))
        return str(manifest["files"][VOTERS]["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        message = "this is no snapshot; name a folder that `rollcheck roll import` made"
        raise RollcheckError([Problem(str(snapshot), None, None, "no_snapshot", message)]) from None
