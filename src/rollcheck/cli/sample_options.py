"""The options that ``rollcheck sample estimate`` and ``simulate`` share; copies as written."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from rollcheck.cli.values import Day, Number

Command = Callable[..., object]


class Copies(click.ParamType[tuple[int, int]]):
    """Voters with k lines, written K:NUMBER."""

    name = "K:NUMBER"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read both numbers, or refuse them with what to write."""
        if isinstance(value, tuple):
            return value
        k, _, voters = str(value).replace(",", "").partition(":")
        if not (k.isascii() and k.isdigit() and voters.isascii() and voters.isdigit()):
            self.fail(
                f"{value!r} is not K:NUMBER. Write 4:25 for 25 voters with 4 lines.", param, ctx
            )
        return int(k), int(voters)


def shared_options(where: str) -> Callable[[Command], Command]:
    """Return a decorator with the options of both; ``where`` the repeated lines are counted."""
    options = (
        click.option("--raw", type=Number(), required=True, help="Lines filed."),
        click.option("--sample", type=Number(), required=True, help="Lines in the sample."),
        click.option(
            "--triples", type=Number(), default=0, help=f"Voters with three lines {where}."
        ),
        click.option(
            "--copies", type=Copies(), multiple=True, help=f"Voters with k lines each {where}."
        ),
        click.option("--rules", metavar="ID", help="Also project as this place does; needs --on."),
        click.option("--on", type=Day(), help="The day of filing, whose rules apply."),
        click.option(
            "--out", type=click.Path(path_type=Path), help="A page with the picture (HTML)."
        ),
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    )

    def decorated(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def voters_by_lines(
    start: Mapping[int, int], copies: tuple[tuple[int, int], ...]
) -> dict[int, int]:
    """Return the voters with k lines: those of ``start``, and those of each --copies added."""
    voters = dict(start)
    for k, number in copies:
        voters[k] = voters.get(k, 0) + number
    return voters
