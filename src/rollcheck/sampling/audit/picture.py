"""The pictures of an audit: the risk and the bounds of the error rate after each review."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from math import log10

from rollcheck.sampling.audit.evidence import NOT_DRAWN, Standing
from rollcheck.sampling.audit.findings_by import Look

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

    lines = tuple(
        (
            f"required {one.question.required:,}",
            " ".join(f"{_across(n, reviews)},{_height(risk)}" for n, risk in _path(one)),
        )
        for one in tested
    )
    return Picture(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, lines,
        Mark(_height(limit), f"limit {limit:g}"),
        tuple(Mark(_height(10.0**-k), f"{10.0**-k:g}") for k in range(DECADES + 1)),
        _numbers(reviews),
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


def _across(n: int, reviews: int) -> float:
    return round(LEFT + n / reviews * (WIDTH - LEFT - RIGHT), 1)


def _numbers(reviews: int) -> tuple[Mark, ...]:
    """Return the marks under a picture: none reviewed, half of the lines, all of them."""
    return tuple(Mark(_across(n, reviews), f"{n:,}") for n in sorted({0, reviews // 2, reviews}))


@dataclass(frozen=True, slots=True)
class Band:
    """The bounds of the error rate as the points of an SVG polygon, and the margins as lines."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    points: str
    margins: tuple[Mark, ...]
    rates: tuple[Mark, ...]
    reviews: tuple[Mark, ...]


def band(looks: Sequence[Look], standings: Sequence[Standing], of: str) -> Band | None:
    """Return the picture of the confidence sequence; ``None`` while nothing is reviewed.

    The margins are drawn where one kind of lines is audited: their errors alone then decide.
    """
    reviews, last = looks[-1].reviews, looks[-1].interval
    if not reviews:
        return None
    margins = [
        one.question for one in standings if one.question.frame == of and one.question.margin > 0
    ]
    highest = max([last.rates[1], *(one.margin / last.lines for one in margins)])
    top = min(1.0, 1.6 * highest)

    def y(rate: float) -> float:
        return round(HEIGHT - BOTTOM - min(1.0, rate / top) * (HEIGHT - TOP - BOTTOM), 1)

    upper = [(look.reviews, look.interval.rates[1]) for look in looks]
    lower = [(look.reviews, look.interval.rates[0]) for look in reversed(looks)]
    return Band(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM,
        " ".join(f"{_across(n, reviews)},{y(rate)}" for n, rate in [*upper, *lower]),
        tuple(
            Mark(y(one.margin / last.lines), f"required {one.required:,}: wrong from here up")
            for one in margins
        ),
        tuple(Mark(y(top * k / 4), f"{top * k / 4:.1%}") for k in range(5)),
        _numbers(reviews),
    )  # fmt: skip
