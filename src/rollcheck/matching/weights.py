"""The weights file: what each level of agreement is worth, read whole and checked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rollcheck.matching.levels import FIELDS
from rollcheck.problems import Problem, RollcheckError

DEFAULT = Path(__file__).parent / "parameters" / "keyed-1.toml"

SHARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "last_name": ("last_name",),
        "first_name": ("first_name",),
        "address": ("dwelling", "building", "zip", "voter"),
    }
)
"""Field to what its levels' ``of`` may name: those voters' rarity is what the level is worth."""

SCALARS = (
    *("prior.registered_odds", "thresholds.accept", "thresholds.gap"),
    "thresholds.shown",
    "thresholds.possible",
    *(
        "thresholds.same_dwelling_gap",
        "thresholds.settled",
        "kinship.kinship_ceiling",
        "kinship.kinship_share",
    ),
    *(
        "rarity.voters_least",
        "rarity.last_name_most",
        "rarity.first_name_most",
        "rarity.known_name_most",
        "rarity.reading_most",
    ),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one field: bits = share * log2(voters / voters alike in ``of``) + bits."""

    field: str
    name: str
    of: str | None
    share: int
    """Thousandths."""
    bits: int
    """Thousandths of a bit."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A weights file. Numbers are whole thousandths, so that sums do not depend on their order."""

    name: str
    version: int
    set_from: str
    scalars: Mapping[str, int]
    """Names of ``SCALARS`` after the dot, in thousandths of a bit."""
    levels: tuple[Level, ...]

    def described(self) -> dict[str, str | int]:
        """Return what a result says of the weights it used."""
        return {"name": self.name, "version": self.version, "set_from": self.set_from}

    def field(self, field: str) -> tuple[Level, ...]:
        """Return one field's levels in the order of ``FIELDS``."""
        return tuple(level for level in self.levels if level.field == field)


def load_weights(path: Path = DEFAULT) -> Weights:
    """Read a weights file; raise ``RollcheckError`` naming everything missing, unknown or unfit."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"is not TOML: {error}"
        raise RollcheckError([Problem(path.name, None, None, "toml", message)]) from error
    problems = [
        Problem(path.name, None, key, "weights", message) for key, message in _faults(document)
    ]
    if problems:
        raise RollcheckError(problems)
    return Weights(
        name=document["name"],
        version=document["version"],
        set_from=document["set_from"],
        scalars={key.split(".")[1]: _thousandths(_at(document, key)) for key in SCALARS},
        levels=tuple(
            Level(
                field=field,
                name=name,
                of=document["fields"][field][name].get("of"),
                share=_share(document["fields"][field][name]),
                bits=_thousandths(document["fields"][field][name]["bits"]),
            )
            for field, names in FIELDS.items()
            for name in names
        ),
    )


def _thousandths(number: float) -> int:
    return round(number * 1000)


def _share(level: Mapping[str, Any]) -> int:
    """Return thousandths of the rarity that counts: none where ``of`` names no rarity."""
    return _thousandths(level.get("share", 1)) if "of" in level else 0


def _at(document: Mapping[str, Any], key: str) -> Any:
    table, name = key.split(".")
    inner = document.get(table)
    return inner.get(name) if isinstance(inner, dict) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _faults(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong with it)."""
    for key, kind in (("name", str), ("version", int), ("set_from", str)):
        if not isinstance(document.get(key), kind):
            yield key, f"is missing or not of the kind {kind.__name__}"
    for key in SCALARS:
        if not _is_number(_at(document, key)):
            yield key, "is missing or not a number"
    fields = document.get("fields")
    yield from _field_faults(fields if isinstance(fields, dict) else {})


def _field_faults(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for unknown in fields.keys() - FIELDS.keys():
        yield f"fields.{unknown}", "is not the name of a field"
    for field, names in FIELDS.items():
        levels = fields.get(field, {})
        for name in names:
            if name not in levels or not _is_number(levels[name].get("bits")):
                yield f"fields.{field}.{name}", "is missing or has no number as its bits"
            elif levels[name].get("of") not in {None, *SHARED.get(field, ())}:
                known = ", ".join(SHARED.get(field, ())) or "nothing that this field could name"
                yield f"fields.{field}.{name}", f"`of` is none of: {known}"
        for unknown in levels.keys() - set(names):
            yield f"fields.{field}.{unknown}", "is not the name of a level"
