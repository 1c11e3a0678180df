"""``python -m bench``: run the benches, print their tables, write docs/benchmarks.md and JSON."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from bench.machine import describe
from bench.report import IMAGES, Report, page, print_report, write_pictures

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
OUT = ROOT / "bench" / "out"
# Loaded on first use: febrl4 needs a peer that the others do not.
BENCHES = {
    "law": "bench.law_2022",
    "audit": "bench.audit_2022",
    "febrl4": "bench.febrl4",
    "import-and-match": "bench.import_and_match",
    "accuracy": "bench.accuracy",
    "matching": "bench.matching_at_scale",
    "linear": "bench.linear",
    "tune": "bench.tuning",
    "spark": "bench.spark",
    "lookup": "bench.lookup",
    "sampling": "bench.sampling_coverage",
    "record": "bench.record",
    "signing": "bench.signing",
    "bundle": "bench.bundle",
    "receiving": "bench.receiving",
    "office": "bench.office",
}


@click.command()
@click.option("--scale", default=0.1, show_default=True, help="1 is the whole county.")
@click.option("--only", type=click.Choice(list(BENCHES)), help="Run one; leave the page alone.")
@click.option("--out", default=OUT, type=click.Path(path_type=Path), help="The folder for JSON.")
def main(scale: float, only: str | None, out: Path) -> None:
    """Measure, print, and write docs/benchmarks.md and a JSON file for each bench."""
    machine = describe(os.getloadavg()[0])
    console = Console()
    for sentence in machine:
        console.print(sentence, highlight=False)
    console.print()
    reports = []
    for name in [only] if only else BENCHES:
        report: Report = import_module(BENCHES[name]).run(scale)
        print_report(report, console)
        out.mkdir(exist_ok=True)
        write_pictures([report], out)
        found = {"machine": machine, "scale": scale, **report.as_json()}
        (out / f"{name}.json").write_text(json.dumps(found, indent=2), encoding="utf-8")
        reports.append(report)
    if not only:
        command = f"python -m bench --scale {scale:g}"
        PAGE.write_text(page(reports, machine, command), encoding="utf-8")
        write_pictures(reports, PAGE.parent / IMAGES)
    sys.exit(1 if any(report.failures for report in reports) else 0)


if __name__ == "__main__":
    main()
