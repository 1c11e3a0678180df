"""The record in the office's database: what the record asks of any store, over our tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet

from rollcheck.merkle import GrowingTree
from rollcheck.merkle.growing import HASH_BYTES
from rollcheck.office.acts.models import Entry, Head, SealedContent
from rollcheck.problems import Problem, RollcheckError
from rollcheck.record import Box, Row, Stored, read_entry

BOX = ("petition", "nonce", "box")
ROWS_AT_ONCE = 1_000


class OfficeStore:
    """Keeps entries in the transaction that does the work; made for one act, which appends once."""

    def __init__(self) -> None:
        self._tree: GrowingTree | None = None

    def tree(self) -> GrowingTree:
        """Return the tree of what is stored; its row stays locked until the transaction ends."""
        if self._tree is None:
            head, _made = Head.objects.select_for_update().get_or_create(pk=1)
            self._tree = _tree(head)
        return self._tree

    def append(self, rows: Sequence[Row], boxes: Sequence[Box | None], tree: GrowingTree) -> None:
        """Store rows with their encrypted content, and the tree that has them."""
        Entry.objects.bulk_create(_entry(row) for row in rows)
        SealedContent.objects.bulk_create(
            SealedContent(entry_id=row.seq, petition=box.petition, nonce=box.nonce, box=box.box)
            for row, box in zip(rows, boxes, strict=True)
            if box is not None
        )
        before = tree.size - len(rows)
        moved = Head.objects.filter(pk=1, size=before).update(
            size=tree.size, nodes=b"".join(tree.nodes)
        )
        if not moved:
            raise RuntimeError("something else was appended to the record in the middle of an act")


def _entry(row: Row) -> Entry:
    said = read_entry(row.entry)
    return Entry(
        id=row.seq,
        at=said.at,
        actor=said.actor,
        petition=said.petition,
        type=said.type.code,
        entry=row.entry,
        leaf=row.leaf,
    )


class OfficeRecord:
    """The entries as they are stored, for whoever checks them: nothing is locked or written."""

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Show one state of the record to everything that is read in the block."""
        inside = connection.in_atomic_block
        with transaction.atomic():
            if connection.vendor == "postgresql" and not inside:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def tree(self) -> GrowingTree:
        """Return the stored tree. Raises ``RollcheckError`` where it is none."""
        head = Head.objects.filter(pk=1).first()
        try:
            return GrowingTree(0, ()) if head is None else _tree(head)
        except ValueError:
            message = "the stored head is damaged; use a backup"
            raise RollcheckError([Problem("", None, None, "head_damaged", message)]) from None

    def count(self) -> int:
        """Return how many entries are stored."""
        return Entry.objects.count()

    def entries(self, start: int = 0) -> Iterator[Stored]:
        """Yield what is stored from a number on, in order."""
        return _stored(Entry.objects.filter(id__gte=start))

    def entries_of(self, types: Sequence[str], petition: str, size: int) -> Iterator[Stored]:
        """Yield a petition's entries of some types among the first ``size``, in order."""
        return _stored(Entry.objects.filter(petition=petition, type__in=types, id__lt=size))

    def strays(self) -> list[int]:
        """Return the numbers under which content is stored that no entry has."""
        numbers = SealedContent.objects.exclude(pk__in=Entry.objects.values("pk"))
        return list(numbers.values_list("pk", flat=True))


def _stored(found: QuerySet[Entry]) -> Iterator[Stored]:
    columns = ("id", "entry", "leaf", *(f"sealedcontent__{one}" for one in BOX))
    rows = found.order_by("id").values_list(*columns)
    for seq, entry, leaf, petition, nonce, box in rows.iterator(chunk_size=ROWS_AT_ONCE):
        kept = None if box is None else Box(petition, bytes(nonce), bytes(box))
        yield Stored(seq, bytes(entry), bytes(leaf), kept)


def _tree(head: Head) -> GrowingTree:
    nodes = bytes(head.nodes)
    cut = range(0, len(nodes), HASH_BYTES)
    return GrowingTree(head.size, tuple(nodes[at : at + HASH_BYTES] for at in cut))
