"""What matching keeps of a roll: made once, beside the snapshot, and only mapped afterwards."""

import json
from collections import deque
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.matching import records
from rollcheck.matching.compiled import Bytes, Int32s, Int64s, Uint64s
from rollcheck.matching.forms import forms_of
from rollcheck.matching.indexes import (
    Index,
    IndexFile,
    confidential_entries,
    in_order,
    key_entries,
    most_entries,
    open_index,
)
from rollcheck.matching.keys import KEYS, definitions_hash
from rollcheck.matching.living import fill_living, holders
from rollcheck.matching.near_names import CAP, near_entries, room_for_entries
from rollcheck.matching.roll_arrays import (
    Dictionaries,
    StayArrays,
    VoterArrays,
    read_stays,
    read_voters,
)
from rollcheck.matching.words import Words
from rollcheck.problems import Problem, Progress, RollcheckError, Threads, silent, whole_folder
from rollcheck.roll import Snapshot

FORMAT = "rollcheck-matching/6"
FOLDER = "matching"
MANIFEST = "manifest.json"
AT_ONCE = 2  # kinds of keys made at the same time: each takes memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A roll as matching uses it. The arrays are maps of files; ``records.py`` says their columns.

    ``records`` holds every voter with the present address, then with the earlier ones, by voter
    and date;
    ``holders`` for each word how many voters have it as surname, first name and zip code;
    ``index`` that of all kinds of key. ``counties`` and ``districts`` are the roll's
    texts by their numbers in ``facts``.
    """

    words: Words
    signs: Words
    forms: Uint64s
    holders: Int32s
    records: Int32s
    facts: Int32s
    stay_facts: Int32s
    id_data: Bytes
    id_starts: Int64s
    index: Index
    counties: tuple[str, ...]
    districts: tuple[str, ...]
    as_of: date
    has_affidavit_dates: bool

    @property
    def voters(self) -> int:
        """Return how many voters the roll has."""
        return len(self.facts) - 1

    def voter_ids(self, rows: Int32s) -> pa.Array:
        """Return the voter_id of each row, null where the row is negative."""
        data, starts = self.id_data, self.id_starts
        whole = pa.LargeStringArray.from_buffers(
            len(starts) - 1, pa.py_buffer(starts), pa.py_buffer(data)
        )
        return whole.take(pa.array(rows, mask=rows < 0)).cast(pa.string())


def prepare(
    snapshot: Snapshot, *, scratch: Path | None = None, progress: Progress = silent
) -> Prepared:
    """Return what matching needs of a snapshot, made now where it is not kept beside it yet.

    It is kept in the folder ``matching`` of the snapshot; where that cannot be written, in
    ``scratch``, and then it is the caller's to remove. One of another version, of other keys, or
    that lacks a file or a part of one is made anew. Raises ``OSError`` where neither folder can be
    written, ``RollcheckError`` where a file of the right size is none of ours.
    """
    kept = snapshot.path / FOLDER
    if not is_prepared(snapshot):
        try:
            kept = _make(snapshot, snapshot.path, progress)
        except PermissionError:
            if scratch is None:
                raise
            kept = _make(snapshot, scratch, progress)
    try:
        return _open(kept, snapshot)
    except ValueError as error:
        message = (
            "a file of the roll as prepared for matching is damaged; remove this folder, and the "
            "next match prepares the roll anew"
        )
        raise RollcheckError([Problem(str(kept), None, None, "damaged", message)]) from error


def is_prepared(snapshot: Snapshot) -> bool:
    """Tell whether what this version needs is kept beside the snapshot, no file cut short."""
    folder = snapshot.path / FOLDER
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made_from = {key: manifest[key] for key in _made_from(snapshot)}
        sizes = {name: (folder / name).stat().st_size for name in manifest["arrays"]}
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        return False
    return made_from == _made_from(snapshot) and sizes == manifest["arrays"]


def _made_from(snapshot: Snapshot) -> dict[str, Any]:
    files = snapshot.manifest["files"]
    return {
        "format": FORMAT,
        "keys": definitions_hash(),
        "files": {
            name: written["sha256"] for name, written in files.items() if name.endswith("parquet")
        },
    }


def _make(snapshot: Snapshot, parent: Path, progress: Progress) -> Path:
    """Make the folder ``matching`` in ``parent``, whole or not at all, in place of an older one."""
    out = parent / FOLDER
    with whole_folder(out, private=True, replaces=lambda _: True) as folder:
        listed = _write(snapshot, folder, progress)
        sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
        manifest = {**_made_from(snapshot), **listed, "arrays": sizes}
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    return out


def _write(snapshot: Snapshot, folder: Path, progress: Progress) -> dict[str, Any]:
    """Write all files but the manifest; return what the manifest lists.

    What is done is written by another thread meanwhile, and gives its memory back.
    """
    known = Dictionaries()
    with Threads(1) as saving:
        voters = read_voters(snapshot, known, progress)
        saved = [saving.submit(_save, folder, {"id_data": voters.id_data})]
        saved.append(saving.submit(_save, folder, {"id_starts": voters.id_starts}))
        voters = voters.without_ids()
        stays = read_stays(snapshot, known, voters)
        words, signs = known.words.finished(), known.signs.finished()
        forms = forms_of(words, known.words.count)
        voters.facts[:, records.STAYS] = np.searchsorted(stays.rows, np.arange(len(voters.facts)))
        _flag(voters, stays)
        texts = {**_named("words", words), **_named("signs", signs), "forms": forms}
        facts = {"facts": voters.facts, "stay_facts": stays.facts}
        saved.append(saving.submit(_save, folder, {**facts, **texts}))
        voters = voters.without_facts()
        del facts
        fill_living(voters.every, len(voters.records), forms)
        held = holders(voters.every, len(voters.records), known.words.count)
        saved.append(saving.submit(_save, folder, {"holders": held, "records": voters.every}))
        _write_index(folder, voters, stays, words, forms, held, progress)
        for one in saved:
            one.result()
    return {name: list(known.listed[name]) for name in ("county", "districts")}


def _save(folder: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def _write_index(
    folder: Path,
    voters: VoterArrays,
    stays: StayArrays,
    words: Words,
    forms: Uint64s,
    held: Int32s,
    progress: Progress,
) -> None:
    # One more than are made at a time, for that which is written meanwhile.
    size = most_entries(voters, stays)
    rooms = [np.empty(size, np.uint64) for _ in range(AT_ONCE + 1)]

    def made(kind: int) -> Uint64s:
        if kind < len(KEYS):
            return key_entries(kind, voters, stays, forms, rooms[kind % len(rooms)])
        if kind == len(KEYS):
            return confidential_entries(words, voters, forms)
        near = room_for_entries(words)
        return in_order(near[: near_entries(words, held, forms, near)], CAP)

    kinds = len(KEYS) + 2
    with IndexFile(folder) as index, Threads(AT_ONCE) as beside:
        # The next kinds are made while one is written, no more of them than cores can work on.
        waiting = deque(beside.submit(made, kind) for kind in range(AT_ONCE))
        for kind in range(kinds):
            entries = waiting.popleft().result()
            if kind + AT_ONCE < kinds:
                waiting.append(beside.submit(made, kind + AT_ONCE))
            index.add(entries)
            progress("Indexing the roll", kind + 1, kinds)


def _flag(voters: VoterArrays, stays: StayArrays) -> None:
    """Mark in the present addresses who has earlier ones, and who is confidential."""
    signs = voters.records[:, records.SIGNS]
    signs[stays.rows] |= records.HAS_STAYS
    secret = voters.facts[:-1, records.STATUS] == records.CONFIDENTIAL
    signs[secret] |= records.IS_CONFIDENTIAL


def _named(prefix: str, words: Words) -> dict[str, npt.NDArray[Any]]:
    return {f"{prefix}.{name}": array for name, array in words._asdict().items()}


def _open(folder: Path, snapshot: Snapshot) -> Prepared:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))

    def mapped(name: str) -> npt.NDArray[Any]:
        # Copy on write: the compiled functions take one type of array, one that can be written.
        return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c"))

    def words(name: str) -> Words:
        return Words(*(mapped(f"{name}.{part}") for part in Words._fields))

    return Prepared(
        words=words("words"),
        signs=words("signs"),
        **{name: mapped(name) for name in ("forms", "holders", "records", "facts", "stay_facts")},
        id_data=mapped("id_data"),
        id_starts=mapped("id_starts"),
        index=open_index(folder),
        counties=tuple(manifest["county"]),
        districts=tuple(manifest["districts"]),
        as_of=snapshot.as_of,
        has_affidavit_dates=snapshot.has_affidavit_dates,
    )
