"""The pages of a publication: whole in themselves, in two languages, with what only they tell."""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from publish_states import STATES, full_check
from published_pages import publication, whole_result

from rollcheck.problems import RollcheckError
from rollcheck.publish.circulation import merged_bands
from rollcheck.publish.editions import edition_rows
from rollcheck.publish.history import changes, earlier_editions, history_json
from rollcheck.publish.language import speaking
from rollcheck.publish.node import Node
from rollcheck.publish.publication import Change, Release
from rollcheck.publish.site import FILES, PAGES, pages_of
from rollcheck.publish.timeline import days

NAMES = [name for names in PAGES.values() for name in names.values()]


class Page(HTMLParser):
    """Reads a page: its tags with attributes, in order, and its text."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [found[attribute] for _, found in self.tags if attribute in found]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return pages_of(whole_result(), publication())


@pytest.fixture(params=["index.html", "es.html", "certificate.html", "certificate.es.html"])
def page(request: pytest.FixtureRequest, pages: dict[str, bytes]) -> Page:
    return Page(pages[request.param])


def test_the_names_are_those_that_other_sites_link_to(pages: dict[str, bytes]) -> None:
    assert sorted(pages) == sorted(NAMES)
    assert sorted(NAMES) == [
        *("certificate.es.html", "certificate.es.pdf", "certificate.html", "certificate.pdf"),
        *("es.html", "index.html"),
    ]


def test_a_page_is_whole_in_itself(page: Page) -> None:
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    ids, links = page.all("id"), page.all("href")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    known = {*NAMES, *(name for name, _ in FILES)}
    assert {link for link in links if not link.startswith("#")} <= known
    assert not page.all("style") + page.all("src") + page.all("onload")


def test_headings_do_not_skip_and_tables_have_captions(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("caption") > 3


def test_every_link_to_data_is_to_a_file_that_bundle_md_names() -> None:
    text = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text(encoding="utf-8")
    assert not [name for name, _ in FILES if f"`{name.split('/')[-1]}`" not in text]


@pytest.mark.parametrize(
    "told",
    [
        "The petition is insufficient: 520,050 valid signatures",
        "The most frequent reasons were: Not Registered (88,464) and Max Number of Times Signed",
        "Recall of the District Attorney: too few signatures were collected, and it was never",
        "The result was certified",
        "17 August 2022",
        "90 to 100 % valid 40 sections",
        "Confirmed: the risk limit is reached",
        "3.12 %",
        "This is edition 2.",
        "Valid lines: 520,049 before, 520,050 now.",
        "python rollcheck-verify.pyz . --key KEY --since CHECKPOINT",
        "sha256sum -c evidence.sha256",
        "0123 0123 0123",
    ],
)
def test_what_the_site_tells(told: str, pages: dict[str, bytes]) -> None:
    words = Page(pages["index.html"]).words.replace("\N{NO-BREAK SPACE}", " ")
    assert told in words


def test_without_audit_and_sections_it_says_so_and_shows_nothing_empty() -> None:
    bare = full_check()
    told = publication(certified=False, audited=False)
    page = Page(pages_of(bare, told)["index.html"])
    assert "No audit is part of this publication" in page.words
    assert "This is published before certification" in page.words
    assert "a court asked" in page.words
    assert "circulators" not in page.all("id")


def test_the_same_input_gives_the_same_pages(pages: dict[str, bytes]) -> None:
    assert pages_of(whole_result(), publication()) == pages


@pytest.mark.parametrize("name", ["raw_too_few", "sample_open", "hostile"])
def test_every_kind_of_result_has_pages(name: str) -> None:
    pages = pages_of(STATES[name](), publication(audited=False))
    assert "<script" not in pages["es.html"].decode()


def test_the_timeline_is_in_order_and_marks_what_nobody_read() -> None:
    found = days(Node(whole_result()), Release(date(2022, 8, 15), None))
    assert [day.iso for day in found] == sorted(day.iso for day in found)
    assert found[0].kind == "Earlier attempt"
    due = {day.what: day for day in found if day.kind == "Last day"}
    assert due["The proponents' examination must have begun"].iso == "2022-09-05"
    assert due["The proponents' examination must have begun"].verified
    assert not due["Every signature verified, no sample drawn"].verified


def test_a_place_without_rules_has_no_last_days() -> None:
    result = whole_result()
    result["rule_set"]["identifier"] = "no-where/recall"
    kinds = {day.kind for day in days(Node(result), Release(None, "why"))}
    assert kinds == {"Happened", "Earlier attempt"}


def test_small_groups_of_sections_are_merged_and_nothing_is_lost() -> None:
    tallies = [(50, 48)] * 3 + [(50, 40)] * 12 + [(50, 30)] * 30 + [(50, 5)] * 2
    bands = merged_bands(tallies, 10)
    assert [(band.low, band.high, band.sections) for band in bands] == [(80, 100, 15), (10, 70, 32)]
    assert sum(band.lines for band in bands) == 47 * 50
    assert sum(band.valid for band in bands) == sum(valid for _, valid in tallies)


def test_a_group_with_few_rejections_is_merged_too() -> None:
    tallies = [(2, 2)] * 20 + [(10, 10)] * 5 + [(10, 9)] * 5 + [(10, 5)] * 20
    bands = merged_bands(tallies, 10)
    assert all(not 0 < band.lines - band.valid < 10 for band in bands)
    assert sum(band.sections for band in bands) == 50


def test_too_few_sections_are_not_told_at_all() -> None:
    assert merged_bands([(10, 5)] * 9, 10) == ()
    assert merged_bands([], 10) == ()


def test_changes_name_what_differs_and_nothing_else() -> None:
    old, new = full_check(), full_check()
    new["counts"]["valid"] += 2
    new["counts"]["reasons"][0]["lines"] -= 2
    code = new["counts"]["reasons"][0]["code"]
    assert list(changes(old, new)) == [
        Change("counts.valid", "520050", "520052"),
        Change(f"reason {code}", "88464", "88462"),
    ]
    assert list(changes(old, full_check())) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_change_that_can_be_is_told_in_words(language: str) -> None:
    old, new = full_check(), STATES["sample_open"]()
    new["rule_set"]["sha256"] = "00" * 32
    told = publication()
    edition = told.history[0]
    every = tuple(changes(old, new))
    assert len(every) > 8
    with speaking(language):
        rows = edition_rows((type(edition)(1, "ef" * 32, edition.release, every),))
    assert len(rows[0].changes) == len(every)


def test_no_bundle_and_a_bundle_of_another_petition_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RollcheckError) as refused:
        earlier_editions(tmp_path, full_check())
    assert [one.code for one in refused.value.problems] == ["no_bundle"]
    (tmp_path / "manifest.json").write_text('{"released": {}}')
    (tmp_path / "result.json").write_text('{"place": "x", "kind": "y", "filed_on": "2022-01-01"}')
    with pytest.raises(RollcheckError) as refused:
        earlier_editions(tmp_path, full_check())
    assert [one.code for one in refused.value.problems] == ["other_petition"]


def test_the_first_edition_has_none_before_it() -> None:
    assert earlier_editions(None, full_check()) == ()
    assert history_json(()) == {"format": "rollcheck-history/1", "edition": 1, "earlier": []}
