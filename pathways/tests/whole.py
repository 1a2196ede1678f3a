"""A small procedure in which every key of the language of packs is written once."""

from __future__ import annotations

from pathlib import Path

VOCABULARY = """
- fact: rating.set
  label: rating
  meaning: A rating was agreed.
  subjects: [child, care_leaver]
  sets: legal_status
  fields:
    level: {type: choice, meaning: The level, options_from: levels, required: yes}
    agreed: {type: boolean, meaning: Whether all agreed}
    weeks: {type: number, meaning: For how long}
    tool: {type: choice, meaning: The tool, options: [short, long], sets: tool_used}
    by: {type: date, meaning: By when}
- {fact: discussion.held, label: discussion, meaning: It was discussed., subjects: child}
- fact: meeting.scheduled
  label: meeting
  meaning: A meeting was planned.
  subjects: [forum]
  fields:
    begins: {type: moment, meaning: When}
    number: {type: reference, meaning: Which}
- {fact: meeting.put_off, label: put off, meaning: Put off., subjects: [forum]}
- {fact: meeting.given_up, label: given up, meaning: Given up., subjects: [forum]}
- {state: listed, label: listed, begins: rating.set, ends: discussion.held, key: episode}
- {attribute: legal_status, label: legal status, meaning: By law, options: [none, looked_after]}
"""

HEAD = """
- pack: testshire
  authority: Testshire
  title: A procedure
  edition: "1"
  in_force_from: 2026-01-01
  nation: scotland
  prevails: The source prevails.
  labels: {in_danger: In danger, risk: Risk}
- {role: chair, label: the chair, agency: childrens_services, can: [chair:talk, look]}
- {role: visitor, label: a visitor, agency: police}
- scale: risk
  label: How great the risk is
  levels:
    - {id: low, label: Low, meaning: Little, clauses: [T-1-01]}
    - {id: high, label: High, clauses: T-1-02}
  key_risks: [{id: harm, label: Harm, clauses: T-1-01}]
  change_reasons: [{id: news, label: News, clauses: T-1-01}]
  factors: [{id: away, label: Away, clauses: T-1-01}]
- stage: begin
  label: It begins
  sections: "1"
  note: The door
  leads_to: [end]
  calls_for: [begin]
  column: 1
  row: 2
- {stage: end, label: It ends, sections: ["2", "3"]}
- {edition: later, label: Later, title: The later text, in_force_from: 2024-01-01, prefixes: S}
- {edition: first, label: First, title: The first text, in_force_from: 2020-01-01, prefixes: [T-1, T-2]}
- clause: T-1-01
  title: Review
  kind: timescale
  section: One
  says: It is reviewed.
  honoured: enforced
  how: By a duty
  proof: [example:in-time, form:visit]
- {clause: T-1-02, title: Other, kind: practice, section: One, says: It is so., honoured: not yet}
"""  # noqa: E501

RULES = """
- duty: review
  title: Discuss again
  clauses: [T-1-01, T-1-02]
  reading: From the day of the rating.
  subjects: [child, care_leaver]
  in_force_from: 2026-02-01
  in_force_to: 2026-12-31
  local_setting: yes
  act: discuss
  should: {bearer: chair}
  when: {latest: rating.set, where: {level: high}}
  clock:
    interval: {since: [discussion.held], limit: 3 months, proposal: 10 weeks, tolerated: 14 weeks, earlier: rating.set}
  met_by: [{fact: discussion.held}]
  match: [number]
  ends_with: meeting.given_up
  persists: no
- {duty: tell, title: Tell, clauses: T-1-01, act: tell, must: {bearer: visitor}, clock: {standing: while it holds}}
- duty: write
  title: Write
  clauses: T-1-01
  act: write
  may: {bearer: chair}
  clock: {after: {each: {fact: rating.set, where: {tool: {not: [short]}}}, within: 2 working days, proposal: 1 hour, tolerated: 1 week}}
- {duty: plan, title: Plan, clauses: T-1-01, act: plan, must: {bearer: chair}, clock: {after: {each: rating.set, by: by}}}
- {duty: ask, title: Ask, clauses: T-1-01, act: ask, must: {bearer: chair}, clock: {after: {each: rating.set, within: no figure}}}
- duty: send
  title: Send
  clauses: T-1-01
  act: send
  must: {bearer: chair}
  clock: {before: {each: meeting.scheduled, at_least: 2 days, moment: begins, key: number, moved_by: meeting.put_off, cancelled_by: [meeting.given_up]}}
- prompt: in-danger
  title: Is the child in danger
  clauses: T-1-01
  ask: [chair, visitor]
  when: {count: rating.set, at_least: 2}
  each: rating.set
  answers: [now, later]
  settled_by: discussion.held
  match: number
- {prompt: why, title: Why, clauses: T-1-01, ask: chair, when: {exists: rating.set}}
- gate: ends-it
  title: Who may end it
  clauses: T-1-01
  action: end
  by: chair
  only_if: {open: listed}
  otherwise: void
  effects: [discussion.held]
  role_field: chair_role
- {gate: shares, title: Who may share, clauses: T-1-02, action: share}
- supersession: higher
  title: A higher process
  clauses: T-1-01
  supersedes: [review, tell]
  when: {open: listed}
  effect: replace
  clocks: pause
  replaced_by: [write]
- {supersession: while, title: For a while, clauses: T-1-01, supersedes: tell, when: {exists: rating.set}}
- guidance: family
  title: Think of the family
  clauses: T-1-01
  at: [plan, review]
  when: {once: {exists: rating.set}}
  items: [grandparents, friends]
- {guidance: alone, title: See the child alone, clauses: T-1-02}
"""  # noqa: E501

