"""A folder is there whole or not at all, and never in place of somebody else's."""

import stat
from pathlib import Path

import pytest

from rollcheck.problems import RollcheckError, whole_folder


def is_ours(folder: Path) -> bool:
    return (folder / "ours").exists()


def test_it_becomes_the_folder_only_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    with whole_folder(out, private=True) as folder:
        (folder / "ours").write_text("1")
        assert not out.exists()
    assert (out / "ours").read_text() == "1"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt])
def test_whatever_stops_it_nothing_is_left(tmp_path: Path, stop: type[BaseException]) -> None:
    out = tmp_path / "out"
    with pytest.raises(stop), whole_folder(out) as folder:  # noqa: PT012 - the block is the test
        (folder / "half").write_text("1")
        raise stop
    assert list(tmp_path.iterdir()) == []


def test_only_what_may_be_replaced_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with whole_folder(out) as folder:
        (folder / "ours").write_text("1")
    with pytest.raises(RollcheckError, match="exists already"), whole_folder(out):
        pass
    with whole_folder(out, replaces=is_ours) as folder:
        (folder / "other").write_text("2")
    assert [path.name for path in out.iterdir()] == ["other"]
    with (
        pytest.raises(RollcheckError, match="not only a demo"),
        whole_folder(out, replaces=is_ours, what="a demo"),
    ):
        pass
    assert (out / "other").read_text() == "2"


def test_one_that_fails_leaves_the_earlier(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with whole_folder(out) as folder:
        (folder / "ours").write_text("1")
    with pytest.raises(ValueError, match="no"), whole_folder(out, replaces=is_ours):
        raise ValueError("no")
    assert (out / "ours").read_text() == "1"
    assert list(tmp_path.iterdir()) == [out]


def test_one_that_cannot_take_its_place_leaves_the_earlier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, rename = tmp_path / "out", Path.rename
    with whole_folder(out) as folder:
        (folder / "ours").write_text("1")

    def refused(self: Path, target: Path) -> Path:
        if ".unfinished" in self.name:
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError), whole_folder(out, replaces=is_ours) as folder:
        (folder / "ours").write_text("2")
    assert (out / "ours").read_text() == "1"
    assert list(tmp_path.iterdir()) == [out]
