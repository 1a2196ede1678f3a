"""Sensitive intelligence: sealed, for its writer and whom they name, and nowhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.access import commands as access
from casework.access import emergency
from casework.access.commands import WithoutEnd
from casework.cast import NOW, TODAY
from casework.concerns import intelligence_commands as commands
from casework.notices.models import Notice

SAYS = "A grey van by the parade, the driver is called Kestrel"


@pytest.fixture(autouse=True)
def _related(cast, time_stands_still):
    """Police and health work with Ellis too."""
    for post, relation in [(cast.colin, "detective_sergeant"), (cast.oluchi, "named_nurse")]:
        access.relate(
            post=post, case=cast.ellis, relation=relation, starts_on=TODAY, source="test",
            by=cast.ruth, now=NOW,
        )  # fmt: skip


@pytest.fixture
def piece(cast):
    return commands.record_intelligence(
        case=cast.ellis, text=SAYS, source="Mrs Quill", at=NOW, precision="instant",
        by=cast.colin, now=NOW,
    )  # fmt: skip


def page(case, name="intelligence", *more):
    return reverse(f"concerns:{name}", args=[case.reference, *more])


def text(answer):
    return answer.content.decode()


def test_who_recorded_it_reads_it(piece, cast, signed_in):
    told = text(signed_in(cast.colin).get(page(cast.ellis)))

    assert SAYS in told
    assert "Mrs Quill" in told


@pytest.mark.parametrize("reader", ["hannah", "ruth", "marcus", "dilys", "oluchi"])
def test_nobody_else_reads_it_however_close_to_the_child(piece, cast, signed_in, reader):
    told = text(signed_in(cast.posts[reader]).get(page(cast.ellis)))

    assert "Nothing here is yours to read" in told
    assert "Kestrel" not in told


def test_who_is_named_reads_that_one_piece_until_the_day(piece, cast, signed_in):
    other = commands.record_intelligence(
        case=cast.ellis, text="Moorcock", at=NOW, precision="instant", by=cast.colin, now=NOW
    )
    commands.name_reader(fact=piece, reader=cast.hannah, until=TODAY, by=cast.colin, now=NOW)

    told = text(signed_in(cast.hannah).get(page(cast.ellis)))

    assert SAYS in told
    assert "Moorcock" not in told
    assert other.pk != piece.pk
    assert "Let somebody read it" not in told


def test_what_ended_is_closed_with_the_next_request(piece, cast, signed_in):
    commands.name_reader(fact=piece, reader=cast.hannah, until=TODAY, by=cast.colin, now=NOW)
    client = signed_in(cast.hannah)
    assert "Kestrel" in text(client.get(page(cast.ellis)))

    commands.end_reader(fact=piece, reader=cast.hannah, by=cast.colin, now=NOW)

    assert "Kestrel" not in text(client.get(page(cast.ellis)))


def test_only_who_recorded_it_names_readers_and_never_without_a_day(piece, cast):
    with pytest.raises(commands.NotTheirs):
        commands.name_reader(fact=piece, reader=cast.ruth, until=TODAY, by=cast.hannah, now=NOW)
    with pytest.raises(WithoutEnd):
        commands.name_reader(fact=piece, reader=cast.ruth, until=None, by=cast.colin, now=NOW)


def test_whoever_the_record_is_closed_to_reads_nothing_of_it(piece, cast, signed_in):
    access.exclude(
        account=cast.colin.account, case=cast.ellis, ground="conflict", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip

    assert signed_in(cast.colin).get(page(cast.ellis)).status_code == 404


def test_an_emergency_does_not_open_it(piece, cast, signed_in):
    emergency.note(
        case=cast.ellis, category="missing", reason="He was found here", review_by=TODAY,
        by=cast.tom, now=NOW,
    )  # fmt: skip

    assert signed_in(cast.tom).get(page(cast.ellis)).status_code == 404


def test_it_is_written_and_opened_by_name_on_its_pages(cast, signed_in):
    client = signed_in(cast.colin)
    given = {
        "on_day": "20", "on_month": "11", "on_year": "2026", "time": "", "text": SAYS,
        "source": "", "readers": [cast.hannah.pk],
    }  # fmt: skip

    without_day = client.post(page(cast.ellis, "intelligence_add"), given)
    day = {"until_day": "4", "until_month": "12", "until_year": "2026"}
    kept = client.post(page(cast.ellis, "intelligence_add"), given | day)

    assert "Enter until which day they may read it" in text(without_day)
    assert kept.status_code == 302
    told = text(client.get(page(cast.ellis)))
    assert "Hannah Osei" in told
    assert "Until 4 December 2026" in told
    assert "Kestrel" in text(signed_in(cast.hannah).get(page(cast.ellis)))


def test_nobody_is_named_who_does_not_work_with_the_child(piece, cast, signed_in):
    address = page(cast.ellis, "intelligence_readers", piece.pk)
    until = TODAY + timedelta(days=7)
    given = {"until_day": until.day, "until_month": until.month, "until_year": until.year}

    answer = signed_in(cast.colin).post(address, given | {"readers": [cast.tom.pk]})

    assert answer.status_code == 422
    assert not cast.tom.grants.filter(relation="intelligence_reader").exists()


def test_it_leaves_no_trace_in_mail_search_lists_or_papers(piece, cast, signed_in):
    commands.name_reader(fact=piece, reader=cast.hannah, until=TODAY, by=cast.colin, now=NOW)
    client = signed_in(cast.hannah)

    assert not Notice.objects.exists()
    for address in (
        "/", "/late/", "/children/", page(cast.ellis, "record"),
        page(cast.ellis, "timeline"), page(cast.ellis, "documents"), page(cast.ellis, "people"),
    ):  # fmt: skip
        assert "Kestrel" not in text(client.get(address))
    found = client.post("/search/", {"q": "Kestrel"}, follow=True)
    assert "No one you may see matches “Kestrel”" in text(found)


def test_one_shows_again_who_one_is_before_it_is_opened(piece, cast, client, settings):
    settings.DEMO = False
    cast.colin.account.set_password("correct horse battery staple")
    cast.colin.account.save()
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(cast.colin.account)

    answer = client.get(page(cast.ellis))

    assert answer.status_code == 302
    assert "Kestrel" not in text(answer)
