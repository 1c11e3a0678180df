"""The verifier on a true bundle: what it says, its exit codes, and that it needs Python alone."""

import ast
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from rollcheck.publish.bundle_verifier import write_verifier
from rollcheck.verify.__main__ import main, verify
from rollcheck.verify.saying import OPEN
from verify.opened_lines import line_found, opened
from verify.published_bundle import Published, command

SOURCES = Path(__file__).parents[2] / "src" / "rollcheck" / "verify"


def test_a_true_bundle_holds(made: Published) -> None:
    report = made.checked(since=made.since)
    assert report.exit_code == 0, report.found
    said = " ".join(said for _, said in report.found)
    for word in ("manifest", "record only grew", "drawn again", "counted again", "projected again"):
        assert word in said
    assert "decided again" in said
    assert "a risk of" in said
    assert "no further sample follows" in said or "the next sample has" in said
    assert "None" not in said


def test_without_a_key_the_origin_is_open(made: Published) -> None:
    report = verify(made.bundle, None, None, None)
    assert report.exit_code == 3
    (said,) = [said for kind, said in report.found if kind == OPEN]
    assert said.startswith("Origin not checked")


def test_another_key_is_another_origin(made: Published, tmp_path: Path) -> None:
    other = tmp_path / "other"
    command(
        *("record", "init", other, "--origin", "elections.example.gov/record"),
        *("--by", "x", "--no-passphrase"),
    )
    checkpoint = tmp_path / "other.txt"
    command("record", "checkpoint", other, "--by", "x", "--out", checkpoint)
    from_there = made.failures(since=checkpoint)
    assert "not signed by this record's key" in from_there


@pytest.mark.parametrize(
    ("flag", "text", "said"),
    [
        ("--key", "nothing of a key", "is no public key, and no file with one"),
        ("--key", "elections.example.gov/record+00000000+AAAA", "is no public key"),
        ("--since", None, "there is no "),
        ("--opening", None, "there is no "),
    ],
)
def test_what_is_wrongly_given_is_not_the_bundles_fault(
    made: Published,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    flag: str,
    text: str | None,
    said: str,
) -> None:
    path = tmp_path / "given.txt"
    if text:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main([str(made.bundle), flag, str(path)])
    assert left.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"argument {flag}: " in printed.err
    assert said in printed.err


def test_the_archive_runs_on_python_alone(made: Published) -> None:
    archive = made.bundle / "rollcheck-verify.pyz"
    done = subprocess.run(
        [sys.executable, "-I", "-S", archive, made.bundle, "--key", made.key],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("Everything that can be checked holds.\n")
    assert "What this cannot show:" in done.stdout


def test_the_archive_is_the_same_each_time(tmp_path: Path) -> None:
    one, two = tmp_path / "one.pyz", tmp_path / "two.pyz"
    write_verifier(one)
    write_verifier(two)
    assert one.read_bytes() == two.read_bytes()


def test_it_is_small_and_imports_the_standard_library_alone() -> None:
    lines = 0
    for source in SOURCES.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        lines += sum(bool(line.strip()) for line in text.splitlines())
        for node in ast.walk(ast.parse(text)):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("rollcheck.verify.") or (
                    name.split(".")[0] in sys.stdlib_module_names
                ), f"{source.name} imports {name}"
    # Somebody who wants to trust it reads all of it.
    assert lines <= 1_516


def test_the_exit_code_of_the_process(
    made: Published, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for words, code in (([made.bundle, "--key", made.key], 0), ([made.bundle], 3), ([tmp_path], 2)):
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        assert left.value.code == code
    assert "is no bundle" in capsys.readouterr().err


def test_an_opening_is_accepted_and_an_altered_one_is_not(
    made: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = opened(made, line_found(made, "invalid"), capsys)
    path = tmp_path / "opening.json"
    path.write_text(json.dumps(opening))
    assert made.checked(opening=path).exit_code == 0
    for kind, name in (("line", "section"), ("finding", "reason"), ("finding", "voter")):
        altered = json.loads(json.dumps(opening))
        altered[kind][name] += "1"
        path.write_text(json.dumps(altered))
        assert f"does not open the {kind}" in made.failures(opening=path)
    other = {**opening, "finding": {**opening["finding"], "index": 0}}
    path.write_text(json.dumps(other))
    assert "does not open the finding" in made.failures(opening=path)
    path.write_text("{}")
    assert "cannot be read" in made.failures(opening=path)


def test_a_place_that_it_has_no_reading_of_is_never_ok(published: Published) -> None:
    rules = published.bundle / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('"value-of-each-signature"', '"capture-and-recapture"'))
    result = published.document("result.json")
    result["rule_set"]["sha256"] = sha256(rules.read_bytes()).hexdigest()
    published.write("result.json", result)
    published.sign_again()
    report = published.checked()
    assert any(kind == OPEN and said.startswith("Not re-computed") for kind, said in report.found)
    assert report.exit_code != 0
