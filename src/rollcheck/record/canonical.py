"""One value, one text: the JSON that is hashed (RFC 8785, of which a part is enough)."""

import json
from collections.abc import Mapping

# RFC 8785 writes numbers as ECMAScript does; up to here that is the plain decimal integer.
LARGEST = 2**53 - 1
Value = str | int | bool | list["Value"] | dict[str, "Value"]
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(TOO_LARGE)
    return number


def _no_whole_number(text: str) -> int:
    raise ValueError(f"{text} is no whole number")


TOO_LARGE = "a whole number above 2**53 - 1 is not the same in every program"
READER = json.JSONDecoder(
    parse_int=_whole, parse_float=_no_whole_number, parse_constant=_no_whole_number
)


def canonical(value: Mapping[str, Value]) -> bytes:
    """Return the RFC 8785 text of an object, in UTF-8.

    Keys are sorted, nothing stands between tokens, only what JSON must escape is escaped. Only
    text, whole numbers up to 2**53 - 1, true, false, lists and objects with ASCII keys are
    taken; for these Python's own writer gives exactly that text. Raises ``ValueError`` for
    anything else, and for text that is not Unicode.
    """
    _refuse_the_rest(value)
    return WRITER.encode(value).encode()


def parsed(data: bytes) -> dict[str, Value]:
    """Return the object that a canonical text says.

    Raises ``ValueError`` for any text that ``canonical`` would not have written: so two texts
    never mean the same object.
    """
    try:
        value, _ = READER.raw_decode(data.decode())
        # Of what the reader lets through only these two can have no canonical form. To look at
        # every value of every entry would cost a check of the record a third more.
        if b"null" in data or not data.isascii():
            _refuse_the_rest(value)
        if not isinstance(value, dict) or WRITER.encode(value).encode() != data:
            raise ValueError("not canonical")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def _refuse_the_rest(value: object) -> None:
    """Raise ``ValueError`` for what has no canonical form; types are asked for exactly."""
    kind = type(value)
    if kind is str or kind is bool:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                raise ValueError("a key is ASCII text")
            # Most of what is written is flat text; a call for each would cost a third more.
            if type(item) is not str:
                _refuse_the_rest(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_the_rest(item)
    elif kind is not int:
        raise ValueError(f"{kind.__name__} has no canonical form here")
    elif isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(TOO_LARGE)
