"""What the law's answers say, in another language: names, titles, and sentences with numbers.

The rules and the code hold the English words; ``locale/es.toml`` maps them to Spanish. Words of a
place's own file, and citations, may have no translation: whoever shows them then says which
language they are in.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"
_PLACE = re.compile(r"\{(\w+)\}")
_SOME = (".+?", ".+")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places: what it looks like in English, and what it is in the language.

    What stands in a place in capitals, such as a holiday's name, stays as it is.
    """

    english: re.Pattern[str]
    told: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: texts, labels of reasons by their code, and sentences."""

    texts: Mapping[str, str]
    reasons: Mapping[str, str]
    sentences: tuple[Sentence, ...]


def in_language(text: str, language: str) -> str | None:
    """Return a text of a rule or of a step in a language; None where it has no translation."""
    if language == ENGLISH:
        return text
    words = words_of(language)
    if words is None:
        return None
    if text in words.texts:
        return words.texts[text]
    for sentence in words.sentences:
        found = sentence.english.fullmatch(text)
        if found is None:
            continue
        parts = {name: _part(name, part, language) for name, part in found.groupdict().items()}
        if None not in parts.values():
            return sentence.told.format_map(parts)
    return None


def reason_in(code: str, language: str) -> str | None:
    """Return what a reason is called in another language; None in English and where unknown."""
    words = words_of(language) if language != ENGLISH else None
    return None if words is None else words.reasons.get(code)


@cache
def words_of(language: str) -> Words | None:
    """Return the words of a language; None where there are none."""
    source = files("rollcheck.law") / "locale" / f"{language}.toml"
    if not source.is_file():
        return None
    parts: dict[str, dict[str, str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    reasons, sentences = parts.pop("reasons"), parts.pop("sentences")
    texts = {english: told for part in parts.values() for english, told in part.items()}
    # What fills a place may have a comma itself, as what parts two places has: both ways are tried.
    ways = (Sentence(_seen(one, some), sentences[one]) for one in sentences for some in _SOME)
    return Words(texts, reasons, tuple(ways))


def _seen(english: str, some: str) -> re.Pattern[str]:
    pieces = enumerate(_PLACE.split(english))
    return re.compile(
        "".join(f"(?P<{one}>{some})" if odd % 2 else re.escape(one) for odd, one in pieces)
    )


def _part(name: str, part: str, language: str) -> str | None:
    """Return what fills a place: a name or a number as it stands, words in the language."""
    if name.isupper() or not _WORD.search(part):
        return part
    return in_language(part, language)
