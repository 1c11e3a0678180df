"""The audit's risk once more, by brute force: exact fractions, another algebra, no shared code.

Works from the rows of the files alone. The money is that of betting on the mean of the lines left
(Waudby-Smith and Ramdas 2024, section 5): with the conditional mean m under the hypothesis and the
greatest possible value u, the bet is c / (u - m).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256

FRACTIONS = ["1", "3/4", "2/5", "4/25", "2/25", "1/25"]
SHARES = ["4/16", "4/16", "2/16", "2/16", "3/16", "1/16"]

Row = tuple[str, str, str, str]  # line_id, reviewer, finding, copies with semicolons


def brute_order(
    strata: Sequence[Mapping[str, object]], seed: str, weights: Mapping[str, int]
) -> list[tuple[str, int]]:
    """Strata with name, root (hex) and lines; every ticket is made and sorted."""
    best: dict[tuple[str, int], bytes] = {}
    for stratum in strata:
        name, n = str(stratum["name"]), int(str(stratum["lines"]))
        head = bytes.fromhex(str(stratum["root"]))
        head += len(seed.encode()).to_bytes(4, "big") + seed.encode()
        for ticket_number in range(n * weights.get(name, 1)):
            ticket = sha256(head + ticket_number.to_bytes(8, "big")).digest()
            key = (name, ticket_number % n)
            best[key] = min(best.get(key, b"\xff" * 33), ticket)
    return sorted(best, key=lambda key: best[key])


def brute_worth(
    line: str, rows: Sequence[Row], status: Mapping[str, str], counts: str, *, sufficient: bool
) -> Fraction:
    """The share of a voter that a line is worth when every doubt goes against the decision."""
    worths = []
    for row_line, _, found, copies in rows:
        if row_line == line and found == "valid":
            group = _group(line, copies, rows, sufficient=sufficient)
            worths.append(_worth_in(group, line, status, counts))
        elif row_line == line:
            worths.append(Fraction(1 if found == "not_found" and not sufficient else 0))
    return min(worths) if sufficient else max(worths)


def _group(line: str, copies: str, rows: Sequence[Row], *, sufficient: bool) -> set[str]:
    group = {one for one in copies.split(";") if one not in ("", "none")}
    for other, _, found, named in rows:
        names_it = line in named.split(";")
        if sufficient and names_it:
            group.add(other)
        if not sufficient and not (found == "valid" and names_it):
            group.discard(other)
    return group


def _worth_in(group: set[str], line: str, status: Mapping[str, str], counts: str) -> Fraction:
    accepted = [one for one in group if status[one] == "valid"]
    if counts == "none":
        return Fraction(0 if group else 1)
    if status[line] == "valid":
        return 1 / Fraction(1 + len(accepted))
    return Fraction(0) if accepted else 1 / Fraction(1 + len(group))


def brute_risk(
    drawn: Sequence[tuple[str, int]],
    left: dict[int, tuple[int, bool]],
    harms: Sequence[Fraction],
    margin: int,
) -> Fraction:
    """The risk after all ``harms``.

    ``drawn`` are the status and weight of each drawn line, ``left`` maps a key for each class of
    lines (its number) to (lines, whether they can harm); keys are 2 * weight + harmful.
    """
    bets = [(Fraction(c), Fraction(share)) for c, share in zip(FRACTIONS, SHARES, strict=True)]
    moneys = [share for _, share in bets]
    best = Fraction(1)
    missing = Fraction(margin)
    remaining = {key: n for key, (n, _) in left.items()}
    can_harm = {key: harmful for key, (_, harmful) in left.items()}

    def capacity() -> int:
        return sum(n for key, n in remaining.items() if can_harm[key])

    if missing > capacity():
        return Fraction(0)
    for (_, key), harm in zip(drawn, harms, strict=True):
        lines = sum(remaining.values())
        total = sum((k // 2) * n for k, n in remaining.items())
        mean = missing / lines
        most = max(
            (
                Fraction(total, (k // 2) * lines) if can_harm[k] else Fraction(0)
                for k, n in remaining.items()
                if n
            ),
        )
        value = harm * Fraction(total, (key // 2) * lines)
        if most > mean:
            moneys = [
                money * (1 + c / (most - mean) * (mean - value))
                for money, (c, _) in zip(moneys, bets, strict=True)
            ]
        remaining[key] -= 1
        missing -= harm
        if missing > capacity():
            return Fraction(0)
        best = max(best, sum(moneys, Fraction(0)))
    return 1 / best
