"""The import pages: choose, look, confirm, decide; and they exist for analysts only."""

from __future__ import annotations

import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.agencies import commands as agencies
from casework.exchange import jobs, uploads
from casework.exchange.models import ImportException, ImportRun
from casework.exchange.tests.conftest import EPISODE, PERSON
from casework.subjects.models import Child


@pytest.fixture
def client_of_analyst(analyst, now, signed_in):
    agencies.open_account(post=analyst, email=analyst.email, by=analyst, now=now)
    return signed_in(analyst)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.VAR = tmp_path / "var"


def upload(client, *paths, source="lcs"):
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return client.post(reverse("exchange:imports"), {"source": source, "files": files})


def test_files_are_tried_first_and_the_page_says_what_would_be_new(client_of_analyst, pack):
    response = upload(client_of_analyst, *pack.glob("*.csv"))

    run = ImportRun.objects.get()
    assert response.url == reverse("exchange:run", args=[run.pk])
    page = client_of_analyst.get(response.url).content.decode()
    assert "2 rows are new" in page
    assert "Bring this in" in page
    assert not Child.objects.exists()


def test_a_zip_file_is_as_good_as_its_files(client_of_analyst, pack, tmp_path):
    archive = tmp_path / "ssd_pack.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in pack.glob("*.csv"):
            packed.write(path, f"export/{path.name}")

    upload(client_of_analyst, archive)

    assert ImportRun.objects.get().files.count() == 2


def test_what_is_confirmed_is_brought_in_and_the_files_are_removed(client_of_analyst, pack):
    upload(client_of_analyst, *pack.glob("*.csv"))
    run = ImportRun.objects.get()

    client_of_analyst.post(reverse("exchange:bring_in", args=[run.pk]))
    jobs.bring_in(run.pk, run.by_id)

    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE
    assert Child.objects.count() == 1
    assert not list(uploads.place().iterdir())
    page = client_of_analyst.get(reverse("exchange:run", args=[run.pk])).content.decode()
    assert "two facts recorded" in page or "2 facts recorded" in page


def test_a_job_that_runs_again_brings_nothing_in_twice(client_of_analyst, pack):
    upload(client_of_analyst, *pack.glob("*.csv"))
    run = ImportRun.objects.get()
    client_of_analyst.post(reverse("exchange:bring_in", args=[run.pk]))

    jobs.bring_in(run.pk, run.by_id)
    jobs.bring_in(run.pk, run.by_id)

    assert Child.objects.count() == 1


def test_a_refused_row_is_shown_with_its_reason(client_of_analyst, pack, write):
    write("ssd_missing", EPISODE, EPISODE)

    response = upload(client_of_analyst, *pack.glob("*.csv"))

    page = client_of_analyst.get(response.url).content.decode()
    assert "Row 3 has the same key as row 2" in page


def test_nothing_chosen_is_a_form_error(client_of_analyst):
    response = client_of_analyst.post(reverse("exchange:imports"), {"source": "lcs"})

    assert response.status_code == 422
    assert "Select a zip file or CSV files" in response.content.decode()


def test_what_is_no_table_is_a_form_error(client_of_analyst, tmp_path):
    other = tmp_path / "holiday.csv"
    other.write_text("a,b\n1,2\n")

    response = upload(client_of_analyst, other)

    assert response.status_code == 422
    assert "Name each file after its table" in response.content.decode()


def test_an_import_can_be_left_and_its_files_are_removed(client_of_analyst, pack):
    upload(client_of_analyst, *pack.glob("*.csv"))
    run = ImportRun.objects.get()

    client_of_analyst.post(reverse("exchange:cancel", args=[run.pk]))

    run.refresh_from_db()
    assert run.state == ImportRun.State.CANCELLED
    assert not list(uploads.place().iterdir())


