"""The handbook in a browser: looked up, read as on a day, with and without scripts."""

import pytest
from playwright.sync_api import expect

from casework.chronology.handbook import books
from casework.chronology.handbook.books import ENTRY_KINDS
from tests.journeys.checks import check_page, check_plain_page, screenshot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES = (
    *(f"surrey/{kind}/" for kind in ENTRY_KINDS), "surrey/meetings/",
    "surrey/meetings/risk_meeting/",
    "surrey/forms/", "surrey/forms/checklist/", "surrey/ratings/", "surrey/roles/", "surrey/words/",
    "surrey/examples/", "surrey/examples/emerging-risk-is-reviewed-within-three-months/",
    "surrey/clauses/?kind=timescale", "surrey/duties/rating-review-significant/", "compare/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _today(time_stands_still):
    books.shelf()  # As a server does at its start: reading every procedure takes a while.


@pytest.mark.parametrize("group", range(4))
def test_every_part_of_a_handbook_can_be_read(page, enter, cast, live_server, group):
    enter(page, cast.wen)

    for address in PAGES[group::4]:
        page.goto(f"{live_server.url}/procedure/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check_page(page)


@pytest.mark.parametrize("authority", ["bristol", "south-gloucestershire", "hertfordshire"])
def test_the_procedures_of_others_are_open_too(page, enter, cast, live_server, authority):
    enter(page, cast.hannah).goto(f"{live_server.url}/procedure/{authority}/")

    expect(page.get_by_role("heading", name="The way through")).to_be_visible()
    screenshot(page, f"procedure-{authority}")
    check_page(page)


def test_somebody_looks_a_word_up_without_scripts(plain_page, enter, cast, live_server):
    enter(plain_page, cast.hannah).goto(f"{live_server.url}/procedure/surrey/")

    plain_page.get_by_label("Look something up").fill("papers")
    plain_page.get_by_role("button", name="Look up").click()

    expect(plain_page.get_by_role("heading", level=1, name="“papers”")).to_be_visible()
    expect(plain_page.get_by_role("heading", name="Duties")).to_be_visible()
    check_plain_page(plain_page)


def test_duties_are_narrowed_to_those_of_one_role_without_scripts(
    plain_page, enter, cast, live_server
):
    enter(plain_page, cast.hannah).goto(f"{live_server.url}/procedure/surrey/duties/")

    plain_page.get_by_label("Who").select_option(label="The RMM admin")
    with plain_page.expect_navigation(url="**who=**"):
        plain_page.get_by_role("button", name="Filter").click()

    cells = plain_page.locator("td[data-l=Who]")
    assert {text.strip().splitlines()[0] for text in cells.all_inner_texts()} == {"The RMM admin"}
    check_plain_page(plain_page)


def test_the_handbook_of_two_texts_is_read_as_on_a_day(plain_page, enter, cast, live_server):
    enter(plain_page, cast.hannah).goto(
        f"{live_server.url}/procedure/bristol/duties/?on=2019-01-01"
    )

    expect(plain_page.get_by_text("As on Tuesday 1 January 2019")).to_be_visible()
    expect(plain_page.get_by_text("in force since 1 August 2018")).to_be_visible()
    plain_page.get_by_role("link", name="Show everything").click()
    expect(plain_page.get_by_text("As on Tuesday")).to_have_count(0)


def test_from_a_clause_to_a_proof_and_back(page, enter, cast, live_server):
    enter(page, cast.wen).goto(f"{live_server.url}/procedure/SURR-interval-04/")

    page.get_by_text("What proves it").click()
    page.get_by_role("complementary").get_by_role("listitem").filter(
        has_text="Worked example"
    ).first.get_by_role("link").click()

    expect(page.get_by_role("heading", name="What must follow")).to_be_visible()
    expect(page.get_by_text("As expected")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="SURR-interval-04").first.click()
    expect(page.get_by_role("heading", name="Rests on it")).to_be_visible()


def test_what_the_procedure_says_stands_where_it_is_needed(page, enter, cast, live_server):
    address = f"{live_server.url}/children/{cast.ellis.reference}/refer/"
    enter(page, cast.hannah).goto(address)

    expect(page.get_by_role("heading", name="What the procedure says here")).to_be_visible()
    screenshot(page, "guidance")
    check_page(page)
