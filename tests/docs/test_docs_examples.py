"""Every example in the documentation runs, and prints what the documentation says."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from console_examples import Example, complaint, examples, matches, run
from docs_pages import REPOSITORY, Block, all_paths, blocks, page_paths

PAGES = {str(path.relative_to(REPOSITORY)): path for path in page_paths()}
PREPARED_BY = (
    "rollcheck demo make --out demo --scale 0.002 --seed 1 --noise keyed",
    "rollcheck roll import demo/roll.csv --layout plain --as-of 2022-07-06 --out snapshot",
)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder every page's examples start from: ``demo/`` and ``snapshot/``."""
    folder = tmp_path_factory.mktemp("prepared")
    for command in PREPARED_BY:
        code, printed = run(command, folder)
        assert code == 0, f"$ {command}\n{printed}"
    return folder


def of_language(path: Path, *languages: str) -> list[Block]:
    return [block for block in blocks(path) if block.language in languages]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [name for name, path in PAGES.items() if of_language(path, "console")]
)
def test_examples_print_what_the_page_says(
    page: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    scratch = tmp_path / "scratch"
    shutil.copytree(prepared, scratch)
    found = [
        complaint(example, scratch)
        for block in of_language(PAGES[page], "console")
        for example in examples(block)
    ]
    wrong = [text for text in found if text]
    assert not wrong, f"{len(wrong)} of {len(found)} examples are wrong\n\n" + "\n\n".join(wrong)


@pytest.mark.parametrize("page", PAGES)
def test_json_and_toml_blocks_parse(page: str) -> None:
    for block in of_language(PAGES[page], "json"):
        json.loads(block.text)
    for block in of_language(PAGES[page], "toml"):
        tomllib.loads(block.text)


@pytest.mark.parametrize("page", PAGES)
def test_python_blocks_compile_and_those_marked_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in of_language(PAGES[page], "python"):
        code = compile(block.text, f"{block.page}:{block.line}", "exec")
        if block.info == "python run":
            exec(code, {"__name__": "__example__"})


def make_targets() -> set[str]:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][\w-]*):", makefile, flags=re.MULTILINE))


def test_make_targets_named_in_the_pages_exist() -> None:
    for path in all_paths():
        for block in of_language(path, "sh"):
            named = re.findall(r"^make ([a-z][\w-]*)", block.text, flags=re.MULTILINE)
            unknown = set(named) - make_targets()
            assert not unknown, f"{block.page}:{block.line}: no such target: {sorted(unknown)}"


def page_of(tmp_path: Path, text: str) -> list[Example]:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    return [
        example
        for block in blocks(tmp_path / "page.md", root=tmp_path)
        for example in examples(block)
    ]


VERSION = "```console\n$ rollcheck --version\n{}\n```\n"


def test_the_runner_accepts_what_is_printed_and_sees_what_is_not(tmp_path: Path) -> None:
    (right,) = page_of(tmp_path, VERSION.format("rollcheck, version ..."))
    assert complaint(right, tmp_path) is None
    (wrong,) = page_of(tmp_path, VERSION.format("rollcheck, version 0.0.0"))
    assert "page.md:1: $ rollcheck" in str(complaint(wrong, tmp_path))


def test_the_runner_sees_a_wrong_exit_code(tmp_path: Path) -> None:
    first, second = page_of(
        tmp_path, "```console\n$ rollcheck nonsense  # exit 2\n$ rollcheck nonsense\n```\n"
    )
    assert complaint(first, tmp_path) is None
    assert "exit 2, not 0" in str(complaint(second, tmp_path))


def test_the_runner_takes_pipes_and_continued_lines(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("one\ntwo\n", encoding="utf-8")
    (piped,) = page_of(tmp_path, "```console\n$ cat list.txt \\\n    | head -n 1\none\n```\n")
    assert piped.command == "cat list.txt | head -n 1"
    assert complaint(piped, tmp_path) is None


def test_the_runner_refuses_other_commands(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="curl"):
        run("curl example.org", tmp_path)


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (("a", "b"), "a\nb\n", True),
        (("a",), "a  \n\n", True),
        (("a", "...", "c"), "a\nb\nb\nc\n", True),
        (("a", "...", "c"), "a\nc\n", True),
        (("a", "..."), "a\nb\nc\n", True),
        (("took ... s", "b"), "took 1.5 s\nb\n", True),
        (("took ... s", "b"), "took 1.5\n s\nb\n", False),
        (("a",), "a\nb\n", False),
        (("a", "...", "c"), "a\nb\n", False),
        ((), "a\n", False),
        ((), "", True),
        (("a.c",), "abc\n", False),
    ],
)
def test_wildcards(expected: tuple[str, ...], printed: str, same: bool) -> None:
    assert matches(expected, printed) is same
