"""A petition of the office as a run takes it: what it is, its lines, what stands about them."""

import hmac
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import date
from sys import intern

import pyarrow as pa
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length
from django.utils import timezone

from rollcheck import law
from rollcheck.lines import LINE_COLUMNS, Lines
from rollcheck.office.acts.models import Entry
from rollcheck.office.certifying.compared import CHECK, refused
from rollcheck.office.certifying.replay import Replay
from rollcheck.office.petitions.models import Petition
from rollcheck.office.petitions.models import RequiredNumber as Number
from rollcheck.office.petitions.policy import policies
from rollcheck.office.petitions.the_law import arithmetic, districts_of, rules_now
from rollcheck.office.proposals.models import Proposal
from rollcheck.office.receiving.models import Line, RawCount
from rollcheck.office.review.models import LineState
from rollcheck.office.watching.in_districts import valid_in_districts
from rollcheck.petition.counted_lines import DEFECT, counted_lines
from rollcheck.petition.defects import Defects
from rollcheck.petition.definition import EarlierAttempt
from rollcheck.petition.definition import Petition as Definition
from rollcheck.petition.determinations import Determination
from rollcheck.petition.filed import Filed
from rollcheck.petition.inputs import Inputs
from rollcheck.petition.result import InputFile
from rollcheck.petition.roll_in_use import refuse_later_roll
from rollcheck.petition.settle import State
from rollcheck.petition.verdicts import RequiredNumber
from rollcheck.petition.worked import Worked
from rollcheck.record import KeyFolder, read_entry
from rollcheck.record.files import sha256_of
from rollcheck.roll import Snapshot, open_snapshot
from rollcheck.sampling import LineIdentity, Universe, commit_universe
from rollcheck.sampling.universe import SALT_BYTES

UNIVERSE = b"rollcheck universe v1\n"
TYPES: Mapping[str, pa.DataType] = {"birth_year": pa.int16(), "signed_on": pa.date32()}
PLACE = LINE_COLUMNS[:4]
MANIFEST, CLOSED = "manifest.json", "petition_closed"

Row = tuple[LineIdentity, bool]
"""A line of the count, and whether it takes a cleared person."""


def rules_of(about: Petition) -> law.RuleSet:
    """Return the rules of the filing; a reason takes as many people as the office's policy says."""
    taken = {one.reason.code: one for one in policies(about)}
    rules = law.for_measure(rules_now(about), about.measure or None)
    reasons = {
        code: replace(reason, people=taken[code].people, people_basis="policy")
        if taken[code].by_policy
        else reason
        for code, reason in rules.reasons.items()
    }
    return replace(rules, reasons=reasons)


