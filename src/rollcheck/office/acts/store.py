"""The record in the office's database: what the record asks of any store, over our tables."""

from collections.abc import Sequence

from rollcheck.merkle import GrowingTree
from rollcheck.merkle.growing import HASH_BYTES
from rollcheck.office.acts.models import Entry, Head, SealedContent
from rollcheck.record import Box, Row, read_entry


class OfficeStore:
    """Keeps entries in the transaction that does the work; only ``act`` makes one."""

    def tree(self) -> GrowingTree:
        """Return the tree of what is stored; its row stays locked until the transaction ends."""
        head, _made = Head.objects.select_for_update().get_or_create(pk=1)
        nodes = bytes(head.nodes)
        cut = range(0, len(nodes), HASH_BYTES)
        return GrowingTree(head.size, tuple(nodes[at : at + HASH_BYTES] for at in cut))

    def append(self, rows: Sequence[Row], boxes: Sequence[Box | None], tree: GrowingTree) -> None:
        """Store rows with their encrypted content, and the tree that has them."""
        Entry.objects.bulk_create(_entry(row) for row in rows)
        SealedContent.objects.bulk_create(
            SealedContent(entry_id=row.seq, petition=box.petition, nonce=box.nonce, box=box.box)
            for row, box in zip(rows, boxes, strict=True)
            if box is not None
        )
        Head.objects.filter(pk=1).update(size=tree.size, nodes=b"".join(tree.nodes))


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
