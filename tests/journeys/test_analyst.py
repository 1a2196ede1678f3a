"""An analyst brings files in, in a browser: reads what would happen, confirms, decides."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.exchange import jobs
from casework.exchange.models import ImportException, ImportRun
from casework.subjects.models import Child
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PERSON = {"pers_person_id": "100", "pers_forename": "Esme", "pers_surname": "Oduya",
          "pers_dob": "2012-08-21", "pers_sex": "b) Female"}  # fmt: skip
TWIN = PERSON | {"pers_person_id": "900", "pers_forename": "Oduya", "pers_surname": "Esme"}
AWAY = {"miss_table_id": "M1", "miss_person_id": "100",
        "miss_missing_episode_start_date": "2026-10-01 21:00:00",
        "miss_missing_episode_end_date": "2026-10-02 08:00:00"}  # fmt: skip
IMPOSSIBLE = AWAY | {"miss_table_id": "M2", "miss_person_id": "900",
                     "miss_missing_episode_end_date": "2026-09-01 08:00:00"}  # fmt: skip
WITHOUT_START = AWAY | {"miss_table_id": "M3", "miss_missing_episode_start_date": ""}


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def files(tmp_path, settings):
    settings.VAR = tmp_path / "var"
    return [
        write(tmp_path / "ssd_person.csv", PERSON, TWIN),
        write(tmp_path / "ssd_missing.csv", AWAY, IMPOSSIBLE, WITHOUT_START),
    ]


@pytest.fixture
def start(live_server):
    return live_server.url + reverse("exchange:imports")


def work_off():
    """What the background process does with what was confirmed."""
    run = ImportRun.objects.latest("pk")
    jobs.bring_in(run.pk, run.by_id)


def test_files_are_looked_at_confirmed_and_brought_in(
    page, enter, cast, start, files, time_stands_still
):
    enter(page, cast.priya).goto(start)
    check_page(page)
    page.get_by_label("Files", exact=True).set_input_files(files)
    page.get_by_role("button", name="Read and compare").click()

    expect(page.get_by_role("heading", name="Bring this in?")).to_be_visible()
    expect(page.get_by_text("miss_missing_episode_start_date is empty")).to_be_visible()
    expect(page.get_by_text("It ended on 1 September 2026")).to_be_visible()
    screenshot(page, "import-tried")
    check_page(page)
    page.get_by_role("button", name="Bring this in").click()
    expect(page.get_by_text("it goes on by itself")).to_be_visible()
    check_page(page)
    work_off()

    expect(page.get_by_text("facts recorded")).to_be_visible()
    assert Child.objects.filter(surname="Oduya").count() == 1
    screenshot(page, "import-done")


def test_two_who_are_one_become_one_when_somebody_says_so(
    page, enter, cast, start, files, time_stands_still
):
    enter(page, cast.priya).goto(start)
    page.get_by_label("Files", exact=True).set_input_files(files)
    page.get_by_role("button", name="Read and compare").click()
    page.get_by_role("button", name="Bring this in").click()
    work_off()

    page.goto(start)
    page.get_by_role("link", name="Two questions").click()
    check_page(page)
    page.get_by_role("link", name="Two children are probably the same person.").click()
    screenshot(page, "import-decide")
    check_page(page)
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_role("link", name="Select what is right")).to_be_visible()
    page.get_by_label("The same person").check()
    page.get_by_role("button", name="Keep this decision").click()

    expect(page.get_by_text("Your decision was kept.")).to_be_visible()
    assert ImportException.objects.get(kind="identity").decision == "same"


def test_it_goes_without_scripts_too(plain_page, enter, cast, start, files, time_stands_still):
    enter(plain_page, cast.priya).goto(start)
    plain_page.get_by_label("Files", exact=True).set_input_files(files)
    plain_page.get_by_role("button", name="Read and compare").click()
    plain_page.get_by_role("button", name="Bring this in").click()
    check_plain_page(plain_page)
    work_off()

    plain_page.get_by_role("link", name="See how far it is").click()

    expect(plain_page.get_by_text("facts recorded")).to_be_visible()
