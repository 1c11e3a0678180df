"""The roll that a petition names: its snapshot, or a voter file made into one."""

from datetime import date
from pathlib import Path

from rollcheck.matching import prepare
from rollcheck.petition.definition import Petition, RollSource
from rollcheck.problems import Problem, Progress, RollcheckError, raise_if_any
from rollcheck.roll import Snapshot, import_roll, open_snapshot


def open_roll(
    petition: Petition, roll: RollSource, workspace: Path, progress: Progress
) -> Snapshot:
    """Open the petition's snapshot, or make it from a file; it must not be later than filing.

    Raises ``RollcheckError`` also where the petition describes a snapshot that describes itself.
    """
    if not roll.path.exists():
        message = "there is no such snapshot or file; make one with `rollcheck roll import`"
        raise RollcheckError([Problem(roll.path.name, None, None, "missing", message)])
    if roll.path.is_dir():
        raise_if_any(_described_twice(petition, roll))
        snapshot = open_snapshot(roll.path)
    else:
        snapshot = _imported(petition, roll, workspace, progress)
    refuse_later_roll(snapshot, petition.filed_on, petition.file)
    return snapshot


def refuse_later_roll(snapshot: Snapshot, filed_on: date, file: str) -> None:
    """Raise ``RollcheckError`` for a roll that cannot show who was registered at the filing."""
    if snapshot.as_of > filed_on:
        message = (
            f"the roll is of {snapshot.as_of}, after the filing on {filed_on}: it "
            "cannot show who was registered in time; take a snapshot dated no later"
        )
        raise RollcheckError([Problem(file, None, "roll", "roll_after_filing", message)])


def _imported(
    petition: Petition, roll: RollSource, workspace: Path, progress: Progress
) -> Snapshot:
    layout, as_of = roll.layout, roll.as_of
    if layout is None or as_of is None:
        raise RollcheckError(_unknown_origin(petition, roll))
    return import_roll(
        roll.path,
        layout=layout,
        as_of=as_of,
        out=workspace / "snapshot",
        history=roll.history,
        beside=prepare if petition.lines else None,
        progress=progress,
    )


def _described_twice(petition: Petition, roll: RollSource) -> list[Problem]:
    given = {"roll_layout": roll.layout, "roll_as_of": roll.as_of, "roll_history": roll.history}
    message = "the roll is a snapshot, which says this itself; leave the key out"
    return [
        Problem(petition.file, None, key, "contradiction", message)
        for key, value in given.items()
        if value is not None
    ]


def _unknown_origin(petition: Petition, roll: RollSource) -> list[Problem]:
    needed = {
        "roll_layout": (roll.layout, 'say its layout, such as "plain"'),
        "roll_as_of": (roll.as_of, "say the date it was made"),
    }
    return [
        Problem(petition.file, None, key, "missing_key", f"the roll is no snapshot; {what}")
        for key, (value, what) in needed.items()
        if value is None
    ]
