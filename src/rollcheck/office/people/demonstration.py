"""Whether this office is the demonstration, and who can be signed in as there.

A file in the data folder says so, with names and passwords of people who do not exist; the command
that makes the demonstration writes it, into a folder of its own.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from rollcheck.office.people.roles import LABELS, Role

FILE = "demonstration.json"


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who does not exist, as anybody may sign in."""

    username: str
    full_name: str
    role: Role
    password: str

    @property
    def label(self) -> object:
        """Return what the role is called."""
        return LABELS[self.role]


def is_demonstration() -> bool:
    """Tell whether this office is the demonstration."""
    return (settings.PLACE.folder / FILE).is_file()


def stand_ins() -> tuple[StandIn, ...]:
    """Return the people of the demonstration; nobody anywhere else."""
    if not is_demonstration():
        return ()
    people = json.loads((settings.PLACE.folder / FILE).read_text(encoding="utf-8"))
    return tuple(StandIn(**{**one, "role": Role(one["role"])}) for one in people)


def keep_stand_ins(folder: Path, people: tuple[StandIn, ...]) -> None:
    """Write the file that makes an office the demonstration."""
    text = json.dumps([asdict(one) for one in people], indent=2)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
