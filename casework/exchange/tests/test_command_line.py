"""`holdfast import` and `holdfast demonstration`, as one types them."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from casework.exchange.models import ImportRun
from casework.exchange.reading.logs import TABLES
from casework.exchange.tests.conftest import EPISODE
from casework.subjects.models import Child

ASKED = {"authority": "surrey", "source": "lcs"}


def test_a_dry_run_shows_the_counts_and_brings_nothing_in(pack, analyst, capsys):
    call_command("import", str(pack), **ASKED, dry_run=True)

    shown = capsys.readouterr()
    assert "ssd_missing.csv" in shown.out
    assert "Nothing was brought in." in shown.err
    assert not Child.objects.exists()
    assert ImportRun.objects.get().state == ImportRun.State.CANCELLED


def test_json_has_the_counts_of_each_file(pack, analyst, capsys):
    call_command("import", str(pack), **ASKED, dry_run=True, json=True)

    said = json.loads(capsys.readouterr().out)
    assert {each["file"]: each["new"] for each in said["files"]} == {
        "ssd_person.csv": 1,
        "ssd_missing.csv": 1,
    }
    assert said["can_be_brought_in"] is True


def test_yes_brings_it_in_without_asking(pack, analyst, capsys):
    call_command("import", str(pack), **ASKED, yes=True)

    assert Child.objects.count() == 1
    assert "Brought in: 2 facts recorded" in capsys.readouterr().err


def test_without_anybody_to_ask_nothing_is_brought_in(pack, analyst, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    call_command("import", str(pack), **ASKED)

    assert not Child.objects.exists()
    assert "--yes" in capsys.readouterr().err


def test_a_refused_file_ends_with_an_error_that_names_it(pack, analyst, capsys):
    (pack / "actions.csv").write_bytes(b"")

    with pytest.raises(SystemExit) as ended:
        call_command("import", str(pack), **ASKED, yes=True)

    assert ended.value.code == 1
    assert "actions.csv is refused: The file is empty." in capsys.readouterr().out
    assert not Child.objects.exists()


def test_a_refused_row_is_named_with_its_file_and_row(pack, analyst, write, capsys):
    write("ssd_missing", EPISODE, EPISODE | {"miss_table_id": ""})

    call_command("import", str(pack), **ASKED, dry_run=True)

    assert "ssd_missing.csv, row 3, miss_table_id: miss_table_id is empty" in (
        capsys.readouterr().out
    )


def test_a_folder_that_is_not_there_is_said(analyst):
    with pytest.raises(CommandError, match="There is no folder or zip file"):
        call_command("import", "/nowhere", **ASKED)


def test_an_authority_that_is_not_known_is_said_with_those_that_are(pack, analyst):
    with pytest.raises(CommandError, match=r"no authority 'kent' here \(known: surrey\)"):
        call_command("import", str(pack), authority="kent", source="lcs")


def test_a_demonstration_is_written_as_files(tmp_path, capsys):
    call_command("demonstration", str(tmp_path / "pack"), "--size=tiny", "--today=2026-11-20")

    assert (tmp_path / "pack" / "ssd_person.csv").exists()
    assert "Everybody in them is invented." in capsys.readouterr().out


def test_templates_have_the_headings_that_are_read(tmp_path, opened):
    call_command("templates", str(tmp_path), "--all")

    files = [opened(path) for path in tmp_path.glob("*.csv")]
    assert len(files) == len(TABLES)
    assert all(file.headings.unknown == () for file in files)
