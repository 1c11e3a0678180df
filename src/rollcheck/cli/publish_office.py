"""Publishing and opening the run of an office: somebody of it acts, and its record has it."""

from pathlib import Path

import click

from rollcheck.cli.record_of_office import ready_office
from rollcheck.office.certifying.wanted import Wanted
from rollcheck.publish.on_record import petition_of_run
from rollcheck.record import Row
from rollcheck.record.events.examination import LineOpened
from rollcheck.record.note import VerifierKey


def publish_of_office(
    place: Path, run: Path, out: Path, by: str, wanted: Wanted
) -> tuple[str, VerifierKey]:
    """Publish a run that was made in the office of a data folder."""
    ready_office(place)
    from rollcheck.office.certifying.named import person_called, petition_called
    from rollcheck.office.certifying.publishing import publish_run

    acting = petition_called(petition_of_run(run)), person_called(by)
    return publish_run(run, out, acting, wanted)


def handed_out_of_office(place: Path, event: LineOpened, by: str, petition: str) -> tuple[str, Row]:
    """Put the opening of a line on the record of an office; return its name and the entry."""
    ready_office(place)
    from rollcheck.office.certifying.handing_out import hand_out
    from rollcheck.office.certifying.named import person_called, petition_called

    return hand_out(petition_called(petition), person_called(by), event)


def refuse_flags_of_a_record(given: dict[str, object]) -> None:
    """Refuse the flags that an office has no use for: its own settings say how it signs."""
    flags = [flag for flag, value in given.items() if value]
    if flags:
        raise click.UsageError(f"{' and '.join(flags)}: not with a run that an office made.")
