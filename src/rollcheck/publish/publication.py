"""What the pages of a bundle say beyond the result: who signed, why now, what came before."""

from dataclasses import dataclass
from datetime import date

from rollcheck.record.checkpoint import Checkpoint

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Release:
    """Why a bundle may be published: certified on a day, or the embargo lifted for a reason."""

    certified_on: date | None
    lifted_because: str | None

    def as_json(self) -> Json:
        """Return it as the manifest says it."""
        if self.certified_on is not None:
            return {"why": "certified", "on": self.certified_on.isoformat()}
        return {"why": "embargo_lifted", "reason": self.lifted_because or ""}


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs a bundle, and the fingerprint of the key: SHA-256 of its 32 bytes."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that the pages say and the result does not.

    ``evidence`` is the SHA-256 of ``evidence.sha256``, the list of all files that are no pages;
    ``checkpoint`` the record's newest, ``audit`` the audit's report, ``edition`` this edition's
    number and ``history`` the earlier ones, the newest first.
    """

    release: Release
    signed: Signed
    evidence: str
    checkpoint: Checkpoint | None
    audit: Json | None
    edition: int
    history: tuple["Edition", ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier bundle of the same petition; ``changes`` is what the one after it changed."""

    number: int
    manifest: str
    release: Json
    changes: tuple["Change", ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the edition before: ``what`` by its key, before and after."""

    what: str
    before: str
    after: str
