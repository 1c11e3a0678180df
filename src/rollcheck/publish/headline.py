"""The decision in one sentence, and in one word whether it is final."""

from dataclasses import dataclass

from rollcheck.publish.language import say
from rollcheck.publish.node import Node
from rollcheck.publish.words import count, counted, decision


@dataclass(frozen=True, slots=True)
class Badge:
    """How settled the result is: ``kind`` for its look, a word, and what the word means here."""

    kind: str
    word: str
    meaning: str


def headline(result: Node) -> str:
    """Return the decision as one sentence with the numbers it rests on."""
    counts = result.node("counts")
    if not adds_up(counts):
        raw = counted(counts.number("raw"), "line", "lines")
        return say(
            "No decision can be certified: the counts do not add up to the {lines} filed.",
            lines=raw,
        )
    required = certified_number(result)
    if required is None:
        valid = counted(counts.number("valid"), "valid signature", "valid signatures")
        return say(
            "{valid} so far, but no required number is known, so nothing is decided.", valid=valid
        )
    if result.maybe_text("decision") == "insufficient_on_raw":
        return _on_raw(counts.number("raw") - excluded(counts), required)
    sample = result.maybe_node("sample")
    if by_sample(result) and sample is not None:
        return _open_sample(sample) if sample.number("waiting") else _settled_sample(sample)
    if counts.number("waiting"):
        return _provisional(result, counts, required)
    return _final(result.maybe_text("decision"), remaining(result), required)


def badge(result: Node) -> Badge:
    """Return whether the result is final, provisional or not to be certified, and why."""
    if not adds_up(result.node("counts")):
        return Badge(
            "broken", say("Not certifiable"), say("The counts do not add up to the raw count.")
        )
    waiting, bounds = _waiting_now(result)
    if result.text("status") == "provisional":
        lines = counted(waiting, "line waits", "lines wait")
        if bounds is not None and bounds.flag("certain"):
            meaning = say("{lines}; the decision is already certain.", lines=lines)
            return Badge("certain", say("Provisional"), meaning)
        meaning = say("{lines}; the decision is still open.", lines=lines)
        return Badge("open", say("Provisional"), meaning)
    if result.maybe_text("decision") in {"full_check", "next_sample"}:
        return Badge("open", say("Not decided"), say("The next stage is still to come."))
    if not result.flag("certifiable"):
        return Badge("broken", say("Not certifiable"), say("Why is said below."))
    return Badge("final", say("Final"), _why_final(result))


def adds_up(counts: Node) -> bool:
    """Whether raw = valid + each reason + waiting + excluded, as said and as added up again."""
    rejected = sum(reason.number("lines") for reason in counts.nodes("reasons"))
    total = counts.number("valid") + rejected + counts.number("waiting") + excluded(counts)
    return (
        counts.flag("reconciles")
        and total == counts.number("raw")
        and rejected == counts.number("invalid")
    )


def remaining(result: Node) -> int:
    """Return the valid signatures that are left once those withdrawn after the count are off."""
    return result.node("counts").number("valid") - (result.maybe_number("withdrawn") or 0)


def excluded(counts: Node) -> int:
    """Return how many lines left the raw count before any was verified."""
    return counts.maybe_number("excluded") or 0


def by_sample(result: Node) -> bool:
    """Whether the sample is the stage that decides: no other line is determined then."""
    return result.text("stage") == "sample" and result.maybe_node("sample") is not None


def certified_number(result: Node) -> int | None:
    """Return the first required number, which is the certified one; ``None`` without any."""
    return next((one.number("value") for one in result.nodes("required")), None)


def margin(valid: int, required: int) -> str:
    """Say how far a valid count is from a required number."""
    if valid == required:
        return say("exactly the {required} required", required=count(required))
    message = (
        "{gap} fewer than the {required} required"
        if valid < required
        else "{gap} more than the {required} required"
    )
    return say(message, gap=count(abs(required - valid)), required=count(required))


def _on_raw(raw: int, required: int) -> str:
    if raw == 0:
        return say(
            "The petition is insufficient on its raw count: no line was filed, and {required} "
            "valid signatures are required.",
            required=count(required),
        )
    return say(
        "The petition is insufficient on its raw count: {filed}, {gap} fewer than the {required} "
        "valid signatures required.",
        filed=counted(raw, "line was filed", "lines were filed"),
        gap=count(required - raw),
        required=count(required),
    )


