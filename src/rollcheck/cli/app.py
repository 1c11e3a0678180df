"""The ``rollcheck`` command: its groups, and the one place where errors become exit codes."""

import io
import sys
from importlib import import_module
from typing import NoReturn

import click
import duckdb

from rollcheck import __version__
from rollcheck.cli.groups import Commands
from rollcheck.cli.interrupts import Interrupts
from rollcheck.cli.output import print_bug, print_problems
from rollcheck.cli.refusals import REFUSED_BY_THE_SYSTEM, refusal
from rollcheck.problems import RollcheckError

EXIT_DONE = 0
EXIT_PROBLEMS = 1
EXIT_USAGE = 2
EXIT_NOT_ESTABLISHED = 3
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
INTERRUPTED = "Interrupted. Nothing half-written was left behind."

# Loaded on first use, so that `rollcheck law` does not wait for the engines it does not need.
COMMANDS = {
    "audit": "rollcheck.cli.audit:audit",
    "demo": "rollcheck.cli.demo:demo",
    "law": "rollcheck.cli.law:law",
    "match": "rollcheck.cli.match:match",
    "office": "rollcheck.cli.office:office",
    "publish": "rollcheck.cli.publish:publish",
    "record": "rollcheck.cli.record:record",
    "roll": "rollcheck.cli.roll:roll",
    "run": "rollcheck.cli.run:run",
    "sample": "rollcheck.cli.sample:sample",
    "serve": "rollcheck.cli.serve:serve",
    "worker": "rollcheck.cli.worker:worker",
}


class _OnFirstUse(Commands):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command


@click.group(cls=_OnFirstUse, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rollcheck")
def rollcheck() -> None:
    """Verify petition signatures against the voter roll, and decide under the law."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave the process with the design's exit codes.

    Being told to terminate is taken as an interrupt, so that what was begun is cleaned away.
    """
    _write_what_can_be_written()
    interrupts = Interrupts()
    interrupts.listen()
    try:
        code = run_command(sys.argv[1:] if arguments is None else arguments, interrupts)
    except KeyboardInterrupt:  # told again, while the first time was being answered
        code = EXIT_INTERRUPTED
    # The work stands, done or cleaned away; an interrupt of the leaving must not say otherwise.
    interrupts.ignore()
    sys.exit(code)


def _write_what_can_be_written() -> None:
    """Write letters that the terminal's encoding lacks as their numbers, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run_command(arguments: list[str], interrupts: Interrupts | None = None) -> int:
    """Run one command and return its exit code; problems and bugs are printed, never lost."""
    as_json = "--json" in arguments
    try:
        with (interrupts or Interrupts()).obeyed():
            result = rollcheck.main(arguments, prog_name="rollcheck", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as usage:
        usage.show()
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt, duckdb.InterruptException):
        click.echo(INTERRUPTED, err=True)
        return EXIT_INTERRUPTED
    except RollcheckError as error:
        print_problems(error.problems, as_json=as_json)
        return EXIT_PROBLEMS
    except BrokenPipeError:
        # The reader of our output has left (`| head`); there is nobody to tell.
        sys.stderr.close()
        return EXIT_DONE
    except (OSError, *REFUSED_BY_THE_SYSTEM) as error:
        print_problems([refusal(error)], as_json=as_json)
        return EXIT_PROBLEMS
    except Exception as bug:  # noqa: BLE001 - the process's edge: a bug gets its own exit code
        return _unexpected(bug)
    return result if isinstance(result, int) else EXIT_DONE


def _unexpected(error: Exception) -> int:
    """Tell of a bug, or of an interrupt that the engine (DuckDB 2.0) raises as a bare error."""
    if isinstance(error, RuntimeError) and str(error) == "Query interrupted":
        click.echo(INTERRUPTED, err=True)
        return EXIT_INTERRUPTED
    print_bug(error)
    return EXIT_BUG
