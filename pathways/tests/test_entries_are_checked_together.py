"""What entries and forms say together is checked: stages, editions, limits, questions."""
# ruff: noqa: E501 - each sentence stands whole, as people read it

from __future__ import annotations

import pytest

from pathways.packs import PackRefused, load_pack
from pathways.tests import whole

# What is written, what it is changed into, and all that is said of it.
CASES = [
    (
        "leads_to: [end]",
        "leads_to: [ends]",
        "pack.yaml:24: stage begin: “ends” is not a stage. Did you mean end?",
    ),
    (
        "calls_for: [begin]",
        "calls_for: [begins]",
        "pack.yaml:25: stage begin: “begins” is not a stage. Did you mean begin?",
    ),
    (
        "forms: {record: visit}",
        "forms: {record: visits}",
        "meetings.yaml:33: meeting talk: “visits” is not a form of the pack. Did you mean visit?",
    ),
    (
        "form: visit, sections: seen",
        "form: vist, sections: seen",
        "meetings.yaml:25: meeting talk: “vist” is not a form of the pack. Did you mean visit?",
    ),
    (
        "prefixes: S}",
        "prefixes: [S, T-2, T-1]}",
        "pack.yaml:29: edition later: The clauses of T-1 stand in first already. Give each text its own.\n"
        "pack.yaml:29: edition later: The clauses of T-2 stand in first already. Give each text its own.",
    ),
    (
        "prefixes: [T-1, T-2]}",
        "prefixes: [T-2]}",
        "pack.yaml:31: clause T-1-01: No edition of the pack has clauses that begin like “T-1-01”. Add its beginning to the prefixes of one.\n"
        "pack.yaml:39: clause T-1-02: No edition of the pack has clauses that begin like “T-1-02”. Add its beginning to the prefixes of one.",
    ),
    (
        "proposal: 10 weeks",
        "proposal: 14 weeks",
        "rules.yaml:14: duty review: The proposal lies after the limit. Make the proposal shorter or the limit longer.",
    ),
    (
        "tolerated: 14 weeks",
        "tolerated: 12 weeks",
        "rules.yaml:14: duty review: What is tolerated ends before the limit. Make it longer than the limit, or leave it out.",
    ),
    (
        "proposal: 1 hour",
        "proposal: 3 days",
        "rules.yaml:25: duty write: The proposal lies after the limit. Make the proposal shorter or the limit longer.",
    ),
    (
        "tolerated: 1 week}}",
        "tolerated: 2 days}}",
        "rules.yaml:25: duty write: What is tolerated ends before the limit. Make it longer than the limit, or leave it out.",
    ),
    (
        "{gate: shares, title",
        "{gate: ends-it, title",
        "rules.yaml:53: gate ends-it: It is already in rules.yaml. Give one of them another id.",
    ),
    (
        "{duty: tell, title: Tell, clauses: T-1-01, act: tell, must: {bearer: visitor}, clock: {standing: while it holds}}",
        "{duty: tell, title: Tell, clauses: T-1-01, act: discuss, when: {latest: rating.set, where: {level: high}}, must: {bearer: visitor}, clock: {interval: {since: discussion.held, limit: 2 weeks}}}",
        "rules.yaml:19: duty tell: It asks for the same act from the same facts as review. Say in “when” where they differ, give one another act, or keep the stricter.",
    ),
    (
        "{duty: plan, title: Plan, clauses: T-1-01, act: plan,",
        "{duty: plan, title: Plan, clauses: T-1-01, act: ask,",
        "rules.yaml:27: duty ask: It asks for the same act from the same facts as plan. Say in “when” where they differ, give one another act, or keep the stricter.",
    ),
    (
        "{supersession: while, title: For a while, clauses: T-1-01, supersedes: tell, when: {exists: rating.set}}",
        "{supersession: while, title: For a while, clauses: T-1-01, supersedes: tell, when: {open: listed}}",
        "rules.yaml:62: supersession while: higher already speaks of tell under the same condition. Keep one of the two.",
    ),
    (
        "replaced_by: [write]",
        "replaced_by: [tell]",
        "rules.yaml:57: supersession higher: tell would in the end be replaced by itself. Take one link out of the circle.",
    ),
    (
        "type: yes_no, required",
        "type: yesno, required",
        "forms/visit.yaml:16: form visit: “yesno” is not a type of question. Use one of: text, textarea, date, yes_no, choice, choices, person, place, number.",
    ),
    (
        "question: alone, one_of",
        "question: alon, one_of",
        "forms/visit.yaml:17: form visit: “alon” is not an earlier question. Did you mean alone?",
    ),
    (
        "{question: why, label",
        "{question: alone, label",
        "forms/visit.yaml:16: form visit: Question “alone” stands twice. Give one another id.",
    ),
    (
        "options: {fear: Of fear, wish: By wish}, show",
        "options: {}, show",
        "forms/visit.yaml:17: form visit: Question “why” offers no options. Add options.",
    ),
    (
        "type: choice, options_from: levels",
        "type: choices, options_from: level",
        "forms/visit.yaml:18: form visit: Question “level” offers no options. Add options.",
    ),
    (
        "clause: T-1-01\n    clauses: [T-1-02, T-1-01]",
        "clause: T-1-03\n    clauses: [T-1-02, T-1-01]",
        "forms/visit.yaml:13: form visit: “T-1-03” is not a clause of the ledger. Did you mean T-1-02?",
    ),
    (
        "fills_from: child.alone",
        "fills_form: child.alone",
        "forms/visit.yaml:16: form visit: “fills_form” is not known here. Did you mean fills_from?",
    ),
    (
        "label: Visit\n",
        "labl: Visit\n",
        "forms/visit.yaml:4: form visit: “labl” is not known here. Did you mean label?",
    ),
    (
        "question: note, label: A note, type: textarea",
        "question: note, label: A note",
        "forms/visit.yaml:21: form visit: “type” is missing. Add it.",
    ),
    (
        'version: "1.2"',
        "version: [1, 2]",
        "forms/visit.yaml:3: form visit: The value of version is not a text. Write one text, without brackets.",
    ),
    (
        "repeats: yes",
        "repeats: often",
        "forms/visit.yaml:12: form visit: “often” is neither yes nor no. Write yes or no.",
    ),
    (
        "form: visit\nversion",
        "- form: visit\n  version",
        "forms/visit.yaml:4: This is not YAML: did not find expected '-' indicator. Check the indentation and the quotes on this line and the one before.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=[new for _, new, _ in CASES])
def test_what_does_not_go_together_is_refused(tmp_path, old, new, said):
    folder = whole.write(tmp_path, old, new)

    with pytest.raises(PackRefused) as refused:
        load_pack(folder)

    assert str(refused.value).replace("policy/testshire/", "") == said
