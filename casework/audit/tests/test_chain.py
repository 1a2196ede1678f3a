"""What is written down cannot be changed unseen."""

import json
import os
import random
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from casework.audit import anchors, chain, commands, jobs, verifying
from casework.audit.models import Entry, Head
from casework.audit.tests import tampering

PLACES = int(os.environ.get("HOLDFAST_PROOF_PLACES", "4"))
"""Random places for each kind of tampering; `make proof` takes 100 for each, 1,000 in all."""


@pytest.fixture
def written(cast, now):
    """Looks and changes of many people, on most of the sixteen chains."""
    for number in range(60):
        by = cast.posts[["hannah", "ruth", "marcus", "colin", "lorna"][number % 5]]
        moment = now + timedelta(seconds=number)
        commands.looked(by=by, case=cast.ellis, section=f"part {number % 7}", now=moment)
    entries = [(cast.skye, {"fact": str(number), "n": number}) for number in range(30)]
    commands.write_many(by=cast.priya, action="imported", now=now, entries=entries)
    return Entry.objects.filter(action__in=["looked", "imported"])


def test_every_entry_hangs_on_a_chain_and_fits(written):
    found = verifying.verify()

    assert found.faults == []
    assert found.entries == Entry.objects.count() >= 90
    assert Head.objects.count() == found.chains == chain.BUCKETS


def test_entries_written_together_follow_each_other(cast, now):
    entries = [(cast.ellis, {"n": n}) for n in range(commands.AT_ONCE + 3)]

    commands.write_many(by=cast.priya, action="imported", now=now, entries=entries)

    several = Entry.objects.filter(action="imported").order_by("number")
    numbers = list(several.values_list("number", flat=True))
    assert len(set(several.values_list("bucket", flat=True))) == 1
    assert numbers == list(range(numbers[0], numbers[0] + len(entries)))
    assert verifying.verify().faults == []


def test_who_writes_takes_a_chain_that_nobody_holds(cast, now):
    first = cast.hannah.pk % chain.BUCKETS
    held = commands.TAKE_A_FREE_ONE, [cast.authority.pk, first]
    plan = " ".join(commands.TAKE_A_FREE_ONE.split())

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*held)
        [(bucket, _, _)] = cursor.fetchall()
        commands.write(by=cast.hannah, action="tried", now=now)

    assert plan.endswith("for update skip locked")
    assert Entry.objects.get(action="tried").bucket == bucket == first, "its own is free to it"


def test_an_entry_that_is_undone_leaves_no_gap(cast, now):
    mark = transaction.savepoint()
    commands.write(by=cast.hannah, action="undone", now=now)
    transaction.savepoint_rollback(mark)
    commands.write(by=cast.hannah, action="done", now=now)

    assert verifying.verify().faults == []


def test_a_key_that_was_changed_still_verifies_what_it_sealed(written, cast, now, settings):
    settings.AUDIT_KEYS = {"second": bytes(range(32)), **settings.AUDIT_KEYS}
    commands.write(by=cast.hannah, action="later", now=now)

    assert verifying.verify().faults == []
    settings.AUDIT_KEYS = {"second": bytes(range(32))}
    assert verifying.verify().faults != []


def test_fractions_are_refused_in_a_detail(cast, now):
    with pytest.raises(chain.Unsealable, match=r"0\.5"):
        commands.write(by=cast.hannah, action="rated", now=now, detail={"score": [0.5]})


@pytest.mark.parametrize("kind", tampering.KINDS)
def test_tampering_is_found_wherever_it_is_done(written, kind, now, tmp_path):
    chance = random.Random(f"{kind} of the past")
    held = anchors.read([anchored(tmp_path, now)])
    places = list(Entry.objects.order_by("pk"))

    unseen = [
        place.pk
        for place in (chance.choice(places) for _ in range(PLACES))
        if not found_after(kind, place, chance, held)
    ]

    assert unseen == []


def anchored(folder, now):
    return anchors.write(str(folder), now=now) and folder


def found_after(kind, place, chance, held):
    """Whether tampering with a place is found there; all is as before afterwards."""
    mark = transaction.savepoint()
    with tampering.as_owner():
        tampering.KINDS[kind](place, chance)
    alone, with_anchor = verifying.verify().faults, verifying.verify(held).faults
    transaction.savepoint_rollback(mark)
    if kind not in tampering.ANCHOR_ALONE and not alone:
        return False
    return any((one.authority, one.bucket) == (place.authority, place.bucket)
               for one in with_anchor)  # fmt: skip


def test_a_changed_entry_is_named_by_its_place_and_moment(written, now):
    entry = written.filter(number=2).first()
    with tampering.as_owner():
        tampering.run(f"update audit_entry set who = 'Somebody else' where id = {entry.pk}")

    [fault] = verifying.verify().faults

    assert (fault.kind, fault.bucket, fault.number) == ("changed", entry.bucket, 2)
    assert fault.at == entry.at
    assert str(fault).startswith(f"surrey, chain {entry.bucket}, entry 2, 20 November 2026")


# --- the commands ---------------------------------------------------------------------


def told(*args):
    out = StringIO()
    call_command("audit", *args, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_as_it_was_written(written, tmp_path, now):
    anchored(tmp_path, now)

    assert "all as they were written" in told("verify", "--anchor", str(tmp_path))
    assert json.loads(told("verify", "--json"))["faults"] == []


def test_the_command_fails_and_says_where(written):
    with tampering.as_owner():
        tampering.delete(written.filter(number=1).first(), random.Random(1))

    with pytest.raises(SystemExit) as ended:
        told("verify")

    assert ended.value.code == 1


def test_an_anchor_that_was_changed_is_refused(written, tmp_path):
    said = told("anchor", "--to", str(tmp_path))
    [file] = tmp_path.iterdir()
    assert str(file) in said
    file.write_text(file.read_text().replace('"number": ', '"number": 1'))

    with pytest.raises(CommandError, match="was changed") as refused:
        told("verify", "--anchor", str(file))

    assert refused.value.returncode == 2


def test_every_hour_an_anchor_goes_where_the_settings_say(written, tmp_path, settings):
    settings.ANCHORS = str(tmp_path)

    jobs.anchor(0)

    held = anchors.read([tmp_path])
    assert verifying.verify(held).faults == []
    assert sum(len(place) for place in held.values()) == Head.objects.exclude(number=0).count()


def test_an_anchor_is_never_written_over(written, tmp_path, now):
    anchors.write(str(tmp_path), now=now)

    with pytest.raises(anchors.NoAnchor, match="cannot be written"):
        anchors.write(str(tmp_path), now=now)


def test_an_anchor_goes_to_a_folder_or_by_https_and_no_other_way(written, now):
    with pytest.raises(anchors.NoAnchor, match="neither a folder nor an https address"):
        anchors.write("http://example.org/anchors", now=now)


def test_people_may_write_while_the_chains_are_read(written, cast, now):
    before = verifying._ends()
    for _ in range(20):
        commands.write(by=cast.hannah, action="meanwhile", now=now)
    found = verifying.Finding()

    for one, end in before.items():
        verifying._chain(found, one, end, {})

    assert found.faults == []
