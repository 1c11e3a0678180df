"""What the pages say, in English or by the catalogue of another language.

The code holds the English words; ``locale/es.toml`` maps each of them to Spanish. What the law says
is told by the law's own catalogue; what that lacks, and what the office or the result says in its
own words, stays as it is.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rollcheck.law.language import in_language

ENGLISH, SPANISH = "en", "es"
LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", SPANISH: "Español"})
"""Code of a language to what it calls itself."""

_SPOKEN: ContextVar[str] = ContextVar("language of the page", default=ENGLISH)
_PLACE = re.compile(r"\{(\w+)\}")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let everything within be said in a language of ``LANGUAGES``."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken_language() -> str:
    """Return the code of the language that is being spoken."""
    return _SPOKEN.get()


def say(message: str, /, **values: object) -> str:
    """Say a message of ours, with each ``{name}`` replaced by its value.

    A value is never searched for places itself. Raises ``KeyError`` for a place without a value,
    and for a message that the catalogue of the language does not have.
    """
    language = _SPOKEN.get()
    text = message if language == ENGLISH else catalogue(language)[message]
    return _PLACE.sub(lambda found: str(values[found[1]]), text) if values else text


def said(text: str) -> str:
    """Return a text of the result in the language spoken, as it is where no catalogue has it."""
    language = _SPOKEN.get()
    if language == ENGLISH or text in catalogue(language):
        return text if language == ENGLISH else catalogue(language)[text]
    return in_language(text, language) or text


def stays_english(text: str) -> bool:
    """Tell whether a text of the law stands in English on a page in another language."""
    return in_language(text, _SPOKEN.get()) is None


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the catalogue of a language: every English message and its translation."""
    source = files("rollcheck.publish") / "locale" / f"{language}.toml"
    parts: dict[str, dict[str, str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return {english: told for part in parts.values() for english, told in part.items()}
