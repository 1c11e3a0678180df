"""The decision in one sentence, and in one word whether it is final."""

from dataclasses import dataclass

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
        return f"No decision can be certified: the counts do not add up to the {raw} filed."
    required = certified_number(result)
    if required is None:
        valid = counted(counts.number("valid"), "valid signature", "valid signatures")
        return f"{valid} so far, but no required number is known, so nothing is decided."
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
        return Badge("broken", "Not certifiable", "The counts do not add up to the raw count.")
    waiting, bounds = _waiting_now(result)
    if result.text("status") == "provisional":
        lines = counted(waiting, "line waits", "lines wait")
        if bounds is not None and bounds.flag("certain"):
            return Badge("certain", "Provisional", f"{lines}; the decision is already certain.")
        return Badge("open", "Provisional", f"{lines}; the decision is still open.")
    if result.maybe_text("decision") in {"full_check", "next_sample"}:
        return Badge("open", "Not decided", "The next stage is still to come.")
    if not result.flag("certifiable"):
        return Badge("broken", "Not certifiable", "Why is said below.")
    return Badge("final", "Final", _why_final(result))


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
        return f"exactly the {count(required)} required"
    word = "fewer" if valid < required else "more"
    return f"{count(abs(required - valid))} {word} than the {count(required)} required"


def _on_raw(raw: int, required: int) -> str:
    if raw == 0:
        return (
            "The petition is insufficient on its raw count: no line was filed, and "
            f"{count(required)} valid signatures are required."
        )
    filed = counted(raw, "line was filed", "lines were filed")
    return (
        f"The petition is insufficient on its raw count: {filed}, {count(required - raw)} fewer "
        f"than the {count(required)} valid signatures required."
    )


def _provisional(result: Node, counts: Node, required: int) -> str:
    waiting, valid = counts.number("waiting"), counts.number("valid")
    bounds = result.maybe_node("bounds")
    if bounds is not None and bounds.flag("certain"):
        word = decision(bounds.maybe_text("decision_at_lowest")).lower()
        lines = "the one waiting line turns" if waiting == 1 else "the waiting lines turn"
        return (
            f"The petition will be {word} however {lines} out: between "
            f"{count(bounds.number('lowest_valid'))} and {count(bounds.number('highest_valid'))} "
            f"valid signatures, {count(required)} required."
        )
    lines = counted(waiting, "line waits", "lines wait")
    if not valid + counts.number("invalid"):
        needed = f"{count(required)} valid signatures are required"
        return f"Nothing is determined yet: {lines}, and {needed}."
    return (
        f"The decision is still open: {counted(valid, 'valid signature', 'valid signatures')} so "
        f"far, {count(required)} required, and {lines}."
    )


def _final(code: str | None, valid: int, required: int) -> str:
    signatures = counted(valid, "valid signature", "valid signatures")
    if code in {"sufficient", "insufficient"}:
        return f"The petition is {code}: {signatures}, {margin(valid, required)}."
    return f"No decision is established: {signatures} counted, {count(required)} required."


def _open_sample(sample: Node) -> str:
    size, waiting = sample.number("size"), sample.number("waiting")
    lines = counted(waiting, "waits", "wait")
    bounds = sample.maybe_node("bounds")
    if bounds is not None and bounds.flag("certain"):
        end = decision(bounds.maybe_text("decision_at_lowest")).lower()
        return f"However the rest of the sample turns out, its end is certain: {end}."
    if waiting == size:
        all_wait = "its one line waits" if size == 1 else f"all of its {count(size)} lines wait"
        return f"Nothing of the sample is determined yet: {all_wait}."
    valid = f"{count(sample.number('valid'))} of its {counted(size, 'line', 'lines')}"
    is_or_are = "is" if sample.number("valid") == 1 else "are"
    return f"The sample is still open: {valid} {is_or_are} valid so far, and {lines}."


def _settled_sample(sample: Node) -> str:
    projected = sample.maybe_number("projected_valid")
    code = sample.maybe_text("decision")
    if projected is None or code is None:
        return "No decision is established from the sample."
    low, high = (
        sample.maybe_number(key) for key in ("total_insufficient_below", "total_sufficient_from")
    )
    projects = f"projects {counted(projected, 'valid signature', 'valid signatures')}"
    if code == "sufficient":
        enough = "" if high is None else f"; {count(high)} are enough"
        return f"The petition is sufficient on its sample, which {projects}{enough}."
    if code == "insufficient":
        too_few = "" if low is None else f"; fewer than {count(low)} are too few"
        return f"The petition is insufficient on its sample, which {projects}{too_few}."
    if code == "next_sample":
        return f"The sample does not decide: it {projects}, so a further sample must be drawn."
    ends = [f"fewer than {count(low)}"] if low is not None else []
    ends += [f"at least {count(high)}"] if high is not None else []
    would = f"; {' or '.join(ends)} would have decided" if ends else ""
    return f"The sample does not decide: it {projects}{would}, so every line must be checked."


def _waiting_now(result: Node) -> tuple[int, Node | None]:
    """Return what waits at the stage that decides, and its bounds."""
    sample = result.maybe_node("sample")
    if by_sample(result) and sample is not None:
        return sample.number("waiting"), sample.maybe_node("bounds")
    return result.node("counts").number("waiting"), result.maybe_node("bounds")


def _why_final(result: Node) -> str:
    return {
        "raw": "The raw count alone decides; no signature is verified.",
        "sample": "Every line of the sample is determined.",
        "full_check": "Every line is determined.",
    }[result.text("stage")]
