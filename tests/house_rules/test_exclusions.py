"""To whom a case is closed it does not exist: in no page of the matrix, in no query, ever."""

from __future__ import annotations

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.access import commands as access
from casework.cast import NOW, TODAY
from casework.chronology.models import Obligation
from casework.meetings.models import Record, Slot
from casework.plans import commands as plans
from casework.subjects import queries as subjects
from casework.subjects.models import Case
from casework.worklists import one_action, queries, scopes
from tests.house_rules import permission_matrix as matrix
from tests.house_rules.scene import set_scene
from tests.house_rules.walking import FULL, at_the_door, walk

READERS = ["hannah", "dilys", *(["marcus", "judith"] if FULL else [])]
PEOPLE = ["hannah", "ruth", "marcus", "dilys", "colin", "lorna"]
RELATIONS = ["lead_professional", "team_manager", "invited", "forum_member", "record_reader"]
REACHES = ["none", "granted", "area", "authority"]


def close(cast, who):
    return access.exclude(
        account=cast.posts[who].account, case=cast.ellis, ground="relative", starts_on=TODAY,
        by=cast.ruth, now=NOW,
    )  # fmt: skip


def test_no_page_names_a_child_whose_record_is_closed_to_the_reader(cast, time_stands_still):
    cast.ellis.child.forename, cast.ellis.child.surname = "Zebedee", "Quillfeather"
    cast.ellis.child.save()
    scene = set_scene(cast)
    for who in READERS:
        plans.add_action(
            case=cast.ellis, text="Ring the school", agreed_on=TODAY, due_on=TODAY,
            owner=cast.posts[who], by=cast.ruth, now=NOW,
        )  # fmt: skip
        close(cast, who)

    told, found = [], []
    for asked in walk(scene, at_the_door(cast, READERS)):
        if any(word in asked.body for word in (b"Zebedee", b"Quillfeather", b"Ring the school")):
            told.append((asked.who, asked.name))
        if asked.row.audience == matrix.CASE and asked.answer.status_code != 404:
            found.append((asked.who, asked.name))

    assert told == []
    assert found == []


def everything_seen(post) -> set[int]:
    """The cases that any query gives to a post."""
    seen = set(Case.objects.visible_to(post, today=TODAY).values_list("pk", flat=True))
    for model, path in [(Obligation, "case"), (Slot, "case"), (Record, "slot__case")]:
        seen |= set(model.objects.visible_to(post, today=TODAY).values_list(path, flat=True))
    seen |= set(subjects.children(post, today=TODAY).values_list("case", flat=True))
    answerable = one_action.actions_to_answer(post, today=TODAY)
    seen |= set(answerable.values_list("case", flat=True))
    for scope in scopes.scopes(post, today=TODAY):
        rows = queries.page(
            scope, post=post, today=TODAY, narrowed=queries.Narrowed(), limit=50
        )  # fmt: skip
        seen |= {row.case_id for row in rows}
    return seen


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    who=st.sampled_from(PEOPLE),
    reach=st.sampled_from(REACHES),
    relations=st.lists(st.sampled_from(RELATIONS), max_size=4),
    late=st.booleans(),
)
def test_whatever_relations_and_reach_somebody_has_what_is_closed_stays_closed(
    who, reach, relations, late, cast
):
    with transaction.atomic():
        post = cast.posts[who]
        post.reach = reach
        post.save()
        plans.add_action(
            case=cast.ellis, text="Ring", agreed_on=TODAY, due_on=TODAY, owner=post,
            by=cast.ruth, now=NOW,
        )  # fmt: skip
        if not late:
            close(cast, who)
        for relation in relations:
            access.relate(
                post=post, case=cast.ellis, relation=relation, starts_on=TODAY, ends_on=TODAY,
                source="record:1", by=cast.ruth, now=NOW,
            )  # fmt: skip
        if late:
            close(cast, who)

        assert cast.ellis.pk not in everything_seen(post)
        transaction.set_rollback(True)
    cast.posts[who].refresh_from_db()
