"""Flags of ``rollcheck audit`` that click does not read: what belongs together, NAME=VALUE."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any, TypeVar

import click

from rollcheck.cli.values import Number, Share
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.sampling.audit import (
    ACCEPTANCES,
    BOTH,
    REJECTIONS,
    STANDARD,
    Plan,
    Subject,
    counts_of,
    lines_to_draw,
)
from rollcheck.sampling.audit.frame import Frame

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


_PLAN = (
    click.option(
        "--sections",
        type=Number(0),
        required=True,
        help="Sections to count for the manifest audit; 0 takes the raw count on trust.",
    ),
    OF,
    WEIGHTS,
    click.option(
        "--required",
        type=Number(1),
        multiple=True,
        help="A required number, the certified one first; default: those of the run.",
    ),
    RISK,
    click.option(
        "--manifest-risk",
        type=Share(),
        default="0.01",
        show_default=True,
        help="The part of the risk spent on the manifest audit.",
    ),
    click.option(
        "--reviewers",
        type=Number(1),
        default=1,
        show_default=True,
        help="How many people review each line.",
    ),
    click.option(
        "--limit",
        type=Number(1),
        help="Re-review everything after so many lines without confirmation.",
    ),
)
Command = Callable[..., Any]


def chooses_the_plan(command: Command) -> Command:
    """Give a command every flag of an audit's plan; ``plan_of`` reads them."""
    return reduce(lambda so_far, flag: flag(so_far), reversed(_PLAN), command)


def plan_of(subject: Subject, frame: Frame, chosen: Mapping[str, Any]) -> Plan:
    """Return the plan that the flags of ``chooses_the_plan`` say for what is audited.

    Raises ``RollcheckError`` where the first number is not the one that the run was decided at: an
    easier one would confirm a decision that nobody took.
    """
    required = chosen["required"] or subject.required
    if required[:1] != subject.required[:1]:
        message = (
            f"the run was decided at {subject.required[0]:,}, which comes first; then those claimed"
        )
        raise RollcheckError([Problem("", None, "required", "not_certified", message)])
    of = chosen["of"]
    return Plan(
        of=lines_to_draw(required, counts_of(subject, frame)) if of == "auto" else of,
        weights=named_numbers("weight", chosen["weights"]),
        required=required,
        risk=chosen["risk"],
        manifest_risk=chosen["manifest_risk"],
        sections=chosen["sections"],
        reviewers=chosen["reviewers"],
        limit=chosen["limit"],
        rule=STANDARD,
    )


def misplaced_flags(seed: str | None, sections: int | None) -> list[Problem]:
    """Return a problem for what a first draw lacks, and for what belongs to the commitment."""
    found = []
    if seed is None:
        message = (
            "name the public text that fixes the draw, made after the commitment was published"
        )
        found.append(Problem("", None, "seed", "missing", message))
    if sections is not None:
        message = (
            "how many sections are counted was committed to with `rollcheck audit commit`; a "
            "first draw takes that number, and --more enlarges it"
        )
        found.append(Problem("", None, "sections", "committed", message))
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
