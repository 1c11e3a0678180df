"""``rollcheck serve --demo``: a newcomer reviews a line; a second start finds it all there."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from launching import launched
from office.chromium import goes, opened, served
from rollcheck.cli.demo_office import DONE, UNFINISHED, ready_demo_office
from rollcheck.problems import RollcheckError

MAKE = """
import sys; from pathlib import Path; from rollcheck.cli.demo_office import ready_demo_office
print(ready_demo_office(Path(sys.argv[1]), sheets=3), ready_demo_office(Path(sys.argv[1])))
from rollcheck.office.acts.models import Entry
print(*(at.isoformat() for at in Entry.objects.order_by("id").values_list("at", flat=True)))
"""


@pytest.mark.slow
def test_a_newcomer_reviews_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "demo-office"
    folder.mkdir()
    (folder / UNFINISHED).touch()
    (folder / "half").write_text("left by a start that was interrupted")
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)], capture_output=True, text=True, check=True
    )
    began, times = made.stdout.splitlines()
    assert began.split() == ["True", "False"]
    assert not (folder / "half").exists()
    was_done_on_weekdays_before_today([datetime.fromisoformat(at) for at in times.split()])
    with (
        served(folder, founded=True) as office,
        launched() as browser,
        opened(browser, office) as page,
    ):
        page.goto("/")
        expect(page.get_by_text("Demonstration: synthetic people")).to_be_visible()
        page.get_by_role("button", name="As Rita Reviewer").click()
        goes(page, page.get_by_role("link", name=re.compile("waits for me", re.IGNORECASE)).first)
        page.goto("/petitions/demo/review/")
        expect(page.get_by_role("heading", name=re.compile(r"^Line \d+:\d+"))).to_be_visible()


def was_done_on_weekdays_before_today(times: list[datetime]) -> None:
    """The record's times are in order, and in office hours of the last days."""
    assert times == sorted(times)
    assert len({at.date() for at in times}) == 8
    assert all(at.weekday() < 5 and 8 <= at.hour <= 17 for at in times)
    assert times[-1].date() < datetime.now(UTC).date()


def test_an_office_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "office.sqlite3").write_text("theirs")
    with pytest.raises(RollcheckError) as caught:
        ready_demo_office(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["exists"]
    assert not (tmp_path / DONE).exists()
    assert (tmp_path / "office.sqlite3").read_text() == "theirs"
