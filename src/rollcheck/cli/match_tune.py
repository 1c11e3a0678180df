"""``rollcheck match tune``: weights estimated from lines and a roll, as a file of their own."""

import os
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.lines import load_lines
from rollcheck.problems import Problem, RollcheckError
from rollcheck.roll import open_snapshot

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("lines", type=PATH)
@click.option("--roll", type=PATH, required=True, help="Snapshot made by `rollcheck roll import`.")
@click.option("--out", type=PATH, required=True, help="New weights file (TOML).")
@click.option(
    "--labels", type=PATH, help="CSV of line_id and voter_id known to be true, to learn from."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of what is drawn by chance.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def tune(
    *, lines: Path, roll: Path, out: Path, labels: Path | None, seed: int, as_json: bool
) -> None:
    """Estimate the weights of matching from LINES with Splink, and write them as a file.

    Without --labels Splink finds the true pairs by expectation and maximisation. No run uses the
    file unless `rollcheck match --weights` names it. Needs `pip install rollcheck[tune]`.
    """
    if out.exists():
        message = "exists already; name a new file"
        raise RollcheckError([Problem(str(out), None, None, "exists", message)])
    # Imported on use: no run of matching needs it.
    from rollcheck.matching import tune as tuning  # noqa: PLC0415

    table, snapshot = load_lines(lines).table, open_snapshot(roll)
    known = tuning.load_labels(labels, table["line_id"], snapshot) if labels else None
    with progress_bars() as progress:
        found = tuning.tune(
            table, snapshot, name=out.stem, labels=known, seed=seed, progress=progress
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(tuning.weights_text(found.weights), encoding="utf-8")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    if as_json:
        weights = found.weights.described()
        counts = {"lines": found.lines, "pairs": found.pairs, "kept": list(found.kept)}
        print_json({"weights": weights, **counts})
        return
    click.echo(f"{found.lines:,} lines, {found.pairs:,} pairs of a line and a voter compared.")
    if found.kept:
        click.echo(f"Too rare to be estimated, and as shipped: {', '.join(found.kept)}.")
    click.echo(f"Weights: {out}")
