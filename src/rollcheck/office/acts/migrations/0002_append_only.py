"""The record's entries are added and never changed; their content may only be taken away."""

from django.db import migrations

from rollcheck.office.acts.append_only import append_only


class Migration(migrations.Migration):
    """Triggers on the tables of the record."""

    dependencies = [("acts", "0001_initial")]

    operations = [
        append_only("acts_entry"),
        append_only("acts_sealedcontent", key="entry_id", events=("UPDATE",)),
    ]
