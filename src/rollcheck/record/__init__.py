"""The record: an append-only log of every act, that anyone can check.

Whoever changes state makes an ``Act`` of a declared event and calls ``append_acts`` in the same
transaction, with a ``Store`` over its own database. ``EVENT_TYPES`` is the one table of events.
"""

from rollcheck.record.check import Against, check_record
from rollcheck.record.content_keys import ContentKeys, KeyFolder
from rollcheck.record.entry import Act, Entry, Row, event_of, read_entry, rows_of
from rollcheck.record.event_type import EVENT_TYPES, Event, EventType, type_of
from rollcheck.record.findings import CheckReport, Dependent, Finding
from rollcheck.record.folder import Record, create_record, open_record
from rollcheck.record.opening import Opening, finding_leaf, holds, open_leaf, read_opening
from rollcheck.record.store import Box, Readable, SqliteStore, Store, Stored
from rollcheck.record.writing import append_acts

# Imported for what it does: each module of events puts its own into the table.
from rollcheck.record import events  # isort: skip

__all__ = [
    "EVENT_TYPES",
    "Act",
    "Against",
    "Box",
    "CheckReport",
    "ContentKeys",
    "Dependent",
    "Entry",
    "Event",
    "EventType",
    "Finding",
    "KeyFolder",
    "Opening",
    "Readable",
    "Record",
    "Row",
    "SqliteStore",
    "Store",
    "Stored",
    "append_acts",
    "check_record",
    "create_record",
    "event_of",
    "events",
    "finding_leaf",
    "holds",
    "open_leaf",
    "open_record",
    "read_entry",
    "read_opening",
    "rows_of",
    "type_of",
]
