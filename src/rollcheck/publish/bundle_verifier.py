"""The verifier as one file, ``rollcheck-verify.pyz``: any Python from 3.11 on runs it."""

from importlib.resources import files
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NAME = "rollcheck-verify.pyz"
SHEBANG = b"#!/usr/bin/env python3\n"
START = "from rollcheck.verify.__main__ import main\n\nmain()\n"
NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_verifier(path: Path) -> None:
    """Write the verifier as a zip application; the same bytes from the same sources."""
    package = files("rollcheck.verify")
    sources = {
        f"rollcheck/verify/{entry.name}": entry.read_bytes()
        for entry in package.iterdir()
        if entry.name.endswith(".py")
    }
    # The package above it is empty here: nothing of the program itself comes along.
    sources |= {"rollcheck/__init__.py": b"", "__main__.py": START.encode()}
    with path.open("wb") as file:
        file.write(SHEBANG)
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name in sorted(sources):
                entry = ZipInfo(name, NO_TIME)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, sources[name])
