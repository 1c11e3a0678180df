"""Walking through the entries of a record: each one's bytes, hash, place and content."""

from collections.abc import Collection
from dataclasses import dataclass, field

from rollcheck.merkle import GrowingTree, leaf_hash
from rollcheck.problems import Progress
from rollcheck.record.contents import KeyOf, open_files, opening_beside, sealed_files
from rollcheck.record.entry import Entry, check_fields, read_entry
from rollcheck.record.findings import Gathered
from rollcheck.record.sealing import content_of, key_name
from rollcheck.record.store import Readable, Stored

STEP = 4096
UPKEEP_CODES = {
    "record_opened",
    "key_rotated",
    "witness_named",
    "checkpoint_signed",
    "checkpoint_witnessed",
    "checkpoint_timestamped",
    "destruction_begun",
    "content_destroyed",
}


@dataclass(slots=True)
class Walk:
    """What the walk saw that later parts of a check need.

    ``roots`` are the roots at the sizes asked for; ``upkeep`` the entries about keys, witnesses,
    checkpoints and destruction; ``files`` the hashes that entries name, with the first entry that
    does and whether it was sealed; ``sealed`` the first entry with content, by petition, and
    ``unsealed`` the first one whose content is gone.
    """

    tree: GrowingTree = field(default_factory=GrowingTree)
    roots: dict[int, bytes] = field(default_factory=dict)
    upkeep: list[Entry] = field(default_factory=list)
    files: dict[str, tuple[int, bool, str]] = field(default_factory=dict)
    sealed: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    unopened: set[str] = field(default_factory=set)
    contents: int = 0


def walk_entries(
    store: Readable,
    sizes: Collection[int],
    key_of: KeyOf,
    gathered: Gathered,
    progress: Progress,
) -> Walk:
    """Check every entry by itself, in order, and return what was seen on the way."""
    walk = Walk()
    total = store.count()
    wanted = set(sizes)
    walk.roots[0] = walk.tree.root()
    leaves: list[bytes] = []
    expected = 0
    for number, stored in enumerate(store.entries()):
        _place(stored.seq, expected, gathered)
        expected = stored.seq + 1
        leaf = leaf_hash(stored.entry)
        leaves.append(leaf)
        _one(stored, leaf, key_of, walk, gathered)
        if number + 1 in wanted or len(leaves) == STEP:
            walk.tree = walk.tree.grown(leaves)
            walk.roots[walk.tree.size] = walk.tree.root()
            leaves.clear()
            progress("Checking entries", number + 1, total)
    walk.tree = walk.tree.grown(leaves)
    walk.roots[walk.tree.size] = walk.tree.root()
    return walk


def _place(seq: int, expected: int, gathered: Gathered) -> None:
    if seq == expected:
        return
    if seq < expected:
        gathered.bad("inserted", f"an entry numbered {seq:,} was put in", seq)
        return
    last = f" to {seq - 1:,}" if seq - 1 > expected else ""
    gathered.bad("missing", f"entry {expected:,}{last} is missing", expected)


def _one(stored: Stored, leaf: bytes, key_of: KeyOf, walk: Walk, gathered: Gathered) -> None:
    seq = stored.seq
    if leaf != stored.leaf:
        message = "its bytes and its stored hash do not belong together: it was altered"
        gathered.bad("altered", message, seq)
        return
    try:
        entry = read_entry(stored.entry)
    except ValueError as error:
        # The message speaks of the form, never of what stands in the entry.
        reason = str(error) if type(error) is ValueError else "it is not the text of an entry"
        gathered.bad("malformed", f"this program did not write it: {reason}", seq)
        return
    if entry.seq != seq:
        gathered.bad("moved", f"it says that it is entry {entry.seq:,}: it was moved", seq)
        return
    if entry.type.code in UPKEEP_CODES:
        walk.upkeep.append(entry)
    for digest in open_files(entry):
        walk.files.setdefault(digest, (entry.seq, False, entry.petition))
    _content(stored, entry, key_of, walk, gathered)


def _content(stored: Stored, entry: Entry, key_of: KeyOf, walk: Walk, gathered: Gathered) -> None:
    """Check that the content beside an entry opens its commitment."""
    box = stored.box
    if entry.commitment is None:
        if box is not None:
            gathered.bad(
                "content_stray", "content was put beside an entry that has none", entry.seq
            )
        return
    if box is None:
        walk.gone.setdefault(entry.petition, entry.seq)
        return
    walk.contents += 1
    walk.sealed.setdefault(entry.petition, entry.seq)
    if not key_of(entry.petition):
        walk.unopened.add(entry.petition)
        return
    opening = opening_beside(stored, entry, key_of)
    if opening is None:
        message = "the content kept beside it is not what the entry commits to: it was altered"
        gathered.bad("content_altered", message, entry.seq)
        return
    try:
        content = content_of(opening)
        check_fields(content, entry.type.sealed_fields)
    except ValueError:
        gathered.bad("content_malformed", "its content is not that of its type", entry.seq)
        return
    for digest in sealed_files(entry, content):
        walk.files.setdefault(digest, (entry.seq, True, entry.petition))


def petitions_with(walk: Walk, code: str) -> set[str]:
    """Return the petitions about which there is an entry of this type."""
    return {one.petition for one in walk.upkeep if one.type.code == code}


def check_contents(walk: Walk, strays: Collection[int], gathered: Gathered) -> None:
    """Compare the content that is there, and not there, with the certificates of destruction."""
    destroyed = petitions_with(walk, "content_destroyed")
    begun = petitions_with(walk, "destruction_begun") - destroyed
    for petition in sorted(begun):
        gathered.open.append(
            f"The content of {key_name(petition)} is being destroyed, and that has not ended; let "
            "it go on."
        )
    for petition, seq in walk.gone.items():
        if petition not in destroyed | begun:
            message = "its content is gone, and no certificate says that it was destroyed"
            gathered.bad("content_missing", message, seq)
    for petition, seq in walk.sealed.items():
        if petition in destroyed:
            message = f"the content of {key_name(petition)} was to be destroyed, but some is there"
            gathered.bad("content_left", message, seq)
        elif petition in walk.unopened - begun:
            gathered.open.append(
                f"The content of {key_name(petition)} could not be opened: its key is not here. "
                "So nothing shows whether it is what the entries commit to."
            )
    for seq in strays:
        gathered.bad("content_stray", f"content is kept for an entry {seq:,} that is not there")
