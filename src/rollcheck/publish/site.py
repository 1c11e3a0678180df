"""The report site of a bundle: the report's page with what only a publication knows.

One page a language, each whole in itself; beside them the certificate, as a page and as a PDF.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rollcheck.publish.certificate import certificate_of
from rollcheck.publish.certificate_pdf import certificate_pdf
from rollcheck.publish.checking import Check, checks
from rollcheck.publish.counts import ChartRow, reason_label
from rollcheck.publish.editions import EditionRow, edition_rows
from rollcheck.publish.headline import by_sample, headline
from rollcheck.publish.language import ENGLISH, LANGUAGES, SPANISH, said, say, speaking
from rollcheck.publish.node import Node
from rollcheck.publish.publication import Publication
from rollcheck.publish.report import page
from rollcheck.publish.timeline import Day, days
from rollcheck.publish.tracks import Axis, Span, track
from rollcheck.publish.words import count, counted, percent

PAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "site": {ENGLISH: "index.html", SPANISH: "es.html"},
        "certificate": {ENGLISH: "certificate.html", SPANISH: "certificate.es.html"},
        "pdf": {ENGLISH: "certificate.pdf", SPANISH: "certificate.es.pdf"},
    }
)
"""The names of the pages, by kind and language; they never change."""

FILES = (
    ("result.json", "The result: counts, steps, decisions"),
    ("leaves.csv", "Every line as a leaf that nobody can join to a person, with its code"),
    ("parquet/datapackage.json", "The tables as Parquet, and what each column holds"),
    ("counts.csv", "The counts as a table"),
    ("required.csv", "The decision at each required number"),
    ("samples.csv", "Each sample and its projections"),
    ("datapackage.json", "What each column of the tables holds"),
    ("rules.toml", "The rules of law that were applied"),
    ("history.json", "Earlier editions and what changed"),
    ("evidence.sha256", "The hash of each of these files"),
    ("rollcheck-verify.pyz", "The program that checks all this"),
    ("manifest.json", "Every file with its hash, signed"),
)


@dataclass(frozen=True, slots=True)
class BandRow:
    """Sections by how many of their lines are valid."""

    label: str
    sections: str
    lines: str
    valid: str
    share: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What the audit says at one required number."""

    required: str
    risk: str
    against: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """The audit in short."""

    conclusion: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[AuditRow, ...]


@dataclass(frozen=True, slots=True)
class SiteView:
    """What the page of the site shows beyond the report."""

    quote: tuple[str, ...]
    days: tuple[Day, ...]
    bands: tuple[BandRow, ...]
    band_chart: tuple[ChartRow, ...]
    audit: AuditView | None
    checks: tuple[Check, ...]
    fingerprint: str
    files: tuple[tuple[str, str], ...]
    edition: str
    editions: tuple[EditionRow, ...]
    lifted: str | None


def pages_of(result: Mapping[str, object], publication: Publication) -> dict[str, bytes]:
    """Return every page of a publication by its name."""
    node = Node(result)
    found: dict[str, bytes] = {}
    dated = publication.release.certified_on or node.day("filed_on")
    for language in LANGUAGES:
        with speaking(language):
            certificate = certificate_of(node, publication)
            view = site_view(node, publication)
            site = page("report.html.j2", node, site=view, pages=PAGES)
            html = page("certificate.html.j2", node, certificate=certificate, pages=PAGES)
            pdf = certificate_pdf(certificate, publication.signed.name, dated)
        found[PAGES["site"][language]] = site.encode()
        found[PAGES["certificate"][language]] = html.encode()
        found[PAGES["pdf"][language]] = pdf
    return found


def site_view(result: Node, publication: Publication) -> SiteView:
    """Return what the page shows beyond the report, in the language spoken."""
    audit = publication.audit
    return SiteView(
        quote=tuple(_quote(result)),
        days=days(result, publication.release),
        bands=tuple(map(_band, result.maybe_nodes("sections"))),
        band_chart=_band_chart(result.maybe_nodes("sections")),
        audit=None if audit is None else _audit(Node(audit)),
        checks=checks(publication),
        fingerprint=publication.signed.fingerprint,
        files=tuple((name, say(holds)) for name, holds in FILES),
        edition=count(publication.edition),
        editions=edition_rows(publication.history),
        lifted=publication.release.lifted_because if not publication.release.certified_on else None,
    )


def _quote(result: Node) -> list[str]:
    """Return two or three sentences that stand by themselves, as a newspaper would print them."""
    title = result.text("title").rstrip(".")
    told = [f"{title}: {headline(result)}"]
    counts = result.node("counts")
    if by_sample(result) or result.text("stage") == "raw":
        return told
    raw, valid = counts.number("raw"), counts.number("valid")
    told.append(
        say(
            "Of the {raw} lines filed, {valid} ({share}) were found valid and {invalid} invalid.",
            raw=count(raw),
            valid=count(valid),
            share=percent(valid, raw),
            invalid=count(counts.number("invalid")),
        )
    )
    reasons = sorted(counts.nodes("reasons"), key=lambda one: -one.number("lines"))
    named = [f"{reason_label(one)} ({count(one.number('lines'))})" for one in reasons[:2]]
    if named:
        told.append(
            say("The most frequent reasons were: {reasons}.", reasons=say(" and ").join(named))
        )
    return told


def _band(one: Node) -> BandRow:
    lines, valid = one.number("lines"), one.number("valid")
    return BandRow(
        label=_band_label(one),
        sections=count(one.number("sections")),
        lines=count(lines),
        valid=count(valid),
        share=percent(valid, lines),
    )


def _band_label(one: Node) -> str:
    low, high = count(one.number("percent_from")), count(one.number("percent_to"))
    return say("{low} to {high} % valid", low=low, high=high)


def _band_chart(bands: tuple[Node, ...]) -> tuple[ChartRow, ...]:
    axis = Axis(0, max([1, *(one.number("lines") for one in bands)]))
    return tuple(
        ChartRow(
            _band_label(one),
            counted(one.number("sections"), "section", "sections"),
            "part",
            track(
                axis,
                [
                    Span(0, one.number("valid"), "valid"),
                    Span(one.number("valid"), one.number("lines"), "invalid"),
                ],
            ),
        )
        for one in bands
    )


def _audit(report: Node) -> AuditView:
    standings = report.nodes("required")
    return AuditView(
        conclusion=said(report.text("conclusion_text")),
        facts=(
            (say("Lines drawn again"), count(report.number("drawn"))),
            (say("Lines reviewed"), count(report.number("reviewed"))),
            (say("Risk limit"), _risk(report.values["risk_limit"])),
        ),
        rows=tuple(
            AuditRow(
                required=count(one.number("required")),
                risk=_risk(one.values["risk"]),
                against=str(one.values["voters_against"]),
                conclusion=said(one.text("conclusion_text")),
            )
            for one in standings
        ),
    )


def _risk(value: object) -> str:
    """Write a risk in percent to two decimals."""
    return percent(round(float(str(value)) * 10_000), 10_000)
