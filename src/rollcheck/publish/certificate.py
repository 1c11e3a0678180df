"""The certificate: what was decided, by whom, on what, and how to check it; the text of both forms.

The same parts in the same order become a page of HTML and a tagged PDF.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rollcheck.publish.abbreviated import abbreviations
from rollcheck.publish.arithmetic import Working, step_groups, unverified
from rollcheck.publish.checking import checks
from rollcheck.publish.counts import reason_rows
from rollcheck.publish.decisions import cards
from rollcheck.publish.facts import about, rule_set
from rollcheck.publish.headline import badge, by_sample, excluded, headline, remaining
from rollcheck.publish.language import said, say, stays_english
from rollcheck.publish.node import Node
from rollcheck.publish.publication import Publication
from rollcheck.publish.sample import sample_view
from rollcheck.publish.words import count, long_date, percent


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row is its header. ``numbers`` are columns of numbers.

    ``kind`` names the look of the page's table; columns ``english`` are in the words of the law.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    kind: str = ""
    english: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands under it, in this order: sentences, facts, tables, commands."""

    heading: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """What the picture shows: lines by how they ended, the required numbers, and it in words."""

    valid: int
    waiting: int
    invalid: int
    excluded: int
    required: tuple[int, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate in words; ``dated`` is the day of certification, ``None`` before it."""

    kind: str
    title: str
    headline: str
    status: str
    bar: Bar
    parts: tuple[Part, ...]
    dated: str | None
    version: str


def certificate_of(result: Node, publication: Publication) -> Certificate:
    """Return the certificate, or before certification a statement that says it is none."""
    on = publication.release.certified_on
    told = badge(result)
    kind = "Certificate of the result" if on else "Statement before certification"
    return Certificate(
        kind=say(kind),
        title=result.text("title"),
        headline=headline(result),
        status=f"{told.word}. {told.meaning}",
        bar=_bar(result),
        parts=tuple(_parts(result, publication)),
        dated=on.isoformat() if on else None,
        version=result.text("rollcheck_version"),
    )


def _parts(result: Node, publication: Publication) -> Iterator[Part]:
    yield Part(say("The petition"), facts=about(result))
    yield _decision(result)
    yield _who(result, publication)
    yield from _counts(result)
    yield from _sample(result)
    yield _arithmetic(result)
    yield _open(result)
    yield Part(say("What this rests on"), facts=(*rule_set(result), *_evidence(publication)))
    yield Part(
        say("How to check it"),
        sentences=(say("Anyone can check this, with the published folder and one small program:"),),
        commands=tuple(one.command for one in checks(publication)),
    )
    yield Part(say("What it does not show"), sentences=(say(NOT_SHOWN),))


NOT_SHOWN = (
    "It does not show that the roll is right, that any one determination is right, that what was "
    "keyed stands on the paper, or that a court would read the law so."
)


def _bar(result: Node) -> Bar:
    counts = result.node("counts")
    valid, raw = counts.number("valid"), counts.number("raw")
    required = tuple(one.number("value") for one in result.nodes("required"))
    return Bar(
        valid=valid,
        waiting=counts.number("waiting"),
        invalid=counts.number("invalid"),
        excluded=excluded(counts),
        required=required,
        alternative=say(
            "Of the {raw} lines filed {valid} ({share}) are valid; required: {required}.",
            raw=count(raw),
            valid=count(valid),
            share=percent(valid, raw),
            required=say(" and ").join(map(count, required)),
        ),
    )


def _decision(result: Node) -> Part:
    valid = None if by_sample(result) else remaining(result)
    rows = tuple(
        (
            f"{card.standing}: {card.required}",
            "" if valid is None else count(valid),
            _short(valid, int(card.required.replace(",", ""))),
            card.decision,
        )
        for card in cards(result)
    )
    columns = (say("Required number"), say("Valid"), say("Short by"), say("Decision"))
    table = Table(say("The decision at each required number"), columns, rows, (1, 2))
    sentences = tuple(
        f"{card.standing} {card.required}: {note}"
        for card in cards(result)
        for note in (*card.notes, *card.warnings)
    )
    contested = say("The required number is contested; both decisions stand here.")
    told = (contested, *sentences) if len(rows) > 1 else sentences
    return Part(say("Required, valid, short"), sentences=told, tables=(table,))


def _short(valid: int | None, required: int) -> str:
    return "" if valid is None else count(max(required - valid, 0))


def _by_machine(result: Node) -> str:
    if any(one.number("lines") for one in result.nodes("proposed")):
        return say("It looked lines up on the roll and proposed a voter.")
    return say("It proposed nothing: people looked the lines up on the roll.")


def _drawn(result: Node) -> tuple[tuple[str, str], ...]:
    if result.maybe_node("sample") is None:
        return ()
    said = say("A public seed, drawn after the lines were fixed.")
    return ((say("Which lines were sampled"), said),)


def _who(result: Node, publication: Publication) -> Part:
    on = publication.release.certified_on
    if on is not None:
        released = say("The official certified it on {day}.", day=long_date(on.isoformat()))
    else:
        reason = publication.release.lifted_because or ""
        released = say("It is not certified. A supervisor lifted the embargo: {why}", why=reason)
    rows = (
        (
            say("Whether a line is valid"),
            say("People, as many as the rules ask for each reason; no line by a machine alone."),
        ),
        (say("What the machine did"), _by_machine(result)),
        *_drawn(result),
        (say("The required number"), say("The office; each other number is somebody’s claim.")),
        (say("What the counts lead to"), say("The rules of law named below, by arithmetic.")),
        (say("The certificate"), released),
    )
    table = Table(
        say("Each question, and who decided it"), (say("Question"), say("Who decided it")), rows
    )
    return Part(say("Who decided what"), tables=(table,))


def _counts(result: Node) -> Iterator[Part]:
    counts = result.node("counts")
    if by_sample(result):
        return
    raw = counts.number("raw")
    facts = (
        (say("Filed"), count(raw)),
        (say("Valid"), count(counts.number("valid"))),
        (say("Invalid"), count(counts.number("invalid"))),
        (say("Waiting"), count(counts.number("waiting"))),
    )
    rows = tuple(
        (row.label, row.lines, row.share, row.people, row.citation)
        for row in reason_rows(counts, raw)
    )
    names = ("Reason", "Lines", "Share", "People it takes to reject", "Citation")
    caption = say("Lines found invalid, by reason, with the share of the raw count")
    table = Table(caption, tuple(map(say, names)), rows, (1, 2), english=(4,))
    yield Part(say("The counts"), facts=facts, tables=(table,) if rows else ())


def _sample(result: Node) -> Iterator[Part]:
    view = sample_view(result)
    if view is None:
        return
    rows = tuple((row.label, row.number, row.interval, row.share) for row in view.measures)
    names = ("Measure", "Valid signatures", "95 % interval", "Of the required number")
    caption = say("Projections and what decides, in valid signatures")
    table = Table(caption, tuple(map(say, names)), rows, (1, 3))
    yield Part(say("The sample"), (view.decision,), view.facts, (table,))


def _arithmetic(result: Node) -> Part:
    columns = tuple(map(say, ("Step", "Value", "Rule", "Citation", "How it is known")))
    tables = tuple(
        Table(
            caption=f"{group.heading}: {working.caption}"
            if working.caption != group.heading
            else group.heading,
            columns=columns,
            rows=tuple(
                (
                    step.name,
                    step.value,
                    step.rule if _stay_english(working) else said(step.rule),
                    step.citation,
                    f"{say('Verified' if step.verified else 'NOT verified')}: {step.known}",
                )
                for step in working.steps
            ),
            numbers=(1,),
            kind="steps",
            english=(2, 3) if _stay_english(working) else (3,),
        )
        for group in step_groups(result)
        for working in group.workings
    )
    told = "; ".join(f"{short}: {full}" for short, full in abbreviations(result))
    sentences = (f"{say('In the citations:')} {told}.",) if told else ()
    return Part(say("The arithmetic, step by step"), sentences=sentences, tables=tables)


def _stay_english(working: Working) -> bool:
    """Tell whether the rules of a table stay in English: its column is in one language."""
    return any(stays_english(step.rule) for step in working.steps)


def _open(result: Node) -> Part:
    """Say which inputs are contested, and which rules nobody has read in the law's own text."""
    claimed = [count(one.number("value")) for one in result.nodes("required")][1:]
    sentences = [say("Contested number: {number}.", number=one) for one in claimed]
    for unread in unverified(result):
        names = "; ".join(f"{rule.name} ({rule.citation})" for rule in unread.rules)
        message = "Rules NOT verified, {known}: {rules}."
        sentences.append(say(message, known=unread.known, rules=names))
    sentences += map(said, result.texts("caveats"))
    if not sentences:
        sentences = [say("Nothing: every rule was read in the law’s text, no number is contested.")]
    return Part(say("What is contested or not verified"), sentences=tuple(sentences))


def _evidence(publication: Publication) -> tuple[tuple[str, str], ...]:
    """Return the hashes that pin what was published."""
    facts = [
        (say("SHA-256 of the list of published data"), publication.evidence),
        (say("Signed by"), publication.signed.name),
        (say("Fingerprint of the key"), publication.signed.fingerprint),
    ]
    if publication.checkpoint is not None:
        head = publication.checkpoint
        message = "{origin}, {size} entries, root {root}"
        told = say(message, origin=head.origin, size=count(head.size), root=head.root.hex())
        facts.append((say("Checkpoint of the record"), told))
    facts += [
        (
            say("Edition {number}, SHA-256 of its manifest", number=one.number),
            one.manifest,
        )
        for one in publication.history
    ]
    return tuple(facts)
