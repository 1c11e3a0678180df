"""Whoever changes a bundle is found out: any file in any way, and an office that signs again."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rollcheck.verify.__main__ import verify
from rollcheck.verify.saying import FAILED
from verify.published_bundle import Published, command

WAYS = ["flip", "drop", "insert", "truncate", "swap", "add", "exchange"]
SIGNED = ("manifest.json", "manifest.signed")


def files_of(bundle: Path) -> list[Path]:
    return sorted(path for path in bundle.rglob("*") if path.is_file())


def changed(bundle: Path, way: str, which: int, where: int) -> None:
    """Change a bundle in one way, at one place."""
    paths = files_of(bundle)
    path = paths[which % len(paths)]
    data = path.read_bytes()
    at = where % len(data)
    if way == "flip":
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << where % 8)]) + data[at + 1 :])
    elif way == "drop":
        path.unlink()
    elif way == "insert":
        path.write_bytes(data[:at] + b"0" + data[at:])
    elif way == "truncate":
        path.write_bytes(data[:at])
    elif way == "swap":
        path.write_bytes(data[at:] + data[:at] if data[at:] + data[:at] != data else data + b"\n")
    elif way == "add":
        (bundle / f"further-{where % 7}.csv").write_bytes(data)
    else:
        other = paths[(which + 1) % len(paths)]
        path.write_bytes(other.read_bytes() + b" ")


# The place is made once; each example puts back what it changed, which is far faster.
@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(WAYS), st.integers(0, 500), st.integers(0, 10**6))
def test_no_change_of_any_file_goes_unseen(
    published: Published, made: Published, way: str, which: int, where: int
) -> None:
    changed(published.bundle, way, which, where)
    try:
        report = verify(published.bundle, made.key, None, None)
        assert report.exit_code == 1, (way, which, where)
        said = " ".join(said for kind, said in report.found if kind == FAILED)
        assert any(word in said for word in ("sign", "is no bundle", "cannot be read"))
    finally:
        shutil.rmtree(published.bundle)
        shutil.copytree(made.bundle, published.bundle)


Change = Callable[[dict[str, Any]], None]


def _set(*path: str | int, to: Any = None, by: int = 0) -> Change:
    """Return what sets one value of a document, or adds to it."""

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = place[path[-1]] + by if by else to

    return change


def _no_harm(document: dict[str, Any]) -> None:
    for one in document["required"]:
        one["reviews"] = [[part, "0"] for part, _ in one["reviews"]]


# An office that signs what it changed: file, change, and what the verifier must say.
FORGED: list[tuple[str, Change, str]] = [
    ("result.json", _set("counts", "valid", by=1), "do not give the counts"),
    ("result.json", _set("counts", "invalid", by=1), "do not give the counts"),
    ("result.json", _set("counts", "raw", by=1), "do not add up to the lines filed"),
    ("result.json", _set("counts", "reasons", 0, "lines", by=1), "do not give the counts"),
    ("result.json", _set("decision", to="sufficient"), "not that of the certified number"),
    ("result.json", _set("decisions", 0, "decision", to="sufficient"), "the rules decide"),
    ("result.json", _set("decisions", 1, "decision", to="sufficient"), "the rules decide"),
    ("result.json", _set("decisions", 0, "short_by", by=1), "number short is not"),
    ("result.json", _set("required", 0, "value", by=-9), "do not belong together"),
    ("result.json", _set("stage", to="raw"), "wrong stage decides"),
    ("result.json", _set("samples", 0, "valid", by=1), "do not give the counts"),
    ("result.json", _set("samples", 0, "duplicates", by=1), "leaves are duplicates"),
    ("result.json", _set("samples", 0, "projected_valid", by=1), "the rules project"),
    ("result.json", _set("samples", 0, "naive_valid", by=1), "the rules project"),
    ("result.json", _set("samples", 0, "sufficient_from", by=1), "other cut-offs"),
    ("result.json", _set("samples", 0, "total_insufficient_below", by=1), "other cut-offs"),
    ("result.json", _set("samples", 0, "decision", to="sufficient"), "its decision is not that"),
    ("result.json", _set("samples", 0, "seed", to="another"), "other draws, sizes or seeds"),
    ("result.json", _set("samples", 0, "universe_root", to="00" * 32), "another universe"),
    ("result.json", _set("title", to="Another petition"), "last run on the record had another"),
    ("result.json", _set("counts", to=[]), "cannot be read"),
    ("leaves.json", _set("seed", to="another"), "other draws, sizes or seeds"),
    ("leaves.json", _set("universe_root", to="00" * 32), "another universe"),
    ("leaves.json", _set("findings_root", to="00" * 32), "commitments to the findings"),
    ("leaves.json", _set("lines", by=1), "do not stand in their order"),
    ("leaves.json", _set("draws", 0, "size", by=-1), "other draws, sizes or seeds"),
    ("leaves.json", _set("draws", 0, "passed_over", to=[0, 1, 2]), "lines were chosen"),
    ("leaves.json", _set("merged", to=[]), "do not give the counts"),
    ("audit/report.json", _set("required", 0, "risk_of_lines", to=0.01), "give a risk of"),
    ("audit/report.json", _set("required", 0, "conclusion", to="confirmed"), "give a risk of"),
    ("audit/report.json", _set("seed", to="another"), "not of the lines drawn"),
    ("audit/report.json", _set("valid", by=1), "another commitment"),
    ("audit/report.json", _set("required", 0, "margin", by=50), "do not follow from the counts"),
    ("audit/report.json", _set("rule", "shares", 0, to="20"), "counts or test"),
    ("audit/report.json", _set("risk_limit", to=0.9), "not the one on the record"),
    ("audit/report.json", _set("required", 0, "risk", to=0.01), "not the one on the record"),
    ("audit/report.json", _set("head", to="00" * 32), "not the one on the record"),
    ("audit/report.json", _set("steps", 1, "hash", to="00" * 32), "not the one on the record"),
    ("audit/reviews.json", _no_harm, "give a risk of"),
    ("audit/reviews.json", _set("required", 0, "reviews", 5, 0, to="other"), "not of the lines"),
    ("audit/reviews.json", _set("required", 0, "reviews", 5, 1, to="-5000"), "find too much"),
    ("audit/reviews.json", _set("required", 0, "reviews", 5, 1, to="1e999999999"), "cannot be"),
    ("result.json", _set("sample", "valid", by=1), "another sample is named"),
    ("audit/reviews.json", _set("required", 0, "parts", 0, "lines", by=5), "do not follow"),
    ("audit/commitment.json", _set("raw_count", by=1), "another commitment"),
    ("audit/commitment.json", _set("plan", "risk", to="1/2"), "another commitment"),
    ("audit/report.json", _set("risk_limit", to=0.9), "other limits, weights or numbers"),
    ("audit/report.json", _set("of", to="both"), "other limits, weights or numbers"),
    ("audit/report.json", _set("weights", to={"duplicate": 2}), "other limits, weights or"),
    ("audit/report.json", _set("manifest_risk", to=0.01), "other limits, weights or numbers"),
]


@pytest.mark.parametrize(("name", "change", "said"), FORGED)
def test_a_forgery_signed_again_is_found(
    published: Published, name: str, change: Change, said: str
) -> None:
    document = published.document(name)
    change(document)
    published.write(name, document)
    published.sign_again()
    assert said in published.failures()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("rules.toml", "value = 110", "value = 100", "rule file is not the one"),
        ("counts.csv", ",valid,,Valid,", ",valid,,Valid,1", "open data says something else"),
        ("required.csv", ",insufficient,", ",sufficient,", "open data says something else"),
        ("samples.csv", "1,", "2,", "open data says something else"),
        ("datapackage.json", '"code"', '"cod"', "other columns"),
        ("record/entries.jsonl", "run_finished", "tally_made_x", "not the one in the record"),
        ("record/checkpoint", "\n", "\n1", "cannot be read"),
    ],
)
def test_forged_text_signed_again_is_found(
    published: Published, name: str, old: str, new: str, said: str
) -> None:
    path = published.bundle / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    published.sign_again()
    assert said in published.failures()


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(["leaf", "finding", "code", "drop", "twice", "move"]), st.integers(1, 600))
def test_no_leaf_changes_unseen_though_all_is_signed_again(
    published: Published, made: Published, way: str, row: int
) -> None:
    path = published.bundle / "leaves.csv"
    rows = (made.bundle / "leaves.csv").read_text(encoding="utf-8").splitlines()
    index, leaf, finding, code, sample = rows[row].split(",")
    if way == "leaf":
        rows[row] = ",".join([index, "0" * 64, finding, code, sample])
    elif way == "finding":
        rows[row] = f"{index},{leaf},{leaf},{code},{sample}"
    elif way == "code":
        rows[row] = f"{index},{leaf},{finding},canceled2,{sample}"
    elif way == "drop":
        del rows[row]
    elif way == "twice":
        rows.insert(row, rows[row])
    else:
        rows[row], rows[row + 1] = rows[row + 1], rows[row]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    published.sign_again()
    said = published.failures()
    assert "leaves" in said or "commitments" in said


def test_a_line_put_into_the_sample_is_found(published: Published) -> None:
    path = published.bundle / "leaves.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    outside = next(at for at, row in enumerate(rows) if row.endswith(","))
    inside = next(at for at, row in enumerate(rows) if row.endswith(",not_registered"))
    rows[outside] += "not_registered"
    rows[inside] = rows[inside].removesuffix("not_registered")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    published.sign_again()
    assert "lines were chosen" in published.failures()


def test_a_tile_changed_or_cut_is_found(published: Published) -> None:
    (tile,) = (published.bundle / "record" / "tile" / "0").rglob("*.p/*")
    data = tile.read_bytes()
    tile.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    published.sign_again()
    assert "do not make the root of its checkpoint" in published.failures()
    tile.write_bytes(data[:-1])
    published.sign_again()
    assert "cannot be read" in published.failures()


def test_a_record_rolled_back_is_found(published: Published, tmp_path: Path) -> None:
    later = tmp_path / "later.txt"
    command("record", "checkpoint", published.record, "--by", "admin1", "--out", later)
    assert "older than your checkpoint, or the record was rolled back" in published.failures(
        since=later
    )


def test_any_file_of_an_earlier_edition_is_found(made: Published, tmp_path: Path) -> None:
    """Each file of a later bundle in turn, and the two signed ones together, are put back."""
    record, later = tmp_path / "record", tmp_path / "later"
    shutil.copytree(made.record, record)
    command("record", "append", record, "role_given", "person=s1", "role=supervisor", "--by", "a1")
    words = ("--record", record, "--by", "s1", "--lift-embargo", "a court")
    command("publish", made.run, "--out", later, *words)
    kept = {path: path.read_bytes() for path in files_of(later)}
    older = {path: made.bundle / path.relative_to(later) for path in kept}
    changed_since = [
        path for path, old in older.items() if old.is_file() and old.read_bytes() != kept[path]
    ]
    assert len(changed_since) > 3
    signed = [path for path in changed_since if path.name in SIGNED]
    for paths in (*([path] for path in changed_since), signed):
        for path in paths:
            path.write_bytes(older[path].read_bytes())
        report = verify(later, made.key, None, None)
        assert report.exit_code == 1, paths
        for path in paths:
            path.write_bytes(kept[path])
    assert verify(later, made.key, None, None).exit_code == 0


def test_a_split_view_is_found_when_observers_compare(made: Published, tmp_path: Path) -> None:
    """Two observers are shown two histories; each checks with the other's checkpoint."""
    fork = tmp_path / "fork"
    shutil.copytree(made.record, fork)
    for place, reason in ((made.record, "one"), (fork, "other")):
        command(
            *("record", "append", place, "embargo_lifted", f"reason={reason}", "--by", "s1"),
        )
    shown = []
    for number, place in enumerate((made.record, fork)):
        checkpoint, bundle = tmp_path / f"{number}.txt", tmp_path / f"bundle-{number}"
        command("record", "checkpoint", place, "--by", "admin1", "--out", checkpoint)
        command(
            *("publish", made.run, "--out", bundle, "--record", place, "--by", "s1"),
            *("--certified-on", "2022-08-15"),
        )
        shown.append((bundle, checkpoint))
    for mine, theirs in ((0, 1), (1, 0)):
        alone = verify(shown[mine][0], made.key, shown[mine][1], None)
        assert not [said for kind, said in alone.found if kind == FAILED]
        compared = verify(shown[mine][0], made.key, shown[theirs][1], None)
        said = [said for kind, said in compared.found if kind == FAILED]
        assert len(said) == 1
        assert "history was rewritten, or you were shown another record" in said[0]


def test_a_bundle_that_leaves_the_record_out_is_never_ok(published: Published) -> None:
    shutil.rmtree(published.bundle / "record")
    published.sign_again()
    assert published.checked().exit_code == 3
    assert "it was left out" in published.failures(since=published.since)
