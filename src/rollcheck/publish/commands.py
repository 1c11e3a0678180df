"""Command lines with which a reader does the work again."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rollcheck.law import numbers_used, rule_set
from rollcheck.problems import RollcheckError
from rollcheck.publish.headline import certified_number, excluded
from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.words import count


@dataclass(frozen=True, slots=True)
class Command:
    """What running it shows, and the words to type, quoted for a shell where they need it."""

    shows: str
    words: tuple[str, ...]


def commands(result: Node) -> tuple[Command, ...]:
    """Return the commands that redo what this result reports, from the files to the decision."""
    return (
        _everything(result),
        *_required(result),
        *_sample(result),
        *_decide(result),
    )


def _everything(result: Node) -> Command:
    """Return the command of the run: from files, or from the record in the office that has it."""
    if _file(result, "record", ""):
        words = ("rollcheck", "office", "run", "CODE", "--out", "again", "--by", "NAME")
        return Command(say("Everything, from the record of the office, in that office"), words)
    run = ["rollcheck", "run", _file(result, "petition", "petition.toml"), "--out", "again"]
    if _file(result, "counts", ""):
        run += ["--counts", _file(result, "counts", "")]
    shows = say("Everything, from the same files (for those who may hold them)")
    return Command(shows, tuple(map(shlex.quote, run)))


def _file(result: Node, role: str, otherwise: str) -> str:
    files = (one for one in result.nodes("inputs") if one.text("role") == role)
    return next((one.text("name") for one in files), otherwise)


def _required(result: Node) -> list[Command]:
    day = result.text("form_approved_on")
    bases = {
        "registered": "The required number from {number} registered voters",
        "votes_cast": "The required number from {number} votes cast",
    }
    return [
        Command(
            say(message, number=count(one.number(key))),
            _law(result, "required", day, {key: one.number(key)}),
        )
        for one in result.nodes("required")
        for key, message in bases.items()
        if one.maybe_number(key) is not None
    ]


def _sample(result: Node) -> list[Command]:
    sample, day = result.maybe_node("sample"), result.text("filed_on")
    if sample is None:
        return []
    size, required = sample.number("size"), certified_number(result)
    raw = _verified(result)
    found = []
    seed = sample.maybe_text("seed")
    if seed is not None:
        universe = _file(result, "universe", "universe.csv")
        draw = ["rollcheck", "sample", "draw", universe, "--seed", seed]
        draw += ["--size", str(size), "--out", "sample.csv"]
        found.append(Command(say("The lines that the seed draws"), tuple(map(shlex.quote, draw))))
    stage = {"stage": sample.maybe_number("stage")}
    if required is not None:
        numbers = {"raw": raw, "required": required, "sample": size, **stage}
        words = _law(result, "sample", day, numbers)
        found.append(Command(say("What the sample must show to decide"), words))
    if sample.maybe_number("projected_valid") is not None and not sample.number("waiting"):
        valid, duplicates = sample.number("valid"), sample.number("duplicates")
        numbers = {"raw": raw, "sample": size, "valid": valid, "duplicates": duplicates, **stage}
        words = _law(result, "project", day, numbers)
        found.append(Command(say("Both projections"), words))
    return found


def _verified(result: Node) -> int:
    """Return the lines left to verify, which is what the law is asked about."""
    counts = result.node("counts")
    return counts.number("raw") - excluded(counts)


def _decide(result: Node) -> list[Command]:
    if result.text("stage") != "full_check" or result.node("counts").number("waiting"):
        return []
    day, counts = result.text("filed_on"), result.node("counts")
    numbers = {
        "raw": _verified(result),
        "valid": counts.number("valid"),
        "withdrawn": result.maybe_number("withdrawn") or None,
    }
    return [
        Command(
            say("The decision at {required} required", required=count(one.number("value"))),
            _law(result, "decide", day, {**numbers, "required": one.number("value")}),
        )
        for one in result.nodes("required")
    ]


def _law(result: Node, verb: str, day: str, numbers: Mapping[str, int | None]) -> tuple[str, ...]:
    """Write a question of law, with those of the numbers that the place takes for it."""
    identifier = result.node("rule_set").text("identifier")
    used = _used(identifier, verb, day)
    given: dict[str, object] = {**numbers, "measure": result.maybe_text("measure")}
    counts = _file(result, "counts", "")
    if verb == "decide" and counts:
        given["counts"] = counts
    flags = [
        word
        for name, value in given.items()
        if value is not None and (used is None or name in used)
        for word in (f"--{name.replace('_', '-')}", str(value))
    ]
    return tuple(map(shlex.quote, ["rollcheck", "law", verb, identifier, "--on", day, *flags]))


def _used(identifier: str, verb: str, day: str) -> tuple[str, ...] | None:
    """Return what the place's rules take for a question; ``None`` where we have no such rules."""
    try:
        return numbers_used(rule_set(identifier, date.fromisoformat(day)), verb)
    except (RollcheckError, ValueError):
        return None
