"""What the worker does once a day: sign the head of the record."""

import logging

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from rollcheck.office.checkpoints.heads import is_newer_than, sign_head
from rollcheck.office.checkpoints.models import Checkpoint, SigningKey
from rollcheck.office.tasks.kinds import between_tasks
from rollcheck.problems import RollcheckError

LOG = logging.getLogger(__name__)
TRIED = "checkpoint-tried"
TRY_EVERY = 15 * 60  # seconds


@between_tasks
def sign_daily() -> None:
    """Sign the head where today nobody has and something was recorded.

    What hinders it is logged, and tried again a quarter of an hour later, by one worker.
    """
    newest = Checkpoint.objects.last()
    if newest is not None and timezone.localdate(newest.at) >= timezone.localdate():
        return
    if newest is not None and not is_newer_than(newest):
        return
    if not SigningKey.objects.exists() or not cache.add(TRIED, 1, timeout=TRY_EVERY):
        return
    try:
        sign_head(None)
    except RollcheckError as error:
        LOG.warning("the record was not signed: %s", error.problems[0].message)
    except ValidationError:
        LOG.info("somebody else signed the record at the same time")
