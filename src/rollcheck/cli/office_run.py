"""``rollcheck office run``: from what people decided in an office to a run's folder."""

import json
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.cli.record_of_office import ready_office
from rollcheck.cli.run import summary
from rollcheck.office.place import DEFAULT_FOLDER
from rollcheck.publish.on_record import RESULT


@click.command("run")
@click.argument("code")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write the run to.",
)
@click.option(
    "--by",
    metavar="NAME",
    envvar="ROLLCHECK_BY",
    show_envvar=True,
    required=True,
    help="The supervisor who makes it: the name to sign in with, or the code.",
)
@click.option("--provisional", is_flag=True, help="Make it although lines are not decided yet.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="The folder of the office's data.",
)
@click.option("--json", "as_json", is_flag=True, help="Print public/result.json as well.")
def office_run(
    code: str, *, out: Path, by: str, provisional: bool, data: Path, as_json: bool
) -> None:
    """Make the run of the petition CODE from what people decided in the office.

    The office's record is signed, read, and compared with the tables first; then every line is
    counted, and what follows by law is decided. OUT gets what `rollcheck run` writes, ready for
    `rollcheck publish`. That the run was made is on the office's own record.
    """
    ready_office(data)
    # Loaded here: Django wants its settings first.
    from rollcheck.office.certifying.named import person_called, petition_called
    from rollcheck.office.certifying.running import make_run
    from rollcheck.office.review.despite_defects import accepted_despite

    about = petition_called(code)
    if despite := accepted_despite(about):
        click.echo(f"Note: {despite.told}", err=True)
    with progress_bars() as progress:
        result = make_run(
            about,
            person_called(by),
            out,
            provisional=provisional,
            progress=progress,
        )
    if as_json:
        print_json(json.loads((out / RESULT).read_text(encoding="utf-8")))
        return
    for line in summary(result):
        click.echo(line)
    click.echo(f"On the record of {data}.")
    click.echo(f"Report: {out / 'public' / 'report.html'}")
