"""What one process of several does at once: acts, and tasks taken as they come."""

import secrets
import sys
from typing import Any

from rollcheck.office.ready import make_ready

make_ready()

from rollcheck.office.acts.act import act  # noqa: E402
from rollcheck.office.people.models import Person  # noqa: E402
from rollcheck.office.people.rights import Right  # noqa: E402
from rollcheck.office.people.roles import LABELS, Role  # noqa: E402
from rollcheck.office.tasks.kinds import KINDS, Kind  # noqa: E402
from rollcheck.office.tasks.models import Task  # noqa: E402
from rollcheck.office.tasks.worker import work_until_idle  # noqa: E402
from rollcheck.problems import Progress  # noqa: E402
from rollcheck.record.events.people import SignedIn  # noqa: E402
from rollcheck.record.events.work import TaskAsked  # noqa: E402


def counted(task: Task, progress: Progress) -> dict[str, Any]:
    """Say who did it."""
    progress("Counting", 1, 1)
    return {"done_by": sys.argv[1]}


KINDS["counted"] = Kind(LABELS[Role.AUDITOR], Right.IMPORT_ROLL, counted)
sue = Person.objects.get(username="sue")
for _ in range(int(sys.argv[2])):
    act(SignedIn("crowd"), by=sue)
    act(TaskAsked(f"t-{secrets.token_hex(6)}", "counted"), by=sue, aside={})
work_until_idle()
