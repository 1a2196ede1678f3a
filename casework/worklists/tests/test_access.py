"""Why one can see a record, who else can, and how it is closed to somebody."""

from django.urls import reverse

from casework.access.models import Exclusion
from casework.cast import NOW, TODAY
from casework.notices.models import Notice
from casework.subjects.models import Case
from casework.worklists import access_commands


def address(name, case, *more):
    return reverse(f"worklists:{name}", args=[case.reference, *more])


def close(cast, who="colin", **more):
    told = {"ground": "conflict", "by": cast.ruth, "now": NOW} | more
    return access_commands.close_to(person=cast.posts[who], case=cast.ellis, **told)


def test_everybody_reads_why_they_can_see_a_record(cast, signed_in):
    worker = signed_in(cast.hannah).get(address("who_can_see", cast.ellis)).content.decode()
    chair = signed_in(cast.marcus).get(address("who_can_see", cast.ellis)).content.decode()

    assert "Lead professional" in worker
    assert "Works for all of North West" in chair
    assert "Who must not see it" not in chair


def test_who_answers_for_a_record_reads_who_else_can_see_it_and_who_must_not(cast, signed_in):
    close(cast, "marcus", note="Plays football with the father")

    page = signed_in(cast.ruth).get(address("who_can_see", cast.ellis)).content.decode()

    people, closed = page.split('id="people"')[1].split('id="closed"')
    assert "Hannah Osei" in people
    assert "Dilys Frome" in people
    assert "Marcus Aldridge" not in people
    assert "Marcus Aldridge" in closed
    assert "Plays football" in closed


def test_a_conflict_that_one_declares_closes_the_record_at_once(cast, signed_in):
    client = signed_in(cast.hannah)

    answer = client.post(address("i_know_them", cast.ellis), {"note": "His aunt is my neighbour"})

    assert answer.status_code == 302
    assert client.get(reverse("concerns:record", args=[cast.ellis.reference])).status_code == 404
    assert client.get(address("who_can_see", cast.ellis)).status_code == 404
    assert "Ellis" not in client.get("/").content.decode()
    assert Exclusion.objects.get().account == cast.hannah.account


def test_those_who_answer_for_the_record_are_told_without_a_word_about_anybody(cast):
    access_commands.declare_conflict(case=cast.ellis, note="A cousin", by=cast.hannah, now=NOW)

    [notice] = Notice.objects.all()

    assert notice.recipient_post == cast.ruth.pk
    assert notice.link == address("who_can_see", cast.ellis)


def test_duties_of_somebody_to_whom_the_record_is_closed_wait_for_the_role(cast, signed_in):
    from casework.chronology import commands as chronology

    chronology.record(
        case=cast.ellis, kind="rating.set", at=NOW, by=cast.marcus, now=NOW,
        data={"level": "significant", "risks": ["criminal"]},
    )  # fmt: skip
    owned = cast.ellis.obligations.filter(owner=cast.marcus)
    assert owned.exists()

    close(cast, "marcus")

    assert not owned.exists()


def test_only_those_who_answer_for_a_record_close_it(cast, signed_in):
    assert signed_in(cast.dilys).get(address("close", cast.ellis)).status_code == 404
    assert signed_in(cast.tom).get(address("close", cast.ellis)).status_code == 404


def test_the_form_says_in_plain_words_what_is_missing(cast, signed_in):
    answer = signed_in(cast.ruth).post(address("close", cast.ellis), {"who": ""})

    assert answer.status_code == 422
    assert "Select who must not see this record" in answer.content.decode()
    assert not Exclusion.objects.exists()


def test_a_record_is_closed_to_a_colleague_and_opened_again_with_a_reason(cast, signed_in):
    client = signed_in(cast.ruth)
    data = {"who": str(cast.dilys.pk), "ground": "relative", "note": "", "until": ""}

    client.post(address("close", cast.ellis), data)
    seen = Case.objects.visible_to(cast.dilys, today=TODAY).filter(pk=cast.ellis.pk)
    assert not seen.exists()

    lift = address("lift", cast.ellis, Exclusion.objects.get().pk)
    assert client.post(lift, {"because": ""}).status_code == 422
    client.post(lift, {"because": "Another family of that name"})
    assert seen.exists()


def test_what_one_looked_at_is_not_shown_of_a_record_that_is_closed(cast, signed_in):
    client = signed_in(cast.hannah)
    client.get(reverse("concerns:record", args=[cast.ellis.reference]))
    looks = reverse("worklists:my_looks")
    assert cast.ellis.reference in client.get(looks).content.decode()

    close(cast, "hannah")

    assert cast.ellis.reference not in client.get(looks).content.decode()
