"""The universe, the seed, the draw, and what the sample says."""

from dataclasses import dataclass

from rollcheck.record.event_type import Event, FileHash, Group, event

SAMPLING = Group("sampling", "Sampling", "The public draw and the projection.")


@event(SAMPLING, "universe_committed", "Universe committed", sums_up=True)
@dataclass(frozen=True, slots=True)
class UniverseCommitted(Event):
    """Every line was put into a tree in a secret order; its root came before the seed."""

    root: str
    lines: int
    stratum: str


@event(SAMPLING, "seed_made", "Seed made")
@dataclass(frozen=True, slots=True)
class SeedMade(Event):
    """A text was made by chance in public, after the root was published."""

    seed: str
    how: str


@event(SAMPLING, "sample_drawn", "Sample drawn")
@dataclass(frozen=True, slots=True)
class SampleDrawn(Event):
    """The lines with the smallest tickets were drawn from a root and a seed."""

    root: str
    seed: str
    size: int
    draw: FileHash


@event(SAMPLING, "sample_projected", "Sample projected", sums_up=True)
@dataclass(frozen=True, slots=True)
class SampleProjected(Event):
    """What the sample says: valid lines in it, pairs, and both projections."""

    size: int
    valid: int
    duplicates: int
    naive: int
    projected: int
