"""The decision at each required number, side by side, the certified one first."""

from dataclasses import dataclass

from rollcheck.publish.headline import adds_up, by_sample, excluded, margin, remaining
from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.projection import lines_counted, projected_range
from rollcheck.publish.words import OPEN, count, counted, decision, percent

LINES_FILED = "the {lines} lines filed"
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
            standing=say("Certified number" if one.flag("certified") else "Claimed number"),
            required=count(one.number("required")),
            basis=_basis(registered.get(one.number("required"))),
            decision=outcome(result, source, one),
            settled=sound and one.maybe_text("decision") is not None,
            notes=_all_notes(result, source, one) if sound else (say(UNSOUND),),
            warnings=one.texts("warnings"),
        )
        for one in source.nodes("decisions")
    )


def _all_notes(result: Node, source: Node, one: Node) -> tuple[str, ...]:
    return _sample_notes(source, one) if by_sample(result) else _notes(result, one)


def _basis(required: Node | None) -> str | None:
    registered = required.maybe_number("registered") if required else None
    if registered is not None:
        return say("From {voters} registered voters.", voters=count(registered))
    votes = required.maybe_number("votes_cast") if required else None
    return None if votes is None else say("From {votes} votes cast.", votes=count(votes))


def _waits(result: Node) -> int:
    return 0 if result.text("stage") == "raw" else result.node("counts").number("waiting")


def outcome(result: Node, source: Node, one: Node) -> str:
    """Say what came out at one required number, and how far that is settled.

    ``source`` is the sample or the result, whichever ``one`` of the decisions is from.
    """
    if not adds_up(result.node("counts")):
        return say("Not established")
    of_sample = "projected_valid" in source.values
    waits = source.number("waiting") if of_sample else _waits(result)
    code, bounds = one.maybe_text("decision"), one.maybe_node("bounds")
    if code is not None:
        if not waits:
            return decision(code)
        return say("{decision}, however the waiting lines turn out", decision=decision(code))
    if bounds is None:
        return say(OPEN)
    low, high = (
        decision(bounds.maybe_text(key)).lower()
        for key in ("decision_at_lowest", "decision_at_highest")
    )
    if result.text("stage") == "raw":
        message = "Open: {low} if no line were valid, {high} if every line were"
    elif of_sample:
        message = "Open: {low} at the lowest projection from the sample, {high} at the highest"
    else:
        message = "Open: {low} at the lowest count of the petition, {high} at the highest"
    return say(message, low=low, high=high)


def _notes(result: Node, one: Node) -> tuple[str, ...]:
    required, counts = one.number("required"), result.node("counts")
    if one.maybe_text("decision") == "insufficient_on_raw":
        raw = counts.number("raw") - excluded(counts)
        lines = (
            counted(raw, "line was left to verify", "lines were left to verify")
            if excluded(counts)
            else counted(raw, "line was filed", "lines were filed")
        )
        message = "{lines}: {gap} too few even if all were valid."
        return (say(message, lines=lines, gap=count(required - raw)),)
    if result.text("stage") == "raw":
        return _unverified(result, required)
    valid = remaining(result)
    share = say(
        "{valid} {share} of it: {margin}.",
        valid=counted(valid, "valid signature is", "valid signatures are"),
        share=percent(valid, required),
        margin=margin(valid, required),
    )
    if _waits(result):
        return (say("So far: {sentence}", sentence=share), _range(result, required))
    said = (share, *_withdrawn(result), *_districts(one))
    # Where districts have a minimum one line in the right place can change the decision.
    return said if one.maybe_nodes("districts") else (*said, *_resting_on(counts, valid, required))


def _withdrawn(result: Node) -> tuple[str, ...]:
    lines = result.maybe_number("withdrawn") or 0
    signatures = counted(lines, "signature was", "signatures were")
    message = "{signatures} withdrawn after the count and taken off it."
    return (say(message, signatures=signatures),) if lines else ()


def _districts(one: Node) -> tuple[str, ...]:
    """Say how many counties or districts reach their minimum; each is in the table of them."""
    every = one.maybe_nodes("districts")
    reached = sum(district.number("short_by") == 0 for district in every)
    message = "Of the counties or districts {reached} of the {every} given reach their minimum."
    return (say(message, reached=count(reached), every=count(len(every))),) if every else ()


def _unverified(result: Node, required: int) -> tuple[str, ...]:
    """Say what a number below the raw count would still need, where no line was verified."""
    raw = result.node("counts").number("raw") - excluded(result.node("counts"))
    return (
        say("No line was verified, since fewer were filed than the certified number requires."),
        say(
            "At this number the decision would be open: {needed} {share} of {filed}.",
            needed=counted(required, "valid signature is", "valid signatures are"),
            share=percent(required, raw),
            filed=say("the one line filed") if raw == 1 else say(LINES_FILED, lines=count(raw)),
        ),
    )


def _range(result: Node, required: int) -> str:
    bounds = result.maybe_node("bounds")
    if bounds is None:
        return say("How far the waiting lines could move it is not known.")
    low, high = bounds.number("lowest_valid"), bounds.number("highest_valid")
    return say(
        "With the waiting lines it can end anywhere from {ends} {lines}.",
        ends=_ends(low, high, required),
        lines=lines_counted(bounds),
    )


def _ends(low: int, high: int, required: int) -> str:
    return say(
        "{low} ({low_share}) to {high} ({high_share})",
        low=count(low),
        low_share=percent(low, required),
        high=count(high),
        high_share=percent(high, required),
    )


def _resting_on(counts: Node, left: int, required: int) -> tuple[str, ...]:
    """Say how many determinations would have to be wrong, one way, to reach the other side.

    ``left`` are the valid signatures less those withdrawn after the count.
    True whichever way the law decides at equality: fewer than that many cannot change it.
    """
    valid, invalid = counts.number("valid"), counts.number("invalid")
    gap = abs(left - required)
    if gap == 0:
        return (say("There is no margin: one wrong determination could change the decision."),)
    pool, names = (
        (invalid, ("rejection", "rejections"))
        if left < required
        else (valid, ("acceptance", "acceptances"))
    )
    if pool == 0:
        none = "There is no {kind} that could be wrong and change the decision."
        return (say(none, kind=say(names[0])),)
    every = counted(pool, *names)
    if gap > pool:
        message = (
            "Not even if the one {kind} were wrong would the decision change."
            if pool == 1
            else "Not even if all {every} were wrong would the decision change."
        )
    elif gap == pool:
        message = (
            "The decision stands unless the one {kind} was wrong."
            if pool == 1
            else "The decision stands unless all {every} were wrong."
        )
    else:
        message = (
            "The decision stands unless at least {gap} of the {every} ({share}) was wrong."
            if gap == 1
            else "The decision stands unless at least {gap} of the {every} ({share}) were wrong."
        )
    gap_share = percent(gap, pool)
    return (say(message, every=every, kind=say(names[0]), gap=count(gap), share=gap_share),)


def _sample_notes(sample: Node, one: Node) -> tuple[str, ...]:
    projected, required = sample.maybe_number("projected_valid"), one.number("required")
    reach = projected_range(sample)
    if reach is not None:
        ends = _ends(*reach, required)
        message = "With the waiting lines the projection to the petition can end from {ends}."
        return (say(message, ends=ends),)
    if projected is None:
        return (say("Nothing can be projected yet."),)
    message = (
        "The {projected} valid signature projected is {share} of it."
        if projected == 1
        else "The {projected} valid signatures projected are {share} of it."
    )
    return (say(message, projected=count(projected), share=percent(projected, required)),)
