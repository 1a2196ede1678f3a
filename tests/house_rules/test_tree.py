"""Rules about the whole tree, kept by machine."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()
    if (ROOT / name).exists()
]  # fmt: skip
OURS = [path for path in PYTHON if not {"migrations", "tests"} & set(path.parts)]
VIEWS = [path for path in OURS if re.match(r"(.*_)?views\.py", path.name)]
TEMPLATES = sorted(ROOT.glob("casework/*/jinja2/**/*.html"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 45


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {
        str(path): n for path in OURS if (n := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}, "split these by subject"


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno > LONGEST_FUNCTION
    ]

    assert long == []


def test_nothing_is_called_utils_services_managers_or_helpers():
    vague = [path for path in PYTHON if path.stem in {"utils", "services", "managers", "helpers"}]

    assert vague == []


def test_nothing_hides_in_save_or_signals():
    hidden = [
        str(path)
        for path in OURS
        if re.search(r"def save\(self|post_save|pre_save|@receiver", path.read_text())
    ]

    assert hidden == []


def test_no_view_reads_a_model_past_the_access_rule():
    unscoped = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in VIEWS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ".objects." in line and ".objects.visible_to(" not in line
    ]

    assert unscoped == []


def test_only_views_and_commands_ask_the_clock():
    askers = [
        str(path.relative_to(ROOT))
        for path in OURS
        if re.search(
            r"timezone\.now\(\)|date\.today\(\)|datetime\.now\(|localdate\(\)", path.read_text()
        )
        and not ({"management", "benchmarks"} & set(path.parts))
        and path.name not in {"middleware.py", "jobs.py"}
        and path not in VIEWS
    ]

    assert askers == []


def test_pages_hold_no_inline_script_style_or_the_word_overdue():
    faults = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"\sstyle=|\son(click|change|submit|input)=|[Oo]verdue[^_\-a-z'\"]", line)
    ]

    assert faults == []


def test_the_engine_knows_no_django():
    knowing = [
        str(path)
        for path in (ROOT / "pathways").rglob("*.py")
        if re.search(r"^\s*(from|import) (django|casework)", path.read_text(), re.MULTILINE)
    ]

    assert knowing == []
