"""What is wrong with the header row of a text table, and what to do about it."""

from collections import Counter
from collections.abc import Collection, Iterator

from rollcheck.problems.problem import Problem

MOST_PLACES = 5  # of columns with one name, as a message tells them
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars (|)"}


def as_asked_for(names: list[str], known: Collection[str]) -> list[str]:
    """Return the header's names, those of ``known`` columns as they are asked for.

    A name that differs in capitals, blanks, hyphens or underscores alone is that column, unless the
    file has the column itself, or two columns asked for differ no more than that.
    """
    letters = Counter(_plain(column) for column in known)
    asked = {
        _plain(column): column
        for column in known
        if column not in names and letters[_plain(column)] == 1
    }
    return [name if name in known else asked.get(_plain(name), name) for name in names]


def column_problems(
    names: list[str], required: Collection[str], known: Collection[str], called: str
) -> list[Problem]:
    """Return a problem for each required column that is missing and each name that stands twice.

    A name found in the file is repeated in a message only where it is one we asked for: the
    first row of a file without a header is a person.
    """
    if separated := _separated_by(names, required):
        message = (
            f"the header row's names are separated by {separated}; save the file with the "
            "delimiter that is asked for (most often a comma), or name this one where that can "
            "be said"
        )
        return [Problem(called, 1, None, "other_delimiter", message)]
    return [*_missing(names, required, called), *_twice(names, known, called)]


def _separated_by(names: list[str], required: Collection[str]) -> str | None:
    """Return by what the one cell of a header is separated into all the required names."""
    if len(names) != 1 or len(required) < 2:
        return None
    for delimiter, told in DELIMITERS.items():
        if {_plain(name) for name in names[0].split(delimiter)} >= set(map(_plain, required)):
            return told
    return None


def _missing(names: list[str], required: Collection[str], called: str) -> Iterator[Problem]:
    for column in required:
        if column not in names:
            message = (
                f"the header row has {_counted(len(names))} and none named {column}; add the "
                "column, or correct its name or the delimiter"
            )
            yield Problem(called, 1, column, "missing_column", message)


def _twice(names: list[str], known: Collection[str], called: str) -> Iterator[Problem]:
    places: dict[str, list[int]] = {}
    for place, column in enumerate(names, start=1):
        places.setdefault(column, []).append(place)
    for column, where in places.items():
        if len(where) > 1:
            stand = " and ".join(str(place) for place in where[:MOST_PLACES])
            stand += " and others" if len(where) > MOST_PLACES else ""
            message = f"columns {stand} have the same name; rename or remove all but one"
            named = column if column in known else None
            yield Problem(called, 1, named, "column_twice", message)


def _plain(name: str) -> str:
    """Return a name as it is without capitals, blanks, hyphens and underscores."""
    return "".join(filter(str.isalnum, name)).casefold()


def _counted(columns: int) -> str:
    return "1 column" if columns == 1 else f"{columns} columns"
