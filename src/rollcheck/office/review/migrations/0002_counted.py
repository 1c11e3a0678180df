"""Counts of lines that stand alike, kept by the database; voters valid more than once are found."""

import django.db.models.deletion
from django.db import migrations, models

from rollcheck.office.review.counted import counted_by_the_database


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0004_circulator"),
        ("receiving", "0004_counting_rounds"),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=7)),
                ("step", models.PositiveSmallIntegerField()),
                ("touched", models.BooleanField()),
                ("confidential", models.BooleanField()),
                ("result", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=40)),
                ("lines", models.PositiveIntegerField()),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="petitions.petition",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="receiving.section",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            *("section", "state", "step", "touched", "confidential"),
                            *("result", "reason"),
                        ),
                        name="review_counted_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="linestate",
            index=models.Index(
                condition=models.Q(("valid", True)),
                fields=["petition", "voter"],
                name="review_valid_of_voter",
            ),
        ),
        counted_by_the_database(),
    ]
