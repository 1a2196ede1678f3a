"""What cannot be read as written is refused: keys, values and their kinds."""
# ruff: noqa: E501 - each sentence stands whole, as people read it

from __future__ import annotations

import pytest

from pathways.packs import PackRefused, load_pack
from pathways.schema import OPERATORS
from pathways.tests import whole

ONE_KEY = f"A condition has exactly one of the keys {', '.join(OPERATORS)}."

# What is written, what it is changed into, and all that is said of it.
CASES = [
    (
        "  act: discuss\n",
        "  act: discuss\n  urgency: high\n",
        "rules.yaml:11: duty review: “urgency” is not known here. Use one of: act, clauses, clock, duty, ends_with, in_force_from, in_force_to, local_setting ….",
    ),
    (
        "- duty: review\n  title: Discuss again",
        "- duty: review\n  titel: Discuss again",
        "rules.yaml:3: duty review: “titel” is not known here. Did you mean title?",
    ),
    (
        "  clauses: [T-1-01, T-1-02]\n  reading",
        "  reading",
        "rules.yaml:2: duty review: “clauses” is missing. Add it.",
    ),
    (
        "clauses: [T-1-01, T-1-02]\n  reading",
        "clauses: []\n  reading",
        "rules.yaml:4: duty review: “clauses” is empty. Name the clause that it rests on: an entry without one is not taken in.",
    ),
    (
        "clauses: [T-1-01, T-1-02]\n  reading",
        "clauses: {a: b}\n  reading",
        "rules.yaml:4: duty review: The value is not a text. Write one text, without brackets.",
    ),
    (
        "title: Discuss again",
        "title: [one, two]",
        "rules.yaml:3: duty review: The value of title is not a text. Write one text, without brackets.",
    ),
    (
        "title: Discuss again",
        'title: ""',
        "rules.yaml:3: duty review: “title” is empty. Write what it is.",
    ),
    (
        "subjects: [child, care_leaver]\n  in_force",
        "subjects: [Child]\n  in_force",
        "rules.yaml:6: duty review: “Child” is not a name. Use small letters, figures, _ - . and :.",
    ),
    (
        "in_force_from: 2026-02-01",
        "in_force_from: 1 February",
        "rules.yaml:7: duty review: “1 February” is not a date. Write it as 2026-11-20.",
    ),
    (
        "in_force_to: 2026-12-31",
        "in_force_to: 2026-01-31",
        "rules.yaml:2: duty review: It ends before it begins. Put in_force_to on or after in_force_from.",
    ),
    (
        "local_setting: yes\n  act",
        "local_setting: perhaps\n  act",
        "rules.yaml:9: duty review: “perhaps” is neither yes nor no. Write yes or no.",
    ),
    (
        "  should: {bearer: chair}",
        "  must: {bearer: chair}\n  should: {bearer: chair}",
        "rules.yaml:2: duty review: A duty has exactly one of the keys must, should, may. Write for example: must: {bearer: rmm_chair}.",
    ),
    (
        "  should: {bearer: chair}\n",
        "",
        "rules.yaml:2: duty review: A duty has exactly one of the keys must, should, may. Write for example: must: {bearer: rmm_chair}.",
    ),
    (
        "  should: {bearer: chair}",
        "  should: chair",
        "rules.yaml:11: duty review: The value of should is not a mapping. Write it as “key: value”.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {lattest: rating.set, where: {level: high}}",
        f"rules.yaml:12: duty review: {ONE_KEY} Did you mean latest?",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {latest: rating.set, exists: rating.set}",
        f"rules.yaml:12: duty review: {ONE_KEY} Write one, and join several with all, any or none.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {latest: rating.set}",
        "rules.yaml:12: duty review: “where” is missing. Add it.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {latest: rating.set, where: {}}",
        "rules.yaml:12: duty review: “where” is empty. Give at least one.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: rating.set",
        f"rules.yaml:12: duty review: {ONE_KEY} Write one, and join several with all, any or none.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {is: age}",
        "rules.yaml:12: duty review: “is” needs one test: one_of, not, or an age with under, from or both. Write for example: {is: age, under: 18}.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {longest: listed}",
        "rules.yaml:12: duty review: “longest” has exactly one of the keys at_least, more_than. Write for example: {longest: missing, at_least: 24 hours}.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {all: []}",
        "rules.yaml:12: duty review: “all” is empty. Give at least one.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {all: [{exists: rating.set}, {exist: rating.set}]}",
        f"rules.yaml:12: duty review: {ONE_KEY} Did you mean exists?",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {count: rating.set, at_least: none}",
        "rules.yaml:12: duty review: “none” is not a whole number. Write it in figures.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {count: rating.set, at_least: 0}",
        "rules.yaml:12: duty review: “0” is not a number of 1 or more. Write it in figures.",
    ),
    (
        "when: {latest: rating.set, where: {level: high}}",
        "when: {count: rating.set, where: level, at_least: 1}",
        "rules.yaml:12: duty review: The value of where is not a mapping. Write it as “key: value”.",
    ),
    (
        "limit: 3 months",
        "limit: 3 fortnights",
        "rules.yaml:14: duty review: “3 fortnights” is not a length of time. Write a number and one of hours, days, working days, weeks, months.",
    ),
    (
        "limit: 3 months",
        "limit: -3 months",
        "rules.yaml:14: duty review: “-3 months” is negative. Write the number of units as 0 or more.",
    ),
    (
        "interval: {since",
        "intervall: {since",
        "rules.yaml:13: duty review: A clock has exactly one of the keys after, before, interval, standing. Did you mean interval?",
    ),
    (
        "    interval: {since",
        "    after: {each: rating.set, by: by}\n    interval: {since",
        "rules.yaml:13: duty review: A clock has exactly one of the keys after, before, interval, standing. Say from which facts it counts.",
    ),
    (
        "since: [discussion.held]",
        "since: []",
        "rules.yaml:14: duty review: “since” is empty. Give at least one.",
    ),
    (
        "clock: {standing: while it holds}",
        "clock: {standing: always}",
        "rules.yaml:19: duty tell: “always” is not a value of standing. Use one of: while it holds.",
    ),
    (
        "clock: {standing: while it holds}",
        "clock: standing",
        "rules.yaml:19: duty tell: A clock has exactly one of the keys after, before, interval, standing. Say from which facts it counts.",
    ),
    (
        "by: by}",
        "by: by, within: 1 day}",
        "rules.yaml:26: duty plan: “after” says when it ends in one way. Write within: and a length of time or no figure, or by: and the field that holds the agreed day.",
    ),
    (
        "{after: {each: rating.set, by: by}}",
        "{after: {each: rating.set}}",
        "rules.yaml:26: duty plan: “after” says when it ends in one way. Write within: and a length of time or no figure, or by: and the field that holds the agreed day.",
    ),
    (
        "effect: replace",
        "effect: remove",
        "rules.yaml:59: supersession higher: “remove” is not a value of effect. Use one of: suspend, end or replace.",
    ),
    (
        "supersedes: [review, tell]",
        "supersedes: []",
        "rules.yaml:57: supersession higher: “supersedes” is empty. Give at least one.",
    ),
    (
        "at: [plan, review]",
        "at: [plan, reviews]",
        "rules.yaml:66: guidance family: “reviews” is not a value of at. Use one of: record, referral, assessment, missing, strategy, meeting, plan, review, sharing, places, leaving or oversight.",
    ),
    (
        "strength: should",
        "strength: shall",
        "meetings.yaml:20: meeting talk: “shall” is not a value of strength. Use one of: must, should or may.",
    ),
    (
        "slots: {missing: 10",
        "slots: {missing: ten",
        "meetings.yaml:22: meeting talk: “ten” is not a whole number. Write it in figures.",
    ),
    (
        "own_item_only: yes",
        "own_item_only: sometimes",
        "meetings.yaml:19: meeting talk: “sometimes” is neither yes nor no. Write yes or no.",
    ),
    (
        "held_as: {online: Online",
        "held_as: {online: [Online]",
        "meetings.yaml:24: meeting talk: The value is not a text. Write one text, without brackets.",
    ),
    (
        "officers: {chair: chair, admin: visitor}",
        "officers: [chair]",
        "meetings.yaml:10: meeting talk: The value of officers is not a mapping. Write it as “key: value”.",
    ),
    (
        "column: 1",
        "column: -1",
        "pack.yaml:26: stage begin: “-1” is not a number of 0 or more. Write it in figures.",
    ),
    (
        "nation: scotland",
        "nation: wales",
        "pack.yaml:7: pack testshire: “wales” is not a value of nation. Use one of: england-and-wales, scotland or northern-ireland.",
    ),
    (
        "labels: {in_danger: In danger, risk: Risk}",
        "labels: In danger",
        "pack.yaml:9: pack testshire: The value of labels is not a mapping. Write it as “key: value”.",
    ),
    (
        "- {gate: shares",
        "- {gates: shares",
        "rules.yaml:53: “gates” is not a kind of entry. Did you mean gate?",
    ),
    (
        "- {role: visitor, label: a visitor, agency: police}",
        "- visitor",
        "pack.yaml:11: “visitor” is not a kind of entry. Use one of: clause, duty, edition, gate, guidance, meeting, pack, prompt ….\n"
        "rules.yaml:19: duty tell: “visitor” is not a role of the pack. Use one of: chair.\n"
        "rules.yaml:37: prompt in-danger: “visitor” is not a role of the pack. Use one of: chair.",
    ),
    (
        "- gate: ends-it",
        "- Gate: ends-it",
        "rules.yaml:44: “Gate” is not a kind of entry. Did you mean gate?",
    ),
    (
        "options: [short, long], sets",
        "options: [short, long], set",
        "policy/vocabulary.yaml:11: fact rating.set: “set” is not known here. Did you mean sets?",
    ),
    (
        "begins: rating.set",
        "begins: rating.sett",
        "policy/vocabulary.yaml:23: state listed: “rating.sett” is not a kind of fact. Did you mean rating.set?",
    ),
    (
        "ends: discussion.held",
        "ends: discusion.held",
        "policy/vocabulary.yaml:23: state listed: “discusion.held” is not a kind of fact. Did you mean discussion.held?",
    ),
    (
        "type: date, meaning: By when",
        "type: day, meaning: By when",
        "policy/vocabulary.yaml:12: fact rating.set: “day” is not a value of type. Use one of: text, choice, choices, boolean, date, moment, number or reference.",
    ),
    (
        "- {attribute: legal_status",
        "- {atribute: legal_status",
        "policy/vocabulary.yaml:24: “atribute” is not a kind of entry. Did you mean attribute?",
    ),
    (
        "prevails: The source prevails.",
        "prevails:",
        "pack.yaml:8: pack testshire: “prevails” is empty. Write what it is.",
    ),
    (
        "- duty: review",
        "- duty: [review]",
        "rules.yaml:2: duty ['review']: The value of duty is not a text. Write one text, without brackets.\n"
        "rules.yaml:57: supersession higher: “review” is not a duty of the pack. Did you mean ['review']?",
    ),
    (
        "- fact: rating.set",
        "- fact: {a: b}",
        "policy/vocabulary.yaml:2: fact {'a': 'b'}: The value of fact is not a text. Write one text, without brackets.\n"
        "policy/vocabulary.yaml:23: state listed: “rating.set” is not a kind of fact. Use one of: discussion.held, meeting.given_up, meeting.put_off, meeting.scheduled, {'a': 'b'}.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=[new for _, new, _ in CASES])
def test_what_cannot_be_read_is_refused(tmp_path, old, new, said):
    folder = whole.write(tmp_path, old, new)

    with pytest.raises(PackRefused) as refused:
        load_pack(folder)

    assert str(refused.value).replace("policy/testshire/", "") == said
