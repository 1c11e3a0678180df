"""The documentation as data: its pages, their fenced blocks, code spans, headings and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
FENCE = re.compile(r"^(`{3,})(.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: the page it is on, the line its fence opens at, its info string."""

    page: str
    line: int
    info: str
    text: str

    @property
    def language(self) -> str:
        """The first word of the info string, or the empty string."""
        return self.info.split()[0] if self.info else ""


def page_paths(root: Path = REPOSITORY) -> list[Path]:
    """README.md and every page under docs/, in a fixed order."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def all_paths(root: Path = REPOSITORY) -> list[Path]:
    """Every page a reader may open, those for contributors included."""
    return [*page_paths(root), root / "CONTRIBUTING.md", root / "CHANGELOG.md"]


def blocks(path: Path, root: Path = REPOSITORY) -> list[Block]:
    """The fenced blocks of one page; fails on a fence that is never closed."""
    name = str(path.relative_to(root))
    found: list[Block] = []
    opened: tuple[int, str, str] | None = None
    inside: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        fence = FENCE.match(line)
        if opened is None:
            if fence:
                opened, inside = (number, fence[1], fence[2].strip()), []
        elif fence and fence[1] == opened[1] and not fence[2]:
            found.append(Block(name, opened[0], opened[2], "\n".join(inside)))
            opened = None
        else:
            inside.append(line)
    assert opened is None, f"{name}:{opened}: this fence is never closed"
    return found


def prose(path: Path) -> str:
    """The page without its fenced blocks."""
    kept: list[str] = []
    fence = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1] == fence:
            fence = ""
        elif not fence:
            kept.append(line)
    return "\n".join(kept)


def code_spans(path: Path) -> Iterator[str]:
    """What stands in single backticks on the page, outside fenced blocks."""
    yield from re.findall(r"`([^`\n]+)`", prose(path))


def anchors(path: Path) -> set[str]:
    """The anchors that the page's headings get, as GitHub makes them."""
    titles = re.findall(r"^#+\s+(.+?)\s*$", prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links(path: Path) -> list[str]:
    """The targets of the page's links and images, in Markdown or in HTML."""
    text = prose(path)
    return [
        *re.findall(r"\]\(([^)\s]+)\)", text),
        *re.findall(r"""(?:src|href)=["']([^"']+)["']""", text),
    ]


def tables(path: Path) -> Iterator[list[dict[str, str]]]:
    """The page's tables, each a list of rows by column title."""
    rows: list[list[str]] = []
    for line in [*prose(path).splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows:
            head, _, *body = rows
            yield [dict(zip(head, row, strict=True)) for row in body]
            rows = []
