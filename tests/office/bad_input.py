"""What no form expects, and for every address that takes something, what it takes as it stands.

``sent_to`` has a row for each address that a POST or a query can reach, with fields that the
address accepts; the walk then spoils them one by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.urls import reverse

from rollcheck.office.certifying.views import Publish
from rollcheck.office.checkpoints import forms as checkpoints
from rollcheck.office.connecting import forms as connecting
from rollcheck.office.defects import views as defects
from rollcheck.office.defects.affected import ordinals
from rollcheck.office.handing_back.views import HandBack
from rollcheck.office.keying import forms as keying
from rollcheck.office.learning import known_lines
from rollcheck.office.people import forms as people
from rollcheck.office.petitions import forms as petitions
from rollcheck.office.petitions import requirement_forms
from rollcheck.office.petitions.circulators import Register
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving import box_forms
from rollcheck.office.receiving import forms as receiving
from rollcheck.office.retention import forms as retention
from rollcheck.office.rolls.forms import Import

MARK = "<script>mark()</script>"
FORMULA = "=cmd|'/C calc'!A0"
MISSING: list[str] = []
"""Sent as a list of no values: the field is not there at all."""

DAYS = ("9999-12-31", "0001-01-01")
SHOWN: tuple[str, ...] = (MARK, *DAYS)
"""What is looked at on the page that the answer leads to, where it was taken."""

NASTY: tuple[Any, ...] = (
    MISSING, "", "x" * 10_000, "a\x00b", "a\x1b[31mb\x07", "\x85\u2028\ufeff", "👩🗳️", FORMULA,
    "../../etc/passwd", ["1", "2"], MARK, "\u202eegdirb\u2066 \u200f",
)  # fmt: skip
"""One after the other in each field of each form."""

NO_CHOICE = (MISSING, "", "x" * 10_000, "a\x00b", ["1", "2"], "9" * 5000, "-1", "²", MARK)
"""In a field whose choices are listed: what is not among them is all alike."""

NO_NUMBER: tuple[Any, ...] = (MISSING, "", "x" * 10_000, "a\x00b", ["1", "2"], MARK)
"""In a field that does not take ``A_NUMBER``: what is no number is all alike."""

A_NUMBER = "NaN"
NUMBERS: tuple[str, ...] = (
    "-1", "0", "99999999999999999999", "9" * 5000, "1e400", "-Infinity", "0.5", "٣", "²", " ",
    "0000-01-01", "31/12/2022", *DAYS,
)  # fmt: skip
"""As well in each field that does not take ``A_NUMBER``: one that does takes any text."""

OF_THE_ENGINE: tuple[Any, ...] = (
    "", "x" * 10_000, "a\x00b", "a\x00", "\ud800", ["\udfff"], "👩🗳️", "-1", "99999999999999999999",
    2**63, 10**30, 1e308, -1, *DAYS,
)  # fmt: skip
"""What one engine of databases may take and another refuse; of the rest it never hears more."""

NASTY_JSON: tuple[Any, ...] = (
    None, True, -1, 0, 2**63, 10**30, 0.5, 1e308, "", "x" * 10_000, "a\x00", "\ud800", "a\x1b[31m",
    [], {}, [[["a"]]], ["a"] * 1000, ["\udfff"], [None], {"a": 1}, "²", MARK, FORMULA,
)  # fmt: skip

BODIES: tuple[bytes, ...] = (
    b"", b"{", b"[]", b"null", b"1", b'"a"', b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe\x00",
    b'{"line": ' + b"1" * 5000 + b"}", b'{"line": NaN, "step": Infinity}', b'{"line": 1e400}',
    b'{"\\ud800": 1}', '{"line": 1}'.encode("utf-16"), b'{"line": 1, "line": {}}',
)  # fmt: skip
"""What is no JSON object, or one that no page of ours sends."""


@dataclass(frozen=True)
class Sent:
    """What an address takes: ``fields`` as it accepts them, the forms that read them.

    ``ready`` False: as things stand the address refuses even these, with a sentence.
    """

    name: str
    url: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[type[Form], ...] = ()
    ready: bool = True
    json: bool = False
    query: bool = False


def _petition(about: Petition, its: Mapping[str, Any]) -> Iterator[Sent]:
    def change(what: str, form: type[Form], *, ready: bool = True, **fields: Any) -> Sent:
        url = reverse("change_petition", args=[about.code, what])
        return Sent("change_petition", url, fields, (form,), ready)

    yield Sent("open_petition", reverse("open_petition"), {
        "title": "T", "target": "X", "rules": "us-ca/county-recall", "county": "C", "district": "1",
        "form_approved_on": "2022-01-02",
    }, (petitions.OpenPetition,))  # fmt: skip
    yield change("circulation", petitions.Circulation, first="2022-03-01", last="2022-07-01")
    yield change("filing", petitions.Filing, on="2022-07-06", claimed="7")
    yield change("required", requirement_forms.Required, registered="100", required="",
                 claimed_by="us", votes_cast="", measure="")  # fmt: skip
    # This petition's law asks for no counts by district; test_requirements has one whose law does.
    yield change("districts", requirement_forms.DistrictCounts, ready=False, rows="Alpine,100",
                 file="", claimed_by="us")  # fmt: skip
    yield change("roll", petitions.OnRoll, snapshot=str(its["snapshot"].pk), why="new")
    yield change("policy", petitions.Policy, reason="not_registered", people="3", why="two")
    yield change("close", petitions.Close, closing="over")
    yield change("earlier", petitions.Earlier, earlier=str(its["earlier"].pk))
    forecast = {"invalid_rate": "20", "minutes": "5", "hours": "6", "days": "20"}
    forecast |= {"reason": "not_registered", "people": "3"}
    url = reverse("petition", args=[about.code])
    yield Sent("petition", url, forecast, (petitions.Forecast, petitions.Proposed), query=True)
    yield Sent("circulators", reverse("circulators", args=[about.code]), {
        "name": "N", "address": "A", "gathered_from": "2022-03-01", "gathered_to": "2022-04-01",
        "lacks": its["lacks"],
    }, (Register,))  # fmt: skip
    named = {"one": "1", "section": "1"}
    yield Sent("circulators", reverse("circulators", args=[about.code]), named, query=True)


def _people(its: Mapping[str, Any]) -> Iterator[Sent]:
    def of(name: str, pk: Any, *forms: type[Form], ready: bool = True, **fields: Any) -> Sent:
        return Sent(name, reverse(name, args=[pk]), fields, forms, ready)

    one, removed = its["person"].pk, its["removed"].pk
    new = {"username": "new", "full_name": "New"}
    yield Sent("people", reverse("people"), new, (people.AddPerson,))
    yield of("give_role", one, people.GiveRole, role="reviewer", petition=str(its["earlier"].pk))
    yield of("clear_person", one, cleared="1")
    yield of("remove_person", one, people.Reason, reason="left")
    yield of("bring_back", removed, reason="back")
    yield of("make_link", one)
    yield of("take_role", its["held"].pk)
    yield Sent("rights", reverse("rights"), {"petition": str(its["earlier"].pk)}, query=True)
    yield Sent("acts", reverse("acts"), {"page": "1"}, query=True)


def _record() -> Iterator[Sent]:
    def of(name: str, *forms: type[Form], **fields: Any) -> Sent:
        return Sent(name, reverse(name), fields, forms, ready=False)

    yield of("sign_checkpoint")
    yield of("rotate_signing_key")
    yield of("name_witness", checkpoints.NameWitness, key="w+00000000+AAAA")
    yield of("take_cosignatures", checkpoints.TakeCosignature, line="")
    yield of("take_timestamp", checkpoints.TakeTimestamp, reply="", authority="")
    for name, asked in (("checkpoint", "size"), ("witness_request", "since")):
        yield Sent(name, reverse(name), {asked: "0"}, ready=False, query=True)


def _roll(its: Mapping[str, Any]) -> Iterator[Sent]:
    day = "2022-07-06"
    yield Sent("rolls", reverse("rolls"), {
        "file": "roll.csv", "layout": "plain", "as_of": day, "history": "",
    }, (Import,))  # fmt: skip
    folder = {"folder": "signatures"}
    yield Sent("take_references", reverse("take_references"), folder, (connecting.Folder,))
    yield Sent("update_roll", reverse("update_roll"), {
        "file": "roll.csv", "layout": "plain", "as_of": day, "base": "",
    }, (connecting.Changes,))  # fmt: skip
    yield Sent("set_watch", reverse("set_watch"), {
        "watch-folder": "signatures", "watch-kind": "scans", "watch-layout": "",
        "watch-petition": str(its["earlier"].pk),
    }, (connecting.SetWatch,))  # fmt: skip
    yield Sent("end_watch", reverse("end_watch", args=[its["watched"].pk]))
    yield Sent("cancel_task", reverse("cancel_task", args=[its["task"].code]))


def _receiving(young: Petition, its: Mapping[str, Any]) -> Iterator[Sent]:
    """Receiving, at a petition whose raw count is not fixed yet."""
    code, box, section = young.code, its["young_box"].pk, its["young_section"].pk

    def of(name: str, *args: Any, form: Any = None, ready: bool = True, **fields: Any) -> Sent:
        url = reverse(name, args=[code, *args])
        return Sent(name, url, fields, (form,) if form else (), ready)

    def asked(name: str, *forms: type[Form], **fields: Any) -> Sent:
        return Sent(name, reverse(name, args=[code]), fields, forms, query=True)

    yield of("receiving", form=box_forms.ReceiveBox, box="B9", seal="S", sections="1", place="p",
             brought_by="us")  # fmt: skip
    yield of("receive_fix", ready=False, sections="1", sheets="2", lines="3")
    yield of("receive_reopen", form=receiving.Reopening, ready=False, reason="why")
    yield of("receive_seal", box, form=box_forms.CheckSeal, seal="S1", whole="on")
    yield of("receive_seal_again", box, form=box_forms.SealAgain, seal="S2", sections="1")
    yield of("receive_move", box, form=box_forms.Move, from_place="shelf", to_place="there",
             second="second", password=its["password"])  # fmt: skip
    yield of("receive_change", section, form=receiving.ChangeSection, box="Y1", sheets="3",
             circulator="C")  # fmt: skip
    yield Sent("receive_form", reverse("receive_form", args=[code]), {
        "sections": "1", "box": "", "form": "",
    }, (receiving.SayForm,))  # fmt: skip
    yield of("receive_out", section, form=receiving.TakeOut, sheets="1", purpose="to scan")
    yield of("receive_back", section, form=receiving.PutBack, sheets="2")
    yield of("receive_again", section, form=receiving.CountAgain, sheets="3", reason="torn")
    yield of("receive_defect", section, form=receiving.FoundDefect, defect="missing", sheet="1")
    yield of("receive_sheet_image", section, 1, ready=False, files="")
    yield of("receive_images", ready=False, files="")
    yield of("receive_folder")
    page = its["young_page"].pk
    placed = {f"{page}-section": "1", f"{page}-sheet": "1", f"{page}-line": ""}
    url = reverse("receive_attach", args=[code, page])
    yield Sent("receive_attach", url, placed, (receiving.Attach,))
    yield Sent("receive_enter", f"{reverse('receive_enter', args=[code])}?circulators=1", {
        "box": "Y1", "section": "77", "circulator": "C", "sheets": "2", "lines": "10 -",
    }, (receiving.EnterSection,))  # fmt: skip
    url = f"{reverse('receive_count', args=[code])}?section=1"
    yield Sent("receive_count", url, {"lines": "1 2 3"}, (receiving.Count,))
    yield asked("receive_count", receiving.FindSection, section="1")
    yield asked("receive_enter", box="Y1", circulators="1", form="long")
    yield asked("receive_sections", section="1", of="differ", form_of="1")
    yield asked("receive_boxes", box="Y1")
    yield asked("receiving", box="Y1")
    yield asked("receive_labels", receiving.Labels, kind="sheet", section="1", first="1", count="2")


def _keying(young: Petition, about: Petition, its: Mapping[str, Any]) -> Iterator[Sent]:
    def of(name: str, *args: Any, form: Any = None, ready: bool = True, **fields: Any) -> Sent:
        url = reverse(name, args=[about.code, *args])
        return Sent(name, url, fields, (form,) if form else (), ready)

    yield of("keying_choose", form=keying.Choose, people="2", lines="every",
             fields_asked=["printed_name", "address"], sheet_lines="8", sheet_first="12.5",
             sheet_last="88", sheet_left="5", sheet_right="31", why="so")  # fmt: skip
    yield Sent("keying_form", reverse("keying_form", args=[about.code]), {
        "name": "long", "fields_asked": ["printed_name"], "sheet_lines": "8",
        "sheet_first": "12.5", "sheet_last": "88", "sheet_left": "5", "sheet_right": "31",
        "why": "so",
    }, (keying.Further, keying.FormOfSheets))  # fmt: skip
    yield Sent("keying_form_away", reverse("keying_form_away", args=[about.code]), {
        "name": "old", "to": "", "why": "a mistake",
    }, (keying.Away,))  # fmt: skip
    yield of("keying_take_in", form=keying.TakeIn, file="lines.csv")
    yield Sent("keying", reverse("keying", args=[about.code]), {
        "form": "long", "away": "old",
    }, query=True)  # fmt: skip
    yield of("keying_begin", ready=False)
    line = dict.fromkeys(its["asked"], "") | {"printed_name": "ANN", "mark": ""}
    url = reverse("key_line", args=[about.code, its["keyed"].pk])
    yield Sent("key_line", url, line, (keying.KeyLine,))
    yield of("match_lines", ready=False)
    yield of("find_duplicates")
    pages = {"page": "1", "groups": "1"}
    yield Sent("duplicates", reverse("duplicates", args=[about.code]), pages, query=True)
    yield of("duplicates_of_voter", its["line"].pk, one="yes")
    yield of("duplicates_of_group", its["group"].pk, one="yes")
    yield of("handing_back", form=HandBack, layout="plain", for_whom="us")
    yield of("fetch_file", its["file"].pk)
    yield of("certify", form=Publish, certified_on="2022-07-20", lifted_because="", amends="")


def _review(about: Petition, its: Mapping[str, Any]) -> Iterator[Sent]:
    def of(name: str, *args: Any, ready: bool = True, **fields: Any) -> Sent:
        return Sent(name, reverse(name, args=[about.code, *args]), fields, ready=ready)

    def told(name: str, **fields: Any) -> Sent:
        return Sent(name, reverse(name, args=[about.code]), fields, json=True)

    had = its["had"]
    here = {"line": had.line_id, "step": had.pk}
    yield told("review_determine", **here, valid=False, reason="not_registered", voter="",
               query=["ann"], note="n")  # fmt: skip
    yield told("review_undo", reason="slip")
    yield told("review_skip", line=had.line_id, note="later")
    yield told("review_lead", line=had.line_id, note="which?")
    yield of("review_open", ready=True)
    defect = its["defect"]
    yield Sent("apply_defect", reverse("apply_defect", args=[about.code, defect.pk]), {
        "lines": ordinals(defect),
    }, (defects.Apply,))  # fmt: skip
    yield Sent("take_back_defect", reverse("take_back_defect", args=[about.code, defect.pk]), {
        "reason": "a mistake",
    }, (defects.TakeBack,))  # fmt: skip
    yield of("review_answer_page", its["held_line"].pk, note="so")
    url = f"{reverse('review_line', args=[about.code])}?line={its['settled']}"
    yield Sent("review_line", url, {"reason": "again"})
    line = {"line": its["settled"]}
    yield Sent("review_line", reverse("review_line", args=[about.code]), line, query=True)
    yield told("review_lookup", line=had.line_id, q="ann")


def _learning(about: Petition, its: Mapping[str, Any]) -> Iterator[Sent]:
    def of(name: str, form: Any = None, *, ready: bool = True, **fields: Any) -> Sent:
        url = reverse(name, args=[about.code])
        return Sent(name, url, fields, (form,) if form else (), ready)

    yield of("practice_ask", value="asked", why="so")
    yield of("practice_begin", ready=False)
    yield of("practice_case", ready=False, case=its["case"], answer="valid", voter="1")
    yield of("known_one", known_lines.PlantOne, line=its["settled"])
    yield of("known_some", known_lines.PlantSome, ready=False, number="3")
    yield of("known_often", known_lines.HowOften, every="9", why="so")


def _retention(about: Petition) -> Iterator[Sent]:
    def of(name: str, form: type[Form], ready: bool, fields: Mapping[str, str]) -> Sent:
        return Sent(name, reverse(name, args=[about.code]), fields, (form,), ready)

    kept = {"counted_from": "2022-08-15", "until": "", "citation": ""}
    yield of("keep_petition", retention.Keep, True, kept)
    yield of("place_hold", retention.PlaceHold, True, {"place-hold": "C", "place-holding": "so"})
    yield of("lift_hold", retention.LiftHold, True, {"lift-hold": "A v. B", "lift-lifting": "so"})
    # The petition is not closed, and nobody agreed.
    yield of("agree_to_destroy", retention.Agree, False, {"agreeing": "it is over"})
    yield of("destroy_petition", retention.Destroy, False, {"sure": "on"})


def sent_to(about: Petition, young: Petition, its: Mapping[str, Any]) -> list[Sent]:
    """Return a row for every address that takes something from somebody who is signed in."""
    return [
        *_petition(about, its), *_people(its), *_record(), *_roll(its), *_receiving(young, its),
        *_keying(young, about, its), *_review(about, its), *_learning(about, its),
        *_retention(about),
    ]  # fmt: skip
