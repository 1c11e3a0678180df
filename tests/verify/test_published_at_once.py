"""Two people who publish or certify at the same moment: one does, the other is told."""

import errno
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from rollcheck.cli.app import run_command
from rollcheck.publish.bundle_pages import write_pages
from rollcheck.record import open_record
from rollcheck.record.store import SqliteStore
from rollcheck.verify.__main__ import verify
from verify.published_bundle import Published, command
from verify.test_bundle_command import problems_of, supervised

PETITION = "us-ca-county-recall-2022-07-06"
CERTIFIED = ("--certified-on", "2022-08-15")


@pytest.fixture
def record(made: Published, tmp_path: Path) -> Path:
    return supervised(made.record, tmp_path / "record")


def codes(record: Path) -> list[str]:
    with open_record(record, bytes, read_only=True) as opened:
        return [one.type.code for one in opened.entries()]


def meanwhile(monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    """Let a command of somebody else run, once, while the pages of a bundle are written."""
    others = [words]

    def written(*given: object) -> None:
        if others:
            command(*others.pop())
        write_pages(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("rollcheck.publish.bundle.write_pages", written)


@pytest.mark.parametrize("why", [CERTIFIED, ("--lift-embargo", "a court asked")])
def test_of_two_who_publish_at_once_the_second_is_told_and_nothing_of_theirs_stands(
    made: Published,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    why: tuple[str, str],
) -> None:
    """The first begins, the second publishes in between: the first finds that at the end."""
    publish = ("publish", made.run, "--record", record, "--by", "s1", *why, "--out")
    before = codes(record).count("bundle_published")
    meanwhile(monkeypatch, *publish, tmp_path / "between")
    assert run_command([str(word) for word in (*publish, tmp_path / "out")]) == 1
    assert "s1 was faster: entry" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert codes(record).count("bundle_published") == before + 1
    assert verify(tmp_path / "between", made.key, None, None).exit_code == 0
    command(*publish, tmp_path / "out", "--replaces", tmp_path / "between")


def test_a_certificate_in_between_is_no_longer_passed_over(
    made: Published,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"signed")
    said = ("decision=insufficient", f"certificate=@{certificate}", "--by", "s2")
    words = ("record", "append", record, "certificate_issued", *said, "--petition", PETITION)
    meanwhile(monkeypatch, *words)
    publish = ("publish", made.run, "--record", record, "--by", "s1", *CERTIFIED, "--out")
    assert run_command([str(word) for word in (*publish, tmp_path / "out")]) == 1
    assert "s2 was faster: entry" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_where_the_bundle_cannot_be_put_in_its_place_the_record_names_none(
    made: Published, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on the record stays on it: it must not name a bundle that never stood."""
    before, out, rename = codes(record), tmp_path / "out", Path.rename

    def refused(self: Path, target: Path) -> Path:
        if target == out:
            raise OSError(errno.EACCES, "no", str(out))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    publish = ("publish", made.run, "--record", record, "--by", "s1", *CERTIFIED, "--out", out)
    assert run_command([str(word) for word in publish]) == 1
    assert "bundle_published" not in codes(record)[len(before) :]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["record"]
    monkeypatch.undo()
    command(*publish)
    assert codes(record)[-1] == "bundle_published"


@pytest.mark.parametrize(
    ("ended", "code"), [(OSError(errno.ENOSPC, "full"), 1), (KeyboardInterrupt(), 130)]
)
def test_a_bundle_that_the_record_did_not_take_does_not_stand(
    made: Published,
    record: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ended: BaseException,
    code: int,
) -> None:
    before, out, transaction = codes(record), tmp_path / "out", SqliteStore.transaction

    @contextmanager
    def full(self: SqliteStore) -> Iterator[None]:
        with transaction(self):
            yield
            if out.exists():
                raise ended

    monkeypatch.setattr(SqliteStore, "transaction", full)
    publish = ("publish", made.run, "--record", record, "--by", "s1", *CERTIFIED, "--out", out)
    assert run_command([str(word) for word in publish]) == code
    assert "bundle_published" not in codes(record)[len(before) :]
    assert not out.exists()


def test_of_many_who_certify_at_once_one_does(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever is first: each reads and appends under the lock of the record."""
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"signed")
    said = ["decision=insufficient", f"certificate=@{certificate}", "--petition", PETITION]
    ready = Barrier(4)

    def certify(number: int) -> int:
        words = ["record", "append", str(record), "certificate_issued", *said]
        ready.wait()
        return run_command([*words, "--by", f"s{number}"])

    with ThreadPoolExecutor(4) as people:
        ended = sorted(people.map(certify, range(4)))
    assert ended == [0, 1, 1, 1]
    assert codes(record).count("certificate_issued") == 1
    assert "has a certificate of this petition" in capsys.readouterr().err
    other = ["record", "append", str(record), "certificate_issued", *said[:-1], "another"]
    assert run_command([*other, "--by", "s1"]) == 0


def test_a_certificate_is_amended_with_a_reason_once_there_is_one(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"signed")
    file = f"certificate=@{certificate}"
    words = ("record", "append", record, "--petition", PETITION, "--by", "s1")
    amended = (*words, "certificate_amended", "reason=a slip", file)
    assert problems_of(capsys, *amended) == ["nothing_to_amend"]
    command(*words, "certificate_issued", "decision=insufficient", file)
    command(*amended)
