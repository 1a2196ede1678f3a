"""Row-level security: the functions that policies ask, and the tables that stand behind it."""

from pathlib import Path

from django.db import migrations

WALL = Path(__file__).resolve().parents[1] / "wall"
TAKE_DOWN = """
do $$
declare walled record;
begin
  for walled in select polrelid::regclass as name, polname from pg_policy where polname like 'wall_%' loop
    execute format('drop policy %I on %s', walled.polname, walled.name);
    execute format('alter table %s no force row level security', walled.name);
    execute format('alter table %s disable row level security', walled.name);
  end loop;
end $$;
drop schema wall cascade;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_emergencies"),
        ("agencies", "0001_initial"),
        ("subjects", "0001_initial"),
        ("chronology", "0002_fingerprints"),
        ("concerns", "0001_initial"),
        ("plans", "0001_initial"),
        ("meetings", "0001_initial"),
        ("exchange", "0001_initial"),
        ("sharing", "0001_initial"),
        ("disclosure", "0001_initial"),
        ("retention", "0002_dispose"),
    ]
    operations = [
        migrations.RunSQL((WALL / "functions.sql").read_text(encoding="utf-8"), TAKE_DOWN),
        migrations.RunSQL((WALL / "tables.sql").read_text(encoding="utf-8"), ""),
    ]
