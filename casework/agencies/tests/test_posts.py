"""People act in one post at a time, from one day to another."""

from datetime import timedelta

from casework.agencies import commands
from casework.agencies.models import Post
from casework.audit.models import Entry
from casework.cast import NOW, TODAY


def test_the_same_authority_opened_twice_is_one(db):
    first = commands.open_authority(code="surrey", name="Surrey", areas={"nw": "North West"})
    again = commands.open_authority(code="surrey", name="Surrey", areas={"nw": "North-West"})

    assert first == again
    assert [area.name for area in again.areas.all()] == ["North-West"]


def test_a_post_that_has_ended_opens_nothing_from_the_next_day_on(cast):
    commands.end_post(post=cast.hannah, ends_on=TODAY, by=cast.amara, now=NOW)

    assert cast.hannah in Post.objects.live(TODAY)
    assert cast.hannah not in Post.objects.live(TODAY + timedelta(days=1))
    assert Entry.objects.filter(action="post ended").count() == 1


def test_somebody_with_two_posts_chooses_one_and_rights_never_add_up(cast, client):
    second = commands.add_post(
        agency=cast.hannah.agency,
        holder="Hannah Osei",
        role="team_manager",
        title="Team manager",
        starts_on=TODAY,
        account=cast.hannah.account,
        by=cast.amara,
        now=NOW,
    )
    client.force_login(cast.hannah.account)

    client.post("/post/", {"post": second.pk})
    response = client.get("/")

    assert response.wsgi_request.post == second


def test_an_account_that_exists_gets_the_post_and_no_twin(cast):
    deputy = commands.add_post(
        agency=cast.hannah.agency,
        holder="Hannah Osei",
        role="social_worker",
        title="Duty worker",
        starts_on=TODAY,
        by=cast.amara,
        now=NOW,
    )

    account = commands.open_account(post=deputy, email="HANNAH@example.org", by=cast.amara, now=NOW)

    assert account == cast.hannah.account
