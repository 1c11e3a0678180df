"""The decision at each required number, side by side, the certified one first."""

from dataclasses import dataclass

from rollcheck.publish.headline import adds_up, by_sample, excluded, margin, remaining
from rollcheck.publish.node import Node
from rollcheck.publish.projection import lines_counted, projected_range
from rollcheck.publish.words import OPEN, count, counted, decision, percent

UNSOUND = "The counts do not add up, so nothing follows from them."


@dataclass(frozen=True, slots=True)
class Card:
    """One required number and what it leads to, in words. ``notes`` are whole sentences."""

    standing: str
    required: str
    basis: str | None
    decision: str
    settled: bool
    notes: tuple[str, ...]
    warnings: tuple[str, ...]


def cards(result: Node) -> tuple[Card, ...]:
    """Return a card for each required number, from the stage that decides."""
    source = result.node("sample") if by_sample(result) else result
    sound = adds_up(result.node("counts"))
    registered = {one.number("value"): one for one in result.nodes("required")}
    return tuple(
        Card(
            standing="Certified number" if one.flag("certified") else "Claimed number",
            required=count(one.number("required")),
            basis=_basis(registered.get(one.number("required"))),
            decision=outcome(result, source, one),
            settled=sound and one.maybe_text("decision") is not None,
            notes=_all_notes(result, source, one) if sound else (UNSOUND,),
            warnings=one.texts("warnings"),
        )
        for one in source.nodes("decisions")
    )


def _all_notes(result: Node, source: Node, one: Node) -> tuple[str, ...]:
    return _sample_notes(source, one) if by_sample(result) else _notes(result, one)


def _basis(required: Node | None) -> str | None:
    registered = required.maybe_number("registered") if required else None
    if registered is not None:
        return f"From {count(registered)} registered voters."
    votes = required.maybe_number("votes_cast") if required else None
    return None if votes is None else f"From {count(votes)} votes cast."


def _waits(result: Node) -> int:
    return 0 if result.text("stage") == "raw" else result.node("counts").number("waiting")


def outcome(result: Node, source: Node, one: Node) -> str:
    """Say what came out at one required number, and how far that is settled.

    ``source`` is the sample or the result, whichever ``one`` of the decisions is from.
    """
    if not adds_up(result.node("counts")):
        return "Not established"
    of_sample = "projected_valid" in source.values
    waits = source.number("waiting") if of_sample else _waits(result)
    code, bounds = one.maybe_text("decision"), one.maybe_node("bounds")
    if code is not None:
        return f"{decision(code)}, however the waiting lines turn out" if waits else decision(code)
    if bounds is None:
        return OPEN
    low, high = (
        decision(bounds.maybe_text(key)).lower()
        for key in ("decision_at_lowest", "decision_at_highest")
    )
    if result.text("stage") == "raw":
        return f"Open: {low} if no line were valid, {high} if every line were"
    ends = "projection from the sample" if of_sample else "count of the petition"
    return f"Open: {low} at the lowest {ends}, {high} at the highest"


def _notes(result: Node, one: Node) -> tuple[str, ...]:
    required, counts = one.number("required"), result.node("counts")
    if one.maybe_text("decision") == "insufficient_on_raw":
        raw = counts.number("raw") - excluded(counts)
        lines = counted(raw, "line was", "lines were") if raw else "No line was"
        where = "left to verify" if excluded(counts) else "filed"
        return (f"{lines} {where}: {count(required - raw)} too few even if all were valid.",)
    if result.text("stage") == "raw":
        return _unverified(result, required)
    valid = remaining(result)
    share = f"{counted(valid, 'valid signature is', 'valid signatures are')} "
    share += f"{percent(valid, required)} of it: {margin(valid, required)}."
    if _waits(result):
        return (f"So far: {share}", _range(result, required))
    said = (share, *_withdrawn(result), *_districts(one))
    # Where districts have a minimum one line in the right place can change the decision.
    return said if one.maybe_nodes("districts") else (*said, *_resting_on(counts, valid, required))


def _withdrawn(result: Node) -> tuple[str, ...]:
    lines = result.maybe_number("withdrawn") or 0
    signatures = counted(lines, "signature was", "signatures were")
    return (f"{signatures} withdrawn after the count and taken off it.",) if lines else ()


def _districts(one: Node) -> tuple[str, ...]:
    """Say how many counties or districts reach their minimum; each is in the table of them."""
    every = one.maybe_nodes("districts")
    reached = sum(district.number("short_by") == 0 for district in every)
    minimum = f"{count(reached)} of the {count(len(every))} given"
    return (f"Of the counties or districts {minimum} reach their minimum.",) if every else ()


def _unverified(result: Node, required: int) -> tuple[str, ...]:
    """Say what a number below the raw count would still need, where no line was verified."""
    raw = result.node("counts").number("raw") - excluded(result.node("counts"))
    filed = "the one line" if raw == 1 else f"the {count(raw)} lines"
    needed = counted(required, "valid signature is", "valid signatures are")
    share = percent(required, raw)
    return (
        "No line was verified, since fewer were filed than the certified number requires.",
        f"At this number the decision would be open: {needed} {share} of {filed} filed.",
    )


def _range(result: Node, required: int) -> str:
    bounds = result.maybe_node("bounds")
    if bounds is None:
        return "How far the waiting lines could move it is not known."
    low, high = bounds.number("lowest_valid"), bounds.number("highest_valid")
    lines = lines_counted(bounds)
    return f"With the waiting lines it can end anywhere from {_ends(low, high, required)} {lines}."


def _ends(low: int, high: int, required: int) -> str:
    return f"{count(low)} ({percent(low, required)}) to {count(high)} ({percent(high, required)})"


def _resting_on(counts: Node, left: int, required: int) -> tuple[str, ...]:
    """Say how many determinations would have to be wrong, one way, to reach the other side.

    ``left`` are the valid signatures less those withdrawn after the count.
    True whichever way the law decides at equality: fewer than that many cannot change it.
    """
    valid, invalid = counts.number("valid"), counts.number("invalid")
    gap = abs(left - required)
    if gap == 0:
        return ("There is no margin: one wrong determination could change the decision.",)
    pool, names = (
        (invalid, ("rejection", "rejections"))
        if left < required
        else (valid, ("acceptance", "acceptances"))
    )
    if pool == 0:
        return (f"There is no {names[0]} that could be wrong and change the decision.",)
    every = f"the one {names[0]}" if pool == 1 else f"all {counted(pool, *names)}"
    if gap > pool:
        return (f"Not even if {every} were wrong would the decision change.",)
    if gap == pool:
        return (f"The decision stands unless {every} {'was' if pool == 1 else 'were'} wrong.",)
    wrong = f"{count(gap)} of the {counted(pool, *names)} ({percent(gap, pool)})"
    return (f"The decision stands unless at least {wrong} {'was' if gap == 1 else 'were'} wrong.",)


def _sample_notes(sample: Node, one: Node) -> tuple[str, ...]:
    projected, required = sample.maybe_number("projected_valid"), one.number("required")
    reach = projected_range(sample)
    if reach is not None:
        ends = _ends(*reach, required)
        return (f"With the waiting lines the projection to the petition can end from {ends}.",)
    if projected is None:
        return ("Nothing can be projected yet.",)
    share = percent(projected, required)
    signatures = counted(projected, "valid signature", "valid signatures")
    is_or_are = "is" if projected == 1 else "are"
    return (f"The {signatures} projected {is_or_are} {share} of it.",)
