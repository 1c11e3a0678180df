"""``rollcheck serve``: the office in a browser."""

import os
import subprocess
import sys
from pathlib import Path

import click

from rollcheck.cli.demo_office import DEMO_FOLDER, ready_demo_office
from rollcheck.office.place import DEFAULT_FOLDER, FOLDER
from rollcheck.office.ready import make_ready

MOST_PROCESSES = 4
"""That serve starts by itself, one for each core."""


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the office's data; made when it is not there.  "
    f"[default: {DEFAULT_FOLDER}, or {DEMO_FOLDER} with --demo]",
)
@click.option("--demo", is_flag=True, help="Serve an office with a synthetic petition to try.")
@click.option(
    "--no-worker", is_flag=True, help="Long work is done by `rollcheck worker` elsewhere."
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="How many processes answer.  "
    f"[default: one for each core, at most {MOST_PROCESSES}; 1 with --demo]",
)
def serve(
    port: int, host: str, data: Path | None, demo: bool, no_worker: bool, processes: int | None
) -> None:
    """Serve the office: petitions worked by people, in a browser.

    Everything is in one folder, unless DATABASE_URL names a PostgreSQL database. The first start
    prints a link and a key with which the first administrator is set up. Stop it with Ctrl-C.

    With --demo it is an office of people who do not exist; its sign-in page lets anybody in as any
    of them. Delete its folder to begin anew.
    """
    folder = data or Path(DEMO_FOLDER if demo else DEFAULT_FOLDER)
    if demo:
        ready_demo_office(folder)
    else:
        make_ready({FOLDER: str(folder)})
    # Loaded here: Django wants its settings first.
    from rollcheck.office.answering import further_processes, listening
    from rollcheck.office.people.founding import founding_key, is_founded

    server = listening(host=host, port=port)
    # A name of several addresses has one server for each, and no one port of its own.
    port = getattr(server, "effective_port", port)
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    click.echo(f"Rollcheck is at {address}")
    if demo:
        click.echo(
            f"A demonstration: choose on its first page whom to be. Its data is in {folder}."
        )
    if not is_founded():
        click.echo(f"Set this office up at {address}setup with the key {founding_key()}")
    worker = None if no_worker else _worker(folder)
    many = processes or (1 if demo else min(os.cpu_count() or 1, MOST_PROCESSES))
    try:
        with further_processes(server, many - 1):
            server.run()
    finally:
        server.close()
        if worker is not None:
            worker.terminate()
            worker.wait()


def _worker(data: Path) -> "subprocess.Popen[bytes]":
    """Start a worker beside the server; it ends with it."""
    return subprocess.Popen(  # noqa: S603 - our own command and a folder, no shell
        [sys.executable, "-m", "rollcheck", "worker", "--data", str(data)]
    )
