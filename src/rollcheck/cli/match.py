"""``rollcheck match``: lines against a roll, and why a line was proposed as it was."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.match_sections import sections
from rollcheck.cli.match_text import print_explanation, print_summary
from rollcheck.cli.match_tune import tune
from rollcheck.cli.output import print_json, progress_bars
from rollcheck.law import rule_set
from rollcheck.lines import load_lines
from rollcheck.matching import (
    Engine,
    Means,
    changes,
    explain_line,
    groups_of,
    load_weights,
    made_from,
    match_lines,
    on_this_machine,
    open_earlier,
    refuse_existing,
    save_matches,
    since,
    taken_over,
)
from rollcheck.matching import summary as summary_of
from rollcheck.petition import matching_rules
from rollcheck.problems.delimited import whole_file
from rollcheck.publish.evidence import evidence_html
from rollcheck.roll import open_snapshot

PATH = click.Path(path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])
HERE = "local[*]"
USAGE = "LINES --roll SNAPSHOT --rules ID --on DATE --out DIR [OPTIONS]"


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


@click.command()
@click.argument("lines", type=PATH)
@click.option("--roll", type=PATH, required=True, help="Snapshot made by `rollcheck roll import`.")
@click.option("--rules", "identifier", required=True, help="Rule set, as in `rollcheck law list`.")
@click.option(
    "--on", type=DAY, metavar="DATE", callback=_day, required=True, help="Day of the filing."
)
@click.option("--out", type=PATH, required=True, help="New folder for lines.parquet (mode 0700).")
@click.option("--county", help="County whose voters count, as the roll writes it.")
@click.option("--district", help="District whose voters count, as the roll writes it.")
@click.option(
    "--circulation-from", type=DAY, metavar="DATE", callback=_day, help="First day of circulation."
)
@click.option(
    "--circulation-to", type=DAY, metavar="DATE", callback=_day, help="Last day of circulation."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="What does the work, with the same result; spark needs `pip install rollcheck[spark]`.",
)
@click.option(
    "--spark-master",
    metavar="MASTER",
    help=f"Where Spark works, as it names it; {HERE} unless given.",
)
@click.option("--threads", type=click.IntRange(min=1), help="Cores to use; all unless given.")
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Weights file, as `rollcheck match tune` writes it; those shipped unless given.",
)
@click.option(
    "--since",
    "before",
    type=PATH,
    metavar="RUN",
    help="Folder of an earlier match: what nothing has changed for is taken over from it, and "
    "changes.csv says which lines are proposed otherwise now.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def _lines(
    *,
    lines: Path,
    roll: Path,
    identifier: str,
    on: date,
    out: Path,
    county: str | None,
    district: str | None,
    circulation_from: date | None,
    circulation_to: date | None,
    engine: str,
    spark_master: str | None,
    threads: int | None,
    weights: Path | None,
    before: Path | None,
    as_json: bool,
) -> None:
    _refuse_flags(engine, spark_master, threads)
    refuse_existing(out)
    chosen = load_weights(weights) if weights else load_weights()
    earlier = open_earlier(before) if before else None
    rules = matching_rules(
        rule_set(identifier, on),
        filed_on=on,
        county=county,
        district=district,
        circulation_from=circulation_from,
        circulation_to=circulation_to,
    )
    snapshot = open_snapshot(roll)
    table = load_lines(lines).table
    out.parent.mkdir(parents=True, exist_ok=True)
    means = Means(scratch=out.parent, threads=threads)
    made = made_from(table, snapshot, rules, chosen)
    with progress_bars() as progress, _opened(engine, spark_master, means) as at_work:
        matches = match_lines(
            table,
            snapshot,
            rules,
            progress=progress,
            weights=chosen,
            means=means,
            engine=since(earlier, made, at_work) if earlier else at_work,
        )
        groups = groups_of(table, matches, progress)
    changed = changes(earlier, matches.table) if earlier else None
    save_matches(matches, out, made, changed, groups)
    found = summary_of(matches, groups)
    if earlier and changed is not None:
        found["since"] = {"taken_over": taken_over(earlier, made), "changed": len(changed)}
    if as_json:
        print_json(found)
    else:
        print_summary(found, out)


def _refuse_flags(engine: str, master: str | None, threads: int | None) -> None:
    """Refuse flags of the other engine, and an engine that is not installed."""
    if engine == "local":
        if master is not None:
            raise click.UsageError("--spark-master is for --engine spark")
        return
    if threads is not None:
        raise click.UsageError("--threads is for --engine local; write --spark-master 'local[4]'")
    # Imported on use: no other run needs it.
    from rollcheck.matching import spark  # noqa: PLC0415

    spark.refuse_missing()


@contextmanager
def _opened(engine: str, master: str | None, means: Means) -> Iterator[Engine]:
    """Give the engine, and close it."""
    if engine == "local":
        yield on_this_machine(means)
        return
    from rollcheck.matching import spark  # noqa: PLC0415 - as above

    with (
        tempfile.TemporaryDirectory(prefix="rollcheck-spark-", dir=means.scratch) as scratch,
        spark.open_session(master or HERE, Path(scratch)) as session,
    ):
        yield spark.Spark(session)


class _LinesOrCommand(Commands):
    """A group whose first argument, where it is no command's name, is a file of lines."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "", _lines, args

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, USAGE)
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _lines.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(cls=_LinesOrCommand, context_settings={"ignore_unknown_options": True})
def match() -> None:
    """Propose a voter and an outcome for every line of LINES.

    The machine proposes; people determine. DIR gets lines.parquet, with the best five candidates
    of every line and the evidence for each, and matching.json.
    """


@match.command()
@click.argument("run", type=PATH)
@click.argument("line_id")
@click.option("--html", type=PATH, help="Write it as a page with charts, for its owner alone.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(run: Path, line_id: str, html: Path | None, as_json: bool) -> None:
    """Show why line LINE_ID of RUN was proposed as it was, candidate by candidate.

    RUN is the folder of `rollcheck run` or of `rollcheck match`. The page of --html names voters by
    their number: it is not for publication.
    """
    line = explain_line(run, line_id)
    if html is not None:
        with whole_file(html, private=True) as file:
            file.write(evidence_html(line))
    if as_json:
        print_json(line)
    else:
        print_explanation(line)


match.add_command(sections)
match.add_command(tune)
