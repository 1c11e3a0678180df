"""A weights file as text, from weights."""

import json

from rollcheck.matching.levels import FIELDS
from rollcheck.matching.weights import SCALARS, Level, Weights


def weights_text(weights: Weights) -> str:
    """Return the TOML text of weights; ``load_weights`` reads the same weights from it."""
    parts = [
        "# What each observation is worth, in bits. docs/tuning.md says how these were estimated.",
        f"name = {json.dumps(weights.name)}",
        f"version = {weights.version}",
        f"set_from = {json.dumps(weights.set_from)}",
    ]
    table = ""
    for key in SCALARS:
        section, name = key.split(".")
        if section != table:
            parts += ["", f"[{section}]"]
            table = section
        parts.append(f"{name} = {_number(weights.scalars[name])}")
    for field in FIELDS:
        parts += ["", f"[fields.{field}]", *map(_level, weights.field(field))]
    return "\n".join(parts) + "\n"


def _level(level: Level) -> str:
    of = "" if level.of is None else f'of = "{level.of}", share = {_number(level.share)}, '
    return f"{level.name} = {{ {of}bits = {_number(level.bits)} }}"


def _number(thousandths: int) -> str:
    return f"{thousandths / 1000:.3f}"
