"""Rows that only an act may write: a guard on every way in which Django writes a model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models

from rollcheck.office.acts.remembered import forget

_ACTING: ContextVar[bool] = ContextVar("acting", default=False)

Row = TypeVar("Row", bound=models.Model)


class WrittenOutsideAnActError(RuntimeError):
    """Code tried to write a row other than through ``act``: a bug, not an input's fault."""


@contextmanager
def writing() -> Iterator[None]:
    """Allow writes inside the block; only ``act`` opens one."""
    token = _ACTING.set(True)
    try:
        yield
    finally:
        _ACTING.reset(token)


def refuse_outside_an_act(what: type[models.Model]) -> None:
    """Raise ``WrittenOutsideAnActError`` unless an act is under way."""
    if not _ACTING.get():
        raise WrittenOutsideAnActError(f"{what.__name__} is written by acts alone")


def _guarded(name: str) -> Callable[..., Any]:
    def write(self: "KeptQuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        refuse_outside_an_act(self.model)
        forget(self.model.__name__)
        return getattr(models.QuerySet, name)(self, *args, **kwargs)

    write.__name__ = name
    return write


class KeptQuerySet(models.QuerySet[Row]):
    """A query whose writes are refused outside an act; nothing kept is ever deleted."""

    update = _guarded("update")
    bulk_create = _guarded("bulk_create")
    bulk_update = _guarded("bulk_update")

    def delete(self) -> Any:
        """Refuse: what is over is marked so, not deleted."""
        raise WrittenOutsideAnActError(f"{self.model.__name__} is never deleted")


class Kept(models.Model):
    """A row that only an act may write, and nothing may delete."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save inside an act."""
        refuse_outside_an_act(type(self))
        forget(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: what is over is marked so, not deleted."""
        raise WrittenOutsideAnActError(f"{type(self).__name__} is never deleted")
