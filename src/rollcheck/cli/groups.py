"""A group of commands, whose help says in a whole sentence what each of them does."""

import click

WHOLE = 10_000
"""Characters: no sentence is as long. Click itself cuts one where its line would end."""


class Commands(click.Group):
    """A group that cuts no command's sentence short; one that is long goes on below."""

    # What `@group.group()` makes inside one.
    group_class = type

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every command with the first sentence of its help."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [
            (name, command.get_short_help_str(limit=WHOLE))
            for name, command in found
            if command is not None and not command.hidden
        ]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
