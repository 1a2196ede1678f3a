"""What the build gives the browser."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "casework" / "web" / "static" / "build"
CSS = (BUILD / "holdfast.css").read_text()
JS = (BUILD / "holdfast.js").read_text()


def test_no_style_names_a_typeface_or_crest_of_the_state():
    assert re.findall(r"gds|crown|crest|royal", CSS, re.IGNORECASE) == []


def test_every_file_that_a_style_names_is_there():
    named = re.findall(r"url\([\"']?([^\"')]+)", CSS)

    assert named
    assert [name for name in named if not (BUILD / name).exists()] == []


def test_nothing_is_fetched_from_elsewhere():
    assert re.findall(r"(?:@import|url\([\"']?(?:https?:)?//)", CSS) == []
    assert re.findall(r"[\"'`]https?://(?!www\.w3\.org/)", JS) == []


def test_no_script_makes_code_out_of_text():
    assert re.findall(r"\beval\(|new Function\(", JS) == []


def test_the_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE" in (BUILD / "fonts" / "LICENSE").read_text().upper()


def test_the_lock_file_names_no_download_address():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert [name for name, part in lock["packages"].items() if "resolved" in part] == []
