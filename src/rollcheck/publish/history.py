"""Editions of a bundle: what was published before, by its hash, and what changed since."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from rollcheck.problems import Problem, RollcheckError
from rollcheck.publish.publication import Change, Edition
from rollcheck.record.files import sha256_of

FORMAT = "rollcheck-history/1"
HISTORY, MANIFEST, RESULT = "history.json", "manifest.json", "result.json"
COMPARED = (
    ("decision",),
    ("status",),
    ("stage",),
    ("counts", "raw"),
    ("counts", "valid"),
    ("counts", "invalid"),
    ("counts", "waiting"),
    ("short_by",),
    ("rule_set", "sha256"),
)
"""What of two results is compared."""

Json = dict[str, object]


def earlier_editions(before: Path | None, result: Mapping[str, object]) -> tuple[Edition, ...]:
    """Return the editions before this one, the newest first; ``before`` is the newest's folder.

    Raises ``RollcheckError`` where that is no bundle, or one of another petition.
    """
    if before is None:
        return ()
    manifest, old = _read(before / MANIFEST, before), _read(before / RESULT, before)
    if any(old[key] != result[key] for key in ("place", "kind", "filed_on")):
        message = "is a bundle of another petition; name the one that this one replaces"
        raise RollcheckError([Problem(str(before), None, None, "other_petition", message)])
    history = _read(before / HISTORY, before) if (before / HISTORY).is_file() else {"earlier": []}
    older = tuple(map(_edition, _objects(history["earlier"])))
    released = manifest["released"]
    newest = Edition(
        number=len(older) + 1,
        manifest=sha256_of(before / MANIFEST),
        release=released if isinstance(released, dict) else {},
        changes=tuple(changes(old, result)),
    )
    return (newest, *older)


def changes(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """Yield what differs between two results, in the order of ``COMPARED``, then each reason."""
    for path in COMPARED:
        before, after = _at(old, path), _at(new, path)
        if before != after:
            yield Change(".".join(path), before, after)
    reasons = [_reasons(one) for one in (old, new)]
    for code in sorted({*reasons[0], *reasons[1]}):
        before, after = (str(one.get(code, 0)) for one in reasons)
        if before != after:
            yield Change(f"reason {code}", before, after)


def history_json(editions: tuple[Edition, ...]) -> Json:
    """Return ``history.json`` of the edition after these."""
    return {
        "format": FORMAT,
        "edition": len(editions) + 1,
        "earlier": [
            {
                "edition": one.number,
                "manifest_sha256": one.manifest,
                "released": one.release,
                "changes": [
                    {"what": change.what, "before": change.before, "after": change.after}
                    for change in one.changes
                ],
            }
            for one in editions
        ],
    }


def _edition(told: Mapping[str, object]) -> Edition:
    released, number = told["released"], told["edition"]
    return Edition(
        number=number if isinstance(number, int) else 0,
        manifest=str(told["manifest_sha256"]),
        release=released if isinstance(released, dict) else {},
        changes=tuple(
            Change(str(one["what"]), str(one["before"]), str(one["after"]))
            for one in _objects(told["changes"])
        ),
    )


def _read(path: Path, bundle: Path) -> Json:
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        message = f"is no bundle that can be replaced: its {path.name} cannot be read"
        raise RollcheckError([Problem(str(bundle), None, None, "no_bundle", message)]) from None
    return found


def _objects(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _at(value: object, path: tuple[str, ...]) -> str:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return "" if value is None else str(value)


def _reasons(result: Mapping[str, object]) -> dict[str, int]:
    counts = result["counts"]
    listed = _objects(counts.get("reasons")) if isinstance(counts, Mapping) else []
    return {str(one["code"]): int(str(one["lines"])) for one in listed}
