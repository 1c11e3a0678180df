"""``rollcheck worker``: does an office's long work."""

from pathlib import Path

import click

from rollcheck.office.place import DEFAULT_FOLDER
from rollcheck.office.ready import make_ready


@click.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="The folder of the office's data.",
)
@click.option("--until-idle", is_flag=True, help="End when nothing is waiting.")
def worker(data: Path, until_idle: bool) -> None:
    """Do an office's long work: imports, matching, draws, reports.

    `rollcheck serve` starts one by itself; more of them, on other machines too, share the work
    through the database. Stop it with Ctrl-C: what it was doing is done again by another.
    """
    make_ready({"ROLLCHECK_DATA": str(data)})
    from rollcheck.office.tasks.worker import work_for_ever, work_until_idle

    if until_idle:
        done = work_until_idle()
        click.echo(f"{done:,} done; nothing is waiting.")
    else:
        work_for_ever()
