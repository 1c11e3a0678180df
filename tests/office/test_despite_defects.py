"""Lines accepted in sections whose defect voids every line: told before a run, and by it."""

import json
from pathlib import Path

import pytest

from office.certified import CODE, command, published
from office.reviewing import Browser
from rollcheck.office.acts.act import act
from rollcheck.office.checkpoints.handlers import key_in_force
from rollcheck.office.people.models import Person
from rollcheck.office.petitions.models import Petition
from rollcheck.office.place import OfficePlace
from rollcheck.office.review.despite_defects import accepted_despite
from rollcheck.record.events.intake import SheetDefectFound
from rollcheck.verify.__main__ import verify

CITATION = "2 CCR 20920"
CAVEAT = (
    "Accepted lines in sections or sheets whose recorded defect by the law voids every line "
    f"({CITATION}): %s; sections they stand in: %s. They count as valid until somebody who "
    "may says that the defect voids them."
)


def noted(about: Petition, by: Person, section: str, sheet: str, defect: str) -> None:
    act(SheetDefectFound(section, sheet, defect, ""), by=by, petition=about)


def test_what_is_told_before_a_run(
    decided: Petition, supervisor: Person, signed_in: Browser
) -> None:
    browser = signed_in(supervisor)
    pages = [f"/petitions/{CODE}/{one}" for one in ("certify/", "watch")]
    assert accepted_despite(decided) is None
    for page in pages:
        assert "voids every line" not in browser.get(page).content.decode()
    noted(decided, supervisor, "2", "", "circulator_defect")
    noted(decided, supervisor, "2", "1", "sheet_defect")  # Its lines are told of once.
    found = accepted_despite(decided)
    assert found is not None
    assert (found.lines, found.sections, found.citation) == (2, ("2",), CITATION)
    noted(decided, supervisor, "1", "1", "sheet_defect")
    for page in pages:
        text = browser.get(page).content.decode()
        assert "4 accepted lines are in sections or on sheets" in text
        assert "Sections: 1, 2." in text
        assert "void its lines there, or take the defect back" in text
        assert f'href="/petitions/{CODE}/receiving/sections?of=defect"' in text
        spanish = browser.get(page, headers={"accept-language": "es"}).content.decode()
        assert "4 líneas aceptadas están en secciones o en hojas" in spanish


def test_a_run_tells_it_and_still_verifies(
    decided: Petition,
    supervisor: Person,
    place: OfficePlace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    noted(decided, supervisor, "2", "", "circulator_defect")
    run, bundle = tmp_path / "run", tmp_path / "bundle"
    words = ("office", "run", CODE, "--data", place.folder, "--out", run, "--by", "sue")
    capsys.readouterr()
    assert command(*words) == 0
    told = capsys.readouterr()
    assert f"Note: {CAVEAT % (2, 1)} Open each defect" in told.err
    assert told.err.rstrip().endswith("Sections: 2.")
    few = CAVEAT % ("fewer than 10", "fewer than 10")
    assert f"Note: {few}" in told.out
    result = json.loads((run / "public" / "result.json").read_text())
    assert (result["counts"]["valid"], result["caveats"][1:]) == (4, [few])
    assert published(run, bundle) == 0
    for page, other in (("index", "es"), ("certificate", "certificate.es")):
        assert few in (bundle / f"{page}.html").read_text()
        spanish = (bundle / f"{other}.html").read_text()
        assert f"anula por ley todas las líneas ({CITATION}): menos de 10" in spanish
    found = verify(bundle, str(key_in_force()), None, None).found
    assert [said for kind, said in found if kind != "ok"] == []
