"""What a required number is computed from: votes cast, the measure, counts by district."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns of petitions and required numbers, and a table of counts."""

    dependencies = [("petitions", "0005_petition_destruction")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="measure",
            field=models.CharField(blank=True, max_length=80, verbose_name="what it is for"),
        ),
        migrations.AddField(
            model_name="requirednumber",
            name="measure",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="requirednumber",
            name="votes_cast",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="DistrictCounts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=20)),
                ("rows", models.JSONField()),
                ("claimed_by", models.CharField(blank=True, max_length=200)),
                ("since", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="district_counts",
                        to="petitions.petition",
                    ),
                ),
            ],
            options={"ordering": ["claimed_by", "pk"]},
        ),
    ]
