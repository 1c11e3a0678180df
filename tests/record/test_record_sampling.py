"""The commitment to the lines and the draw go on the record: the root before the seed."""

import json
from pathlib import Path

import pytest

from rollcheck.cli.app import run_command
from rollcheck.record import open_record
from rollcheck.record.canonical import Value
from rollcheck.record.files import place_of

LINES = "line_id,section,sheet,line_no,printed_name,address\n" + "".join(
    f"{n},1,1,{n},ANN,1 MAIN ST\n" for n in range(1, 9)
)
BY = ["--by", "s1", "--petition", "r-2022"]


@pytest.fixture
def at(tmp_path: Path) -> Path:
    (tmp_path / "lines.csv").write_text(LINES)
    made = ["record", "init", str(tmp_path / "record"), "--origin", "e.example.gov/r"]
    assert run_command([*made, "--by", "a1", "--no-passphrase"]) == 0
    return tmp_path


def entries(record: Path) -> list[tuple[str, str, dict[str, Value]]]:
    with open_record(record, bytes, read_only=True) as opened:
        return [(one.type.code, one.petition, dict(one.data)) for one in opened.entries()][1:]


def test_the_root_is_on_the_record_before_the_draw(
    at: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, universe = at / "record", str(at / "universe.csv")
    on = ["--record", str(record), *BY]
    assert run_command(["sample", "commit", str(at / "lines.csv"), "--out", universe, *on]) == 0
    draw = ["sample", "draw", universe, "--seed", "dice 3", "--size", "2", "--json"]
    draw += ["--how", "a die, in public"]
    capsys.readouterr()
    assert run_command([*draw, "--out", str(at / "drawn.csv"), *on]) == 0
    said = json.loads(capsys.readouterr().out)
    (first, _r2022, committed), (made, _, seed), (then, _same, drawn) = entries(record)
    assert (first, made, then) == ("universe_committed", "seed_made", "sample_drawn")
    assert seed == {"seed": "dice 3", "how": "a die, in public"}
    assert committed == {"root": said["root"], "lines": 8, "stratum": ""}
    assert (drawn["root"], drawn["seed"], drawn["size"]) == (said["root"], "dice 3", 2)
    listed = json.loads(place_of(record / "files", str(drawn["draw"])).read_text())
    assert listed["indices"] == said["indices"]
    # What is stored names places among the leaves, and no line.
    assert set(listed) == {"root", "lines", "seed", "size", "indices"}
    assert run_command(["record", "check", str(record)]) == 3


@pytest.mark.parametrize("flags", [["--record", "record"], ["--petition", "r-2022"]])
def test_half_of_the_flags_is_usage(
    at: Path, flags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(at)
    monkeypatch.delenv("ROLLCHECK_BY", raising=False)
    words = ["sample", "commit", "lines.csv", "--out", "universe.csv", *flags]
    assert run_command(words) == 2
    assert not (at / "universe.csv").exists()


def test_without_its_record_nothing_is_committed_to(at: Path) -> None:
    out = at / "universe.csv"
    on = ["--record", str(at / "elsewhere"), *BY]
    assert run_command(["sample", "commit", str(at / "lines.csv"), "--out", str(out), *on]) == 1
    assert not out.exists()
