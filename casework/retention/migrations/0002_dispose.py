"""The function that removes a record: written as SQL, beside the models."""

from pathlib import Path

from django.db import migrations

DISPOSE = Path(__file__).resolve().parents[1] / "dispose.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_initial"),
        ("subjects", "0001_initial"),
        ("agencies", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            DISPOSE.read_text(encoding="utf-8"), "drop schema retention cascade;"
        ),
    ]
