"""A copy is released by a second person, after it was read again; and says what it should."""

import hashlib
import io
import json
import zipfile

import pypdf
import pytest
from django.db import IntegrityError, transaction

from casework.agencies.models import Post
from casework.audit.models import Entry
from casework.cast import LONG_AGO, NOW
from casework.disclosure import item_commands, releasing, request_commands, scanning
from casework.disclosure.item_commands import Choice
from casework.disclosure.kept import TAKEN_OUT
from casework.disclosure.models import Mark, Release
from casework.disclosure.request_commands import CannotChange
from casework.disclosure.tests import stage
from casework.sharing.models import Sharing


@pytest.fixture
def officers(cast):
    return stage.second_officer(cast)


def give_out(request, by, **more):
    return releasing.release(request=request, invented=False, by=by, now=NOW, **more)


def words_of(made):
    files = {one.kind: releasing.content_of(one) for one in made.files.all()}
    pages = pypdf.PdfReader(io.BytesIO(files["pdf"])).pages
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as packed:
        word = packed.read("word/document.xml").decode()
    pdf = " ".join(" ".join(page.extract_text() for page in pages).split())
    return [pdf, word, files["json"].decode()]


def test_a_second_person_releases_what_the_first_prepared(cast, officers):
    request = stage.handed_over(cast)

    made = give_out(request, officers.farah)

    request.refresh_from_db()
    assert (made.prepared_by, made.released_by) == (officers.judith, officers.farah)
    assert (request.outcome, request.closed_by) == ("given", officers.farah)
    assert sum(made.codes["parts"].values()) > 3
    assert sum(made.codes["items"].values()) > 3
    assert {one.kind for one in made.files.all()} == {"pdf", "docx", "json"}


def test_the_same_person_cannot_release(cast, officers):
    request = stage.handed_over(cast)

    with pytest.raises(CannotChange, match="Somebody else"):
        give_out(request, officers.judith)

    assert Release.objects.count() == 0


def test_the_same_person_cannot_release_from_another_post(cast, officers):
    request = stage.handed_over(cast)
    other = Post.objects.get(pk=officers.judith.pk)
    other.pk, other.starts_on = None, LONG_AGO
    other.save()

    with pytest.raises(CannotChange, match="Somebody else"):
        give_out(request, other)


def test_whoever_decided_on_any_item_cannot_release(cast, officers):
    request = stage.gathered(cast)
    stage.decide_all(request, officers.judith)
    item = request.items.get(title="The story so far")
    item_commands.take_out_words(
        item=item, words="station", everywhere=False, choice=Choice("out", "crime"),
        by=officers.farah, now=NOW,
    )  # fmt: skip
    request_commands.hand_over(request=request, by=officers.judith, now=NOW)
    request.refresh_from_db()

    with pytest.raises(CannotChange, match="Somebody else"):
        give_out(request, officers.farah)


def test_the_database_refuses_one_name_twice(cast, officers):
    request = stage.handed_over(cast)

    with pytest.raises(IntegrityError, match="released_by_somebody_else"), transaction.atomic():
        Release.objects.create(
            request=request, case=request.case, prepared_by=officers.judith,
            released_by=officers.judith, released_at=NOW, items_given=1, codes={},
        )  # fmt: skip


def test_the_database_refuses_a_part_taken_out_without_a_reason(cast):
    request = stage.gathered(cast)

    with pytest.raises(IntegrityError, match="taken_out_for_a_reason"), transaction.atomic():
        Mark.objects.filter(item__request=request).update(decision="out", code="")


def test_the_files_hold_what_is_kept_and_nothing_that_was_taken_out(cast, officers):
    request = stage.handed_over(cast)

    made = give_out(request, officers.farah)

    for text in words_of(made):
        assert "I want to go back to football" in text
        assert TAKEN_OUT in text
        for gone in ("Tegan", "Marlowe", "Celia", "Moorfield", "Dario", "555 019", "GU21", "Dazza"):
            assert gone not in text


