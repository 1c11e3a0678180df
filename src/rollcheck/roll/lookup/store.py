"""The files of a look-up index: arrays that many processes map into memory at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.problems import Problem, RollcheckError, Threads, raise_if_any

FORMAT = "rollcheck-lookup/1"
FOLDER = "lookup"
MANIFEST = "manifest.json"
MAKE_IT = "make it with `rollcheck roll index SNAPSHOT`"

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """The arrays of an index by name, mapped and not read; ``voters`` is how many it holds."""

    arrays: Mapping[str, Array]
    voters: int


def write_arrays(
    folder: Path, arrays: Mapping[str, Array], voters: int, voters_sha256: str
) -> None:
    """Write each array to a file of ``folder``, and the manifest with their SHA-256.

    ``voters_sha256`` is that of the voters.parquet they were made from.
    """

    def written(name: str) -> tuple[str, dict[str, str | int]]:
        path = folder / f"{name}.npy"
        return path.name, _save(path, np.ascontiguousarray(arrays[name]))

    with Threads() as writers:
        files = dict(writers.map(written, sorted(arrays)))
    manifest = {
        "format": FORMAT,
        "voters": voters,
        "voters_sha256": voters_sha256,
        "files": files,
    }
    text = json.dumps(manifest, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_arrays(folder: Path, voters_sha256: str, *, check: bool = False) -> Stored:
    """Map the arrays of ``folder`` into memory.

    Raises ``RollcheckError`` where there is no index, where it is damaged or of another version,
    and where it was not made from the voters.parquet of this SHA-256. Sizes are always checked;
    contents only with ``check``, for that reads every byte.
    """
    manifest = _manifest(folder)
    if manifest["voters_sha256"] != voters_sha256:
        message = f"the look-up index was made from another roll; remove it and {MAKE_IT}"
        raise _refused(folder, "other_roll", message)
    raise_if_any(_damages(folder, manifest["files"], check=check))
    arrays = {
        # As plain arrays: the class of mapped ones is slow in small steps.
        name.removesuffix(".npy"): np.asarray(np.load(folder / name, mmap_mode="r"))
        for name in manifest["files"]
    }
    return Stored(arrays, manifest["voters"])


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"this snapshot has no look-up index; {MAKE_IT}"
        raise _refused(folder, "no_lookup", message) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        manifest = None
    needed = {"format", "voters", "voters_sha256", "files"}
    if not isinstance(manifest, dict) or not needed <= set(manifest):
        message = f"the look-up index is damaged; remove its folder and {MAKE_IT}"
        raise _refused(folder / MANIFEST, "damaged_lookup", message)
    if manifest["format"] != FORMAT:
        message = f"the look-up index is not {FORMAT}; remove its folder and {MAKE_IT}"
        raise _refused(folder / MANIFEST, "other_format", message)
    return manifest


def _save(path: Path, array: Array) -> dict[str, str | int]:
    """Write an array as ``numpy.save`` does; return the file's SHA-256 and size."""
    head = BytesIO()
    np.lib.format.write_array_header_1_0(head, np.lib.format.header_data_from_array_1_0(array))
    digest = sha256(head.getvalue())
    digest.update(array.data)
    with path.open("wb") as file:
        file.write(head.getvalue())
        array.tofile(file)
    return {"sha256": digest.hexdigest(), "bytes": path.stat().st_size}


def _damages(folder: Path, files: Mapping[str, Any], *, check: bool) -> list[Problem]:
    message = f"the file is not the one that was written; remove the folder and {MAKE_IT}"
    return [
        Problem(str(folder / name), None, None, "damaged_lookup", message)
        for name, written in files.items()
        if not (folder / name).is_file()
        or (folder / name).stat().st_size != written["bytes"]
        or (check and _sha256(folder / name) != written["sha256"])
    ]


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _refused(path: Path, code: str, message: str) -> RollcheckError:
    return RollcheckError([Problem(str(path), None, None, code, message)])
