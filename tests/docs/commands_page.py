"""Writes docs/commands.md from the commands themselves: ``python tests/docs/commands_page.py``."""

from collections.abc import Iterator
from dataclasses import dataclass

import click
from docs_pages import REPOSITORY

from rollcheck.cli.app import rollcheck

PAGE = REPOSITORY / "docs" / "commands.md"
HEAD = """# Every command and option

This page is written by `python tests/docs/commands_page.py` from the commands themselves.
[The README](../README.md) and the other pages show them at work. [The exit
codes](architecture.md#exit-codes) are the same for all.
"""


@dataclass(frozen=True, slots=True)
class Documented:
    """One command or group, the words that call it, and the help it prints."""

    words: str
    command: click.Command
    help: str


def commands(
    command: click.Command = rollcheck, parent: click.Context | None = None, name: str = "rollcheck"
) -> Iterator[Documented]:
    """The command itself and everything below it, groups before their commands."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=80)
    yield Documented(context.command_path, command, command.get_help(context))
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None, f"{name} lists {below} but does not have it"
            yield from commands(found, context, below)


def page() -> str:
    """The whole page."""
    parts = [f"## {shown.words}\n\n```text\n{shown.help.rstrip()}\n```\n" for shown in commands()]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
