"""A name that stands for nothing is refused, wherever it stands, with the likeliest right one."""
# ruff: noqa: E501 - each sentence stands whole, as people read it

from __future__ import annotations

import pytest

from pathways.packs import PackRefused, load_pack
from pathways.tests import whole

# What is written, what it is changed into, and all that is said of it.
CASES = [
    (
        "latest: rating.set, where: {level: high}",
        "latest: ratng.set, where: {level: high}",
        "rules.yaml:12: duty review: “ratng.set” is not a kind of fact. Did you mean rating.set?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "latest: rating.set, where: {levle: high}",
        "rules.yaml:12: duty review: “levle” is not a field of rating.set. Did you mean level?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "latest: rating.set, where: {level: hihg}",
        "rules.yaml:12: duty review: “hihg” is not a value of level. Did you mean high?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "latest: rating.set, where: {agreed: yes}",
        "rules.yaml:9: duty review: “yes” is not a value of agreed. Use one of: false, true.",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "open: lited",
        "rules.yaml:12: duty review: “lited” is not a state of the vocabulary. Did you mean listed?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "open: listed, where: {levle: low}",
        "rules.yaml:12: duty review: “levle” is not a field of rating.set. Did you mean level?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "longest: lited, more_than: 1 day",
        "rules.yaml:12: duty review: “lited” is not a state of the vocabulary. Did you mean listed?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "longest: listed, at_least: 0 hours",
        "rules.yaml:12: duty review: A length of 0 is always reached. Give 1 or more.",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "judged: in_dangr",
        "rules.yaml:12: duty review: “in_dangr” is not a question that the pack words. Did you mean in_danger?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "judged: in_danger, by: visitr",
        "rules.yaml:12: duty review: “visitr” is not a role of the pack. Did you mean visitor?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "decided_at: tolk, decision: rating.set",
        "rules.yaml:12: duty review: “tolk” is not a kind of meeting of the pack. Did you mean talk?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "decided_at: talk, decision: rating.sett",
        "rules.yaml:12: duty review: “rating.sett” is not a kind of fact. Did you mean rating.set?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "agreement_of: chiar, to: end",
        "rules.yaml:12: duty review: “chiar” is not a role of the pack. Did you mean chair?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "agreement_of: chair, to: ends",
        "rules.yaml:12: duty review: “ends” is not an action of a gate. Did you mean end?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "is: legal_staus, one_of: none",
        "rules.yaml:12: duty review: “legal_staus” is not an attribute of the vocabulary. Did you mean legal_status?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "is: legal_status, one_of: non",
        "rules.yaml:12: duty review: “non” is not a value of legal_status. Did you mean none?",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "is: agee, one_of: none",
        "rules.yaml:12: duty review: “agee” is not an attribute of the vocabulary. Did you mean age?",
    ),
    (
        "should: {bearer: chair}",
        "should: {bearer: chiar}",
        "rules.yaml:11: duty review: “chiar” is not a role of the pack. Did you mean chair?",
    ),
    (
        "clock: {after: {each: rating.set, by: by}",
        "clock: {after: {each: rating.set, by: level}",
        "rules.yaml:26: duty plan: “level” is not a field of rating.set with a day. Use one of: by.",
    ),
    (
        "clock: {after: {each: rating.set, by: by}",
        "clock: {after: {each: rating.sett, by: by}",
        "rules.yaml:26: duty plan: “rating.sett” is not a kind of fact. Did you mean rating.set?",
    ),
    (
        "moment: begins",
        "moment: beginns",
        "rules.yaml:33: duty send: “beginns” is not a field of meeting.scheduled with a moment. Did you mean begins?",
    ),
    (
        "moment: begins",
        "moment: number",
        "rules.yaml:33: duty send: “number” is not a field of meeting.scheduled with a moment. Use one of: begins.",
    ),
    (
        "moved_by: meeting.put_off",
        "moved_by: meeting.put_of",
        "rules.yaml:33: duty send: “meeting.put_of” is not a kind of fact. Did you mean meeting.put_off?",
    ),
    (
        "cancelled_by: [meeting.given_up]",
        "cancelled_by: [meeting.givenup]",
        "rules.yaml:33: duty send: “meeting.givenup” is not a kind of fact. Did you mean meeting.given_up?",
    ),
    (
        "before: {each: meeting.scheduled",
        "before: {each: meeting.schedled",
        "rules.yaml:33: duty send: “meeting.schedled” is not a kind of fact. Did you mean meeting.scheduled?",
    ),
    (
        "ask: [chair, visitor]",
        "ask: [chair, visitr]",
        "rules.yaml:37: prompt in-danger: “visitr” is not a role of the pack. Did you mean visitor?",
    ),
    (
        "  by: chair",
        "  by: chiar",
        "rules.yaml:48: gate ends-it: “chiar” is not a role of the pack. Did you mean chair?",
    ),
    (
        "supersedes: [review, tell]",
        "supersedes: [reviw, tell]",
        "rules.yaml:57: supersession higher: “reviw” is not a duty of the pack. Did you mean review?",
    ),
    (
        "replaced_by: [write]",
        "replaced_by: [wrte]",
        "rules.yaml:61: supersession higher: “wrte” is not a duty of the pack. Did you mean write?",
    ),
    (
        "  chair: chair\n  officers",
        "  chair: chiar\n  officers",
        "meetings.yaml:9: meeting talk: “chiar” is not a role of the pack. Did you mean chair?",
    ),
    (
        "clauses: [T-1-01, T-1-02]\n  reading",
        "clauses: [T-1-01, T-1-03]\n  reading",
        "rules.yaml:4: duty review: “T-1-03” is not a clause of the ledger. Did you mean T-1-02?",
    ),
    (
        "roles: visitor, clauses: T-1-02",
        "roles: visitor, clauses: T-1-09",
        "meetings.yaml:11: meeting talk: “T-1-09” is not a clause of the ledger. Did you mean T-1-02?",
    ),
    (
        "only_if: {open: listed}",
        "only_if: {act: {level: high}}",
        "rules.yaml:49: gate ends-it: “level” is not a field of discussion.held. None is declared.",
    ),
    (
        "latest: rating.set, where: {level: high}",
        "act: {level: high}",
        "rules.yaml:12: duty review: “act” asks what an act says of itself, and only a gate watches acts. Ask for the latest fact instead, or write a gate.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=[new for _, new, _ in CASES])
def test_a_name_that_stands_for_nothing_is_refused(tmp_path, old, new, said):
    folder = whole.write(tmp_path, old, new)

    with pytest.raises(PackRefused) as refused:
        load_pack(folder)

    assert str(refused.value).replace("policy/testshire/", "") == said
