"""The design's import table, enforced: which folder may import which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "rollcheck"

PURE = ["problems", "lines", "merkle", "law", "sampling", "roll", "matching", "sheets"]
PURE += ["signatures", "petition", "record", "money"]
ALL = [*PURE, "publish", "verify", "demo", "office", "cli"]

MAY_IMPORT: dict[str, set[str]] = {
    "problems": set(),
    "lines": {"problems"},
    "merkle": set(),
    "law": {"problems"},
    "sampling": {"problems", "merkle"},
    "roll": {"problems"},
    "matching": {"problems", "lines", "roll"},
    "sheets": {"problems", "lines"},
    "signatures": {"problems"},
    "petition": {"problems", "lines", "law", "sampling", "roll", "matching"},
    "record": {"problems", "merkle"},
    "money": {"problems"},
    "publish": set(PURE),
    "verify": set(),
    "demo": {*PURE, "publish"},
    "office": set(ALL) - {"demo", "cli", "verify", "office"},
    "cli": set(ALL) - {"cli"},
}

FOLDERS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def imported_folders(source: Path) -> set[str]:
    """Names of the folders of this package that one file imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: relative import; write the whole name"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("rollcheck.")}
    return found & set(ALL)


def test_every_folder_is_in_the_table() -> None:
    assert set(FOLDERS) <= set(MAY_IMPORT)


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_imports_only_what_the_table_allows(folder: str) -> None:
    for source in sorted((PACKAGE / folder).rglob("*.py")):
        outside = imported_folders(source) - {folder} - MAY_IMPORT[folder]
        assert not outside, f"{source.relative_to(PACKAGE)} imports {sorted(outside)}"


def test_a_forbidden_import_is_seen(tmp_path: Path) -> None:
    source = tmp_path / "bad.py"
    source.write_text("def late():\n    from rollcheck.cli.app import main\n")
    assert imported_folders(source) == {"cli"}
    source.write_text("import rollcheck.demo\nfrom rollcheck import verify\n")
    assert imported_folders(source) == {"demo", "verify"}


def test_no_folder_is_named_for_nothing() -> None:
    vague = {"utils", "helpers", "common", "manager", "base"}
    assert not [path for path in PACKAGE.rglob("*") if path.stem in vague]
