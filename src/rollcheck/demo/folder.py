"""The demo's own folder: made whole or not at all, and never over anybody else's files."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from rollcheck.problems import Problem, RollcheckError

MARKER = "demo.json"
FORMAT = "rollcheck-demo/1"


@contextmanager
def new_folder(target: Path, made_with: Mapping[str, object]) -> Iterator[Path]:
    """Yield an empty folder that becomes ``target`` when the block ends well.

    A demo that stands there already is replaced; anything else is refused with a
    ``RollcheckError``, as is a folder to put it in that does not exist.
    """
    _refuse_others(target)
    partial = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield partial
        marker = json.dumps({"format": FORMAT, **made_with}, indent=2)
        (partial / MARKER).write_text(marker + "\n", encoding="utf-8")
        partial.chmod(0o755)
        _put_in_place(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, target: Path) -> None:
    if not target.exists():
        partial.rename(target)
        return
    old = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        target.rename(old / "old")
        partial.rename(target)
    finally:
        shutil.rmtree(old)


def _refuse_others(target: Path) -> None:
    if not target.parent.is_dir():
        code, message = "missing_folder", "there is no folder to put it in; make that first"
    elif target.exists() and not is_demo(target):
        code = "exists"
        message = "something that is not a demo stands there already; choose another --out"
    else:
        return
    raise RollcheckError([Problem(str(target), None, None, code, message)])


def is_demo(folder: Path) -> bool:
    """Tell whether a folder was made by ``new_folder``."""
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(marker, dict) and marker.get("format") == FORMAT
