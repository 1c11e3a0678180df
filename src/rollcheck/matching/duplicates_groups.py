"""Lines of one person: by the voter proposed, and among lines for which no voter was found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import pyarrow as pa

from rollcheck.matching.duplicates_among import groups_without_voter
from rollcheck.matching.duplicates_compare import (
    DUPLICATE_LEVELS,
    Writing,
    evidence,
    frequent_words,
    words_of,
)
from rollcheck.matching.matches import Matches
from rollcheck.matching.normalise import Normaliser
from rollcheck.problems import Progress, silent

APART = 4.0
"""Bits: one voter sixteen times as likely as the next is not one of several alike."""

AT_ONCE = 50_000
GROUPS = pa.schema(
    [
        pa.field("group", pa.int32()),
        pa.field("voter_id", pa.string()),
        pa.field("lines", pa.list_(pa.string())),
        pa.field(
            "pairs",
            pa.list_(
                pa.struct(
                    [
                        pa.field("line", pa.string()),
                        pa.field("other", pa.string()),
                        *(pa.field(field, pa.string()) for field in DUPLICATE_LEVELS),
                    ]
                )
            ),
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class DuplicateGroups:
    """Groups of lines that may be one person's; that they are is for people to say.

    ``table`` has the columns of ``GROUPS``, a row per group in the order of its first line:
    ``group`` counts from 1; ``voter_id`` is the voter whom all its lines propose, null where no
    voter was found for them; ``lines`` are their ids in the order of filing; ``pairs`` has the
    evidence, a level of ``DUPLICATE_LEVELS`` for each field: of each line beside the first of its
    voter, and of every two lines of a group without one.
    """

    table: pa.Table

    def counts(self) -> dict[str, int]:
        """Return groups and lines beyond the first of each, by voter and without one."""
        voters = self.table.column("voter_id").to_pylist()
        further = [len(lines) - 1 for lines in self.table.column("lines").to_pylist()]
        by_voter = [more for more, voter in zip(further, voters, strict=True) if voter is not None]
        return {
            "groups_by_voter": len(by_voter),
            "further_lines_by_voter": sum(by_voter),
            "groups_without_voter": len(further) - len(by_voter),
            "further_lines_without_voter": sum(further) - sum(by_voter),
        }


def duplicate_groups(
    lines: pa.Table,
    voters: Sequence[str | None],
    several: Collection[int] = (),
    *,
    progress: Progress = silent,
) -> DuplicateGroups:
    """Group the lines that may be one person's.

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS`` in the order of filing, and
    ``voters`` the voter proposed (or found) for each, None for none; ``several`` are the places of
    lines that fit several voters of the roll alike. Lines with a voter are grouped by it. Of the
    others two belong together where their names agree word by word, and nothing of suffix, address
    and year of birth speaks against it; a group has no two lines of which something does, so that
    couples, twins, and a father and his son stay apart. The work grows with the number of lines,
    since each is compared only with those that share a rare key with it.
    """
    ids: list[str] = lines.column("line_id").to_pylist()
    by_voter: dict[str, list[int]] = defaultdict(list)
    for row, voter in enumerate(voters):
        if voter is not None:
            by_voter[voter].append(row)
    named = {voter: rows for voter, rows in by_voter.items() if len(rows) > 1}
    alone = [row for row, voter in enumerate(voters) if voter is None]
    wanted = sorted({row for rows in named.values() for row in rows} | set(alone))
    writings = writings_of(lines, wanted, frozenset(several), progress)
    known = frequent_words(one.words for one in writings.values())
    found = [
        (voter, rows, [(rows[0], other) for other in rows[1:]]) for voter, rows in named.items()
    ]
    groups = groups_without_voter({row: writings[row] for row in alone}, known, progress)
    every = [*found, *((None, rows, list(combinations(rows, 2))) for rows in groups)]
    every.sort(key=lambda one: one[1][0])
    rows = [
        {
            "group": number,
            "voter_id": voter,
            "lines": [ids[row] for row in members],
            "pairs": [
                {"line": ids[a], "other": ids[b], **evidence(writings[a], writings[b], known)}
                for a, b in pairs
            ],
        }
        for number, (voter, members, pairs) in enumerate(every, 1)
    ]
    return DuplicateGroups(pa.Table.from_pylist(rows, schema=GROUPS))


def groups_of(lines: pa.Table, matches: Matches, progress: Progress = silent) -> DuplicateGroups:
    """Group lines by what matching proposes for them; ``lines`` are those that were matched."""
    return duplicate_groups(
        lines,
        matches.table.column("voter_id").to_pylist(),
        namesakes(matches.table),
        progress=progress,
    )


def namesakes(found: pa.Table) -> list[int]:
    """Return the places of lines that matching leaves open between two voters or more.

    ``found`` has the columns of ``Matches.table``. The best candidate must be ahead of the next by
    ``APART`` bits to be told from it.
    """
    outcomes, gaps = found.column("outcome").to_pylist(), found.column("gap").to_pylist()
    return [
        place
        for place, (outcome, gap) in enumerate(zip(outcomes, gaps, strict=True))
        if outcome == "ambiguous" and gap is not None and gap < APART
    ]


def writings_of(
    lines: pa.Table, rows: list[int], several: frozenset[int], progress: Progress
) -> dict[int, Writing]:
    """Bring the lines that are to be compared into the roll's normal form."""
    normaliser = Normaliser()
    found: dict[int, Writing] = {}
    try:
        for start in range(0, len(rows), AT_ONCE):
            progress("Reading lines for duplicates", start, len(rows))
            chunk = rows[start : start + AT_ONCE]
            part = lines.take(pa.array(chunk, pa.int64()))
            normal = normaliser.lines(part)
            columns = [
                normal.column(name).to_pylist()
                for name in ("name", "house", "street", "unit", "zip")
            ]
            born = part.column("birth_year").to_pylist()
            for row, name, house, street, unit, code, year in zip(
                chunk, *columns, born, strict=True
            ):
                at = (house or "", street or "", unit or "", code or "")
                found[row] = Writing(*words_of(name or ""), *at, year or 0, row in several)
    finally:
        normaliser.close()
    return found
