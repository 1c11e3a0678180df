"""When what was kept of a petition began to be destroyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column of petitions."""

    dependencies = [("petitions", "0004_circulator")]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="destruction_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
