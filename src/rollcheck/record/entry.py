"""An entry of the record: who did what, when; its bytes are the leaf of the tree."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.record.canonical import Value, canonical, parsed
from rollcheck.record.event_type import EVENT_TYPES, Event, EventType, Field, type_of
from rollcheck.record.sealing import PETITION_CODE, SALT_BYTES, commitment, opening_of

SCHEMA = 1
KEYS = {"v", "seq", "at", "actor", "petition", "type", "data", "refs"}
SEALED_KEYS = KEYS | {"sealed"}
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
HEX_64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: the event, when, by whom, on which petition, about which entries.

    ``at`` has a time zone. ``actor`` is a person's code in the office, never a name. ``petition``
    is empty for what concerns no petition. ``refers_to`` are the numbers of earlier entries.
    """

    event: Event
    at: datetime
    actor: str
    petition: str = ""
    refers_to: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One entry to be stored: its number from 0, its bytes, its leaf hash.

    ``opening`` is what opens its commitment (16-byte salt, then content), to be kept apart under
    the petition's key; ``None`` where the entry has no commitment.
    """

    seq: int
    petition: str
    entry: bytes
    leaf: bytes
    opening: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as read back: what its bytes say, checked against the table of events."""

    seq: int
    at: str
    actor: str
    petition: str
    type: EventType
    data: dict[str, Value]
    refers_to: tuple[int, ...]
    commitment: str | None


def rows_of(
    acts: Sequence[Act], tree: GrowingTree, random: Callable[[int], bytes]
) -> tuple[tuple[Row, ...], GrowingTree]:
    """Return the rows that record these acts after ``tree``, and the tree with them.

    Pure but for ``random``, which gives that many random bytes for a salt, as
    ``secrets.token_bytes`` does. Store the rows and the tree in the transaction that does the
    work. Raises ``ValueError`` for an act that no entry can hold: a time without zone, a
    petition code with other characters, a reference to an entry that does not come before it.
    """
    rows = [_row(act, tree.size + place, random) for place, act in enumerate(acts)]
    return tuple(rows), tree.grown(row.leaf for row in rows)


def _row(act: Act, seq: int, random: Callable[[int], bytes]) -> Row:
    _refuse(act, seq)
    declared = type_of(act.event)
    shown, sealed = _parts(act.event, declared)
    entry: dict[str, Value] = {
        "v": SCHEMA,
        "seq": seq,
        "at": act.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": act.actor,
        "petition": act.petition,
        "type": declared.code,
        "data": shown,
        "refs": list(act.refers_to),
    }
    opening = None
    if declared.has_commitment:
        opening = opening_of(random(SALT_BYTES), sealed)
        entry["sealed"] = commitment(opening)
    data = canonical(entry)
    return Row(seq, act.petition, data, leaf_hash(data), opening)


def _refuse(act: Act, seq: int) -> None:
    if act.at.tzinfo is None:
        raise ValueError("the time of an act has a time zone")
    if not act.actor:
        raise ValueError("an act has somebody who did it")
    if act.petition and not PETITION_CODE.fullmatch(act.petition):
        raise ValueError(
            "a petition's code is 1 to 64 letters, digits, dots, dashes or underscores"
        )
    if any(not 0 <= other < seq for other in act.refers_to):
        raise ValueError("an entry refers to earlier entries only")


