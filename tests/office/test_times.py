"""Times on pages: always with their zone."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation

AT = datetime(2022, 7, 7, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_time_has_its_zone(language: str) -> None:
    with translation.override(language), timezone.override("America/Los_Angeles"):
        written = Template("{{ at }}").render(Context({"at": AT}))
    assert "18:30 PDT" in written
    assert "6" in written
