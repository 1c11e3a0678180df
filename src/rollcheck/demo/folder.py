"""The demo's own folder: made whole or not at all, and never over anybody else's files."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rollcheck.problems import whole_folder

MARKER = "demo.json"
FORMAT = "rollcheck-demo/1"


@contextmanager
def new_folder(target: Path, made_with: Mapping[str, object]) -> Iterator[Path]:
    """Yield an empty folder that becomes ``target`` when the block ends well.

    A demo that stands there already is replaced; anything else is refused with a
    ``RollcheckError``.
    """
    with whole_folder(target, replaces=is_demo, what="a demo") as folder:
        yield folder
        marker = json.dumps({"format": FORMAT, **made_with}, indent=2)
        (folder / MARKER).write_text(marker + "\n", encoding="utf-8")


def is_demo(folder: Path) -> bool:
    """Tell whether a folder was made by ``new_folder``."""
    try:
        marker = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(marker, dict) and marker.get("format") == FORMAT