def test_a_question_is_decided_on_its_page(client_of_analyst, pack, write, bring):
    write("ssd_person", PERSON, PERSON | {"pers_person_id": "900"})
    write("ssd_missing", EPISODE, EPISODE | {"miss_table_id": "M9", "miss_person_id": "900"})
    bring(pack)
    question = ImportException.objects.get(kind="identity")
    address = reverse("exchange:decide", args=[question.pk])

    assert "Ellis" in client_of_analyst.get(address).content.decode()
    assert client_of_analyst.post(address, {}).status_code == 422
    client_of_analyst.post(address, {"decision": "different"})

    question.refresh_from_db()
    assert question.decision == "different"
    assert (
        "No question is open"
        in client_of_analyst.get(reverse("exchange:exceptions")).content.decode()
    )


@pytest.mark.parametrize("name", ["exchange:imports", "exchange:exceptions"])
def test_for_everybody_else_the_pages_do_not_exist(cast, signed_in, name):
    assert signed_in(cast.hannah).get(reverse(name)).status_code == 404


def test_an_import_of_another_authority_does_not_exist(cast, signed_in, pack, now):
    kent = agencies.open_authority(code="kent", name="Kent", areas={})
    somebody = agencies.first_administrator(
        authority=kent, holder="Somebody", email="somebody@example.org", on=now.date()
    )
    run = ImportRun.objects.create(
        authority=kent, source="lcs", folder="", state="tried", started_at=now, by=somebody
    )

    response = signed_in(cast.priya).get(reverse("exchange:run", args=[run.pk]))

    assert response.status_code == 404


def test_an_import_that_was_interrupted_can_be_begun_again(client_of_analyst, pack):
    upload(client_of_analyst, *pack.glob("*.csv"))
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="running", progress={"what": "Missing episodes"})

    page = client_of_analyst.get(reverse("exchange:run", args=[run.pk])).content.decode()
    client_of_analyst.post(reverse("exchange:bring_in", args=[run.pk]))
    jobs.bring_in(run.pk, run.by_id)

    assert "Nothing was brought in. You can begin again." in page
    assert Child.objects.count() == 1


def test_what_nobody_confirmed_is_left_after_a_week_and_its_files_are_removed(
    client_of_analyst, pack
):
    upload(client_of_analyst, *pack.glob("*.csv"))
    ImportRun.objects.update(started_at=timezone.now() - timedelta(days=8))

    jobs.leave_what_nobody_confirmed(timestamp=0)

    assert ImportRun.objects.get().state == ImportRun.State.CANCELLED
    assert not list(uploads.place().iterdir())


def test_a_zip_with_one_table_twice_is_a_form_error(client_of_analyst, pack, tmp_path):
    archive = tmp_path / "ssd_pack.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for folder in ("old", "new"):
            packed.write(pack / "ssd_missing.csv", f"{folder}/ssd_missing.csv")

    response = upload(client_of_analyst, archive)

    assert response.status_code == 422
    assert "ssd_missing.csv is there more than once" in response.content.decode()
    assert not list(uploads.place().iterdir())


# --- files that nobody should send ----------------------------------------------------


def zipped(tmp_path, *members, **more):
    archive = tmp_path / "files.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, **more) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return archive


def files_kept():
    return [each for each in uploads.place().rglob("*") if each.is_file()]


def test_a_file_that_is_too_large_is_refused_in_words(client_of_analyst, tmp_path, settings):
    settings.LARGEST_FILE = 1 << 20
    large = tmp_path / "ssd_person.csv"
    large.write_bytes(b"x" * ((1 << 20) + 1))

    answer = upload(client_of_analyst, large)

    assert answer.status_code == 422
    assert "The file must be smaller than 1MB" in answer.content.decode()
    assert files_kept() == []


def test_more_than_the_site_takes_is_refused_before_it_is_written(
    client_of_analyst, tmp_path, settings
):
    settings.LARGEST_REQUEST = 1 << 20
    one, two = tmp_path / "ssd_person.csv", tmp_path / "ssd_missing.csv"
    for each in (one, two):
        each.write_bytes(b"x" * (700 << 10))

    answer = upload(client_of_analyst, one, two)

    assert answer.status_code == 400
    assert "more than this site takes" in answer.content.decode()
    assert files_kept() == []


