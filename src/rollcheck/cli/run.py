"""``rollcheck run``: a petition file in, a result out."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from rollcheck.cli.output import print_json, progress_bars
from rollcheck.cli.record_values import doing
from rollcheck.petition import Result
from rollcheck.petition.result import SAMPLE
from rollcheck.petition.stages import SampleCheck
from rollcheck.petition.tally import Tally
from rollcheck.publish import run_to_folder
from rollcheck.publish.folder import record_of
from rollcheck.publish.on_record import RESULT

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
@click.option("--counts", type=PATH, help="Counts per county or district, before the petition's.")
@click.option(
    "--by",
    metavar="CODE",
    envvar="ROLLCHECK_BY",
    show_envvar=True,
    help="Who runs it, where the petition names a record or has one beside it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print public/result.json as well.")
def run(petition: Path, out: Path, counts: Path | None, by: str | None, as_json: bool) -> None:
    """Run PETITION: match every line, tally what people found, decide, and write a report.

    OUT gets public/ (result.json, report.html, and a code for each leaf of a committed universe)
    and restricted/ (lines.parquet, openings.parquet), which holds persons' data and is open to
    its owner only.
    """
    who = doing(by) if by else None
    with progress_bars() as progress:
        result = run_to_folder(petition, out, counts=counts, progress=progress, doing=who)
    if as_json:
        print_json(json.loads((out / RESULT).read_text(encoding="utf-8")))
        return
    for line in summary(result):
        click.echo(line)
    if record := record_of(petition):
        said = f"On the record {record}."
        click.echo(said if who else f"Not on the record {record}: name who runs it with --by.")
    click.echo(f"Report: {out / 'public' / 'report.html'}")


def summary(result: Result) -> list[str]:
    """Return the result in a few plain sentences."""
    verdict = result.verdict
    lines = [_decision(result)]
    if result.waits:
        lines.append(_provisional(result))
    lines.append(f"Required: {verdict.required.value:,}.")
    lines += [_sample(one, len(result.samples)) for one in result.samples]
    if result.stage != SAMPLE:
        labels = {code: reason.label for code, reason in result.rules.reasons.items()}
        lines += _counted(result.deciding.tally, labels)
    lines += [f"By rule: {one.sentence}" for one in result.by_rule]
    lines += [f"Note: {warning}" for warning in (*result.warnings, *result.caveats)]
    return lines


def _counted(tally: Tally, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield the sum of the raw count, a part a line; reasons that no line has are left out."""
    parts = [(tally.valid, "valid")]
    parts += [(n, labels.get(code, code.replace("_", " "))) for code, n in tally.reasons.items()]
    parts.append((tally.excluded, "taken out before the check"))
    yield f"{tally.raw:,} raw {'=' if tally.reconciles else 'is not'}"
    yield from (f"  {lines:>9,}  {what}" for lines, what in parts if lines or what == "valid")
    yield f"  {tally.waits:>9,}  waiting"


def _decision(result: Result) -> str:
    verdict = result.verdict
    if verdict.decision is not None:
        return SAYS[verdict.decision]
    low, high = (one.replace("_", " ") for one in (verdict.at_lowest, verdict.at_highest))
    return (
        f"The decision is open: {low} if every waiting line counts against it, else up to {high}."
    )


def _provisional(result: Result) -> str:
    tally = result.deciding.tally
    where = " of the sample" if result.stage == SAMPLE else ""
    found = f"between {tally.valid:,} and {tally.valid + result.waits:,} of its lines are valid"
    certain = "; the decision is already certain" if result.verdict.certain else ""
    waiting = "line waits" if result.waits == 1 else "lines wait"
    return f"Provisional: {result.waits:,} {waiting}{where}; {found}{certain}."


def _sample(sample: SampleCheck, samples: int) -> str:
    found = sample.found.values
    name = f"Sample {sample.number:,}" if samples > 1 else "Sample"
    said = f"{name}: {sample.tally.valid:,} of {sample.size:,} lines valid"
    projected, naive = found.get("projected_valid"), found.get("naive_valid")
    if isinstance(projected, int) and isinstance(naive, int):
        said += f"; projected {projected:,}, without the correction for duplicates {naive:,}"
    return f"{said}."
