"""A browser that asks one thing after the other and looks at what became of it."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.forms import BaseForm
from django.template import loader
from django.test import Client

from office.bad_input import Sent


class Asking:
    """Somebody's browser, whose requests leave nothing; pages are drawn only where asked for."""

    def __init__(self, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.browser = browser
        self.contexts: list[dict[str, Any]] = []
        self.drawing, self.draw = False, loader.render_to_string
        monkeypatch.setattr(loader, "render_to_string", self._render)
        tables = sorted(model._meta.db_table for model in apps.get_models())
        counts = ", ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)
        self.count = f"SELECT {counts}"

    def _render(self, page: Any, context: Any = None, *rest: Any, **more: Any) -> str:
        self.contexts.append(context or {})
        return str(self.draw(page, context, *rest, **more)) if self.drawing else ""

    def rows(self) -> tuple[int, ...]:
        """How many rows each table has; no row changes without an entry of the record."""
        with connection.cursor() as cursor:
            cursor.execute(self.count)
            return tuple(cursor.fetchone())

    def send(self, sent: Sent, fields: dict[str, Any]) -> tuple[Any, str]:
        """The answer, and its text."""
        self.contexts.clear()
        if sent.query:
            answer: Any = self.browser.get(sent.url, fields)
        elif sent.json:
            answer = self.post_json(sent.url, json.dumps(fields).encode())
        else:
            answer = self.browser.post(sent.url, fields)
        return answer, b"".join(answer).decode()

    def post_json(self, url: str, body: bytes) -> Any:
        return self.browser.post(url, body, content_type="application/json")

    def wrong_forms(self) -> list[BaseForm]:
        """The forms of the page that say what is wrong."""
        found = [one for context in self.contexts for one in context.values()]
        return [one for one in found if isinstance(one, BaseForm) and one.errors]


def untold(wrong: list[BaseForm], page: str) -> list[str]:
    """The fields of which no text on the page tells what is wrong, or none that they point to."""
    fields = [field for form in wrong for field in form.visible_fields() if field.errors]
    return [
        f"{field.name}: no text"
        for field in fields
        if f'id="{field.auto_id}_error"' not in page
        or not re.search(f'aria-describedby="[^"]*{field.auto_id}_error[ "]', page)
    ]