def test_nobody_at_the_door_fills_the_disk(client, db, settings):
    settings.LARGEST_REQUEST = 1 << 20
    file = SimpleUploadedFile("large.bin", b"x" * (2 << 20))

    assert client.post("/accounts/sign-in/", {"file": file}).status_code == 400


def test_a_zip_bomb_is_refused_before_it_is_unpacked(client_of_analyst, tmp_path):
    bomb = zipped(tmp_path, ("ssd_person.csv", b"0" * (40 << 20)))

    answer = upload(client_of_analyst, bomb)

    assert "more than a hundred times its own size" in answer.content.decode()
    assert files_kept() == []


def test_a_zip_of_many_files_is_refused(client_of_analyst, tmp_path):
    many = zipped(tmp_path, *((f"{number}.csv", b"x") for number in range(201)))

    answer = upload(client_of_analyst, many)

    assert "more than 200 files" in answer.content.decode()
    assert files_kept() == []


@pytest.mark.parametrize("damage", ["cut", "flag", "sum"])
def test_a_damaged_or_locked_zip_is_refused_in_words(client_of_analyst, tmp_path, damage):
    archive = zipped(tmp_path, ("ssd_person.csv", b"pers_person_id\n1\n" * 50))
    content = bytearray(archive.read_bytes())
    if damage == "flag":
        for start in (content.find(b"PK\3\4") + 6, content.find(b"PK\1\2") + 8):
            content[start] |= 1
    elif damage == "sum":
        content[content.find(b"PK\1\2") + 16] ^= 255
    else:
        del content[30:60]
    archive.write_bytes(bytes(content))

    answer = upload(client_of_analyst, archive)

    assert answer.status_code == 422
    assert "The zip file is damaged, or needs a password" in answer.content.decode()
    assert files_kept() == []


def test_a_refusal_names_no_place_of_this_machine(client_of_analyst, tmp_path):
    other = tmp_path / "letter.csv"
    other.write_text("Dear Sir")

    told = upload(client_of_analyst, other).content.decode()

    assert "Name each file after its table" in told
    assert str(uploads.place()) not in told


@pytest.mark.parametrize(
    "name",
    ["../../outside.csv", "..", "/etc/passwd", "C:\\autoexec.bat", ".hidden", "a" * 400 + ".csv",
     "con\u202e.csv", "line\nbreak.csv", "x/", "."],
)  # fmt: skip
def test_a_name_leads_nowhere_else(client_of_analyst, tmp_path, pack, name):
    content = [(each.name, each.read_bytes()) for each in pack.glob("*.csv")]
    archive = zipped(tmp_path, *content, (name, b"x"))

    answer = upload(client_of_analyst, archive)

    assert answer.status_code in {302, 422}
    assert all(each.parent.parent == uploads.place() for each in files_kept())
    assert all(len(each.name) <= 60 and each.name.isprintable() for each in files_kept())


def test_two_files_of_one_name_are_not_mixed_up(client_of_analyst, pack, tmp_path):
    person = pack / "ssd_person.csv"

    answer = upload(client_of_analyst, person, person)

    assert "is there more than once" in answer.content.decode()


def test_what_a_file_is_stands_in_it_and_not_in_its_name(client_of_analyst, pack, tmp_path):
    aside = tmp_path / "aside"
    aside.mkdir()
    workbook = zipped(aside, ("xl/workbook.xml", b"<x/>")).rename(aside / "ssd_person.csv")
    not_zip = aside / "files.zip"
    not_zip.write_bytes((pack / "ssd_person.csv").read_bytes())

    as_csv = upload(client_of_analyst, workbook, pack / "ssd_missing.csv")
    as_zip = upload(client_of_analyst, not_zip)

    assert "an Excel workbook or a zip file" in client_of_analyst.get(as_csv.url).content.decode()
    assert "This is not a zip file" in as_zip.content.decode()
