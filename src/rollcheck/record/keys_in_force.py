"""Which key signs at which size: the first entry names one, rotations name the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from rollcheck.record.entry import Entry
from rollcheck.record.findings import Gathered
from rollcheck.record.note import ED25519, VerifierKey, read_key


@dataclass(frozen=True, slots=True)
class KeyPeriod:
    """A key and the smallest size of a checkpoint that it signs."""

    key: VerifierKey
    since: int


def rotation_message(old: VerifierKey, new: VerifierKey) -> bytes:
    """Return what the old key signs to hand over to the new one."""
    return f"rollcheck key rotation v1\n{old}\n{new}\n".encode()


def key_periods(
    upkeep: Iterable[Entry], gathered: Gathered, *, opened_first: bool = True
) -> tuple[KeyPeriod, ...]:
    """Return the keys of a record in their order, as its entries about keys say.

    ``opened_first`` False: it may be opened later than by its first entry, as an office's record
    may that is older than its key.

    A rotation that the key before did not sign is noted as bad and not followed.
    """
    periods: list[KeyPeriod] = []
    for entry in upkeep:
        if entry.type.code == "record_opened":
            key = _key(entry, "key", gathered)
            if periods or (entry.seq and opened_first):
                gathered.bad("opened_twice", "only the first entry opens the record", entry.seq)
            elif key and key.name == entry.data["origin"]:
                periods.append(KeyPeriod(key, entry.seq + 1))
        elif entry.type.code == "key_rotated" and periods:
            new = _key(entry, "new_key", gathered)
            if new and _is_handed_over(entry, periods[-1].key, new, gathered):
                # The checkpoint that has this entry is the first one of the new key.
                periods.append(KeyPeriod(new, entry.seq + 1))
    if not periods:
        message = "the first entry does not open a record with its key"
        gathered.bad("not_opened", message, 0)
    return tuple(periods)


def key_at(periods: Iterable[KeyPeriod], size: int) -> VerifierKey | None:
    """Return the key that signs a checkpoint of this size."""
    found = [period.key for period in periods if period.since <= size]
    return found[-1] if found else None


def _key(entry: Entry, name: str, gathered: Gathered) -> VerifierKey | None:
    try:
        key = read_key(str(entry.data[name]))
    except ValueError:
        key = None
    if key is None or key.type != ED25519:
        gathered.bad("no_key", f"its {name} is no signing key", entry.seq)
        return None
    return key


def _is_handed_over(entry: Entry, old: VerifierKey, new: VerifierKey, gathered: Gathered) -> bool:
    stated = str(entry.data["signature"])
    signature = bytes.fromhex(stated) if len(stated) == 128 and _is_hex(stated) else b""
    same = entry.data["old_key"] == str(old) and new.name == old.name
    if same and old.verifies(rotation_message(old, new), signature):
        return True
    gathered.bad("rotation_unsigned", "the key before did not sign this change of key", entry.seq)
    return False


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
