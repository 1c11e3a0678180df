"""An event from texts, as a command line or a form gives them."""

from collections.abc import Sequence
from datetime import date

from rollcheck.problems import Problem, raise_if_any
from rollcheck.record.entry import HEX_64
from rollcheck.record.event_type import Event, EventType, Field

TRUTHS = {"yes": True, "no": False}


def event_from_texts(declared: EventType, given: Sequence[tuple[str, str]]) -> Event:
    """Return the event that (field, text) pairs describe.

    Numbers may have thousands separators, days are YYYY-MM-DD, truths yes or no; a field that
    holds several values is given several times. Raises ``RollcheckError`` with everything wrong.
    """
    texts: dict[str, list[str]] = {}
    for name, text in given:
        texts.setdefault(name, []).append(text)
    known = {field.name: field for field in declared.fields}
    problems = [
        _problem(
            name, "unknown_field", f"{declared.code} has no such field; it has {_names(known)}"
        )
        for name in texts
        if name not in known
    ]
    values: dict[str, object] = {}
    for name, field in known.items():
        try:
            values[name] = _value(field, texts.get(name, []))
        except ValueError as error:
            problems.append(_problem(name, "field", str(error)))
    raise_if_any(problems)
    return declared.kind(**values)


def _value(field: Field, texts: list[str]) -> object:
    if field.kind is tuple:
        values = tuple(texts)
    elif len(texts) != 1:
        raise ValueError("give it once" if texts else "it is missing; give it as FIELD=VALUE")
    else:
        values = (texts[0],)
    if field.file and not all(text == "" or HEX_64.fullmatch(text) for text in values):
        raise ValueError("name a file as @FILE, or give its SHA-256")
    return values if field.kind is tuple else _one(field.kind, values[0])


def _one(kind: type, text: str) -> object:
    if kind is int:
        if not text.replace(",", "").isdecimal():
            raise ValueError("write a whole number such as 1200")
        return int(text.replace(",", ""))
    if kind is bool:
        if text not in TRUTHS:
            raise ValueError("write yes or no")
        return TRUTHS[text]
    if kind is date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError("write a day such as 2022-07-06") from None
    return text


def _names(known: dict[str, Field]) -> str:
    return ", ".join(known) or "none"


def _problem(name: str, code: str, message: str) -> Problem:
    return Problem("", None, name, code, message)
