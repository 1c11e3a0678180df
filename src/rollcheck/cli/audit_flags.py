"""Flags of ``rollcheck audit`` that click does not read: what belongs together, NAME=VALUE."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

import click

from rollcheck.cli.values import Number, Share
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.sampling.audit import ACCEPTANCES, BOTH, REJECTIONS

Value = TypeVar("Value")

# What ``plan`` and ``draw`` both ask.
OF = click.option(
    "--of",
    type=click.Choice(["auto", REJECTIONS, ACCEPTANCES, BOTH]),
    default="auto",
    show_default=True,
    help="Which findings to draw from; auto: those that could make the decision wrong.",
)
WEIGHTS = click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="NAME=N",
    help="Draw lines of a reason, or valid ones, N times as often.",
)
RISK = click.option(
    "--risk", type=Share(ends=False), default="0.05", show_default=True, help="The risk limit."
)


def missing_flags(seed: str | None, sections: int | None) -> list[Problem]:
    """Return a problem for each flag that a first draw needs and was not given."""
    found = []
    if seed is None:
        message = (
            "name the public text that fixes the draw, made after the commitment was published"
        )
        found.append(Problem("", None, "seed", "missing", message))
    if sections is None:
        message = "say how many sections to count first; 0 takes the raw count on trust"
        found.append(Problem("", None, "sections", "missing", message))
    return found


def named_numbers(flag: str, texts: tuple[str, ...]) -> dict[str, int]:
    """Return numbers by name from texts such as ``not_registered=2``; raise with every bad one."""
    return _named(flag, texts, "2", lambda text: Number(0).convert(text, None, None))


def named_shares(flag: str, texts: tuple[str, ...]) -> dict[str, Fraction]:
    """Return shares by name from texts such as ``duplicate=5%``; raise with every bad one."""
    return _named(flag, texts, "5%", lambda text: Share().convert(text, None, None))


def _named(
    flag: str, texts: tuple[str, ...], example: str, read: Callable[[str], Value]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    problems = []
    for text in texts:
        name, _, value = text.partition("=")
        try:
            # A name that is missing or was given before is refused as a missing value is.
            found[name] = read(value if name and name not in found else "")
        except (click.BadParameter, RollcheckError):
            message = f"write each {flag} once as NAME=VALUE, such as not_registered={example}"
            problems.append(Problem("", None, flag, f"not_a_{flag}", message))
    raise_if_any(problems)
    return found
