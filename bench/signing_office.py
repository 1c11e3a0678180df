"""The two processes of ``bench.signing``: one acts, one signs or only computes."""

import secrets
import select
import subprocess
import sys
import time
from statistics import median

from django.conf import settings
from django.db import transaction

from bench.record import BATCH, acts
from bench.signing import command
from rollcheck.merkle import GrowingTree, consistency_proof
from rollcheck.office.acts.act import act
from rollcheck.office.acts.kept import writing
from rollcheck.office.acts.models import Entry
from rollcheck.office.acts.store import OfficeStore
from rollcheck.office.checkpoints.heads import leaves_of, sign_head
from rollcheck.office.people.founding import found_office
from rollcheck.office.people.models import Person
from rollcheck.record import KeyFolder, append_acts
from rollcheck.record.events.people import ClearanceChanged

ROUNDS = 10


def measure(entries: int) -> None:
    """Fill the record, act in turns beside either kind of work, print the medians."""
    person = found_office("ada", "Ada Administrator", secrets.token_hex(16))
    _fill(entries)
    taken: dict[str, list[float]] = {"hash": [], "sign": []}
    signing: list[float] = []
    with subprocess.Popen(
        command("work_when_told"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        if other.stdin is None or other.stdout is None:
            raise RuntimeError("the other process has no pipes")
        other.stdout.readline()
        for what in ("hash", "sign") * ROUNDS:
            other.stdin.write(f"{what}\n")
            other.stdin.flush()
            while not select.select([other.stdout], [], [], 0)[0]:
                taken[what].append(_acted(person))
            seconds = float(other.stdout.readline())
            signing += [seconds] if what == "sign" else []
        other.stdin.close()
    sys.stdout.write(
        f"alone {median(taken['hash'])}\nbeside {median(taken['sign'])}\n"
        f"signing {median(signing)}\n"
        f"acts_alone {len(taken['hash'])}\nacts_beside {len(taken['sign'])}\n"
    )


def work_when_told() -> None:
    """Sign the head, or compute as much without the database; print the processor seconds."""
    leaves = leaves_of(Entry.objects.count())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        start = time.process_time()
        if line.strip() == "sign":
            sign_head(None)
        else:
            GrowingTree().grown(leaves)
            consistency_proof(leaves, len(leaves) - 1)
        sys.stdout.write(f"{time.process_time() - start}\n")
        sys.stdout.flush()


def _acted(person: Person) -> float:
    """Do an act and return its milliseconds."""
    person.cleared = not person.cleared
    start = time.perf_counter()
    act(ClearanceChanged(person.code, cleared=person.cleared), by=person)
    return (time.perf_counter() - start) * 1000


def _fill(entries: int) -> None:
    keys = KeyFolder(settings.PLACE.content_keys, secrets.token_bytes)
    for start in range(0, entries, BATCH):
        batch = acts(start, min(BATCH, entries - start))
        with transaction.atomic(), writing():
            append_acts(OfficeStore(), batch, keys, secrets.token_bytes)