MEETINGS = """
- meeting: talk
  label: talk
  name: The talk
  plural: talks
  clauses: [T-1-01]
  forum: panel
  rhythm: 1 week
  chair: chair
  officers: {chair: chair, admin: visitor}
  quorum: [{agency: police, label: Police, roles: visitor, clauses: T-1-02}, {agency: health, label: Health}]
  core_members:
    - member: police
      label: The police
      agency: police
      role: visitor
      clauses: T-1-01
      when: {open: listed}
      own_item_only: yes
      strength: should
  invitees: [{member: school, label: The school, agency: education, clauses: T-1-02}]
  slots: {missing: 10, risk: 20}
  local_slots: [missing]
  held_as: {online: Online, room: In a room}
  steps: [{step: first, label: First, clauses: T-1-01, form: visit, sections: seen}, {step: last, label: Last, clauses: T-1-02}]
  list_before: 3 working days
  papers_before: 2 working days
  cut_off: 5 working days
  list_recipients: [{member: listed, label: Listed, agency: police, clauses: T-1-01}]
  papers_recipients: [{member: reader, label: Reader, agency: police, clauses: T-1-01}]
  notes_recipients: [{member: noted, label: Noted, agency: police, clauses: T-1-01}]
  defer_grounds: {late: The papers came late}
  forms: {record: visit}
  reading: Every week.
- {meeting: chat, label: chat, name: The chat, plural: chats, clauses: T-1-02}
"""  # noqa: E501

VISIT = """
form: visit
version: "1.2"
label: Visit
hint: After each visit
clauses: T-1-01
local_setting: yes
sections:
  - section: seen
    label: Who was seen
    hint: One by one
    repeats: yes
    clause: T-1-01
    clauses: [T-1-02, T-1-01]
    questions:
      - {question: alone, label: Was the child alone, type: yes_no, required: yes, hint: Or not, clause: T-1-01, fills_from: child.alone}
      - {question: why, label: Why not, type: choice, options: {fear: Of fear, wish: By wish}, show_if: {question: alone, one_of: "no"}, clauses: [T-1-02, T-1-01]}
      - {question: level, label: The level, type: choice, options_from: levels}
  - section: more
    label: More
    questions: [{question: note, label: A note, type: textarea}]
"""  # noqa: E501

PLAIN = """
form: plain
version: "1"
label: Plain
sections: [{section: one, label: One, questions: [{question: it, label: It, type: text}]}]
"""


def write(top: Path, old: str = "", new: str = "") -> Path:
    """Writes the procedure under a folder, with something replaced where it first stands."""
    folder = top / "policy" / "testshire"
    texts = {
        folder.parent / "vocabulary.yaml": VOCABULARY,
        folder / "pack.yaml": HEAD,
        folder / "rules.yaml": RULES,
        folder / "meetings.yaml": MEETINGS,
        folder / "forms" / "visit.yaml": VISIT,
        folder / "forms" / "plain.yaml": PLAIN,
    }
    spoiled = next((path for path, text in texts.items() if old in text), None)
    assert spoiled is not None, f"nothing says {old}"
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1) if path == spoiled else text)
    return folder
