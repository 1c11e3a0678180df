"""Policies that later parts of the work add: each sets what stands after the name it is given."""

from collections.abc import Callable
from typing import Any

from rollcheck.office.acts.act import Done
from rollcheck.record.events.people import PolicySet

Setter = Callable[[PolicySet, Done], Any]

POLICIES: dict[str, Setter] = {}
"""By the first part of a policy's name: ``keying`` sets ``keying:people``."""


def sets_policy(name: str) -> Callable[[Setter], Setter]:
    """Make the decorated function the one that keeps the policies called ``name:…``."""

    def enter(setter: Setter) -> Setter:
        if name in POLICIES:
            raise ValueError(f"two parts of the work keep the policies of {name}")
        POLICIES[name] = setter
        return setter

    return enter
