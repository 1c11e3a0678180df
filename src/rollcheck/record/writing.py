"""Recording what was done: entries and their sealed content, in the caller's transaction."""

from collections.abc import Sequence

from rollcheck.record.content_keys import ContentKeys, Random
from rollcheck.record.entry import Act, Row, rows_of
from rollcheck.record.sealing import NONCE_BYTES, encrypted
from rollcheck.record.store import Box, Store


def append_acts(
    store: Store, acts: Sequence[Act], keys: ContentKeys, random: Random
) -> tuple[Row, ...]:
    """Record acts in their order and return their rows.

    Call it inside the transaction that does the work: both are saved or neither is. ``random``
    gives that many random bytes (``secrets.token_bytes``). Raises ``ValueError`` as ``rows_of``
    does and ``RollcheckError`` where the petition's content was destroyed.
    """
    rows, tree = rows_of(acts, store.tree(), random)
    store.append(rows, [_box(row, keys, random) for row in rows], tree)
    return rows


def _box(row: Row, keys: ContentKeys, random: Random) -> Box | None:
    if row.opening is None:
        return None
    nonce = random(NONCE_BYTES)
    key = keys.key(row.petition)
    return Box(row.petition, nonce, encrypted(key, nonce, row.petition, row.seq, row.opening))
