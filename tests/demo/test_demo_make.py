"""Making a demo: the same bytes from the same words, whole or not at all."""

import json
import tomllib
from pathlib import Path

import pytest

from demo.demo_files import DemoFiles, digests, rows_of
from rollcheck.cli.app import run_command
from rollcheck.demo import make_demo, noise_settings

FILES = {
    "roll.csv": "voter_id,status,county,first,middle,last,suffix,birth_date,affidavit_signed_on,"
    "affidavit_received_on,canceled_on,house,pre_dir,street,street_type,post_dir,unit,city,zip,"
    "districts",
    "history.csv": "voter_id,from_date,to_date,house,pre_dir,street,street_type,post_dir,unit,city,"
    "zip,affidavit_signed_on,affidavit_received_on",
    "lines.csv": "line_id,section,sheet,line_no,printed_name,address,city,zip,birth_year,signed_on",
    "determinations.csv": "line_id,person,finding,reason,voter_id,duplicate_of,at",
    "sample-determinations.csv": "line_id,person,finding,reason,voter_id,duplicate_of,at",
    "universe.csv": "index,line_id,section,sheet,line_no,salt,leaf",
    "truth.csv": "line_id,voter_id,outcome,reason,duplicate_of,signer,name_group,noise,"
    "other_voter_id,roll_error",
}


def test_files_and_their_columns(demo: DemoFiles) -> None:
    names = {path.name for path in demo.folder.iterdir()}
    assert names == {*FILES, "petition.toml", "demo.json"}
    for name, header in FILES.items():
        assert (demo.folder / name).read_text(encoding="utf-8").split("\n", 1)[0].strip() == header


def test_the_same_words_make_the_same_bytes(small: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "again", scale=0.002, seed=3, noise="keyed")
    assert digests(tmp_path / "again") == digests(small)


def test_another_seed_makes_another_demo(small: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "other", scale=0.002, seed=4, noise="keyed")
    other, this = digests(tmp_path / "other"), digests(small)
    assert all(other[name] != this[name] for name in FILES)


def test_noise_changes_the_lines_and_nothing_of_the_roll(small: Path, tmp_path: Path) -> None:
    make_demo(tmp_path / "clean", scale=0.002, seed=3, noise="clean")
    clean, keyed = digests(tmp_path / "clean"), digests(small)
    assert clean["roll.csv"] == keyed["roll.csv"]
    assert clean["lines.csv"] != keyed["lines.csv"]
    assert {row["noise"] for row in rows_of(tmp_path / "clean" / "truth.csv")} == {""}


def test_every_noise_setting_makes_a_demo(tmp_path: Path) -> None:
    for name in noise_settings():
        make_demo(tmp_path / name, scale=0.001, seed=1, noise=name)
        assert len(rows_of(tmp_path / name / "lines.csv")) == 716


def test_many_voters_and_few_lines(tmp_path: Path) -> None:
    make_demo(tmp_path / "wide", scale=0.002, seed=3, noise="clean", voters=40_000, lines=716)
    made_with = json.loads((tmp_path / "wide" / "demo.json").read_text(encoding="utf-8"))
    assert (made_with["voters"], made_with["lines"]) == (40_000, 716)
    assert len(rows_of(tmp_path / "wide" / "lines.csv")) == 716
    active = sum(row["status"] == "active" for row in rows_of(tmp_path / "wide" / "roll.csv"))
    assert active == 40_000 + 2_000


def test_lines_left_undetermined(tmp_path: Path, small: Path) -> None:
    make_demo(tmp_path / "open", scale=0.002, seed=3, noise="keyed", undetermined=0.25)
    every = {row["line_id"] for row in rows_of(tmp_path / "open" / "lines.csv")}
    determined = {row["line_id"] for row in rows_of(tmp_path / "open" / "determinations.csv")}
    assert 0.2 < 1 - len(determined) / len(every) < 0.3
    assert {row["line_id"] for row in rows_of(small / "determinations.csv")} == every


def test_a_demo_is_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    assert run_command(["demo", "make", "--out", str(target), "--scale", "0.001"]) == 0
    command = ["demo", "make", "--out", str(target), "--scale", "0.001", "--seed", "2"]
    assert run_command(command) == 0
    assert json.loads((target / "demo.json").read_text(encoding="utf-8"))["seed"] == 2
    (target / "demo.json").unlink()
    before = digests(target)
    assert run_command(command) == 1
    assert digests(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    def interrupt(stage: str, _done: int, _total: int) -> None:
        if stage == "Keying lines":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path / "demo", scale=0.001, seed=1, noise="clean", progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_scale_outside_its_bounds_is_a_usage_error(tmp_path: Path) -> None:
    assert run_command(["demo", "make", "--out", str(tmp_path / "d"), "--scale", "0"]) == 2


def test_petition_file_of_a_small_county_keeps_the_share_of_the_case(demo: DemoFiles) -> None:
    petition = tomllib.loads((demo.folder / "petition.toml").read_text(encoding="utf-8"))
    assert petition["required"] == [5669, 5439]
    assert "registered" not in petition
    assert petition["raw_count"] == len(demo.lines) == 7158
    assert petition["sample"]["size"] == 500


def test_formulas_and_quotes_cannot_get_into_a_cell(demo: DemoFiles) -> None:
    for name in FILES:
        for row in rows_of(demo.folder / name):
            assert not any(
                cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
            )
