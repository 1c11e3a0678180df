"""The universe: a commitment to every line, made before the seed of the draw exists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rollcheck.merkle import root, salted_leaf

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class LineIdentity:
    """Where a line is: its id, and the section, sheet and line number as written on paper."""

    line_id: str
    section: str
    sheet: str
    line_no: str


@dataclass(frozen=True, slots=True)
class UniverseLine:
    """One leaf: a line, the 16-byte salt that hides it, and the 32-byte leaf hash."""

    identity: LineIdentity
    salt: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum's place in a joined universe: its name, how many lines, the root of its own."""

    name: str
    lines: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Universe:
    """Every line in its committed order, and the root that fixes them.

    The order is that of the leaf hashes: whoever holds the salts can check it, and it tells
    nobody else which sheet a leaf came from. One joined from strata has their ``parts`` one after
    the other, each in its own order.
    """

    lines: tuple[UniverseLine, ...]
    root: bytes
    parts: tuple[Part, ...] = ()


def committed_leaf(identity: LineIdentity, salt: bytes) -> bytes:
    """Return the leaf hash of ``salt || (uint32 length || UTF-8)`` of each of the four fields."""
    fields = (identity.line_id, identity.section, identity.sheet, identity.line_no)
    return salted_leaf(salt, fields)


def commit_universe(identities: Iterable[LineIdentity], salts: Iterable[bytes]) -> Universe:
    """Commit to lines; ``salts`` yields 16 random bytes for each and must stay secret.

    Raises ``ValueError`` for a salt of another length or too few of them.
    """
    lines = []
    for identity, salt in zip(identities, _checked(salts), strict=False):
        lines.append(UniverseLine(identity, salt, committed_leaf(identity, salt)))
    lines.sort(key=lambda line: line.leaf)
    return Universe(tuple(lines), root_of(lines))


def root_of(lines: Sequence[UniverseLine]) -> bytes:
    """Return the 32-byte root over the leaves in the order given."""
    return root([line.leaf for line in lines])


def _checked(salts: Iterable[bytes]) -> Iterable[bytes]:
    for salt in salts:
        if len(salt) != SALT_BYTES:
            raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
        yield salt
    raise ValueError("fewer salts than lines")
