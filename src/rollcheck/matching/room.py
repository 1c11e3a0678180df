"""Room for one thread to search in, and a look at what it asked."""

from typing import NamedTuple

from rollcheck.matching.asked import Asked, Roll, note_found, read_ahead, room_to_ask
from rollcheck.matching.compare import Texts
from rollcheck.matching.compare_voters import compare_voters
from rollcheck.matching.compiled import Int32s, compiled
from rollcheck.matching.near_names import Near, room_for_near
from rollcheck.matching.tried import COUNT, Tried, room_for_a_line
from rollcheck.matching.weigh import Scale


class Room(NamedTuple):
    """Room for one thread: keys of lines to come, those of one line, its candidates, near names."""

    ahead: Asked
    asked: Asked
    tried: Tried
    near: Near


def room_to_search() -> Room:
    """Return room for one thread."""
    return Room(room_to_ask(), room_to_ask(), room_for_a_line(), room_for_near())


@compiled
def find_asked(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    room: Room,
    count: int,
    stamp: int,
) -> None:
    """Look up the first ``count`` keys that are asked, and compare whom they find besides."""
    asked, tried = room.asked, room.tried
    compared = tried.size[COUNT]
    read_ahead(roll, asked, count)
    note_found(roll, asked, 0, count, tried, stamp)
    compare_voters(texts, scale, roll, line, readings, tried, compared, tried.size[COUNT])