def test_the_files_are_kept_as_they_went_out(cast, officers):
    made = give_out(stage.handed_over(cast), officers.farah)

    for file in made.files.all():
        content = releasing.content_of(file)
        assert file.digest == hashlib.sha256(content).hexdigest()
        assert file.size == len(content)
    entry = Entry.objects.get(action="copy released")
    assert entry.detail["sha256"]["pdf"] == made.files.get(kind="pdf").digest
    assert entry.detail["prepared_by"] == officers.judith.pk


def test_what_was_given_stands_in_the_sharing_ledger(cast, officers):
    made = give_out(stage.handed_over(cast), officers.farah)

    row = Sharing.objects.get(source=f"release:{made.pk}")

    assert (row.outcome, row.recipient) == ("shared", "Ellis Hartwood")
    assert "intelligence" not in row.compartments


def test_the_asker_reads_all_reasons_and_never_which_was_used(cast, officers):
    made = give_out(stage.handed_over(cast), officers.farah)

    told = json.loads(releasing.content_of(made.files.get(kind="json")))

    assert len(told["why_things_may_be_left_out"]) == 4
    assert "third_party" not in json.dumps(told)
    numbers = [len(part["entries"]) for part in told["parts"]]
    assert sum(numbers) == made.items_given


def test_a_name_left_in_elsewhere_stops_the_release_and_names_the_item_only(cast, officers):
    request = stage.handed_over(cast)
    rang = next(item for item in request.items.all() if "rang" in item.text)
    Mark.objects.filter(item=rang, found="around").update(decision="stays", code="")

    with pytest.raises(releasing.StillThere) as stopped:
        give_out(request, officers.farah)

    assert rang.number in {hit.stands_in for hit in stopped.value.hits}
    assert "Celia" not in str(stopped.value.hits)
    assert Release.objects.count() == 0


def test_what_a_withheld_item_says_may_not_stand_in_another(cast, officers):
    cast.ellis.child.story = f"Last week. {stage.CONFIDENTIAL}"
    cast.ellis.child.save()
    request = stage.gathered(cast)
    told = request.items.get(source=f"fact:{cast.ellis.facts.get(note=stage.CONFIDENTIAL).pk}")
    stage.decide_all(request, officers.judith)
    copied = request.items.create(
        case=request.case, number=900, section="story", source="story:copy", title="Story",
        compartment="shared", sealed="", decision="give", decided_by=officers.judith,
    )  # fmt: skip
    copied.sealed = releasing.sealing.seal(
        f"As told. {stage.CONFIDENTIAL}", place=f"disclosure.item.sealed:{copied.pk}"
    )
    copied.save()
    request_commands.hand_over(request=request, by=officers.judith, now=NOW)
    request.refresh_from_db()

    with pytest.raises(releasing.StillThere) as stopped:
        give_out(request, officers.farah)

    assert (told.number, 900) in {(hit.item, hit.stands_in) for hit in stopped.value.hits}


def test_words_with_another_meaning_may_stay_when_a_person_says_why(cast, officers):
    request = stage.handed_over(cast)
    rang = next(item for item in request.items.all() if "rang" in item.text)
    Mark.objects.filter(item=rang, found="around").update(decision="stays", code="")
    with pytest.raises(releasing.StillThere) as stopped:
        give_out(request, officers.farah)

    for hit in stopped.value.hits:
        releasing.may_stay(
            request=request, taken_from=request.items.get(number=hit.item),
            stands_in=request.items.get(number=hit.stands_in), because="A ship of this name",
            by=officers.farah, now=NOW,
        )  # fmt: skip

    made = give_out(request, officers.farah)
    assert made.released_by == officers.farah
    assert request.stays.count() == len(stopped.value.hits)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Confirmed: No\nLast seen: 20 November 2026", []),
        (
            "Known from: Police 25 September",
            ["Known from: Police 25 September", "Police 25 September"],
        ),
        ("He was seen at the parade on 3 May 2026.", ["He was seen at the parade on 3 May 2026."]),
    ],
)
def test_a_day_by_itself_is_not_what_a_withheld_item_says(text, own):
    assert sorted(scanning.said_in(text)) == sorted(own)
