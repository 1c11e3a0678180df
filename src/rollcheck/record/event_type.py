"""How a kind of event is declared: once, with its label, its meaning and what is sealed in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from types import MappingProxyType
from typing import Annotated, TypeVar, get_args, get_origin, get_type_hints

SEALED, FILE = "sealed", "file"

Sealed = Annotated[str, SEALED]
"""Text that is personal, or could be joined to a person: the log holds a commitment to it."""

SealedTexts = Annotated[tuple[str, ...], SEALED]

FileHash = Annotated[str, FILE]
"""The SHA-256 of a stored file, in 64 hexadecimal digits; the check hashes the file again."""

FileHashes = Annotated[tuple[str, ...], FILE]
SealedFile = Annotated[str, SEALED, FILE]

PUBLIC, HELD = "public", "held"
"""Who may see an entry: everybody, or the office while everybody sees its hash alone.

What is done line by line or sheet by sheet is held: its order and time would tell whoever kept
copies of the sheets which line is whose. Every held entry carries a salted commitment, so its
hash cannot be guessed either.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, without who and when; each kind is a subclass of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of events that belong together; ``code`` is also the type of NIST SP 1500-101."""

    code: str
    label: str
    doc: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event: its name, its Python type, whether it is sealed, or a file's hash.

    ``later`` says that it has a default: it was declared after entries of its type were written,
    which lack it and are read all the same.
    """

    name: str
    kind: type
    sealed: bool
    file: bool
    later: bool


@dataclass(frozen=True, slots=True)
class EventType:
    """One row of the table of events.

    ``open_fields`` stand in the entry, ``sealed_fields`` beside it. ``sums_up`` says that the
    event rests on everything of its petition before it, as a tally does, and not only on the
    entries it refers to.
    """

    code: str
    label: str
    doc: str
    group: Group
    shown: str
    sums_up: bool
    kind: type[Event]
    fields: tuple[Field, ...]
    open_fields: tuple[Field, ...]
    sealed_fields: tuple[Field, ...]

    @property
    def has_commitment(self) -> bool:
        """Tell whether entries of this type carry a salted commitment."""
        return self.shown == HELD or bool(self.sealed_fields)


_TABLE: dict[str, EventType] = {}
_BY_KIND: dict[type[Event], EventType] = {}
EVENT_TYPES: Mapping[str, EventType] = MappingProxyType(_TABLE)
"""The table of events, by code, in the order of declaration."""

E = TypeVar("E", bound=Event)


def event(
    group: Group, code: str, label: str, *, shown: str = PUBLIC, sums_up: bool = False
) -> Callable[[type[E]], type[E]]:
    """Put a frozen dataclass into the table of events; its docstring says what it means.

    Raises ``ValueError`` for a code that is taken, ``TypeError`` for a field whose type no entry
    can hold.
    """

    def declare(kind: type[E]) -> type[E]:
        if code in _TABLE:
            raise ValueError(f"two kinds of event are called {code}")
        doc = " ".join((kind.__doc__ or "").split())
        every = tuple(_fields(kind))
        sealed = tuple(field for field in every if field.sealed)
        rest = tuple(field for field in every if not field.sealed)
        declared = EventType(code, label, doc, group, shown, sums_up, kind, every, rest, sealed)
        _TABLE[code] = _BY_KIND[kind] = declared
        return kind

    return declare


def type_of(happened: Event) -> EventType:
    """Return the row of the table for an event. Raises ``KeyError`` for an undeclared kind."""
    return _BY_KIND[type(happened)]


def _fields(kind: type[Event]) -> Iterator[Field]:
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        marks: tuple[object, ...] = ()
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            hint, *rest = get_args(hint)
            marks = tuple(rest)
        if get_origin(hint) is tuple and get_args(hint) == (str, ...):
            hint = tuple
        if hint not in (str, int, bool, date, tuple):
            raise TypeError(f"{kind.__name__}.{field.name}: no entry can hold {hint}")
        later = field.default is not MISSING
        yield Field(field.name, hint, SEALED in marks, FILE in marks, later)
