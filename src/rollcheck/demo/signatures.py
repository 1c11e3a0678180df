"""Signatures of people who do not exist: which pictured one is a voter's, and which a stranger's.

The pictures are of volunteers who wrote given names: see data/signatures/README.md.
"""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

NAMES = ("01", "02", "04", "05", "08")
WRITERS = ("003", "011", "042", "077")
ON_PAPER = 1
ON_FILE = (2, 3)
"""Samples: with a pen on paper, as on a petition; on a tablet and on a telephone."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A name in the writing of one of the volunteers."""

    name: str
    writer: str

    def sample(self, number: int) -> bytes:
        """Return a picture of it, a PNG file; 1 is on paper, 2 and 3 are as on file."""
        folder = files("rollcheck.demo").joinpath("data", "signatures")
        return folder.joinpath(f"{self.name}-{self.writer}-{number}.png").read_bytes()

    def imitated(self) -> "Hand":
        """Return the same name in another writer's hand."""
        other = (WRITERS.index(self.writer) + 1) % len(WRITERS)
        return Hand(self.name, WRITERS[other])


def hand_of(voter: str) -> Hand:
    """Return the hand of a voter, the same one each time."""
    number = int.from_bytes(hashlib.sha256(voter.encode()).digest()[:4])
    number, name = divmod(number, len(NAMES))
    return Hand(NAMES[name], WRITERS[number % len(WRITERS)])
