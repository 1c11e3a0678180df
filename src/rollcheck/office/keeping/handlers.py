"""The act of making a backup changes no row; the record says that there is one."""

from django.core.exceptions import PermissionDenied

from rollcheck.office.acts.act import Done, handles
from rollcheck.record.events.upkeep import BackupMade


@handles(BackupMade, right=None)
def make_backup(event: BackupMade, done: Done) -> None:
    """Record it: whoever runs the machine makes one."""
    if done.by is not None:
        raise PermissionDenied("a backup is made at the machine itself")
