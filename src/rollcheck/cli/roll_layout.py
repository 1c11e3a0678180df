"""``rollcheck roll layout``: a first layout for a voter file of other columns."""

from pathlib import Path

import click

from rollcheck.cli.output import print_json
from rollcheck.problems import Problem, RollcheckError
from rollcheck.problems.delimited import whole_file
from rollcheck.roll import Draft, draft_layout

FILE = click.Path(path_type=Path)


@click.command("layout")
@click.argument("file", type=FILE)
@click.option("--out", type=FILE, help="The .toml file to write; printed unless given.")
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the file.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print what was found, and the text, as JSON."
)
def layout_command(file: Path, out: Path | None, encoding: str, *, as_json: bool) -> None:
    """Draft a layout for the voter file FILE from its header and its first rows.

    It is a draft: a column is told by its name alone. Read it through, complete it, and import with
    `--layout`.
    """
    if out and out.exists():
        message = "exists already; name a file that does not"
        raise RollcheckError([Problem(str(out), None, None, "in_the_way", message)])
    draft = draft_layout(file, encoding)
    if out:
        with whole_file(out) as written:
            written.write(draft.text)
    if as_json:
        found = {"columns": dict(draft.columns), "unnamed": list(draft.unnamed)}
        print_json({**found, "layout": draft.text})
    elif out:
        click.echo(_told(draft, file, out))
    else:
        click.echo(draft.text, nl=False)


def _told(draft: Draft, file: Path, out: Path) -> str:
    lines = [f"{column:>22}  {name}" for column, name in draft.columns.items()]
    lines += [f"{column:>22}  not found; name it in the draft" for column in draft.unnamed]
    lines += [f"Draft: {out}. Read it through, then:"]
    lines += [f"  rollcheck roll import {file} --layout {out} --as-of YYYY-MM-DD --out SNAPSHOT"]
    return "\n".join(lines)
