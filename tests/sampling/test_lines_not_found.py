"""Lines drawn that nobody can find, and lines that were never in the count."""

import json
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.cli.app import run_command
from rollcheck.problems import RollcheckError
from rollcheck.sampling import LineIdentity, commit_universe, draw, passed_over

UNIVERSE = commit_universe(
    [LineIdentity(f"L{i}", "S", "1", str(i)) for i in range(60)],
    (number.to_bytes(16) for number in count()),
)
HEADER = "line_id,section,sheet,line_no,printed_name,address,struck"
ARIZONA = ("--rules", "us-az/state-initiative", "--on", "2022-07-01")
WASHINGTON = ("--rules", "us-wa/state-initiative", "--on", "2012-12-01")


def ids(size: int, without: frozenset[str] = frozenset()) -> list[str]:
    drawn = draw(UNIVERSE, "s", size, without=without)
    return [one.line.identity.line_id for one in drawn]


@given(
    size=st.integers(1, 20),
    more=st.integers(0, 10),
    without=st.frozensets(st.sampled_from(range(60)), max_size=25),
)
def test_all_others_stay_drawn_and_a_larger_draw_extends(
    size: int, more: int, without: frozenset[int]
) -> None:
    lost = frozenset(f"L{i}" for i in without)
    found = ids(size, lost)
    assert not lost.intersection(found)
    assert ids(size + more, lost)[:size] == found
    every = ids(60)
    assert found == [line for line in every if line not in lost][:size]
    drawn = draw(UNIVERSE, "s", size, without=lost)
    passed = {UNIVERSE.lines[i].identity.line_id for i in passed_over(UNIVERSE, "s", drawn, lost)}
    assert passed == lost.intersection(every[: every.index(found[-1])])


def test_more_than_is_left_cannot_be_drawn() -> None:
    with pytest.raises(RollcheckError, match="59 lines"):
        draw(UNIVERSE, "s", 60, without=frozenset({"L1"}))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with 30 lines, the first of them struck out."""
    monkeypatch.chdir(tmp_path)
    rows = [f"L{i},S,{i},1,Ann,1 Oak,{'' if i else 'yes'}" for i in range(30)]
    (tmp_path / "lines.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = run_command(["sample", *arguments, "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def column(path: Path) -> list[str]:
    return [row.split(",")[3] for row in path.read_text().splitlines()[1:]]


def test_struck_lines_need_a_law(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = asked(capsys, "commit", "lines.csv", "--out", "u.csv")
    assert (code, found["problems"][0]["code"]) == (1, "struck_lines")  # type: ignore[index]
    assert asked(capsys, "commit", "lines.csv", "--out", "u.csv", *ARIZONA)[1]["lines"] == 29
    assert asked(capsys, "commit", "lines.csv", "--out", "w.csv", *WASHINGTON)[1]["lines"] == 30


def test_the_next_takes_the_place_of_one_not_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(capsys, "commit", "lines.csv", "--out", "u.csv", *ARIZONA)
    arguments = ("draw", "u.csv", "--seed", "s", "--size", "5", "--out")
    asked(capsys, *arguments, "d.csv")
    first = column(folder / "d.csv")
    (folder / "lost.csv").write_text(f"line_id\n{first[1]}\n")
    lost = ("--not-located", "lost.csv")
    _, found = asked(capsys, *arguments, "e.csv", *lost, *ARIZONA)
    again = column(folder / "e.csv")
    assert again[:4] == [first[0], *first[2:]]
    assert again[4] not in first
    assert len(found["passed_over"]) == 1  # type: ignore[arg-type]
    assert found["not_located"]["rule"] == "next_line"  # type: ignore[index]
    _, found = asked(capsys, *arguments, "f.csv", *lost, *WASHINGTON)
    assert column(folder / "f.csv") == first
    assert "passed_over" not in found
    _, found = asked(capsys, *arguments, "g.csv", "--not-counted", "lost.csv")
    assert column(folder / "g.csv") == again


def test_what_cannot_be(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "commit", "lines.csv", "--out", "u.csv", *ARIZONA)
    arguments = ("draw", "u.csv", "--seed", "s", "--size", "2", "--out", "d.csv")
    (folder / "lost.csv").write_text("line_id\nL99\n")
    assert run_command(["sample", *arguments, "--not-located", "lost.csv"]) == 2
    capsys.readouterr()
    code, found = asked(capsys, *arguments, "--not-located", "lost.csv", *ARIZONA)
    assert (code, found["problems"][0]["code"]) == (1, "unknown_line")  # type: ignore[index]
    asked(capsys, *arguments)
    undrawn = next(f"L{i}" for i in range(1, 30) if f"L{i}" not in column(folder / "d.csv"))
    (folder / "lost.csv").write_text(f"line_id\n{undrawn}\n")
    code, found = asked(capsys, *arguments, "--not-located", "lost.csv", *WASHINGTON)
    assert (code, found["problems"][0]["code"]) == (1, "not_drawn")  # type: ignore[index]
