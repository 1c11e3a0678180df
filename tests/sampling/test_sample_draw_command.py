"""``rollcheck sample commit`` and ``draw``: the commands, their JSON, what they refuse."""

import csv
import json
from pathlib import Path

import pytest
from sample_runs import Run, problems, run

__all__ = ["run"]

HEADER = "line_id,section,sheet,line_no,printed_name,address,box,county"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    rows = [
        f"L{i},S{i // 10},1,{i % 10},Ann Lee,1 Oak St,{i // 50 + 1},{'Inyo' if i % 3 else 'Mono'}"
        for i in range(300)
    ]
    path = tmp_path / "lines.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def drawn(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_commit_and_draw_agree_on_the_root(run: Run, lines: Path, tmp_path: Path) -> None:
    code, printed = run("commit", "lines.csv", "--out", "u.csv", "--leaves", "l.csv", "--json")
    committed = json.loads(printed)
    assert (code, committed["lines"]) == (0, 300)
    code, printed = run("draw", "u.csv", "--seed", "s", "--size", "20", "--out", "d.csv", "--json")
    found = json.loads(printed)
    assert code == 0
    assert found["root"] == committed["root"]
    assert [int(one["index"]) for one in drawn(tmp_path / "d.csv")] == found["indices"]
    assert "L" not in (tmp_path / "l.csv").read_text()


@pytest.mark.parametrize("options", [("--out", "u.csv"), ("--out", "v.csv", "--leaves", "l.csv")])
def test_a_commitment_is_never_replaced(
    run: Run, lines: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert run("commit", "lines.csv", "--out", "u.csv", "--leaves", "l.csv")[0] == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run("commit", "lines.csv", *options)[0] == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_pull_list_has_the_boxes_of_the_lines_file(
    run: Run, lines: Path, tmp_path: Path
) -> None:
    run("commit", "lines.csv", "--out", "u.csv")
    draw = ("draw", "u.csv", "--seed", "s", "--size", "20", "--out", "d.csv")
    assert run(*draw, "--pull-list", "with.html", "--lines", "lines.csv")[0] == 0
    assert run(*draw, "--pull-list", "without.html")[0] == 0
    page, plain = (tmp_path / "with.html").read_text(), (tmp_path / "without.html").read_text()
    assert "<h2>Box 1</h2>" in page
    assert "<h2>Box" not in plain
    for one in drawn(tmp_path / "d.csv"):
        assert f"<td>{one['line_id']}</td>" in page
        assert f"<td>{one['line_id']}</td>" in plain


def test_strata_are_drawn_each_by_itself(run: Run, lines: Path, tmp_path: Path) -> None:
    _, printed = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "county", "--json")
    strata = {one["stratum"]: one["lines"] for one in json.loads(printed)["strata"]}
    assert strata == {"Inyo": 200, "Mono": 100}
    draw = ("draw", "u.csv", "--seed", "s", "--out", "d.csv", "--json")
    found = json.loads(run(*draw, "--size", "150")[1])
    assert {name: len(one) for name, one in found["indices"].items()} == {"Inyo": 150, "Mono": 100}
    (tmp_path / "sizes.csv").write_text("stratum,size\nInyo,7\nMono,0\n")
    found = json.loads(run(*draw, "--sizes", "sizes.csv")[1])
    assert {name: len(one) for name, one in found["indices"].items()} == {"Inyo": 7}
    assert {one["stratum"] for one in drawn(tmp_path / "d.csv")} == {"Inyo"}


def test_an_empty_stratum_and_wrong_sizes_are_named(run: Run, lines: Path, tmp_path: Path) -> None:
    lines.write_text(lines.read_text().replace("5,Mono", "5,").replace("6,Inyo", "6,"))
    code, printed = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "county", "--json")
    assert (code, problems(printed)) == (1, {("county", "missing")})
    code, _ = run("commit", "lines.csv", "--out", "u.csv", "--stratum", "planet", "--json")
    assert code == 1
    assert not (tmp_path / "u.csv").exists()
    run("commit", "lines.csv", "--out", "u.csv", "--stratum", "box")
    (tmp_path / "sizes.csv").write_text("stratum,size\n1,many\n2,3\n2,4\n")
    draw = ("draw", "u.csv", "--seed", "s", "--out", "d.csv", "--json")
    code, printed = run(*draw, "--sizes", "sizes.csv")
    assert (code, problems(printed)) == (1, {("size", "not_a_number"), ("stratum", "twice")})
    assert run(*draw, "--size", "0")[0] == 1
    assert run(*draw)[0] == 2
    assert run(*draw, "--size", "1", "--sizes", "sizes.csv")[0] == 2
    assert not (tmp_path / "d.csv").exists()
