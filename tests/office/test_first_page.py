"""The first page of somebody who has nothing to do yet: why, in one sentence."""

import pytest
from django.test import Client

from office.conftest import Hire
from office.reviewing import Browser
from rollcheck.office.people.roles import Role


def first_page(browser: Client) -> str:
    return browser.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.EXAMINER, Role.OBSERVER, Role.REVIEWER])
def test_a_role_without_pages_is_not_called_none(
    role: Role, hire: Hire, signed_in: Browser
) -> None:
    shown = first_page(signed_in(hire(role)))
    assert "There is no petition that you may see" in shown
    assert '<a href="/public">' in shown


def test_who_holds_no_role_is_told_who_gives_one(hire: Hire, signed_in: Browser) -> None:
    assert "an administrator gives you one" in first_page(signed_in(hire(None)))
