"""Typed reading of a JSON object that has been checked against the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object. Each method reads one key as one type.

    A key of another type is a bug here, since the schema was checked first: ``TypeError``.
    """

    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """Return a string."""
        return _expect(self.values[key], str, key)

    def number(self, key: str) -> int:
        """Return a whole number."""
        return _expect(self.values[key], int, key)

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return _expect(self.values[key], bool, key)

    def maybe_text(self, key: str) -> str | None:
        """Return a string, or ``None`` where there is none."""
        return None if self.values.get(key) is None else self.text(key)

    def maybe_number(self, key: str) -> int | None:
        """Return a whole number, or ``None`` where there is none."""
        return None if self.values.get(key) is None else self.number(key)

    def day(self, key: str) -> date:
        """Return a date; its text was checked against the schema's pattern."""
        return date.fromisoformat(self.text(key))

    def node(self, key: str) -> "Node":
        """Return the object under ``key``."""
        return _node(self.values[key], key)

    def maybe_node(self, key: str) -> "Node | None":
        """Return the object under ``key``, or ``None`` where there is none."""
        return None if self.values.get(key) is None else self.node(key)

    def nodes(self, key: str) -> tuple["Node", ...]:
        """Return the list of objects under ``key``."""
        return tuple(_node(item, key) for item in _items(self.values[key], key))

    def maybe_nodes(self, key: str) -> tuple["Node", ...]:
        """Return the list of objects under ``key``, an empty one where the key is not there."""
        return self.nodes(key) if key in self.values else ()

    def maybe_interval(self, key: str) -> tuple[int, int] | None:
        """Return the ends of the interval under ``key``, ``None`` where there is null."""
        ends = self.maybe_node(key)
        return None if ends is None else (ends.number("low"), ends.number("high"))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of strings under ``key``."""
        return tuple(_expect(item, str, key) for item in _items(self.values[key], key))


def _expect(value: object, kind: type[T], key: str) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{key} is not of type {kind.__name__}")
    return value


def _items(value: object, key: str) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{key} is not a list")
    return value


def _node(value: object, key: str) -> Node:
    if not isinstance(value, Mapping):
        raise TypeError(f"{key} is not an object")
    return Node(value)
