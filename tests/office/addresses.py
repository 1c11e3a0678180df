"""Every address of the office, from the resolver, and one of everything that one may name."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from office.paper import scan
from office.reviewing import finds
from office.rights_of_addresses import Row
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.connecting.models import ReferenceSignature, Watch, WatchKind
from rollcheck.office.duplicates.models import Group, GroupLine
from rollcheck.office.handing_back.models import HandedOut
from rollcheck.office.people.models import Person, RoleHeld
from rollcheck.office.petitions.models import Petition
from rollcheck.office.receiving.models import Box, Defect, Image, ImagePage, Line
from rollcheck.office.review.models import Finding
from rollcheck.office.tasks.models import Task
from rollcheck.record.events.intake import BoxReceived
from rollcheck.record.files import place_of


def addresses(
    patterns: Sequence[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, str]]:
    """Return every address with its name; one that has none is called by its route."""
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        else:
            yield one.name or route, route


EVERY = dict(addresses(get_resolver("rollcheck.office.urls").url_patterns))


def things(about: Petition, by: Person) -> dict[str, Any]:
    """One of everything whose number stands in an address, of a petition."""
    box: Box = act(BoxReceived("B1", "S1", 1, ""), by=by, petition=about, aside="shelf")
    section = about.sections.get()
    line, later = Line.objects.filter(petition=about)[:2]
    now, content = datetime.now(UTC), scan(text=about.code)
    stored = {"at": now, "by": by, "petition": about}
    digest = _kept(settings.PLACE.images, content)
    _kept(settings.PLACE.references, content)
    with writing():
        image = Image.objects.create(
            digest=digest, kind="png", bytes=len(content), pages=1, **stored
        )
        sheet = section.sheets.first()
        page = ImagePage.objects.create(image=image, number=1, sheet=sheet)
        defect = Defect.objects.create(
            section=section, defect="sheet_defect", citation="2 CCR 20920", at=now, by=by
        )
        group = Group.objects.create(petition=about, evidence=[], at=now)
        for each in (line, later):
            GroupLine.objects.create(group=group, line=each)
        signature = ReferenceSignature.objects.create(
            voter="v1", digest=digest, page=1, taken_at=now
        )
        out = _kept(settings.PLACE.outgoing, b"line,voter,code\n" + about.code.encode())
        file = HandedOut.objects.create(
            digest=out, layout="plain", lines=1, for_whom="us", **stored
        )
        task = Task.objects.create(
            code=f"task-{about.code}", kind="match_lines", arguments={}, petition=about,
            asked_by=by, asked_at=now,
        )  # fmt: skip
        bundle = Task.objects.create(
            code=f"bundle-{about.code}", kind="certify", arguments={}, petition=about,
            asked_by=by, asked_at=now, state="done", ended_at=now, result={"bundle": out},
        )  # fmt: skip
        Watch.objects.create(
            kind=WatchKind.SCANS, folder=about.code, petition=about, set_by=by, since=now
        )
    for _each in range(2):
        finds(by, about, voter="v1")
    finding = Finding.objects.filter(petition=about).earliest("pk")
    return {
        "box": box, "section": section, "line": line, "page": page, "group": group, "file": file,
        "bundle": bundle, "task": task, "defect": defect, "finding": finding,
        "signature": signature,
    }  # fmt: skip


def _kept(folder: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    path = place_of(folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return digest


def address(name: str, about: Petition, row: Row | None, its: dict[str, Any]) -> str:
    """An address with its petition and its object."""
    route = EVERY[name]
    if name in {"task", "cancel_task"}:
        return reverse(name, args=[its["task"].code])
    if name in {"openid_connect_login", "openid_connect_callback"}:
        return reverse(name, args=["office"])
    if name == "account_confirm_email":
        return reverse(name, args=["abc"])
    if name == "account_reset_password_from_key":
        return reverse(name, args=["a1", "b-2"])
    somebody = Person.objects.get(username="ada")
    number = its[row.of].pk if row and row.of else somebody.pk
    if name == "take_role":
        number = RoleHeld.objects.filter(person=somebody).earliest("pk").pk
    if name == "end_watch":
        number = Watch.objects.get(petition=about).pk
    filled = route.replace("<slug:code>", about.code).replace("<int:pk>", str(number))
    filled = filled.replace("<int:number>", "1").replace("<slug:what>", "filing")
    filled = filled.replace("<str:name>", "MQ").replace("<str:token>", "abc-def")
    assert "<" not in filled, filled
    return f"/{filled}"
