"""Backups: made from a living office, put back elsewhere, refused where anything is wrong."""

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from rollcheck.office.keeping.backup import make_backup
from rollcheck.office.keeping.restore import restore_backup
from rollcheck.office.keeping.sealed_keys import seal, unseal
from rollcheck.office.place import OfficePlace
from rollcheck.problems import RollcheckError, silent
from rollcheck.record.files import store_file

PASSPHRASE = "nine wet wooden horses"


def rollcheck(*arguments: str, url: str = "", code: int = 0) -> str:
    environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-W", "ignore", "-m", "rollcheck", *arguments]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def urls() -> Iterator[tuple[str, str]]:
    """The address of an office's database and of an empty one; empty for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield "", ""
        return
    names = ("kept_from", "kept_into")
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        yield tuple(server.replace("/rollcheck?", f"/{name}?") for name in names)  # type: ignore[misc]  # two
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    file = tmp_path / "phrase"
    file.write_text(PASSPHRASE + "\n")
    return str(file)


@pytest.fixture
def office(tmp_path: Path, urls: tuple[str, str]) -> Path:
    folder = tmp_path / "theirs"
    add = ("office", "user", "add", "ann", "--role", "reviewer", "--data", str(folder))
    rollcheck(*add, url=urls[0])
    (folder / "snapshots" / "july").mkdir()
    (folder / "snapshots" / "july" / "voters.parquet").write_text("voters")
    return folder


@pytest.mark.slow
def test_an_office_is_put_back_whole(
    office: Path, tmp_path: Path, phrase: str, urls: tuple[str, str]
) -> None:
    file, back = tmp_path / "copy.tar", tmp_path / "back"
    with_phrase = ("--passphrase-file", phrase)
    said = rollcheck(
        "office", "backup", str(file), "--data", str(office), *with_phrase, url=urls[0]
    )
    assert "encrypted" in said
    assert file.stat().st_mode & 0o777 == 0o600
    secret = (office / "secret").read_bytes()
    assert secret not in file.read_bytes()
    (key,) = (office / "signing-keys").iterdir()
    assert key.read_bytes().splitlines()[1] not in file.read_bytes()
    again = ("office", "backup", str(file), "--data", str(office), *with_phrase)
    assert "never overwritten" in rollcheck(*again, url=urls[0], code=1)
    restore = ("office", "restore", str(file), "--data", str(back), *with_phrase)
    rollcheck(*restore, url=urls[1])
    assert (back / "secret").read_bytes() == secret
    assert (back / "signing-keys" / key.name).read_bytes() == key.read_bytes()
    assert (back / "signing-keys" / key.name).stat().st_mode & 0o777 == 0o600
    assert (back / "snapshots" / "july" / "voters.parquet").read_text() == "voters"
    report = json.loads(rollcheck("record", "check", str(back), "--json", url=urls[1]))
    assert report["problems"] == []
    assert (report["entries"], report["checkpoints"]) == (4, 1)
    add = ("office", "user", "add", "bob", "--role", "auditor", "--data", str(back))
    assert "bob was added" in rollcheck(*add, url=urls[1])
    assert "stands there" in rollcheck(*restore, url=urls[1], code=1)
    if urls[1]:
        elsewhere = ("office", "restore", str(file), "--data", str(tmp_path / "x"), *with_phrase)
        assert "holds tables already" in rollcheck(*elsewhere, url=urls[1], code=1)
        assert not (tmp_path / "x").exists()


@pytest.fixture
def copy(place: OfficePlace, tmp_path: Path) -> Path:
    """A backup without keys of a folder with a scan, a snapshot and a small database."""
    with closing(sqlite3.connect(place.sqlite_path)) as database:
        database.execute("CREATE TABLE facts (one)")
    (tmp_path / "scan").write_bytes(b"a scan")
    store_file(place.images, tmp_path / "scan")
    (place.snapshots / "july").mkdir()
    (place.snapshots / "july" / "manifest.json").write_text("{}")
    (place.snapshots / "july" / "voters.parquet").write_text("voters")
    out = tmp_path / "copy.tar"
    make_backup(
        place, out, passphrase=None, whole_snapshots=False, random=os.urandom, progress=silent
    )
    return out


def put_back(archive: Path) -> Path:
    target = OfficePlace(archive.parent / "back", None)
    restore_backup(archive, target, passphrase=None, progress=silent)
    return target.folder


def test_keys_and_rolls_can_be_left_out(copy: Path) -> None:
    back = put_back(copy)
    names = {path.relative_to(back).parts[0] for path in back.rglob("*") if path.is_file()}
    assert names == {"office.sqlite3", "images", "snapshots"}
    assert [path.name for path in (back / "snapshots" / "july").iterdir()] == ["manifest.json"]
    with closing(sqlite3.connect(back / "office.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM facts").fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "changed", "code"),
    [
        ("images", b"a scam", "altered"),
        ("office.sqlite3", b"SQLite", "altered"),
        ("../../evil", b"x", "not_a_backup"),
        ("images/../../evil", b"x", "not_a_backup"),
        ("secret", b"x", "not_a_backup"),
        ("images/ab/new", b"x", "altered"),
        ("manifest.json", b"{}", "other_format"),
    ],
)
def test_a_backup_that_was_altered_is_refused(
    copy: Path, name: str, changed: bytes, code: str
) -> None:
    with tarfile.open(copy) as tar:
        members = {one.name: tar.extractfile(one) for one in tar}
        contents = {one: file.read() for one, file in members.items() if file is not None}
    name = next((one for one in contents if name == one.split("/")[0]), name)
    with tarfile.open(copy, "w") as tar:
        for one, content in {**contents, name: changed}.items():
            member = tarfile.TarInfo(one)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    with pytest.raises(RollcheckError) as caught:
        put_back(copy)
    assert {problem.code for problem in caught.value.problems} == {code}
    assert not (copy.parent / "back").exists()
    assert not list(copy.parent.rglob("evil"))


@pytest.mark.parametrize("left", [0, 700, -20_000])
def test_a_backup_that_is_cut_short_is_refused(copy: Path, left: int) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[:left])
    with pytest.raises(RollcheckError) as caught:
        put_back(copy)
    assert {problem.code for problem in caught.value.problems} == {"damaged"}
    assert not (copy.parent / "back").exists()


def test_a_link_is_no_member_of_a_backup(copy: Path) -> None:
    with tarfile.open(copy, "w") as tar:
        member = tarfile.TarInfo("images/ab/link")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(RollcheckError):
        put_back(copy)


def test_a_sparse_file_is_no_member_of_a_backup(copy: Path) -> None:
    """A few bytes that say a terabyte."""
    with tarfile.open(copy, "w", format=tarfile.GNU_FORMAT) as tar:
        member = tarfile.TarInfo("images/ab/sparse")
        member.type = tarfile.GNUTYPE_SPARSE
        head = bytearray(member.tobuf(tarfile.GNU_FORMAT))
        head[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")  # its size once unpacked
        head[148:156] = b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
        tar.fileobj.write(bytes(head))
        tar.offset += len(head)
    with tarfile.open(copy) as tar:
        assert [(one.issparse(), one.size) for one in tar] == [(True, 1 << 40)]
    with pytest.raises(RollcheckError):
        put_back(copy)


@pytest.mark.parametrize(
    ("manifest", "sealed"),
    [
        (b"[" * 100_000, b""),
        (b'{"format": "rollcheck-backup/1"}', b""),
        (b'{"format": "rollcheck-backup/1", "files": {"keys.sealed": 5}}', b""),
        (b'{"format": "rollcheck-backup/1", "files": {}}', b""),
        (b"", b"nothing of the kind"),
        (b"", b'{"n": 1073741824, "r": 8, "p": 1}\n'),
        (b"", b"[" * 100_000 + b"\n"),
    ],
)
def test_a_backup_that_lies_about_itself_is_refused(
    copy: Path, manifest: bytes, sealed: bytes
) -> None:
    sealed = sealed or b"x"
    digest = hashlib.sha256(sealed).hexdigest()
    told = {"format": "rollcheck-backup/1", "files": {"keys.sealed": {"sha256": digest}}}
    with tarfile.open(copy, "w") as tar:
        for name, content in (
            ("keys.sealed", sealed), ("manifest.json", manifest or json.dumps(told).encode())
        ):  # fmt: skip
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    place = OfficePlace(copy.parent / "back", None)
    with pytest.raises(RollcheckError):
        restore_backup(copy, place, passphrase=PASSPHRASE, progress=silent)
    assert not place.folder.exists()


def test_keys_open_with_their_passphrase_alone() -> None:
    files = {"secret": b"\x00\xff", "content-keys/a": b""}
    sealed = seal(files, PASSPHRASE, lambda size: b"r" * size)
    assert unseal(sealed, PASSPHRASE) == files
    assert unseal(sealed, PASSPHRASE + ".") is None
    assert unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), PASSPHRASE) is None
