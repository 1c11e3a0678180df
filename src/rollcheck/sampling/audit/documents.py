"""Documents that are hashed: one way to write a JSON value, so that one value has one digest."""

import json
from collections.abc import Mapping
from hashlib import sha256

Json = dict[str, object]


def digest(value: Mapping[str, object]) -> str:
    """Return the SHA-256, in hexadecimal, of the value as JSON with sorted keys and no blanks."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