def worked(about: Petition, replay: Replay, head: InputFile) -> Worked:
    """Return a petition as its record says that it was worked; ``head`` names that record.

    Raises ``RollcheckError`` where the petition lacks what a run needs.
    """
    definition = definition_of(about)
    rows = list(_rows(about))
    if len(rows) != definition.raw_count:
        message = "the lines are not those of the raw count; reopen it, and fix it again"
        raise refused("lines_not_counted", message)
    identities = [identity for identity, _confidential in rows]
    rules, table, lines = rules_of(about), _lines(identities), _taken(rows, replay)
    counted = counted_lines(table, _defects(replay, lines.states), rules)
    for name in counted.void_before:
        # Nobody determines what is not in the count; what was found there stays on the record.
        del lines.states[name]
        lines.determined.pop(name, None)
    out = len(counted.void_before)
    inputs = Inputs(
        rules=rules,
        required=required_of(about),
        lines=table,
        counted=counted,
        filed=Filed(definition.raw_count, excluded=out, districts=_districts(about)),
        snapshot=snapshot_of(about, definition.filed_on),
        determined=lines.determined,
        sampled=None,
        universe=universe_of(about, identities),
    )
    proposed = Proposal.objects.filter(line__petition=about, line__void=False).values_list(
        "line__section__number", "line__ordinal", "outcome"
    )
    return Worked(
        petition=definition,
        inputs=inputs,
        states=lines.states,
        proposed={f"{section}:{at}": outcome for section, at, outcome in proposed.iterator(10_000)},
        images=lines.images,
        files=(head,),
        defective=replay.defective,
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """Every line of the count in the order of filing: how it stands, by whom, by which scans."""

    states: dict[str, State]
    determined: dict[str, tuple[Determination, ...]]
    images: dict[str, tuple[str, ...]]


def _taken(rows: list[Row], replay: Replay) -> Taken:
    """Take the lines out of the record's replay, which forgets each: a county has many."""
    taken = Taken({}, {}, {})
    scans: dict[tuple[str, ...], tuple[str, ...]] = {}
    replay.forget_findings()
    for identity, confidential in rows:
        name = identity.line_id
        taken.states[name] = replay.state_of(name, confidential=confidential)
        followed = replay.lines.pop(name, None)
        if followed is not None:
            taken.determined[name] = followed.determinations
            # The lines of a sheet have one scan.
            images = followed.images
            taken.images[name] = scans.setdefault(images, images)
    return taken


def _defects(replay: Replay, states: Mapping[str, State]) -> Defects:
    """Return the defects by which people let the law void lines, and these lines."""
    void = {name: str(one.reason) for name, one in states.items() if one.by_rule == DEFECT}
    return Defects(void, frozenset(), Counter(noted[-1] for noted in replay.voiding), 0)


def definition_of(about: Petition) -> Definition:
    """Return what a petition is. Raises ``RollcheckError`` before its filing and its raw count."""
    count = RawCount.objects.filter(petition=about).first()
    if about.filed_on is None or count is None:
        message = "a run is of a petition that was filed and whose raw count is fixed; do that"
        raise refused("not_counted", message)
    place, _slash, kind = about.rules.partition("/")
    return Definition(
        file=about.code,
        place=place,
        kind=kind,
        measure=about.measure or None,
        title=about.title,
        county=about.county or None,
        district=about.district or None,
        form_approved_on=about.form_approved_on or about.circulation_from or about.filed_on,
        circulation_from=about.circulation_from,
        circulation_to=about.circulation_to,
        filed_on=about.filed_on,
        raw_count=count.lines,
        checked_count=None,
        excluded=0,
        withdrawn=0,
        required=tuple(one.required for one in _numbers(about)),
        registered=(),
        votes_cast=(),
        counts=None,
        defects=None,
        roll=None,
        lines=None,
        determinations=None,
        sample=None,
        earlier=tuple(_earlier(about)),
    )


def required_of(about: Petition) -> tuple[RequiredNumber, ...]:
    """Return the required numbers with their arithmetic, the office's own first.

    Raises ``RollcheckError`` where the office has set none.
    """
    numbers = [_required(about, one) for one in _numbers(about)]
    if not numbers or not numbers[0].certified:
        raise refused("no_required_number", "set the required number on the petition's page first")
    return tuple(numbers)


def _numbers(about: Petition) -> list[Number]:
    return list(about.required_numbers.filter(replaced_at=None).order_by("claimed_by", "pk"))


def _required(about: Petition, number: Number) -> RequiredNumber:
    return RequiredNumber(
        value=number.required,
        certified=not number.claimed_by,
        registered=number.registered,
        computation=arithmetic(about, number),
        votes_cast=number.votes_cast,
    )


def _districts(about: Petition) -> tuple[law.District, ...]:
    """Return the office's own counts by county or district, where the law asks for them."""
    counts = about.district_counts.filter(replaced_at=None, claimed_by="").first()
    rule = law.minimum_for(rules_now(about))
    if counts is None or rule is None or counts.of != rule.of:
        return ()
    names = {name for name, _number in counts.rows}
    return tuple(districts_of(counts, valid_in_districts(about, rule, names)))


def _earlier(about: Petition) -> Iterator[EarlierAttempt]:
    """Yield the attempts before this one that have ended, the first one first."""
    attempts = []
    before = about.earlier
    while before is not None:
        attempts.append(before)
        before = before.earlier
    for one in reversed(attempts):
        ended = one.circulation_to or (one.closed_at and timezone.localdate(one.closed_at))
        closed = _closed_because(one)
        if closed and ended and about.filed_on and ended <= about.filed_on:
            yield EarlierAttempt(one.title, ended, closed)


def _closed_because(about: Petition) -> str:
    """Return the reason that everybody may read in the entry by which a petition was closed."""
    last = Entry.objects.filter(petition=about.code, type=CLOSED).order_by("id").last()
    return "" if last is None else str(read_entry(bytes(last.entry)).data["reason"])


def snapshot_of(about: Petition, filed_on: date) -> Snapshot:
    """Return the roll that lines were looked up in, as it was recorded.

    Raises ``RollcheckError`` where there is none, it was altered, or it is later than the filing.
    """
    if about.snapshot is None:
        raise refused("no_snapshot", "choose the snapshot of the roll on the petition's page first")
    folder = settings.PLACE.snapshots / about.snapshot.code
    snapshot = open_snapshot(folder)
    if sha256_of(folder / MANIFEST) != about.snapshot.manifest:
        raise refused("snapshot_altered", f"the snapshot is not the one that was recorded; {CHECK}")
    refuse_later_roll(snapshot, filed_on, about.code)
    return snapshot


def _rows(about: Petition) -> Iterator[Row]:
    """Yield the lines of the count in the order of filing."""
    hidden = LineState.objects.filter(line=OuterRef("pk"), confidential=True)
    rows = Line.objects.filter(petition=about).annotate(cleared=Exists(hidden))
    ordered = rows.order_by(Length("section__number"), "section__number", "ordinal")
    wanted = ordered.values_list(
        "section__number", "ordinal", "sheet__number", "on_sheet", "cleared"
    )
    for section, ordinal, sheet, place, cleared in wanted.iterator(10_000):
        # Millions of lines have few sections, sheets and places: each text is kept once.
        where = intern(section), intern(str(sheet)), intern(str(place))
        yield LineIdentity(intern(f"{section}:{ordinal}"), *where), cleared


def _lines(identities: list[LineIdentity]) -> Lines:
    """Return the lines as they stand on paper; nothing that was read of them is needed here."""
    columns = [pa.array([getattr(one, name) for one in identities], pa.string()) for name in PLACE]
    empty = {
        name: pa.nulls(len(identities), TYPES[name])
        if name in TYPES
        else pa.array([""] * len(identities), pa.string())
        for name in LINE_COLUMNS[len(PLACE) :]
    }
    return Lines(pa.table({**dict(zip(PLACE, columns, strict=True)), **empty}))


def universe_of(about: Petition, identities: list[LineIdentity]) -> Universe:
    """Commit to the lines under salts that follow from the petition's content key.

    So it is the same each time, nobody without the key can tell which leaf is whose, and when the
    law's time is over the salts are gone with the key.
    """
    key = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes).key(about.code)
    own = hmac.digest(key, UNIVERSE, "sha256")
    return commit_universe(identities, (_salt(own, one) for one in identities))


def _salt(key: bytes, identity: LineIdentity) -> bytes:
    return hmac.digest(key, "\x00".join(astuple(identity)).encode(), "sha256")[:SALT_BYTES]
