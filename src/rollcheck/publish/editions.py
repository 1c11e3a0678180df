"""Earlier editions of a publication, and what changed since, in words."""

from dataclasses import dataclass

from rollcheck.publish.language import said, say
from rollcheck.publish.publication import Change, Edition, Json
from rollcheck.publish.words import count, figure, long_date

NAMES = {
    "decision": "The decision",
    "status": "Whether it is final",
    "stage": "The stage that decides",
    "counts.raw": "Lines filed",
    "counts.valid": "Valid lines",
    "counts.invalid": "Invalid lines",
    "counts.waiting": "Waiting lines",
    "short_by": "Valid signatures missing",
    "rule_set.sha256": "The rules applied",
}
"""What is compared of two results, to its name."""


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An earlier edition; ``changes`` are sentences about the edition after it."""

    name: str
    manifest: str
    released: str
    changes: tuple[str, ...]


def edition_rows(history: tuple[Edition, ...]) -> tuple[EditionRow, ...]:
    """Return the earlier editions, the newest first."""
    return tuple(
        EditionRow(
            name=say("Edition {number}", number=count(one.number)),
            manifest=one.manifest,
            released=_released(one.release),
            changes=tuple(map(_sentence, one.changes))
            or (say("Nothing in the result changed after it."),),
        )
        for one in history
    )


def _released(release: Json) -> str:
    if release.get("why") == "certified":
        return say("Certified on {day}", day=long_date(str(release.get("on"))))
    return say("Before certification: {why}", why=release.get("reason", ""))


def _sentence(change: Change) -> str:
    name = say(NAMES[change.what]) if change.what in NAMES else _reason(change.what)
    message = "{name}: {before} before, {after} now."
    return say(message, name=name, before=_value(change.before), after=_value(change.after))


def _reason(what: str) -> str:
    told = said(what)
    code = what.removeprefix("reason ")
    return say("Reason {code}", code=code) if told == what else told


def _value(text: str) -> str:
    return figure(text) if text else "\N{EN DASH}"
