"""Every text of the office is there in Spanish."""

import gettext
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import rollcheck.office

OFFICE = Path(rollcheck.office.__file__).parent
REPOSITORY = Path(__file__).parent.parent.parent
SPANISH = Path("locale/es/LC_MESSAGES")
PARTS = re.compile(r"^(?:msgstr|msgstr\[0\]|msgid_plural|msgstr\[1\]) ", re.M)


def entries(po: Path) -> list[tuple[str, str]]:
    """Pairs of a text and its translation."""
    body = po.read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = []
    for block in body.split("\n\n"):
        source, *rest = PARTS.split(block)
        found.append((quoted(source), quoted(rest[0] if len(rest) == 1 else rest[1])))
    return found


def plurals(po: Path) -> list[tuple[str, str, str]]:
    """Texts that have a plural: of one, of many, the translation of many."""
    blocks = po.read_text(encoding="utf-8").split("\n\n")[1:]
    counted = [PARTS.split(block) for block in blocks if "msgid_plural" in block]
    return [(quoted(one), quoted(many), quoted(of_many)) for one, many, _, of_many in counted]


def quoted(text: str) -> str:
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')


def test_every_text_has_a_translation() -> None:
    missing = [source for source, target in entries(OFFICE / SPANISH / "django.po") if not target]
    missing += [
        many for _one, many, of_many in plurals(OFFICE / SPANISH / "django.po") if not of_many
    ]
    assert missing == []


def test_placeholders_are_kept() -> None:
    for source, target in entries(OFFICE / SPANISH / "django.po"):
        assert sorted(re.findall(r"%\(\w+\)s", source)) == sorted(re.findall(r"%\(\w+\)s", target))


def test_the_catalogue_is_compiled() -> None:
    with (OFFICE / SPANISH / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for source, target in entries(OFFICE / SPANISH / "django.po"):
        assert compiled.gettext(source) == target, source
    for one, many, of_many in plurals(OFFICE / SPANISH / "django.po"):
        assert compiled.ngettext(one, many, 2) == of_many, many


def test_the_catalogue_has_every_text(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(OFFICE, copy, ignore=shutil.ignore_patterns("static", "__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "-l", "es"]
    subprocess.run(
        [*command, "--no-location", "--no-obsolete", "--no-wrap"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    wanted = {source for source, _target in entries(copy / SPANISH / "django.po")}
    assert wanted == {source for source, _target in entries(OFFICE / SPANISH / "django.po")}


def test_the_labels_of_events_are_those_of_the_record() -> None:
    made = runpy.run_path(str(REPOSITORY / "tools" / "event_labels.py"))["written"]()
    said = (OFFICE / "acts" / "labels.py").read_text(encoding="utf-8")
    assert said.replace("\n", "").replace(" ", "") == made.replace("\n", "").replace(" ", "")
