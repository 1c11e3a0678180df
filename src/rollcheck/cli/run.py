"""``rollcheck run``: a petition file in, a result out."""

from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.petition import Result, public_result
from rollcheck.publish import run_to_folder

PATH = click.Path(path_type=Path)
SAYS = {
    "sufficient": "The petition is sufficient.",
    "insufficient": "The petition is insufficient.",
    "insufficient_on_raw": "The petition is insufficient: fewer signatures than are required.",
    "full_check": "The sample does not decide: every line must be checked.",
    "next_sample": "The sample does not decide: a further sample must be drawn.",
}


@click.command()
@click.argument("petition", type=PATH)
@click.option("--out", type=PATH, required=True, help="The folder to write the run to.")
@click.option("--json", "as_json", is_flag=True, help="Print public/result.json as well.")
def run(petition: Path, out: Path, as_json: bool) -> None:
    """Run PETITION: match every line, tally what people found, decide, and write a report.

    OUT gets public/ (result.json, report.html) and restricted/ (lines.parquet), which holds
    persons' data and is open to its owner only.
    """
    with progress_bars() as progress:
        result = run_to_folder(petition, out, progress=progress)
    if as_json:
        print_json(public_result(result))
        return
    for line in summary(result):
        click.echo(line)
    click.echo(f"Report: {out / 'public' / 'report.html'}")


def summary(result: Result) -> list[str]:
    """Return the result in a few plain sentences."""
    tally, verdict = result.deciding.tally, result.verdict
    labels = {code: reason.label for code, reason in result.rules.reasons.items()}
    if verdict.decision is None:
        said = "The decision is open: "
        said += f"{verdict.at_lowest} to {verdict.at_highest}, by what the waiting lines are."
    else:
        said = SAYS[verdict.decision]
    lines = [said]
    if result.waits:
        lines.append(
            f"Provisional: {result.waits:,} lines wait; between {tally.valid:,} and "
            f"{tally.valid + result.waits:,} valid"
            + ("; the decision is already certain." if verdict.certain else ".")
        )
    lines.append(f"Required: {verdict.required.value:,}. {tally.sentence(labels)}.")
    lines += [f"Note: {warning}" for warning in (*result.warnings, *result.caveats)]
    return lines
