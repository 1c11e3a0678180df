"""What a form offers to choose from, however much there is."""

from collections.abc import Sequence
from pathlib import Path

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

MOST = 200
"""So many a form offers at most: those that came last."""


class _Latest(ModelChoiceIterator):  # type: ignore[type-arg]  # takes none when it runs
    """The first rows of a query: of a model whose order is the newest first, the newest."""

    def __init__(self, field: "LatestField") -> None:
        super().__init__(field)
        self.queryset = self.queryset[:MOST]


class LatestField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice among rows of the office, of which it shows the newest and takes any."""

    iterator = _Latest


def offer(form: forms.Form, field: str, names: Sequence[str], *, none: bool = False) -> None:
    """Let ``form`` offer names, and none of them where ``none``; say so where there may be more."""
    chosen = form.fields[field]
    if isinstance(chosen, forms.ChoiceField):
        chosen.choices = [*([("", _("none"))] if none else []), *((name, name) for name in names)]
    if len(names) >= MOST:
        chosen.help_text = _("Offered are those that came last. Take away what is done with.")


def latest(folder: Path, names: Sequence[str]) -> list[str]:
    """Return those of ``names`` that came last into ``folder``, ``MOST`` at most, by name."""
    if len(names) <= MOST:
        return list(names)
    came = {name: (folder / name).stat().st_mtime_ns for name in names}
    return sorted(sorted(names, key=lambda name: (came[name], name))[-MOST:])
