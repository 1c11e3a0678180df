"""The picture of an audit: the risk after each review, on a logarithmic scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import log10

from rollcheck.sampling.audit.evidence import NOT_DRAWN, Standing

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 44
POINTS = 500
DECADES = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled place on an axis, in the picture's own units."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines to draw, each as the points of an SVG polyline, with the axes' marks."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    lines: tuple[tuple[str, str], ...]
    limit: Mark
    risks: tuple[Mark, ...]
    reviews: tuple[Mark, ...]


def picture(standings: Sequence[Standing], limit: float) -> Picture | None:
    """Return the picture; ``None`` while nothing is reviewed.

    The risk after a review is one over the most money held until then.
    """
    tested = [one for one in standings if one.conclusion != NOT_DRAWN and one.money]
    reviews = max((len(one.money) for one in tested), default=0)
    if not reviews:
        return None

    def x(n: float) -> float:
        return round(LEFT + n / reviews * (WIDTH - LEFT - RIGHT), 1)

    lines = tuple(
        (
            f"required {one.question.required:,}",
            " ".join(f"{x(n)},{_height(risk)}" for n, risk in _path(one)),
        )
        for one in tested
    )
    return Picture(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, lines,
        Mark(_height(limit), f"limit {limit:g}"),
        tuple(Mark(_height(10.0**-k), f"{10.0**-k:g}") for k in range(DECADES + 1)),
        tuple(Mark(x(n), f"{n:,}") for n in sorted({0, reviews // 2, reviews})),
    )  # fmt: skip


def _path(one: Standing) -> Iterator[tuple[int, float]]:
    """Yield reviews and risk, every step where there are few, else some hundreds of them."""
    spent = float(one.risk) - float(one.risk_of_lines)
    most = [float(money) for money in accumulate(one.money, Decimal.max)]
    every = max(1, len(most) // POINTS)
    yield 0, 1.0
    for n, money in enumerate(most, start=1):
        if n % every == 0 or n == len(most):
            yield n, min(1.0, 1 / max(money, 1.0) + max(spent, 0.0))


def _height(risk: float) -> float:
    decades = min(DECADES, -log10(risk)) if risk > 0 else DECADES
    return round(TOP + decades / DECADES * (HEIGHT - TOP - BOTTOM), 1)
