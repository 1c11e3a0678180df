"""Every relative link and image in the documentation leads somewhere."""

from pathlib import Path

import pytest
from docs_pages import REPOSITORY, all_paths, anchors, links

PAGES = {str(path.relative_to(REPOSITORY)): path for path in all_paths()}


def broken(page: Path) -> list[str]:
    found = []
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_links_resolve(page: str) -> None:
    assert not broken(PAGES[page])


def test_every_page_is_in_the_table_of_contents() -> None:
    index = REPOSITORY / "docs" / "index.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    assert not set(all_paths()) - linked - {index}


def test_every_folder_of_data_is_linked_from_the_dependencies() -> None:
    page = REPOSITORY / "docs" / "dependencies.md"
    linked = {(page.parent / link).resolve() for link in links(page)}
    notes = [*(REPOSITORY / "src").rglob("README.md"), *(REPOSITORY / "tests").rglob("README.md")]
    assert notes
    assert not set(notes) - linked


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A title, here\n[a](missing.md) [b](page.md#a-title-here) [c](#nowhere)\n"
        '<img src="missing.png">\n```text\n[d](not-a-link.md)\n```\n',
        encoding="utf-8",
    )
    assert broken(page) == ["missing.md", "#nowhere", "missing.png"]
