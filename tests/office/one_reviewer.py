"""What one process of several does at once: threads of reviewers who take lines and find them."""

import sys
from concurrent.futures import ThreadPoolExecutor

from rollcheck.office.ready import make_ready

make_ready()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402

from rollcheck.office.people.models import Person  # noqa: E402
from rollcheck.office.petitions.models import Petition  # noqa: E402
from rollcheck.office.review.models import Stands  # noqa: E402
from rollcheck.office.review.undoing import undo_last  # noqa: E402
from rollcheck.office.review.work import Said, determine, next_lines  # noqa: E402

about = Petition.objects.select_related("snapshot").get()


def work(name: str) -> None:
    """Reject every third line, accept the others, take every seventh back, until none is left."""
    person = Person.objects.get(username=name)
    found = 0
    while held := next_lines(person, about):
        one = held[0]
        valid = bool(one.line_id % 3)
        reason, voter = ("", "v1") if valid else ("signature_mismatch", "")
        said = Said(one.line_id, one.pk, valid=valid, reason=reason, voter=voter)
        state = determine(person, about, said)
        assert determine(person, about, said).pk == state.pk
        found += 1
        if found % 7 == 0:
            try:
                undo_last(person, about)
            except ValidationError:
                assert state.state == Stands.WAITING
    connection.close()


with ThreadPoolExecutor(len(sys.argv) - 1) as threads:
    list(threads.map(work, sys.argv[1:]))  # What failed in a thread is raised here.
