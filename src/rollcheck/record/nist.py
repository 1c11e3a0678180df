"""The record as an election event log of NIST SP 1500-101 (version 1.0), for others' tools.

An entry's type is the event's ``Id``, its group the ``Type``, its number the ``Sequence``; the
documentation of the device explains both. What the format has no place for stays in the record.
"""

from collections.abc import Iterable
from datetime import date, datetime

from rollcheck.record.entry import Entry
from rollcheck.record.event_type import EVENT_TYPES

MANUFACTURER, MODEL = "Rollcheck", "record"
REFUSED = {"sign_in_refused"}


def nist_log(entries: Iterable[Entry], device: str, generated: datetime) -> dict[str, object]:
    """Return an ``ElectionEventLog`` of these entries; ``device`` is the record's name."""
    return {
        "@type": "EventLogging.ElectionEventLog",
        "GeneratedTime": generated.isoformat(timespec="seconds"),
        "Device": [
            {
                "@type": "EventLogging.Device",
                "Id": device,
                "Type": "other",
                "OtherType": "petition-verification",
                "Manufacturer": MANUFACTURER,
                "Model": MODEL,
                "HashType": "sha-256",
                "Event": [_event(entry) for entry in entries],
            }
        ],
    }


def _event(entry: Entry) -> dict[str, object]:
    found: dict[str, object] = {
        "@type": "EventLogging.Event",
        "Id": entry.type.code,
        "Type": entry.type.group.code,
        "Sequence": str(entry.seq),
        "TimeStamp": entry.at,
        "Disposition": "failure" if entry.type.code in REFUSED else "success",
        "UserId": entry.actor,
        "Description": entry.type.label,
    }
    return {**found, "Hash": entry.commitment} if entry.commitment else found


def nist_documentation(generated: date) -> dict[str, object]:
    """Return the ``ElectionEventLogDocumentation`` of the table of events."""
    groups = {declared.group.code: declared.group for declared in EVENT_TYPES.values()}
    return {
        "@type": "EventLogging.ElectionEventLogDocumentation",
        "DeviceManufacturer": MANUFACTURER,
        "DeviceModel": MODEL,
        "GeneratedDate": generated.isoformat(),
        "EventIdDescription": [
            {"@type": "EventLogging.EventIdDescription", "Id": code, "Description": declared.doc}
            for code, declared in EVENT_TYPES.items()
        ],
        "EventTypeDescription": [
            {
                "@type": "EventLogging.EventTypeDescription",
                "Type": group.code,
                "Description": group.doc,
            }
            for group in groups.values()
        ],
    }
