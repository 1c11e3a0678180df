"""What one bench found, and how it is printed, written as a page and kept as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Report:
    """One bench's findings: a table, the settings it ran under, what it does not show.

    ``columns`` are the titles; each row has one text per column. ``failures`` are sentences
    about what did not come out as it must; benches that only measure have none.
    """

    name: str
    title: str
    question: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    settings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON values, each row keyed by its columns."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {**asdict(self), "rows": rows}


def print_report(report: Report, console: Console) -> None:
    """Print the table, then the settings and the notes under it."""
    table = Table(title=report.title, title_justify="left", caption_justify="left")
    for number, column in enumerate(report.columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in report.rows:
        table.add_row(*row)
    console.print(table)
    for sentence in [*report.settings, *report.notes]:
        console.print(f"  {sentence}", highlight=False)
    for sentence in report.failures:
        console.print(f"  NOT AS IT MUST BE: {sentence}", style="bold red")
    console.print()


def page(reports: Sequence[Report], machine: Sequence[str], command: str) -> str:
    """Write the Markdown page of all reports."""
    lines = ["# Benchmarks", "", f"Made by `{command}`. Do not edit; run it again.", ""]
    lines += [f"- {sentence}" for sentence in machine]
    for report in reports:
        lines += ["", f"## {report.title}", "", report.question, ""]
        lines.append("| " + " | ".join(report.columns) + " |")
        lines.append("|---|" + "---:|" * (len(report.columns) - 1))
        lines += ["| " + " | ".join(row) + " |" for row in report.rows]
        for title, sentences in (("Settings:", report.settings), ("Notes:", report.notes)):
            if sentences:
                lines += ["", title, "", *(f"- {sentence}" for sentence in sentences)]
    return "\n".join(lines) + "\n"