def _provisional(result: Node, counts: Node, required: int) -> str:
    waiting, valid = counts.number("waiting"), counts.number("valid")
    bounds = result.maybe_node("bounds")
    if bounds is not None and bounds.flag("certain"):
        return say(
            "The petition will be {decision} however the one waiting line turns out: between "
            "{low} and {high} valid signatures, {required} required."
            if waiting == 1
            else "The petition will be {decision} however the waiting lines turn out: between "
            "{low} and {high} valid signatures, {required} required.",
            decision=decision(bounds.maybe_text("decision_at_lowest")).lower(),
            low=count(bounds.number("lowest_valid")),
            high=count(bounds.number("highest_valid")),
            required=count(required),
        )
    lines = counted(waiting, "line waits", "lines wait")
    if not valid + counts.number("invalid"):
        return say(
            "Nothing is determined yet: {lines}, and {required} valid signatures are required.",
            lines=lines,
            required=count(required),
        )
    return say(
        "The decision is still open: {valid} so far, {required} required, and {lines}.",
        valid=counted(valid, "valid signature", "valid signatures"),
        required=count(required),
        lines=lines,
    )


def _final(code: str | None, valid: int, required: int) -> str:
    signatures = counted(valid, "valid signature", "valid signatures")
    settled = {
        "sufficient": "The petition is sufficient: {valid}, {margin}.",
        "insufficient": "The petition is insufficient: {valid}, {margin}.",
    }
    if code in settled:
        return say(settled[code], valid=signatures, margin=margin(valid, required))
    return say(
        "No decision is established: {valid} counted, {required} required.",
        valid=signatures,
        required=count(required),
    )


def _open_sample(sample: Node) -> str:
    size, waiting = sample.number("size"), sample.number("waiting")
    lines = counted(waiting, "waits", "wait")
    bounds = sample.maybe_node("bounds")
    if bounds is not None and bounds.flag("certain"):
        end = decision(bounds.maybe_text("decision_at_lowest")).lower()
        return say(
            "However the rest of the sample turns out, its end is certain: {decision}.",
            decision=end,
        )
    if waiting == size:
        return say(
            "Nothing of the sample is determined yet: its one line waits."
            if size == 1
            else "Nothing of the sample is determined yet: all of its {size} lines wait.",
            size=count(size),
        )
    return say(
        "The sample is still open: {valid} of its {lines} is valid so far, and {waiting}."
        if sample.number("valid") == 1
        else "The sample is still open: {valid} of its {lines} are valid so far, and {waiting}.",
        valid=count(sample.number("valid")),
        lines=counted(size, "line", "lines"),
        waiting=lines,
    )


def _settled_sample(sample: Node) -> str:
    projected = sample.maybe_number("projected_valid")
    code = sample.maybe_text("decision")
    if projected is None or code is None:
        return say("No decision is established from the sample.")
    limits = _limits(sample, code)
    signatures = counted(projected, "valid signature", "valid signatures")
    return say(ON_SAMPLE[code], valid=signatures, limits=f"; {limits}" if limits else "")


ON_SAMPLE = {
    "sufficient": "The petition is sufficient on its sample, which projects {valid}{limits}.",
    "insufficient": "The petition is insufficient on its sample, which projects {valid}{limits}.",
    "next_sample": "The sample does not decide: it projects {valid}{limits}, so a further sample "
    "must be drawn.",
    "full_check": "The sample does not decide: it projects {valid}{limits}, so every line must be "
    "checked.",
}
"""The sentence for each decision that a sample can lead to."""


def _limits(sample: Node, code: str) -> str:
    """Say which projected totals decide, as far as the decision is about them."""
    low, high = (
        None if total is None else count(total)
        for total in map(sample.maybe_number, ("total_insufficient_below", "total_sufficient_from"))
    )
    if code == "sufficient" and high:
        return say("{high} are enough", high=high)
    if code == "insufficient" and low:
        return say("fewer than {low} are too few", low=low)
    if code != "full_check":
        return ""
    if low and high:
        message = "fewer than {low} or at least {high} would have decided"
        return say(message, low=low, high=high)
    if low:
        return say("fewer than {low} would have decided", low=low)
    return say("at least {high} would have decided", high=high) if high else ""


def _waiting_now(result: Node) -> tuple[int, Node | None]:
    """Return what waits at the stage that decides, and its bounds."""
    sample = result.maybe_node("sample")
    if by_sample(result) and sample is not None:
        return sample.number("waiting"), sample.maybe_node("bounds")
    return result.node("counts").number("waiting"), result.maybe_node("bounds")


def _why_final(result: Node) -> str:
    return say(
        {
            "raw": "The raw count alone decides; no signature is verified.",
            "sample": "Every line of the sample is determined.",
            "full_check": "Every line is determined.",
        }[result.text("stage")]
    )
