"""What one bench found, and how it is printed and written as a section of the page."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table as Printed

IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Table:
    """A further table of a report: its title, its columns' titles, a text per cell."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a report: the name of its file, what it shows in a sentence, the SVG."""

    file: str
    shows: str
    svg: str


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
    more: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return every table, the main one first."""
        return (Table(self.title, self.columns, self.rows), *self.more)


def print_report(report: Report, console: Console) -> None:
    """Print the table, then the settings and the notes under it."""
    for one in report.tables:
        table = Printed(title=one.title, title_justify="left", caption_justify="left")
        for number, column in enumerate(one.columns):
            table.add_column(column, justify="left" if number == 0 else "right")
        for row in one.rows:
            table.add_row(*row)
        console.print(table)
    for sentence in [*report.settings, *report.notes]:
        console.print(f"  {sentence}", highlight=False)
    for sentence in report.failures:
        console.print(f"  NOT AS IT MUST BE: {sentence}", style="bold red")
    console.print()


def section(report: Report) -> list[str]:
    """Return the lines of a report's section of the Markdown page."""
    lines = ["", f"## {report.title}", "", report.question, ""]
    for table in report.tables:
        lines += ["", f"{table.title}:", ""] if table.title != report.title else []
        lines.append("| " + " | ".join(table.columns) + " |")
        lines.append("|---|" + "---:|" * (len(table.columns) - 1))
        lines += ["| " + " | ".join(row) + " |" for row in table.rows]
    for picture in report.pictures:
        lines += ["", f"![{picture.shows}]({IMAGES}/{picture.file})"]
    for title, sentences in (("Settings:", report.settings), ("Notes:", report.notes)):
        if sentences:
            lines += ["", title, "", *(f"- {sentence}" for sentence in sentences)]
    if report.failures:
        lines += ["", "Not as it must be:", "", *(f"- {one}" for one in report.failures)]
    return lines
