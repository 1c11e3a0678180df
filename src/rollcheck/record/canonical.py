"""One value, one text: the JSON that is hashed (RFC 8785, of which a part is enough)."""

import json
from collections.abc import Mapping

# RFC 8785 writes numbers as ECMAScript does; up to here that is the plain decimal integer.
LARGEST = 2**53 - 1
Value = str | int | bool | list["Value"] | dict[str, "Value"]


def canonical(value: Mapping[str, Value]) -> bytes:
    """Return the RFC 8785 text of an object, in UTF-8.

    Keys are sorted, nothing stands between tokens, only what JSON must escape is escaped. Only
    text, whole numbers up to 2**53 - 1, true, false, lists and objects with ASCII keys are
    taken; for these Python's own writer gives exactly that text. Raises ``ValueError`` for
    anything else, and for text that is not Unicode.
    """
    _refuse_the_rest(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def parsed(data: bytes) -> dict[str, Value]:
    """Return the object that a canonical text says.

    Raises ``ValueError`` for any text that ``canonical`` would not have written: so two texts
    never mean the same object.
    """
    try:
        value = json.loads(data)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict) or canonical(value) != data:
        raise ValueError("not canonical")
    return value


def _refuse_the_rest(value: object) -> None:
    if isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("a whole number above 2**53 - 1 is not the same in every program")
    elif isinstance(value, list):
        for item in value:
            _refuse_the_rest(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError("a key is ASCII text")
            _refuse_the_rest(item)
    else:
        raise ValueError(f"{type(value).__name__} has no canonical form here")  # noqa: TRY004
