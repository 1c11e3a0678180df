"""Runs the ``console`` examples of a page and says where they print something else.

A line that starts with ``$`` and a space is a command; the lines up to the next command are the
exact standard output it must print. ``...`` alone on a line stands for any lines, inside a line
for any text. The command must succeed unless it ends with ``# exit 1`` (or another code).
"""

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from docs_pages import Block

from rollcheck.cli.app import run_command

# Django is set up once in a process, and in ours for the tests of the office.
OWN_PROCESS = {"office", "serve", "worker"}
ALLOWED = frozenset({"rollcheck", "cat", "head", "ls", "python"})
EXIT_COMMENT = re.compile(r"\s+# exit (\d+)$")
SHELL_SYNTAX = re.compile(r"[|<>;&$*]")


@dataclass(frozen=True, slots=True)
class Example:
    """One command, and what it must print and return."""

    place: str
    command: str
    expected: tuple[str, ...]
    exit_code: int


def examples(block: Block) -> list[Example]:
    """The commands of one console block, in order; a backslash continues a command's line."""
    joined = re.sub(r"\s*\\\n\s*", " ", block.text)
    before, *commands = re.split(r"^\$ ", joined, flags=re.MULTILINE)
    assert not before, f"{block.page}:{block.line}: begin with a command"
    return [_example(f"{block.page}:{block.line}", text) for text in commands]


def _example(place: str, text: str) -> Example:
    command, _, expected = text.partition("\n")
    comment = EXIT_COMMENT.search(command)
    return Example(
        place,
        EXIT_COMMENT.sub("", command),
        tuple(expected.splitlines()),
        int(comment[1]) if comment else 0,
    )


def matches(expected: tuple[str, ...], printed: str) -> bool:
    """Whether the printed text is what was expected, trailing blanks and blank lines aside."""
    pattern = ""
    for line in "\n".join(expected).rstrip().splitlines():
        if line.strip() == "...":
            pattern += r"(?:[^\n]*\n)*"
        else:
            parts = [re.escape(part) for part in line.rstrip().split("...")]
            pattern += r"[^\n]*".join(parts) + r"\n"
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run one command in the folder; return its exit code and what it printed.

    A plain ``rollcheck`` command runs in this process, anything with pipes or redirections in a
    shell, where ``rollcheck`` is the one that is installed beside this Python.
    """
    first = shlex.split(command, comments=True)[0]
    if first not in ALLOWED:
        raise ValueError(f"`{first}` does not belong in a console example; use a `sh` block")
    errors_too = command.endswith(" 2>&1")
    plain = command.removesuffix(" 2>&1")
    arguments = shlex.split(plain, comments=True)[1:]
    ours = first == "rollcheck" and OWN_PROCESS.isdisjoint(arguments[:1])
    if ours and not SHELL_SYNTAX.search(re.sub(r"'[^']*'", "", plain)):
        return _in_process(arguments, folder, errors_too=errors_too)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail\n{command}"],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _in_process(arguments: list[str], folder: Path, *, errors_too: bool) -> tuple[int, str]:
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with redirect_stdout(out), redirect_stderr(out if errors_too else io.StringIO()):
            code = run_command(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue()


def complaint(example: Example, folder: Path) -> str | None:
    """What is wrong with the example, in words, or ``None`` when it holds."""
    code, printed = run(example.command, folder)
    place = f"{example.place}: $ {example.command}"
    if code != example.exit_code:
        return f"{place}\nexit {code}, not {example.exit_code}\n{printed}"
    if not matches(example.expected, printed):
        wanted = "\n".join(example.expected)
        return f"{place}\n--- printed\n{printed}\n--- documented\n{wanted}"
    return None
