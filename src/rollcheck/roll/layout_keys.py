"""The keys that a layout's TOML file may have, and whether a file's have the right shape."""

from collections.abc import Callable, Mapping

from rollcheck.problems import Problem

Table = Mapping[str, object]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


Test = Callable[[object], bool]
TEXT, TEXTS, FLAG = (
    (_is_text, "a text"),
    (_is_texts, "a list of texts"),
    (_is_flag, "true or false"),
)
TABLE, TABLES = (_is_table, "a table"), (_is_tables, "a list of tables")

# Every key a layout may have and what its value must be. docs/formats-roll.md describes each.
KEYS: Mapping[str, Mapping[str, tuple[Test, str]]] = {
    "": {"title": TEXT, "source": TEXT, "notes": TEXT},
    "format": {
        "delimiter": TEXT,
        "quote": TEXT,
        "encoding": TEXT,
        "header": FLAG,
        "names": TEXTS,
        "positions": TABLE,
        "trimmed": FLAG,
        "columns_may_be_absent": FLAG,
    },
    "dates": {"formats": TEXTS, "unknown": TEXTS, "drop_impossible": FLAG},
    "status": {"codes": TABLE, "when_empty": TEXT, "where": TABLES},
    "rows": {"may_be_empty": TEXTS, "skip": TABLES},
}


def well_shaped(document: Table) -> dict[str, Table]:
    """Return the tables of a layout without the keys that are unknown or of the wrong shape."""
    tables = {
        name: {
            key: value
            for key, value in table_in(document.get(name)).items()
            if key in keys and keys[key][0](value)
        }
        for name, keys in KEYS.items()
        if name
    }
    return {**tables, "columns": table_in(document.get("columns"))}


def shape_problems(document: Table, file: str) -> list[Problem]:
    """Return a problem for each key that is unknown or whose value has the wrong shape."""
    found = []
    for name, value in document.items():
        if name in KEYS[""]:
            found += _value_problems({name: value}, KEYS[""], "", file)
        elif name not in {*KEYS, "columns"}:
            known = [*KEYS[""], *filter(None, KEYS), "columns"]
            message = f"unknown key; a layout has {', '.join(known)}"
            found.append(Problem(file, None, name, "bad_layout", message))
        elif not isinstance(value, dict):
            found.append(Problem(file, None, name, "bad_layout", f"this must be a table, [{name}]"))
        elif name != "columns":
            found += _value_problems(value, KEYS[name], f"{name}.", file)
    if "columns" not in document:
        message = "the table [columns] is missing: say where each column of the roll comes from"
        found.append(Problem(file, None, "columns", "bad_layout", message))
    return found


def _value_problems(
    table: Table, keys: Mapping[str, tuple[Test, str]], prefix: str, file: str
) -> list[Problem]:
    found = []
    for key, value in table.items():
        if key not in keys:
            message = f"unknown key; there are {', '.join(keys)}"
            found.append(Problem(file, None, f"{prefix}{key}", "bad_layout", message))
        elif not keys[key][0](value):
            message = f"this must be {keys[key][1]}"
            found.append(Problem(file, None, f"{prefix}{key}", "bad_layout", message))
    return found


def texts_in(value: object) -> tuple[str, ...]:
    """Return a list of texts, or nothing where the value is something else."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return ()
    return tuple(value)


def table_in(value: object) -> Table:
    """Return a table, or an empty one where the value is something else."""
    return value if isinstance(value, dict) else {}
