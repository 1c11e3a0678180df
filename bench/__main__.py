"""``python -m bench``: run the benches, print their tables, write docs/benchmarks.md and JSON."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from bench import febrl4, import_and_match, law_2022
from bench.machine import describe
from bench.report import Report, page, print_report

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
OUT = ROOT / "bench" / "out"
BENCHES: dict[str, Callable[[float], Report]] = {
    "law": law_2022.run,
    "febrl4": febrl4.run,
    "import-and-match": import_and_match.run,
}


@click.command()
@click.option("--scale", default=0.1, show_default=True, help="1 is the whole county.")
@click.option("--only", type=click.Choice(list(BENCHES)), help="Run one; leave the page alone.")
def main(scale: float, only: str | None) -> None:
    """Measure, print, and write docs/benchmarks.md and bench/out/*.json."""
    machine = describe(os.getloadavg()[0])
    console = Console()
    for sentence in machine:
        console.print(sentence, highlight=False)
    console.print()
    reports = []
    for name in [only] if only else BENCHES:
        report = BENCHES[name](scale)
        print_report(report, console)
        OUT.mkdir(exist_ok=True)
        found = {"machine": machine, "scale": scale, **report.as_json()}
        (OUT / f"{name}.json").write_text(json.dumps(found, indent=2), encoding="utf-8")
        reports.append(report)
    if not only:
        command = f"python -m bench --scale {scale:g}"
        PAGE.write_text(page(reports, machine, command), encoding="utf-8")
    sys.exit(1 if any(report.failures for report in reports) else 0)


if __name__ == "__main__":
    main()
