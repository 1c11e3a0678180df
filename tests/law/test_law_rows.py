"""On which row a key stands, in text that TOML allows and few people write."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.law.rows_of_keys import row_of, rows_of_keys

PLACES = sorted(Path(str(files("rollcheck.law") / "places")).rglob("*.toml"))

ODD = '''# a comment = "with a key"
top = 1   # first = 2
"quoted key" = [ # a list
  "one # no comment",   # two = 3
  """ ] """, ']', "\\"]",
]
'single' = \'\'\'
[not.a.table]
key = 1
\'\'\'
more = """
[[neither]] \\""" still
"""

[ a . b ]
x.y = { z = 1, "[w]" = [1, 2] }
[[rows]]   # the first
n = 1
[rows.below]
m = 2
[[rows.inner]]
[[rows.inner]]
k = 3
[[rows]]
n = 2
[rows.below]
m = 3
last = 1'''


def keys(value: object, name: str = "") -> Iterator[str]:
    """Every key of a tree, entries of arrays of tables numbered from 1."""
    if isinstance(value, dict):
        for key, below in value.items():
            full = f"{name}.{key}" if name else key
            yield full
            yield from keys(below, full)
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for number, below in enumerate(value, start=1):
            yield f"{name}.{number}"
            yield from keys(below, f"{name}.{number}")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_odd_text(ends: str) -> None:
    text = ODD.replace("\n", ends)
    rows = rows_of_keys(text)
    tree = tomllib.loads(text)
    assert {
        key: row_of(rows, key)
        for key in ("top", "quoted key", "single", "more", "a.b", "a.b.x.y", "a.b.x.y.z")
    } == {
        "top": 2,
        "quoted key": 3,
        "single": 7,
        "more": 11,
        "a.b": 15,
        "a.b.x.y": 16,
        "a.b.x.y.z": 16,
    }
    assert {key: rows[key] for key in rows if key.startswith("rows")} == {
        "rows": 17,
        "rows.1": 17,
        "rows.1.n": 18,
        "rows.1.below": 19,
        "rows.1.below.m": 20,
        "rows.1.inner": 21,
        "rows.1.inner.1": 21,
        "rows.1.inner.2": 22,
        "rows.1.inner.2.k": 23,
        "rows.2": 24,
        "rows.2.n": 25,
        "rows.2.below": 26,
        "rows.2.below.m": 27,
        "rows.2.below.last": 28,
    }
    assert set(rows) <= set(keys(tree))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.stem)
def test_every_key_of_a_rule_file_stands_on_its_row(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = rows_of_keys(text)
    lines = text.splitlines()
    for key in keys(tomllib.loads(text)):
        row = row_of(rows, key)
        assert row is not None
        assert (
            next(part for part in reversed(key.split(".")) if not part.isdigit()) in lines[row - 1]
        )


def test_a_key_that_is_not_there_is_where_it_should_be() -> None:
    rows = rows_of_keys("a = 1\n[b]\nc = 2\n")
    assert row_of(rows, "b.d.e") == 2
    assert row_of(rows, "d") is None
    assert row_of(rows, None) is None


PIECES = (
    "a = 1",
    'b = "x # y = ["  # z = 2',
    "c = '''\n[x]\n'''",
    "d = [\n  1, # ]\n  2 ]",
    'e.f = { g = "]", h = [ "}" ] }',
    '"i j" = """\n[[k]]\n"" \\""" """',
    "# l = 1",
    "[m]",
    "[[n]]",
    "[n.o]",
    "[[n.p]]",
    "[m.'q.r'.s]",
    "",
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join))
def test_whatever_toml_accepts_no_key_is_found_that_is_not_there(text: str) -> None:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    rows = rows_of_keys(text)
    assert set(rows) <= set(keys(tree))
    assert all(1 <= row <= text.count("\n") + 1 for row in rows.values())
