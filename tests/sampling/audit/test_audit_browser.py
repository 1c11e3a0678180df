"""The page of the audit in Chromium: for a screen reader, on a phone and in the dark."""

from pathlib import Path
from typing import Literal

import pytest
from audit_cases import begun, commitment_to, plain_petition, write_reviews
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from rollcheck.sampling.audit import step_of_reviews
from rollcheck.sampling.audit.audit_files import REPORT_PAGE, write_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    audit = begun(commitment_to(plain_petition(600, 400), required=(700, 650)), size=40)
    rows = [
        (place.finding.line_id, "auditor-1", "valid" if place.rank % 9 == 0 else "invalid", "")
        for place in audit.drawn
    ]
    write_report(folder, step_of_reviews(audit, write_reviews(folder / "reviews.csv", rows)))
    return folder / REPORT_PAGE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_accessible_and_fits_and_asks_for_nothing(
    browser: Browser, report: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 640}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator("svg[role=img] polyline").count() == 2
    # The page forbids every script; axe is one, so that it looks at a copy without that rule.
    assert (requests, complaints) == ([report.as_uri()], [])
    unlocked = report.with_name(f"unlocked-{width}-{scheme}.html")
    text = report.read_text(encoding="utf-8")
    unlocked.write_text(text.replace("Content-Security-Policy", "x-policy"), encoding="utf-8")
    page.goto(unlocked.as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
