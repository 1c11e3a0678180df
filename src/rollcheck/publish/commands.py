"""Command lines with which a reader does the work again."""

import shlex
from dataclasses import dataclass

from rollcheck.publish.headline import certified_number
from rollcheck.publish.node import Node


@dataclass(frozen=True, slots=True)
class Command:
    """What running it shows, and the words to type, quoted for a shell where they need it."""

    shows: str
    words: tuple[str, ...]


def commands(result: Node) -> tuple[Command, ...]:
    """Return the commands that redo what this result reports, from the files to the decision."""
    run = ["rollcheck", "run", _file(result, "petition", "petition.toml"), "--out", "again"]
    return (
        Command(
            "Everything, from the same files (for those who may hold them)",
            tuple(map(shlex.quote, run)),
        ),
        *_required(result),
        *_sample(result),
        *_decide(result),
    )


def _file(result: Node, role: str, otherwise: str) -> str:
    files = (one for one in result.nodes("inputs") if one.text("role") == role)
    return next((one.text("name") for one in files), otherwise)


def _required(result: Node) -> list[Command]:
    day = result.text("form_approved_on")
    return [
        Command(
            f"The required number from {one.number('registered'):,} registered voters",
            _law(result, "required", day, registered=one.number("registered")),
        )
        for one in result.nodes("required")
        if one.maybe_number("registered") is not None
    ]


def _sample(result: Node) -> list[Command]:
    sample, day = result.maybe_node("sample"), result.text("filed_on")
    if sample is None:
        return []
    raw, size, required = (
        result.number("raw_count"),
        sample.number("size"),
        certified_number(result),
    )
    found = []
    seed = sample.maybe_text("seed")
    if seed is not None:
        universe = _file(result, "universe", "universe.csv")
        draw = ["rollcheck", "sample", "draw", universe, "--seed", seed]
        draw += ["--size", str(size), "--out", "sample.csv"]
        found.append(Command("The lines that the seed draws", tuple(map(shlex.quote, draw))))
    if required is not None:
        words = _law(result, "sample", day, raw=raw, required=required, sample=size)
        found.append(Command("What the sample must show to decide", words))
    if sample.maybe_number("projected_valid") is not None and not sample.number("waiting"):
        valid, duplicates = sample.number("valid"), sample.number("duplicates")
        words = _law(
            result, "project", day, raw=raw, sample=size, valid=valid, duplicates=duplicates
        )
        found.append(Command("Both projections", words))
    return found


def _decide(result: Node) -> list[Command]:
    if result.text("stage") != "full_check" or result.node("counts").number("waiting"):
        return []
    day, valid = result.text("filed_on"), result.node("counts").number("valid")
    return [
        Command(
            f"The decision at {one.number('value'):,} required",
            _law(
                result,
                "decide",
                day,
                raw=result.number("raw_count"),
                required=one.number("value"),
                valid=valid,
            ),
        )
        for one in result.nodes("required")
    ]


def _law(result: Node, verb: str, day: str, **numbers: int) -> tuple[str, ...]:
    identifier = result.node("rule_set").text("identifier")
    flags = [word for name, number in numbers.items() for word in (f"--{name}", str(number))]
    return tuple(map(shlex.quote, ["rollcheck", "law", verb, identifier, "--on", day, *flags]))
