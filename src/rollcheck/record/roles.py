"""Roles as the record gives them: who held one, by which entry, when something was done."""

from collections.abc import Iterable

from rollcheck.record.entry import Entry

ROLE_CODES = ("role_given", "role_taken", "person_removed")


def role_entry(entries: Iterable[Entry], person: str, role: str, petition: str) -> int | None:
    """Return the number of the entry that gives somebody a role now, ``None`` where none does.

    A role on the whole office (an entry of no petition) holds for every petition. What somebody
    gave themselves does not count.
    """
    given: dict[str, int] = {}
    for entry in entries:
        code, data = entry.type.code, entry.data
        if code not in ROLE_CODES or data["person"] != person:
            continue
        if code == "person_removed":
            given.clear()
        elif data["role"] != role:
            continue
        elif code == "role_taken":
            given.pop(entry.petition, None)
        elif entry.actor != person:
            given[entry.petition] = entry.seq
    return given.get(petition, given.get(""))
