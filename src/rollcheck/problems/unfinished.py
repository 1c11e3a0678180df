"""Names of what is not finished yet: siblings of the place that was asked for."""

import os
import re
from pathlib import Path

ENDING = ".unfinished"
SIBLING = re.compile(rf"\.(?P<asked>[^/\\]+)\.[a-z0-9_]+{ENDING}")
SCRATCH = re.compile(r"[/\\]rollcheck-[a-z]+-[a-z0-9_]{8}\b")


def unfinished_sibling(out: Path) -> Path:
    """Return the sibling in which ``out`` is made, of this process alone."""
    return out.with_name(f".{out.name}.{os.getpid()}{ENDING}")


def as_asked_for(text: str) -> str:
    """Return what the system says of an unfinished sibling as of the place that was asked for.

    A folder for what is needed only while one works is told as the folder that it stands in.
    """
    return SIBLING.sub(r"\g<asked>", SCRATCH.sub("", text))
