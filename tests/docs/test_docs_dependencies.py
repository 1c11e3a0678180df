"""docs/dependencies.md names every package, with the licence the package itself states."""

import re
import tomllib
from importlib.metadata import Distribution, distributions

import pytest
from docs_pages import REPOSITORY, tables

PAGE = REPOSITORY / "docs" / "dependencies.md"
TOOLS_OF_THE_ENVIRONMENT = {"pip", "setuptools", "rollcheck"}
COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
WEAK_COPYLEFT_TEST_TOOLS = {"hypothesis", "pathspec", "pikepdf", "pytest-rerunfailures"}
WEAK_COPYLEFT_UNMODIFIED = {"certifi", "fido2", "psycopg", "psycopg-binary"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def documented() -> dict[str, dict[str, str]]:
    rows = [row for table in tables(PAGE) for row in table if "package" in row]
    names = [canonical(row["package"]) for row in rows]
    assert len(names) == len(set(names)), "a package is listed twice"
    return dict(zip(names, rows, strict=True))


def requirements(lock: str) -> set[str]:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    return {canonical(name) for name in re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)}


def declared() -> set[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {canonical(re.split(r"[\s<>=!~;\[]", entry)[0]) for group in groups for entry in group}


def stated_licences(package: Distribution) -> set[str]:
    """What the package's metadata says of its licence, each statement short."""
    metadata = package.metadata.json
    classifiers = [str(line) for line in metadata.get("classifier", [])]
    found = {line.split(" :: ")[-1] for line in classifiers if line.startswith("License ::")}
    for key in ("license_expression", "license"):
        # Some packages put the whole text there; its first line is the name, or whose it is.
        found |= {line.strip() for line in str(metadata.get(key, "")).splitlines()[:1]}
    return {statement for statement in found if statement and "Copyright" not in statement}


INSTALLED = {canonical(package.name): package for package in distributions()}


def test_every_declared_dependency_has_a_reason_and_a_licence() -> None:
    rows = documented()
    assert not declared() - set(rows)
    for name in sorted(declared()):
        assert rows[name].get("why it is here"), f"{name}: say why it is here"
        assert rows[name]["licence"], f"{name}: say its licence"


def test_the_page_lists_exactly_what_the_lock_files_install() -> None:
    locks = ("requirements.lock", "requirements-engines.lock", "requirements-bench.lock")
    locked = set().union(*(requirements(lock) for lock in locks))
    assert set(documented()) == locked


def test_everything_installed_is_on_the_page() -> None:
    assert not set(INSTALLED) - set(documented()) - TOOLS_OF_THE_ENVIRONMENT


@pytest.mark.parametrize("name", sorted(set(INSTALLED) - TOOLS_OF_THE_ENVIRONMENT))
def test_the_licence_is_the_one_the_package_states(name: str) -> None:
    expression = INSTALLED[name].metadata.json.get("license_expression")
    licence = documented()[name]["licence"]
    if expression:
        assert licence == expression
        return
    families = set(re.findall(r"MIT|BSD|Apache|MPL|PSF|ZPL", licence))
    families |= {"Zope Public"} if "ZPL" in families else set()
    for stated in stated_licences(INSTALLED[name]) - {"Dual License", "Other/Proprietary License"}:
        assert any(word in stated for word in families), f"{name} states {stated}"


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_nothing_installed_is_under_a_gpl_or_agpl_licence(name: str) -> None:
    for stated in stated_licences(INSTALLED[name]):
        assert not COPYLEFT.search(stated) or "LGPL" in stated, f"{name} states {stated}"


def test_weak_copyleft_is_kept_to_test_tools_and_separate_libraries() -> None:
    weak = {name for name, row in documented().items() if re.search("MPL|LGPL", row["licence"])}
    assert weak <= WEAK_COPYLEFT_TEST_TOOLS | WEAK_COPYLEFT_UNMODIFIED


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "AGPL-3.0-or-later", "GNU General Public License v2"]
)
def test_a_gpl_licence_would_be_seen(licence: str) -> None:
    assert COPYLEFT.search(licence)
