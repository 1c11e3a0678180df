"""Putting what a command did on a record: which record, who did it, on which petition."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import click

from rollcheck.cli.record_values import doing
from rollcheck.record import Act, Event, append_acts, open_record
from rollcheck.record.files import store_file
from rollcheck.record.sealing import PETITION_CODE

Put = Callable[[Sequence[Event]], None]
Command = TypeVar("Command", bound=Callable[..., object])

FOLDER = click.option(
    "--record", type=click.Path(path_type=Path), help="Put it on the record in this folder."
)
BY = click.option(
    "--by", metavar="CODE", envvar="ROLLCHECK_BY", help="Who does it, for the record."
)
PETITION = click.option(
    "--petition", metavar="CODE", help="What the record calls the petition, as `run` does."
)


def goes_on_record(command: Command) -> Command:
    """Give a command the flags that say on which record it goes."""
    return FOLDER(BY(PETITION(command)))


@contextmanager
def recording(record: Path | None, by: str | None, petition: str | None) -> Iterator[Put]:
    """Open the record before the work, and yield what puts events on it when that is done.

    Without a record what is put goes nowhere. Raises ``UsageError`` where a flag is missing.
    """
    if record is None:
        if petition:
            raise click.UsageError("--petition goes with --record.")
        yield lambda _events: None
        return
    if not by or not petition or not PETITION_CODE.fullmatch(petition):
        raise click.UsageError("With --record give --by and --petition, the codes that it uses.")
    now = doing(by)
    with open_record(record, secrets.token_bytes) as opened:

        def put(events: Sequence[Event]) -> None:
            with opened.store.transaction():
                acts = [Act(event, now.at, now.actor, petition) for event in events]
                append_acts(opened.store, acts, opened.keys, now.random)

        yield put


def stored(record: Path | None, text: str) -> str:
    """Store a text among the files of a record, and return its SHA-256; nothing without one."""
    if record is None:
        return ""
    with (
        open_record(record, secrets.token_bytes) as opened,
        NamedTemporaryFile("w", encoding="utf-8") as file,
    ):
        file.write(text)
        file.flush()
        return store_file(opened.files, Path(file.name))
