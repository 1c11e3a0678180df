"""``rollcheck demo``: the whole job on synthetic data, or only the data, or only the score."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.output import print_json, progress_bars
from rollcheck.demo import (
    LARGEST_SCALE,
    SMALLEST_SCALE,
    Score,
    WholeDemo,
    make_demo,
    noise_settings,
    run_demo,
)
from rollcheck.demo import score as score_run

FOLDER = click.Path(path_type=Path, file_okay=False)
DECISIONS = {
    "sufficient": "The petition is sufficient",
    "insufficient": "The petition is insufficient",
    "insufficient_on_raw": "The petition is insufficient: too few signatures were filed",
    "full_check": "The sample did not decide, so every line was to be checked",
    "next_sample": "The sample did not decide, so a further one was to be drawn",
}
Command = TypeVar("Command", bound=Callable[..., object])


def _recipe(command: Command) -> Command:
    """Add the flags that say which demo to make."""
    flags = (
        click.option(
            "--noise",
            type=click.Choice(sorted(noise_settings())),
            default="keyed",
            show_default=True,
            help="How well the lines were written, read and typed.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            help="Any whole number; the same one makes the same demo.",
        ),
        click.option(
            "--scale",
            type=click.FloatRange(SMALLEST_SCALE, LARGEST_SCALE),
            default=0.01,
            show_default=True,
            help="Share of the case of 2022: 1 is the whole county.",
        ),
        click.option(
            "--out",
            type=FOLDER,
            default="demo-out",
            show_default=True,
            help="Folder to make; a demo that stands there already is replaced.",
        ),
    )
    for flag in flags:
        command = flag(command)
    return command


@click.group(cls=Commands, invoke_without_command=True)
@_recipe
@click.option("--json", "as_json", is_flag=True, help="Print the result and the score as JSON.")
@click.pass_context
def demo(
    context: click.Context, out: Path, scale: float, seed: int, noise: str, as_json: bool
) -> None:
    """Do the whole job on synthetic data, from a roll and a petition to the decision."""
    if context.invoked_subcommand is not None:
        return
    with progress_bars() as progress:
        whole = run_demo(out, scale=scale, seed=seed, noise=noise, progress=progress)
    if as_json:
        document = {"result": whole.result, "score": whole.score.as_json()}
        print_json({**document, "report": str(whole.report)})
        return
    for line in _told(whole):
        click.echo(line)


@demo.command()
@_recipe
@click.option(
    "--undetermined",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of the lines that nobody has determined in the full check.",
)
def make(out: Path, scale: float, seed: int, noise: str, undetermined: float) -> None:
    """Only make the data: roll, lines, determinations, sample, petition; the truth apart."""
    with progress_bars() as progress:
        make_demo(
            out, scale=scale, seed=seed, noise=noise, undetermined=undetermined, progress=progress
        )
    click.echo(f"Made the demo in {out}.")


@demo.command()
@click.argument("folder", type=FOLDER, metavar="DEMO")
@click.argument("run", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def score(folder: Path, run: Path, as_json: bool) -> None:
    """Compare RUN, made from the petition in DEMO, with what every line truly is."""
    found = score_run(folder, run)
    if as_json:
        print_json(found.as_json())
        return
    for line in (*_scores(found), *_by_group(found), *_confusion(found)):
        click.echo(line)


def _told(whole: WholeDemo) -> Iterator[str]:
    result = whole.result
    counts, required = result["counts"], result["required"][0]["value"]
    decision = DECISIONS.get(result["decision"], "The decision is still open")
    short = f", {result['short_by']:,} short" if result["short_by"] else ""
    yield f"{decision}: {counts['valid']:,} valid of {required:,} required{short}."
    yield ""
    yield from _table(
        [
            ("Valid", counts["valid"]),
            *((reason["label"], reason["lines"]) for reason in counts["reasons"]),
            *((waits["label"], waits["lines"]) for waits in counts["waiting_for"]),
            ("All lines", counts["raw"]),
        ]
    )
    if result["sample"]:
        yield ""
        yield from _projections(result["sample"], required)
    yield ""
    yield from _scores(whole.score)
    yield f"Report: {whole.report}"
    yield "Open it in a browser. Then make your own run of the same petition:"
    yield f"  rollcheck run {whole.report.parents[2] / 'petition.toml'} --out run"


def _projections(sample: dict[str, Any], required: int) -> Iterator[str]:
    yield (
        f"Sample of {sample['size']:,} lines: {sample['valid']:,} valid; "
        f"{sample['duplicates']:,} that repeat another line of the sample."
    )
    yield f"{DECISIONS.get(sample['decision'], 'The sample is still open')}."
    for name, key in (("naive", "naive_valid"), ("corrected", "projected_valid")):
        projected = sample[key]
        if projected is not None:
            share = 100 * projected / required
            yield f"  {name:<10} {projected:>9,} valid, {share:.1f} % of the required number"


def _scores(found: Score) -> Iterator[str]:
    voters = found.found
    yield (
        f"Voters proposed: precision {voters.precision:.4f}, recall {voters.recall:.4f}, "
        f"F1 {voters.f1:.4f} ({voters.findable:,} lines have a voter)."
    )
    findings = sum(one.findings for one in found.people)
    wrong = sum(one.wrong for one in found.people)
    yield (
        f"People's findings: {wrong:,} of {findings:,} wrong; settled as valid "
        f"{found.settled_valid:,}, truly valid {found.truly_valid:,}."
    )


def _by_group(found: Score) -> Iterator[str]:
    yield ""
    columns = f"{'F1':>7} {'at 99.9 %':>10} {'five':>7} {'none':>7} {'ambiguous':>10}"
    yield f"  {'names':<14} {'lines':>9} {columns}"
    for name, one in {"all": found.found, **found.by_name_group}.items():
        yield (
            f"  {name:<14} {one.lines:>9,} {one.f1:>7.4f} {one.sure_recall:>10.4f} "
            f"{one.five:>7.4f} {one.none:>7.4f} {one.ambiguous:>10.4f}"
        )


def _confusion(found: Score) -> Iterator[str]:
    yield ""
    yield f"  {'truly':<22} {'proposed':<22} {'lines':>9}"
    for (true, proposed), lines in found.confusion.items():
        yield f"  {true:<22} {proposed:<22} {lines:>9,}"
    yield ""
    yield f"  {'people found':<26} {'findings':>9} {'wrong':>9}"
    for one in found.people:
        yield f"  {one.reason:<26} {one.findings:>9,} {one.wrong:>9,}"


def _table(rows: list[tuple[str, int]]) -> Iterator[str]:
    width = max(len(label) for label, _ in rows)
    for label, lines in rows:
        yield f"  {label:<{width}} {lines:>9,}"
