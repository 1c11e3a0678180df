"""``rollcheck sample``: commit to the lines, draw from them, and say what a sample says."""

import secrets
from datetime import date
from itertools import repeat
from pathlib import Path

import click

from rollcheck.cli.groups import Commands
from rollcheck.cli.on_record import goes_on_record, recording
from rollcheck.cli.output import print_json
from rollcheck.cli.sample_draw import draw
from rollcheck.cli.sample_estimate import estimate
from rollcheck.cli.sample_lines import echo_roots, law_named, read_column, roots_json
from rollcheck.cli.sample_plan import plan
from rollcheck.cli.sample_simulate import simulate
from rollcheck.cli.values import Day
from rollcheck.law import RuleSet
from rollcheck.lines import Lines, load_lines
from rollcheck.problems import Problem, RollcheckError, raise_if_any
from rollcheck.record.events.sampling import UniverseCommitted
from rollcheck.sampling import LineIdentity, Stratum, commit_strata, write_leaves, write_strata
from rollcheck.sampling.universe import SALT_BYTES

FILE = click.Path(path_type=Path)


@click.group(cls=Commands)
def sample() -> None:
    """Fix the universe before the seed exists, draw so that anyone can, say what a sample says."""


sample.add_command(draw)
sample.add_command(estimate)
sample.add_command(simulate)
sample.add_command(plan)


@sample.command()
@click.argument("lines", type=FILE)
@click.option("--out", type=FILE, required=True, help="The universe file to write; keep it.")
@click.option("--leaves", type=FILE, help="Also write what may be published: every leaf.")
@click.option("--stratum", metavar="COLUMN", help="A universe for each value of this column.")
@click.option("--rules", metavar="ID", help="Whose law says whether struck lines are counted.")
@click.option("--on", type=Day(), help="Day of the filing, which fixes the form of those rules.")
@goes_on_record
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def commit(
    lines: Path,
    *,
    out: Path,
    leaves: Path | None,
    stratum: str | None,
    rules: str | None,
    on: date | None,
    record: Path | None,
    by: str | None,
    petition: str | None,
    as_json: bool,
) -> None:
    """Commit to LINES and print the root: publish it before the seed is drawn.

    The universe file holds a secret salt for each line; the root and the leaves tell nothing about
    any line. Lines marked as struck out belong to the universe where the law counts them: --rules
    and --on say whose law. With --stratum, such as county, every stratum gets a root of its own. A
    commitment is never replaced: an existing file is left alone. With --record the root goes on
    the record, so that its next checkpoint shows that it came before the seed.
    """
    raise_if_any(_in_the_way(path) for path in (out, leaves) if path and path.exists())
    loaded = load_lines(lines)
    left_out = _not_counted(loaded, lines.name, law_named(rules, on))
    identities = [LineIdentity(*one) for one in loaded.identities() if one[0] not in left_out]
    names = read_column(lines, stratum) if stratum else {}
    salts = (secrets.token_bytes(length) for length in repeat(SALT_BYTES))
    with recording(record, by, petition) as put:
        strata = commit_strata(((names.get(one.line_id, ""), one) for one in identities), salts)
        write_strata(out, strata)
        # Whoever has the salts can tell which leaf is whose.
        out.chmod(0o600)
        if leaves:
            write_leaves(leaves, strata)
        put([_committed(one) for one in strata])
    if as_json:
        print_json(roots_json(strata))
        return
    click.echo(f"Committed to {len(identities):,} lines in {out}.")
    if left_out:
        click.echo(f"Left out, since struck lines are not counted: {len(left_out):,}.")
    echo_roots(strata)
    click.echo("Publish the root now, before anybody knows the seed.")


def _committed(stratum: Stratum) -> UniverseCommitted:
    universe = stratum.universe
    return UniverseCommitted(universe.root.hex(), len(universe.lines), stratum.name)


def _in_the_way(path: Path) -> Problem:
    message = "exists already; name a new file, since a commitment is never replaced"
    return Problem(str(path), None, None, "exists", message)


def _not_counted(lines: Lines, name: str, law: RuleSet | None) -> frozenset[str]:
    """Return the struck lines that are outside the count; a problem where no law was named."""
    if lines.struck and law is None:
        message = (
            f"{len(lines.struck):,} lines are marked as struck out; name the law with --rules and "
            "--on, which says whether they are counted"
        )
        raise RollcheckError([Problem(name, None, "struck", "struck_lines", message)])
    if law is None or law.raw_count.struck_lines == "invalid":
        return frozenset()
    return lines.struck