def _parts(happened: Event, declared: EventType) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return what the entry shows of an event, and what it only commits to."""
    shown: dict[str, Value] = {}
    sealed: dict[str, Value] = {}
    for field in declared.fields:
        value = getattr(happened, field.name)
        # bool is an int and datetime is a date in Python; here each is only what it is.
        if type(value) is not field.kind:
            raise ValueError(f"{declared.code}.{field.name} is no {field.kind.__name__}")
        (sealed if field.sealed else shown)[field.name] = _written(value)
        if field.file and not _are_hashes(value):
            raise ValueError(f"{declared.code}.{field.name} is no SHA-256 in hexadecimal")
    return shown, sealed


def _written(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value  # type: ignore[return-value]  # text, number or truth, as just checked


def _are_hashes(value: object) -> bool:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, tuple | list):
        return False
    return all(text == "" or HEX_64.fullmatch(text) for text in texts)


def read_entry(data: bytes) -> Entry:
    """Return what the bytes of an entry say.

    Raises ``ValueError`` unless they are exactly what ``rows_of`` writes for some act: canonical,
    of a known schema and type, with every field of that type and no other; what was declared later
    may lack.
    """
    said = parsed(data)
    declared = _declared(said)
    _refuse_header(said)
    shown, refs, sealed = said["data"], said["refs"], said.get("sealed")
    right_seal = sealed is None or (isinstance(sealed, str) and HEX_64.fullmatch(sealed))
    if not isinstance(shown, dict) or not isinstance(refs, list) or not right_seal:
        raise ValueError("its data is no object, or its commitment no hash")
    check_fields(shown, declared.open_fields)
    return Entry(
        seq=int(str(said["seq"])),
        at=str(said["at"]),
        actor=str(said["actor"]),
        petition=str(said["petition"]),
        type=declared,
        data=shown,
        refers_to=tuple(ref for ref in refs if isinstance(ref, int)),
        commitment=None if sealed is None else str(sealed),
    )


def _refuse_header(said: dict[str, Value]) -> None:
    """Raise ``ValueError`` unless number, time, person, petition and references have their form."""
    seq, refs, at = said["seq"], said["refs"], said["at"]
    if type(seq) is not int or seq < 0 or not isinstance(refs, list):
        raise ValueError("its number or its references are not numbers")
    if not isinstance(at, str) or not _is_time(at):
        raise ValueError("its time is not in UTC")
    if type(said["actor"]) is not str or type(said["petition"]) is not str:
        raise ValueError("its person or petition is not text")
    if not all(type(ref) is int and 0 <= ref < seq for ref in refs):
        raise ValueError("it refers to a later entry")


def _is_time(text: str) -> bool:
    try:
        return bool(AT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _declared(said: dict[str, Value]) -> EventType:
    version = said.get("v")
    if type(version) is not int or version != SCHEMA:
        raise ValueError("its schema is not known to this version")
    code = said.get("type")
    if not isinstance(code, str) or code not in EVENT_TYPES:
        raise ValueError("its type is not in the table of events")
    declared = EVENT_TYPES[code]
    if said.keys() != (SEALED_KEYS if declared.has_commitment else KEYS):
        raise ValueError("it lacks a part, or has one too many")
    return declared


def check_fields(found: dict[str, Value], wanted: Sequence[Field]) -> None:
    """Raise ``ValueError`` unless an object has these fields alone, each of its type.

    Only a field that was declared later than the others may lack.
    """
    needed = {field.name for field in wanted if not field.later}
    if not needed <= found.keys() <= {field.name for field in wanted}:
        raise ValueError("its fields are not those of its type")
    for field in wanted:
        if field.name in found and not _fits(found[field.name], field):
            raise ValueError(f"its {field.name} is not of the right type")


def _fits(value: Value, field: Field) -> bool:
    if type(value) is field.kind:
        return not field.file or _are_hashes(value)
    if field.kind is date:
        return isinstance(value, str) and _is_day(value)
    if field.kind is tuple:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return fits and (not field.file or _are_hashes(value))
    return False


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def event_of(entry: Entry, content: dict[str, Value] | None) -> Event:
    """Return the typed event of an entry, given the content that opens its commitment.

    Raises ``ValueError`` where a sealed field is wanted and the content is not there or is another.
    """
    given = content or {}
    check_fields(given, entry.type.sealed_fields)
    whole = {**entry.data, **given}
    kinds = {field.name: field.kind for field in entry.type.fields}
    values = {name: _typed(value, kinds[name]) for name, value in whole.items()}
    return entry.type.kind(**values)


def _typed(value: Value, kind: type) -> object:
    if kind is date:
        return date.fromisoformat(str(value))
    return tuple(value) if isinstance(value, list) else value
