"""Retention and destruction, and the one way in which rows of append-only tables go."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rollcheck.office.acts.append_only import (
    OF_CODE,
    OF_LINE,
    OF_PETITION,
    append_only,
    destroyable,
)

FINDING_FOR_GOOD = (
    *("id", "line_id", "petition_id", "step", "round", "person_id", "at", "valid", "reason"),
    *("voter", "repeats_id", "basis", "image", "entry"),
)

# What ended does not go on: else rows could go again.
ENDED_SQLITE = """
CREATE TRIGGER retention_destruction_ended BEFORE UPDATE ON retention_destruction
WHEN OLD.ended IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'retention_destruction is append-only'); END
"""
ENDED_POSTGRESQL = """
CREATE TRIGGER retention_destruction_ended BEFORE UPDATE ON retention_destruction
    FOR EACH ROW WHEN (OLD.ended IS NOT NULL) EXECUTE FUNCTION rollcheck_append_only()
"""


def _for_good(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    on_postgresql = editor.connection.vendor == "postgresql"
    editor.execute(ENDED_POSTGRESQL if on_postgresql else ENDED_SQLITE, params=None)


class Migration(migrations.Migration):
    """Two tables, and triggers on others."""

    initial = True

    dependencies = [
        ("acts", "0002_append_only"),
        ("petitions", "0005_petition_destruction"),
        ("receiving", "0004_counting_rounds"),
        ("review", "0002_counted"),
        ("learning", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Said",
            fields=[
                ("entry", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={"ordering": ["entry"]},
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                (
                    "petition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="petitions.petition",
                    ),
                ),
                ("begun", models.PositiveBigIntegerField()),
                ("ended", models.PositiveBigIntegerField(null=True)),
                ("key_fingerprint", models.CharField(blank=True, max_length=64)),
                ("files", models.PositiveBigIntegerField(null=True)),
                ("rows", models.PositiveBigIntegerField(default=0)),
                ("contents", models.PositiveBigIntegerField(default=0)),
            ],
            options={"abstract": False},
        ),
        append_only("retention_said", key="entry"),
        append_only(
            "retention_destruction",
            key="petition_id",
            columns=("petition_id", "begun", "key_fingerprint"),
        ),
        migrations.RunPython(_for_good),
        destroyable("acts_sealedcontent", OF_CODE),
        destroyable("review_finding", OF_PETITION, columns=FINDING_FOR_GOOD),
        destroyable("review_query", OF_LINE),
        destroyable("review_note", OF_LINE),
        destroyable("learning_known", OF_PETITION),
    ]
