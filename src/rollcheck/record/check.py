"""The check of a whole record: entries, content, keys, checkpoints, witnesses, files."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from rollcheck.problems import Progress, RollcheckError, silent
from rollcheck.record.check_entries import (
    Walk,
    check_contents,
    petitions_with,
    walk_entries,
)
from rollcheck.record.check_heads import (
    Head,
    compare_cosignatures,
    compare_heads,
    compare_stored_head,
    compare_timestamps,
    read_heads,
)
from rollcheck.record.contents import KeyOf
from rollcheck.record.entry import read_entry
from rollcheck.record.files import hashes_of, state_of
from rollcheck.record.findings import CheckReport, Dependent, Gathered
from rollcheck.record.keys_in_force import KeyPeriod, key_periods
from rollcheck.record.note import VerifierKey
from rollcheck.record.store import Readable

# What signing a head leaves behind it; the next head has it.
OF_SIGNING = {"checkpoint_signed", "checkpoint_witnessed", "checkpoint_timestamped"}


@dataclass(frozen=True, slots=True)
class Against:
    """What a record is compared with besides itself.

    ``key`` is its first signing key as known from elsewhere; ``held`` are checkpoints held
    elsewhere, by a name for each; ``witnesses`` and ``authorities`` are keys and certificates
    that are trusted; ``files`` is the record's own store of files, ``folders`` are others;
    ``places`` says of some files, by SHA-256, where each has its place, whatever lies there now.
    An office's record need not be ``opened_first``: what was done first may be older than its key.
    """

    files: Path
    key: VerifierKey | None = None
    held: Mapping[str, bytes] | None = None
    witnesses: Sequence[VerifierKey] = ()
    authorities: Sequence[x509.Certificate] = ()
    folders: Sequence[Path] = ()
    places: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    opened_first: bool = True


def check_record(
    store: Readable, key_of: KeyOf, against: Against, progress: Progress = silent
) -> CheckReport:
    """Check everything that is stored, and say what is wrong, what is open and what holds.

    Never raises for what it finds, only ``OSError`` and the database's own errors.
    """
    gathered = Gathered()
    stored_notes = dict(store.checkpoints())
    heads = read_heads(_heads(stored_notes, against.held or {}), gathered)
    sizes = {checkpoint.size for _, checkpoint, _ in heads}
    walk = walk_entries(store, sizes, key_of, gathered, progress)
    check_contents(walk, store.strays(), gathered)
    periods = _periods(walk, against, gathered)
    pinned = compare_heads(heads, walk, periods, gathered)
    _compare_key(periods, against.key, pinned, gathered)
    _compare_stored_head(store, walk, gathered)
    compare_cosignatures(store.cosignatures(), heads, walk, against.witnesses, gathered)
    compare_timestamps(store.timestamps(), stored_notes, walk, against.authorities, gathered)
    _check_files(walk, against, gathered, progress)
    _say_what_is_pinned(walk, len(heads), pinned, gathered)
    _say_who_pins(store, against, gathered)
    gathered.findings.sort(key=lambda one: (one.entry is None, one.entry or 0))
    numbers = [one.entry for one in gathered.findings if one.entry is not None]
    return CheckReport(
        entries=walk.tree.size,
        checkpoints=len(stored_notes),
        contents=walk.contents,
        files=len(walk.files),
        pinned=pinned,
        findings=tuple(gathered.findings),
        dependents=tuple(dependents_of(store, numbers[0], sizes)) if numbers else (),
        open=tuple(gathered.open),
        notes=tuple(gathered.notes),
    )


def _periods(walk: Walk, against: Against, gathered: Gathered) -> tuple[KeyPeriod, ...]:
    if against.opened_first or any(one.type.code == "record_opened" for one in walk.upkeep):
        return key_periods(walk.upkeep, gathered, opened_first=against.opened_first)
    gathered.open.append(
        "The record names no key of its own, so that nothing signed can pin it; the office makes "
        "one when it is started."
    )
    return ()


def _heads(stored: Mapping[int, bytes], held: Mapping[str, bytes]) -> list[Head]:
    ours = [
        Head(f"the checkpoint of {size:,} entries", note, size) for size, note in stored.items()
    ]
    return [*ours, *(Head(f"the checkpoint {name}", note, None) for name, note in held.items())]


def _compare_key(
    periods: Sequence[KeyPeriod], known: VerifierKey | None, pinned: int, gathered: Gathered
) -> None:
    """Refuse a record whose chain of keys does not begin with the known key.

    A later key will do where it signed a checkpoint: anybody can write that his key gave way to it.
    """
    if known is None or not periods:
        return
    reached = [period for period in periods[1:] if period.since <= pinned]
    if known not in [period.key for period in (periods[0], *reached)]:
        message = "the record is signed by another key than the one given: it is another record"
        gathered.bad("other_key", message, 0)


def _compare_stored_head(store: Readable, walk: Walk, gathered: Gathered) -> None:
    try:
        compare_stored_head(store.tree(), walk, gathered)
    except RollcheckError:
        gathered.bad("head_altered", "the stored head is no head: it was altered")


def _check_files(walk: Walk, against: Against, gathered: Gathered, progress: Progress) -> None:
    """Hash again every file that an entry names; those of destroyed petitions may be gone."""
    destroyed = petitions_with(walk, "destruction_begun") | petitions_with(
        walk, "content_destroyed"
    )
    elsewhere = hashes_of(against.folders)
    for number, (digest, (seq, sealed, petition)) in enumerate(walk.files.items(), start=1):
        progress("Hashing files", number, len(walk.files))
        places = against.places.get(digest, ())
        state = state_of(against.files, digest, elsewhere, places)
        if state == "altered":
            gathered.bad("file_altered", f"the file {digest[:12]}… that it names was altered", seq)
        elif state == "missing" and (places or (sealed and petition not in destroyed)):
            message = f"the file {digest[:12]}… that it names is missing"
            where = f"; put {places[0].name} back from a backup" if places else ""
            gathered.bad("file_missing", message + where, seq)
        elif state == "missing" and petition not in destroyed:
            gathered.open.append(
                f"Entry {seq:,} names a file {digest[:12]}… that is not here; if it is kept "
                "elsewhere, give its folder with --files."
            )


def _say_what_is_pinned(walk: Walk, heads: int, pinned: int, gathered: Gathered) -> None:
    if heads == 0:
        gathered.open.append(
            "There is no checkpoint to compare with, so nothing shows that the entries are those "
            "that were written; sign one with `rollcheck record checkpoint`."
        )
        return
    telling = [one for one in walk.upkeep if one.seq >= pinned and one.type.code in OF_SIGNING]
    later = walk.tree.size - pinned
    if later > len(telling) and not gathered.findings:
        number = "One entry" if later == 1 else f"{later:,} entries"
        gathered.notes.append(
            f"{number} after the newest checkpoint: nothing signed pins that yet."
        )


def _say_who_pins(store: Readable, against: Against, gathered: Gathered) -> None:
    if not against.held and not store.cosignatures() and not store.timestamps():
        gathered.notes.append(
            "Compared only with checkpoints kept beside the entries, signed by the key that the "
            "record itself names. Whoever holds that key could have rewritten both; give a "
            "checkpoint that was held elsewhere with --since, and the key with --key."
        )


def dependents_of(store: Readable, bad: int, sizes: Collection[int]) -> Iterator[Dependent]:
    """Yield what rests on a bad entry: entries that refer to it or sum up, and checkpoints.

    An entry that cannot be read may have been of any petition.
    """
    resting = {bad}
    petition: str | None = None
    for stored in store.entries(bad):
        try:
            entry = read_entry(stored.entry)
        except ValueError:
            continue
        if stored.seq == bad:
            petition = entry.petition
        elif resting.intersection(entry.refers_to) or (
            entry.type.sums_up and petition in (None, entry.petition)
        ):
            resting.add(stored.seq)
            yield Dependent("entry", stored.seq, entry.type.label)
    for size in sorted(sizes):
        if size > bad:
            yield Dependent("checkpoint", size, "Checkpoint")
