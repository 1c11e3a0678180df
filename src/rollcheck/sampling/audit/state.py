"""The audit's state: steps that are appended and never changed, each sealed with a hash.

A step's hash covers the step and the hash before it. Whoever knows the last hash therefore knows
whether any step was altered, added or left out; that is why each step prints it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rollcheck.sampling.audit.documents import Json, digest
from rollcheck.sampling.audit.manifest import SectionCount
from rollcheck.sampling.audit.voters import Review

FORMAT = "rollcheck-audit/2"
DRAW = "draw"
MORE = "more"
COUNTS = "counts"
REVIEWS = "reviews"
START = "0" * 64


@dataclass(frozen=True, slots=True)
class State:
    """An audit under way: what was drawn, and the steps as they stand in the file.

    ``commitment`` is the digest that was published before the ``seed``; ``size`` lines and
    ``sections`` sections are drawn; ``reviews`` are in the order of the draw by line.
    """

    commitment: str
    seed: str
    size: int
    sections: int
    counts: tuple[SectionCount, ...] = ()
    reviews: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)
    steps: tuple[Json, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last step."""
        return str(self.steps[-1]["hash"]) if self.steps else START


def first_state(commitment: str, seed: str, size: int, sections: int) -> State:
    """Return the state after the first draw from the commitment of this digest."""
    drawn = {"commitment": commitment, "seed": seed, "size": size, "sections": sections}
    step = _sealed(START, {"step": 1, "kind": DRAW, **drawn})
    return State(commitment, seed, size, sections, steps=(step,))


def state_of(steps: Sequence[Json]) -> State:
    """Return the state that a file's steps add up to.

    Raises ``ValueError`` naming the step where the seal is broken, ``KeyError`` or
    ``TypeError`` for steps that this program did not write.
    """
    previous, state = START, None
    for number, step in enumerate(steps, start=1):
        content = {key: value for key, value in step.items() if key != "hash"}
        sealed = content.get("previous") == previous and step.get("hash") == digest(content)
        if not sealed or content.get("step") != number:
            raise ValueError(f"step {number}")
        previous = str(step["hash"])
        state = _opened(state, step)
    if state is None:
        raise ValueError("step 1")
    return replace(state, steps=tuple(steps))


def _opened(state: State | None, step: Json) -> State:
    if state is None:
        commitment, seed = str(step["commitment"]), str(step["seed"])
        return State(commitment, seed, *_sizes(step))
    if step["kind"] == MORE:
        size, sections = _sizes(step)
        return replace(state, size=size, sections=sections)
    rows = _rows(step["rows"])
    if step["kind"] == COUNTS:
        return replace(state, counts=(*state.counts, *(_count(row) for row in rows)))
    if step["kind"] == REVIEWS:
        return replace(state, reviews=with_reviews(state.reviews, [_review(r) for r in rows]))
    raise ValueError(f"step {step['step']}")


def _sizes(step: Json) -> tuple[int, int]:
    return int(str(step["size"])), int(str(step["sections"]))


def with_more(state: State, size: int, sections: int) -> State:
    """Append a larger draw."""
    return _appended(state, {"kind": MORE, "size": size, "sections": sections})


def with_counts(state: State, counts: Sequence[SectionCount]) -> State:
    """Append counts of sections."""
    rows = [{"section": c.section, "counter": c.counter, "lines": c.lines} for c in counts]
    return _appended(state, {"kind": COUNTS, "rows": rows})


def with_step_of_reviews(state: State, reviews: Sequence[Review]) -> State:
    """Append reviews, which stand in the order of the draw."""
    rows = [
        {
            "line_id": one.line_id,
            "reviewer": one.reviewer,
            "finding": one.finding,
            "copies": list(one.copies),
        }
        for one in reviews
    ]
    return _appended(state, {"kind": REVIEWS, "rows": rows})


def with_reviews(
    before: Mapping[str, tuple[Review, ...]], reviews: Sequence[Review]
) -> dict[str, tuple[Review, ...]]:
    """Return reviews by line with more of them added, each line's after those it has."""
    after = dict(before)
    for one in reviews:
        after[one.line_id] = (*after.get(one.line_id, ()), one)
    return after


def _appended(state: State, content: Json) -> State:
    step = _sealed(state.head, {"step": len(state.steps) + 1, **content})
    return replace(_opened(state, step), steps=(*state.steps, step))


def _sealed(previous: str, content: Json) -> Json:
    whole = {**content, "previous": previous}
    return {**whole, "hash": digest(whole)}


def _count(row: Mapping[str, object]) -> SectionCount:
    lines = row["lines"]
    found = None if lines is None else int(str(lines))
    return SectionCount(str(row["section"]), str(row["counter"]), found)


def _review(row: Mapping[str, object]) -> Review:
    copies = tuple(str(one) for one in _list(row["copies"]))
    return Review(str(row["line_id"]), str(row["reviewer"]), str(row["finding"]), copies)


def _rows(value: object) -> list[Mapping[str, object]]:
    return [_object(row) for row in _list(value)]


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list was recorded")
    return value


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("an object was recorded")
    return value
