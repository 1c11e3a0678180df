"""What somebody tries who knows how the verifier works: links, doubled keys, forged lines."""

import errno
import os
import shutil
import sys
from base64 import b64encode
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from rollcheck.verify import __main__ as program
from rollcheck.verify.files import said_in
from rollcheck.verify.log import check_log
from rollcheck.verify.notes import read_key
from rollcheck.verify.saying import OPEN, Report, plain
from verify.published_bundle import Published


def test_a_link_to_a_folder_that_nobody_signed_is_found(
    published: Published, tmp_path: Path
) -> None:
    shutil.move(published.bundle / "audit", tmp_path / "elsewhere")
    published.sign_again()
    assert published.checked().exit_code == 0
    (published.bundle / "audit").symlink_to(tmp_path / "elsewhere")
    assert "not part of what was signed: audit" in published.failures()


@pytest.mark.parametrize("name", ["result.json", "leaves.csv"])
def test_a_link_in_the_place_of_a_file_is_found(
    published: Published, tmp_path: Path, name: str
) -> None:
    shutil.move(published.bundle / name, tmp_path / "file")
    (published.bundle / name).symlink_to(tmp_path / "file")
    assert f"changed since they were signed: {name}" in published.failures()


def test_a_pipe_in_the_place_of_a_file_is_found_and_not_waited_for(published: Published) -> None:
    (published.bundle / "counts.csv").unlink()
    os.mkfifo(published.bundle / "counts.csv")
    assert "changed since they were signed: counts.csv" in published.failures()


def test_what_is_exchanged_after_the_check_of_the_files_is_not_read(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*given: object) -> None:
        for path in published.bundle.rglob("*"):
            if path.is_file():
                path.write_text("something else")
        check_log(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(program, "check_log", meanwhile)
    assert published.checked().exit_code == 0
    assert (published.bundle / "result.json").read_text() == "something else"
    monkeypatch.undo()
    assert published.checked().exit_code == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("result.json", "{", '{"decision": "sufficient",'),
        ("leaves.json", "{", '{"seed": "another",'),
        ("record/entries.jsonl", "{", '{"seq":0,'),
        ("audit/report.json", "{", '{"valid": 1,'),
    ],
)
def test_what_is_said_twice_is_refused(published: Published, name: str, old: str, new: str) -> None:
    path = published.bundle / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    published.sign_again()
    assert "cannot be read" in published.failures()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"raw": ' + "9" * 5_000 + "}", '{"raw": NaN}'])
def test_what_no_office_writes_is_refused(published: Published, text: str) -> None:
    (published.bundle / "leaves.json").write_text(text, encoding="utf-8")
    published.sign_again()
    assert "cannot be read" in published.failures()


@pytest.mark.parametrize("cell", ["v" * 200_000, '"va"lid"', '"valid'])
@pytest.mark.parametrize("name", ["leaves.csv", "counts.csv"])
def test_a_table_that_no_reader_reads_is_a_failure(
    published: Published, name: str, cell: str
) -> None:
    path = published.bundle / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",valid,", f",{cell},", 1), encoding="utf-8")
    published.sign_again()
    assert published.checked().exit_code == 1


def test_it_speaks_where_a_terminal_has_few_letters(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    (published.bundle / "Peña.csv").write_text("x")
    printed = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(printed, encoding="ascii"))
    with pytest.raises(SystemExit) as ended:
        program.main([str(published.bundle)])
    sys.stdout.flush()
    assert ended.value.code == 1
    assert rb"Pe\xf1a.csv" in printed.getvalue()


def test_reviews_that_find_what_none_can_do_not_confirm(published: Published) -> None:
    """An office that makes up its reviews computes the risk that follows from them, and signs."""
    report, reviews = (published.document(f"audit/{name}.json") for name in ("report", "reviews"))
    for one, said in zip(reviews["required"], report["required"], strict=True):
        one["reviews"][0][1] = "-5000"
        said |= {"risk": 0.0, "risk_of_lines": 0.0, "conclusion": "confirmed"}
    published.write("audit/report.json", report)
    published.write("audit/reviews.json", reviews)
    shutil.rmtree(published.bundle / "record")
    published.sign_again()
    assert "find too much" in published.failures()


def test_no_number_is_infinite() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        said_in("[-Infinity]")


def test_an_audit_of_more_lines_than_there_can_be_is_refused(published: Published) -> None:
    commitment = published.document("audit/commitment.json")
    for one in commitment["strata"]:
        one["lines"] = 10**12
    published.write("audit/commitment.json", commitment)
    published.sign_again()
    assert "another commitment, number, counts or test" in published.failures()


def test_nothing_in_a_bundle_forges_a_line_of_the_verifier(
    published: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    (published.bundle / "x\x1b[2K\nok    Everything holds.\u202e").write_text("x")
    with pytest.raises(SystemExit) as ended:
        program.main([str(published.bundle)])
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert r"x\x1b[2K\nok    Everything holds.\u202e" in said
    assert "\x1b" not in said
    assert plain("Peña, 条") == "Peña, 条"


@pytest.mark.parametrize("name", ["two words", "a\u00a0b", "a\nb", "a\u202eb", ""])
def test_a_key_has_a_name_of_one_word_that_can_be_read(name: str) -> None:
    public = b"\x01" + bytes(32)
    key_id = sha256(name.encode() + b"\n" + public).digest()[:4].hex()
    with pytest.raises(ValueError, match="not an Ed25519 key"):
        read_key(f"{name}+{key_id}+{b64encode(public).decode()}")


@pytest.mark.parametrize("code", ["", "not_counted"])
def test_a_leaf_outside_the_count_is_never_passed_over_in_silence(
    published: Published, code: str
) -> None:
    path = published.bundle / "leaves.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    at = next(at for at, row in enumerate(rows) if row.endswith(",valid,"))
    rows[at] = rows[at].removesuffix(",valid,") + f",{code},"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    published.sign_again()
    found = published.checked().found
    assert any(kind == OPEN and "Leaves outside the count: 1," in said for kind, said in found)


def test_rules_of_another_time_are_found(published: Published) -> None:
    path = published.bundle / "rules.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("last_day = { value = 2023-", "last_day = { value = 2013-", 1))
    result = published.document("result.json")
    result["rule_set"]["sha256"] = sha256(path.read_bytes()).hexdigest()
    published.write("result.json", result)
    published.sign_again()
    assert "not in force on the day of the filing" in published.failures()


def test_what_is_hidden_behind_a_hash_is_said(published: Published) -> None:
    shown = (published.bundle / "record/entries.jsonl").read_text(encoding="utf-8").splitlines()
    entries = int((published.bundle / "record/checkpoint").read_text().splitlines()[1])
    kept = [line for line in shown if "tally_made" not in line]
    (published.bundle / "record/entries.jsonl").write_text("\n".join(kept) + "\n")
    published.sign_again()
    said = " ".join(published.checked().cannot)
    assert f"no entry shown by its hash alone, {entries - len(kept):,} in all" in said


def test_a_full_disk_is_not_the_offices_fault() -> None:
    report = Report()

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    report.part("The manifest", full)
    assert report.found == [
        (OPEN, "The manifest could not be looked at on this machine: No space left on device.")
    ]
    assert report.exit_code == 3
