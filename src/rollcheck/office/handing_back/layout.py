"""How a file that goes back is laid out: its columns in order, and the office's own codes."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from rollcheck.problems import Problem, RollcheckError, raise_if_any

COLUMNS = (
    *("line", "section", "ordinal", "sheet", "line_on_sheet"),
    *("voter", "code", "result", "reason", "settled_on"),
)
VALID, WAITING, OTHERWISE = "valid", "waiting", "otherwise"
FOLDER = "back"


@dataclass(frozen=True, slots=True)
class BackLayout:
    """Columns as (name in the file, what it is) and the codes, by reason, valid or waiting.

    Without codes the file has Rollcheck's own. Lines that are not settled are in the file only
    where ``waiting`` has a code.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    codes: Mapping[str, str]

    @property
    def with_waiting(self) -> bool:
        """Tell whether lines that are not settled are in the file."""
        return WAITING in self.codes

    def code(self, result: str) -> str | None:
        """Return the code of ``valid``, ``waiting`` or a reason; None where the layout has none."""
        if not self.codes:
            return result
        return self.codes.get(result, self.codes.get(OTHERWISE))


def back_layouts(own: Path) -> list[str]:
    """Return the names of the layouts there are; ``own`` is the office's folder of layouts."""
    packed = files("rollcheck.office.handing_back").joinpath("layouts")
    names = [one.name for one in packed.iterdir() if one.name.endswith(".toml")]
    theirs = (one.name for one in (own / FOLDER).glob("*.toml") if one.is_file())
    return [*(name.removesuffix(".toml") for name in sorted(names)), *sorted(theirs)]


def load_back_layout(name: str, own: Path) -> BackLayout:
    """Load a layout of the package by name, or the office's own file in ``own``/back.

    Raises ``RollcheckError`` with everything wrong.
    """
    if name not in back_layouts(own):
        message = "there is no such layout; put the file into layouts/back/ in the data folder"
        raise RollcheckError([Problem(name, None, None, "unknown_layout", message)])
    packed = files("rollcheck.office.handing_back").joinpath("layouts", f"{name}.toml")
    try:
        content = (
            (own / FOLDER / name).read_text(encoding="utf-8")
            if name.endswith(".toml")
            else packed.read_text(encoding="utf-8")
        )
        document = tomllib.loads(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        problem = Problem(name, None, None, "bad_layout", "this is no TOML file in UTF-8")
        raise RollcheckError([problem]) from None
    raise_if_any(_problems(name, document))
    columns = tuple((one["name"], one["is"]) for one in document["columns"])
    return BackLayout(name, columns, dict(document.get("codes", {})))


def _problems(name: str, document: Mapping[str, Any]) -> Iterator[Problem]:
    known = {"title", "source", "notes", "columns", "codes"}
    for key in document:
        if key not in known:
            yield _wrong(name, key, f"there is no such key; there are {', '.join(sorted(known))}")
    columns = document.get("columns")
    if not isinstance(columns, list) or not columns:
        yield _wrong(name, "columns", "say at least one column, as [[columns]]")
        columns = []
    for number, column in enumerate(columns, start=1):
        match column:
            case {"name": str(said), "is": str(what)} if said and what in COLUMNS:
                continue
        message = f"say name = TEXT and is = one of {', '.join(COLUMNS)}"
        yield _wrong(name, f"columns[{number}]", message)
    codes = document.get("codes", {})
    if not isinstance(codes, dict) or not all(isinstance(code, str) for code in codes.values()):
        yield _wrong(name, "codes", "say a text for valid, waiting, otherwise and reasons")


def _wrong(name: str, key: str, message: str) -> Problem:
    return Problem(name, None, key, "bad_layout", message)
