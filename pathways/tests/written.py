"""A small procedure as somebody would write it down, to be spoiled in one place."""

VOCABULARY = """
- fact: rating.set
  label: rating
  meaning: A rating was agreed.
  subjects: [child]
  fields:
    level: {type: choice, meaning: The level, options: [low, high]}
    agreed: {type: boolean, meaning: Whether all agreed}
- {fact: discussion.held, label: discussion, meaning: It was discussed., subjects: [child]}
- fact: meeting.scheduled
  label: meeting
  meaning: A meeting was planned.
  subjects: [forum]
  fields:
    starts_at: {type: moment, meaning: When}
    meeting: {type: reference, meaning: Which}
- {fact: meeting.moved, label: moved, meaning: Moved., subjects: [forum]}
- {fact: meeting.cancelled, label: cancelled, meaning: Cancelled., subjects: [forum]}
- {state: listed, label: listed, begins: rating.set, ends: [discussion.held]}
- {attribute: legal_status, label: legal status, meaning: By law, options: [none, looked_after]}
"""
PACK = """
- pack: testshire
  authority: Testshire
  title: A procedure
  edition: "1"
  in_force_from: 2026-01-01
  nation: england-and-wales
  prevails: The source prevails.
- {role: chair, label: chair, agency: childrens_services}
- clause: T-01
  title: Review
  kind: timescale
  section: One
  says: It is reviewed.
  honoured: enforced
"""
DUTY = """
- duty: review
  title: Discuss again
  act: discuss
  must: {bearer: chair}
  when: {latest: rating.set, where: {level: high}}
  clock: {interval: {since: discussion.held, limit: 3 months}}
  met_by: [discussion.held]
  clauses: [T-01]
"""
FORM = """
form: visit
version: "1"
label: Visit
clauses: [T-01]
sections:
  - section: first
    label: First
    questions:
      - {question: seen, label: Was the child seen, type: yes_no, required: yes, clause: T-01}
      - {question: why, label: Why not, type: textarea, show_if: {question: seen, one_of: "no"}}
"""
