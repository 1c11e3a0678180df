"""The committed universe and the seeded draw that anyone can repeat."""

from rollcheck.sampling.draw import Drawn, draw, ticket
from rollcheck.sampling.files import read_universe, write_draw, write_universe
from rollcheck.sampling.universe import LineIdentity, Universe, UniverseLine, commit_universe

__all__ = [
    "Drawn",
    "LineIdentity",
    "Universe",
    "UniverseLine",
    "commit_universe",
    "draw",
    "read_universe",
    "ticket",
    "write_draw",
    "write_universe",
]
