"""Flags of ``rollcheck audit`` that click does not read: shares and weights."""

from fractions import Fraction

from rollcheck.problems import Problem, RollcheckError, raise_if_any


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


def weights_of(texts: tuple[str, ...]) -> dict[str, int]:
    """Return weights by name from texts such as ``not_registered=2``; raise with every bad one."""
    found, problems = {}, []
    for text in texts:
        name, _, number = text.partition("=")
        if name and number.isascii() and number.isdigit() and name not in found:
            found[name] = int(number)
        else:
            message = "write each weight once as NAME=N, such as not_registered=2"
            problems.append(Problem("", None, "weight", "not_a_weight", message))
    raise_if_any(problems)
    return found


def share(name: str, text: str, *, least: bool) -> Fraction:
    """Return a number from 0 to 1 exactly; ``least`` allows 0 and 1 themselves."""
    try:
        value = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        value = Fraction(-1)
    if not (0 <= value <= 1 if least else 0 < value < 1):
        message = "give a number between 0 and 1, such as 0.05"
        raise RollcheckError([Problem("", None, name, "out_of_range", message)])
    return value
