"""``python -m bench``: run the benches, print their tables, keep them, write docs/benchmarks.md."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from bench.database import ON_POSTGRESQL
from bench.kept import Kept, write_page, write_pictures
from bench.machine import busy_sentence, busy_share, describe
from bench.report import IMAGES, Report, print_report

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
MEASURED = ROOT / "bench" / "measured"
PIPED = 180  # columns where nobody's terminal says how wide it is: the widest table whole
# Loaded on first use: febrl4 needs a peer that the others do not.
BENCHES = {
    "law": "bench.law_2022",
    "audit": "bench.audit_2022",
    "febrl4": "bench.febrl4",
    "import-and-match": "bench.import_and_match",
    "accuracy": "bench.accuracy",
    "name-groups": "bench.name_groups",
    "matching": "bench.matching_at_scale",
    "linear": "bench.linear",
    "tune": "bench.tuning",
    "spark": "bench.spark",
    "lookup": "bench.lookup",
    "sampling": "bench.sampling_coverage",
    "record": "bench.record",
    "signing": "bench.signing",
    "bundle": "bench.bundle",
    "privacy": "bench.privacy",
    "receiving": "bench.receiving",
    "office": "bench.office",
}


@click.command()
@click.option("--scale", default=0.1, show_default=True, help="1 is the whole county.")
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="Run these alone.")
@click.option("--keep", is_flag=True, help="Keep what was found, unless a larger scale is kept.")
def main(scale: float, only: tuple[str, ...], keep: bool) -> None:  # noqa: FBT001 - click's way
    """Measure and print; with --keep, keep what was found and write docs/benchmarks.md anew."""
    machine = describe()
    console = Console()
    if not console.is_terminal:
        console.width = PIPED
    failed = False
    for name in only or BENCHES:
        busy = busy_sentence(busy_share())
        for sentence in (*machine, busy):
            console.print(sentence, highlight=False)
        report: Report = import_module(BENCHES[name]).run(scale)
        print_report(report, console)
        failed = failed or bool(report.failures)
        if keep:
            command = f"{_under()}python -m bench --only {name} --scale {scale:g}"
            day = datetime.now(UTC).date().isoformat()
            if Kept(report, command, scale, day, machine, busy).write(MEASURED):
                write_pictures(report, PAGE.parent / IMAGES)
                write_page(MEASURED, _names(), PAGE)
            else:
                console.print("Not kept: what is kept was measured at a larger scale.")
    sys.exit(1 if failed else 0)


def _names() -> Iterator[str]:
    """Yield the names of what may be kept, in the order of the page: on either database."""
    for name in BENCHES:
        yield from (name, f"{name}{ON_POSTGRESQL}")


def _under() -> str:
    """Return what the command stands under, where it is measured on PostgreSQL."""
    if not os.environ.get("DATABASE_URL"):
        return ""
    waits = "ROLLCHECK_FSYNC=on " if os.environ.get("ROLLCHECK_FSYNC") == "on" else ""
    return f"{waits}sh tools/with-postgresql.sh "


if __name__ == "__main__":
    main()
