"""What a policy lead can ask on the command line, without a database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

EXAMPLE = """
- example: Emerging risk is reviewed within three months
  pack: surrey
  subject: {{kind: child, born: 2011-05-02, legal_status: looked_after, responsible_authority: surrey}}
  facts:
    - {{at: 2026-01-14 09:40, fact: {fact}, level: emerging, risks: [criminal, missing]}}
  moment: 2026-02-01 09:00
  expect:
    - {{due: {due}, duty: rating-review, bearer: rmm_chair, status: upcoming, clause: SURR-review-02}}
    - {{prompt: none}}
"""  # noqa: E501


def ask(*words: str) -> str:
    out = StringIO()
    call_command("policy", *words, stdout=out)
    return out.getvalue()


def refused(*words: str) -> tuple[str, str]:
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("policy", *words, stdout=out, stderr=errors)
    assert ended.value.code == 1
    return out.getvalue(), errors.getvalue()


@pytest.fixture
def file(tmp_path):
    def _file(fact: str = "rating.set", due: str = "2026-04-14") -> str:
        path = tmp_path / "example.yaml"
        path.write_text(EXAMPLE.format(fact=fact, due=due))
        return str(path)

    return _file


def test_check_reads_the_packs_and_runs_their_examples():
    told = ask("check")

    assert "Surrey" in told
    assert "every claim is proved" in told


def test_check_of_a_folder_without_a_pack_says_what_to_do(tmp_path):
    _, errors = refused("check", str(tmp_path))

    assert "pack.yaml" in errors


def test_check_names_file_line_entry_and_remedy(tmp_path):
    folder = tmp_path / "policy" / "testshire"
    folder.mkdir(parents=True)
    vocabulary = (Path(settings.POLICY) / "vocabulary.yaml").read_text()
    (tmp_path / "policy" / "vocabulary.yaml").write_text(vocabulary)
    (folder / "pack.yaml").write_text("- pack: testshire\n  authority: Testshire\n  titel: x\n")

    _, errors = refused("check", str(folder))

    assert "policy/testshire/pack.yaml:3: pack testshire: “titel” is not known here." in errors
    assert "Did you mean title?" in errors


def test_facts_lists_every_kind_with_its_fields():
    told = ask("facts")
    data = json.loads(ask("facts", "--json"))

    assert "rating.set" in told
    names = {kind["name"] for kind in data["facts"]}
    assert {"missing.started", "discussion.held", "meeting.scheduled"} <= names
    assert all(kind["meaning"] for kind in data["facts"])


def test_evaluate_tells_what_follows_from_a_file(file):
    [data] = json.loads(ask("evaluate", file(), "--json"))

    [review] = [each for each in data["obligations"] if each["duty"] == "rating-review-emerging"]
    assert review["due"] == "2026-04-14"
    assert review["bearer"] == "rmm_chair"
    assert review["status"] == "upcoming"
    assert "SURR-review-02" in review["clauses"]
    assert data["holds"] is True
    assert {"gate", "action", "permission"} <= set(data["gates"][0])


def test_a_file_of_one_example_gives_one_answer(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(
        "example: One\npack: surrey\nsubject: {born: 2011-05-02}\nmoment: 2026-02-01 09:00\n"
        "facts:\n  - {at: 2026-01-14, fact: rating.set, level: minimal}\n"
    )

    data = json.loads(ask("evaluate", str(path), "--json"))

    assert [each["duty"] for each in data["obligations"]] == ["close-episode"]
    assert data["prompts"] == []


def test_evaluate_says_where_it_differs(file):
    told, errors = refused("evaluate", file(due="2026-04-15"))

    assert "not as expected" in told
    assert "found due 2026-04-14" in errors


def test_evaluate_refuses_a_fact_that_does_not_exist(file):
    _, errors = refused("evaluate", file(fact="ratng.set"))

    assert "Did you mean rating.set?" in errors


def test_evaluate_of_no_file_says_so():
    _, errors = refused("evaluate", "nowhere.yaml")

    assert "There is no such file." in errors


def test_explain_gives_the_procedure_in_sentences():
    told = ask("explain", "surrey")
    data = json.loads(ask("explain", "surrey", "--json"))

    assert "The published procedure prevails." in " ".join(told.split())
    assert "We read:" in told
    entries = [entry for stage in data["stages"] for entry in stage["entries"]]
    assert all(entry["says"] and entry["clauses"] for entry in entries)


def test_explain_of_an_authority_without_a_pack_names_those_there_are():
    _, errors = refused("explain", "atlantis")

    assert "surrey" in errors


def test_the_schema_is_printed_for_editors():
    assert json.loads(ask("schema"))["type"] == "array"
