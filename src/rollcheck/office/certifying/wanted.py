"""What is wanted of a bundle of the office."""

from dataclasses import dataclass
from pathlib import Path

from rollcheck.publish.publication import Release


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a bundle: why it may be published now, and what goes into it.

    ``amends`` says why its certificate takes the place of the one issued before; ``audit`` is the
    folder of the audit, ``replaces`` the bundle of the edition before.
    """

    release: Release
    amends: str = ""
    audit: Path | None = None
    replaces: Path | None = None
