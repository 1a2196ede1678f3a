"""Keys are changed without a stop: all that is sealed is sealed anew, or said to be closed."""

import base64

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from casework.chronology import commands as chronology
from casework.chronology import sealed as facts
from casework.chronology.models import Fact
from casework.config import sealing
from casework.exchange import resealing, sealed_rows
from casework.exchange.models import ImportRun, SourceFile, SourceRow
from casework.exchange.reading.logs import TABLES
from casework.exchange.sealed_places import places
from casework.subjects import commands as subjects
from casework.subjects import safe_address, sealed
from casework.subjects.models import Child

NUMBER = "9434765919"
NEW = b"n" * 32


@pytest.fixture
def as_owner(db):
    """Facts are changed by the owner of the tables alone."""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        [(runtime,)] = cursor.fetchall()
        cursor.execute("set role none")
        yield
        cursor.execute(f"set role {runtime}")


@pytest.fixture
def full(cast, now):
    """Something sealed in each place but those of a released copy."""
    case = cast.ellis
    subjects.correct_child(child=case.child, nhs_number=NUMBER, by=cast.hannah, now=now)
    safe_address.set_safe_address(case=case, address="7 Larkspur Close", by=cast.hannah, now=now)
    for words in ("A grey van", "Kestrel"):
        fact = chronology.record(
            case=case, kind="intelligence.recorded", at=now, by=cast.colin, now=now, note=words,
            compartment="intelligence",
        )  # fmt: skip
    chronology.withdraw(fact=fact, reason="Not him", by=cast.colin, now=now)
    run = ImportRun.objects.create(
        authority=case.authority, source="lcs", folder="", state="done", started_at=now,
        by=cast.hannah,
    )  # fmt: skip
    cells = {"pers_person_id": "100", "pers_single_unique_id": NUMBER}
    kept = {"authority": "surrey", "source": "lcs", "table": "ssd_person", "key": "100"}
    SourceRow.objects.create(
        authority=case.authority, source="lcs", table="ssd_person", key="100", row=2,
        raw=sealed_rows.close(cells, **kept), file=SourceFile.objects.create(run=run, name="x"),
        content_hash=sealed_rows.fingerprint(cells, TABLES["ssd_person"]),
    )  # fmt: skip
    secret = sealing.seal("JBSWY3DPEHPK3PXP", place="mfa.authenticator")
    Authenticator.objects.create(user=cast.hannah.account, type="totp", data={"secret": secret})
    return cast


@pytest.fixture
def newer(full, settings):
    """A new key on top; the old one still opens."""
    settings.SEALING_KEYS = {"newer": NEW, **settings.SEALING_KEYS}
    return full


def keys():
    return {count.place: set(count.keys) for count in resealing.check() if count.keys}


def test_every_column_that_is_called_sealed_is_one_of_the_places():
    named = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if "sealed" in field.name
    }

    assert named - {place.name for place in places()} == set()


def test_a_check_counts_what_is_sealed_by_place_and_key(full, settings):
    first = sealing.newest()

    assert keys() == {
        "subjects_child.nhs_number_sealed": {first},
        "subjects_safeaddress.sealed": {first},
        "chronology_fact.sealed": {first},
        "chronology_fact.withdrawn_reason": {first},
        "exchange_sourcerow.raw": {first},
        "mfa_authenticator.data": {first},
    }


def test_after_a_change_everything_opens_with_the_new_key_alone(newer, as_owner, settings):
    counts = resealing.rotate()

    assert sum(count.anew for count in counts) == 7
    settings.SEALING_KEYS = {"newer": NEW}
    assert set().union(*keys().values()) == {"newer"}
    assert not any(count.closed for count in resealing.check())
    child = Child.objects.get(case=newer.ellis)
    assert sealed.nhs_number(child) == NUMBER
    assert Child.objects.filter(sealed.has_number(NUMBER, "surrey")).get() == child
    said = {facts.words_of(one).note for one in Fact.objects.exclude(sealed="")}
    assert said == {"A grey van", "Kestrel"}


def test_after_a_change_the_same_file_is_not_a_changed_one(newer, as_owner, settings):
    cells = {"pers_person_id": "100", "pers_single_unique_id": NUMBER}
    table = TABLES["ssd_person"]
    assert bytes(SourceRow.objects.get().content_hash) != sealed_rows.fingerprint(cells, table)

    resealing.rotate()

    assert bytes(SourceRow.objects.get().content_hash) == sealed_rows.fingerprint(cells, table)


def test_a_dry_run_counts_and_changes_nothing(newer):
    before = keys()

    counts = resealing.rotate(dry_run=True)

    assert sum(count.anew for count in counts) == 7
    assert keys() == before


def test_killed_half_way_it_goes_on_where_it_was(newer, as_owner):
    class Killed(Exception):
        pass

    def kill(count):
        if count.place == "chronology_fact.sealed" and count.anew == 1:
            raise Killed

    with pytest.raises(Killed):
        resealing.rotate(say=kill, batch=1)
    left = sum(count.anew for count in resealing.rotate(batch=1))

    assert left == 4
    assert set().union(*keys().values()) == {"newer"}


def test_a_key_that_is_missing_is_named_and_nothing_is_told(full, settings, capsys):
    first = sealing.newest()
    settings.SEALING_KEYS = {"newer": NEW}

    with pytest.raises(SystemExit):
        call_command("keys", "check")

    said = capsys.readouterr()
    assert f"“{first}”" in said.err
    assert "Keep every key" in said.err
    for word in ("Larkspur", "grey van", NUMBER, *Child.objects.values_list("forename", flat=True)):
        assert word not in said.out + said.err


def test_what_does_not_open_is_left_as_it_is_and_the_rest_goes_on(newer, as_owner):
    row = safe_address.standing(newer.ellis)
    torn = row.sealed[:-8]
    type(row).objects.filter(pk=row.pk).update(sealed=torn)

    counts = {count.place: count for count in resealing.rotate()}

    assert len(counts["subjects_safeaddress.sealed"].closed) == 1
    assert counts["chronology_fact.sealed"].anew == 2
    row.refresh_from_db()
    assert row.sealed == torn


def test_the_command_says_what_it_did(newer, as_owner, capsys):
    call_command("keys", "rotate", "--dry-run")
    call_command("keys", "rotate")
    call_command("keys", "check")

    said = capsys.readouterr().out
    assert "chronology_fact.sealed: 2 of 2 would be sealed anew" in said
    assert "chronology_fact.sealed: 2 of 2 sealed anew" in said
    assert "chronology_fact.sealed: 2 under newer" in said
    assert "The key that seals is newer" in said


def test_a_new_key_is_a_line_with_its_name(capsys):
    call_command("keys", "new", "2027a")

    name, key = capsys.readouterr().out.split()
    assert (name, len(base64.b64decode(key))) == ("2027a", 32)


def test_a_name_that_is_taken_is_refused(db):
    with pytest.raises(CommandError, match="no key here has"):
        call_command("keys", "new", sealing.newest())


def test_the_running_application_may_not_do_it(full, settings):
    settings.DATABASE_ROLE = "runtime"

    with pytest.raises(CommandError, match="owner of the database"):
        call_command("keys", "rotate")
