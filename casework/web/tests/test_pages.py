"""The frame, the components' words, and the pages that belong to nobody."""

import base64
import hashlib
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import reverse

MACROS = Path(__file__).resolve().parents[1] / "jinja2" / "web" / "macros"


def macros(name):
    return get_template(f"web/macros/{name}.html").template.module


def drawn(template, **context):
    return get_template(template).render(context, RequestFactory().get("/"))


def test_the_only_inline_script_is_the_one_that_the_policy_allows():
    page = drawn("404.html")

    [script] = re.findall(r"<script>(.+?)</script>", page)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


def test_no_template_holds_a_style_or_a_handler():
    folder = MACROS.parents[2]
    found = [
        str(path.relative_to(folder))
        for path in sorted(folder.parent.glob("*/jinja2/**/*.html"))
        if re.search(r"\sstyle=|\son[a-z]+=\"|<style", path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_stand_alone_and_give_nothing_away(code):
    page = get_template(f"{code}.html").render()

    assert page.count("<h1") == 1
    assert "– Holdfast</title>" in page
    for word in ("forbidden", "denied", "permission", "Exception", "!"):
        assert word not in page.split("</head>")[1].replace("<!DOCTYPE", "")


def test_a_page_says_that_all_is_invented_only_in_a_demonstration(settings):
    settings.DEMO = True
    assert "is invented" in drawn("404.html")

    settings.DEMO = False
    assert "is invented" not in drawn("404.html")


def test_components_are_shown_only_where_all_is_invented(client, settings, db):
    settings.DEMO, settings.DEBUG = False, False

    assert client.get(reverse("web:look")).status_code == 404


def test_a_rating_is_steps_in_ink_and_a_word_and_never_a_colour():
    shown = macros("rating").rating(3, "Significant")

    assert shown.count('fill="currentColor"') == 3
    assert shown.count('fill="none"') == 1
    assert "Significant" in shown
    assert not re.search(r"#[0-9a-f]{3,6}|red|green|amber", shown)
    assert macros("rating").rating(0, "") == "Not yet rated"


def test_a_count_shows_the_days_that_do_not_count():
    days = [
        SimpleNamespace(
            first=date(2026, 12, 26), last=date(2026, 12, 27), what="weekend", number=None
        ),
        SimpleNamespace(
            first=date(2026, 12, 24), last=date(2026, 12, 24), what="working day", number=2
        ),
    ]

    shown = re.sub(r"<[^>]+>", " ", macros("why").counted_days(days))

    assert "Sat 26, Sun 27 Dec" in shown
    assert "not counted" in shown
    assert "Thu 24 Dec" in shown


def test_a_withdrawn_entry_stays_with_its_reason():
    entry = {
        "when": "Tue 3 Nov",
        "title": "Missing from home",
        "recorded": "Recorded 3 Nov 23:05",
        "withdrawn": {"when": "Withdrawn 5 Nov 09:30", "text": "it was another young person"},
    }

    shown = macros("timeline").timeline([entry])

    assert 'class="is-gone"' in shown
    assert "<strong>Withdrawn 5 Nov 09:30:</strong> it was another young person" in shown


@pytest.mark.parametrize(
    ("limit", "tolerated", "said"),
    [
        (
            date(2026, 12, 20),
            date(2027, 1, 1),
            "Any date to Sunday 20 December is your judgement; Friday 18 December is proposed. "
            "The limit is Sun 20 Dec. After it, to Fri 1 Jan, only with a reason.",
        ),
        (
            date(2026, 12, 20),
            None,
            "Any date to Sunday 20 December is your judgement; Friday 18 December is proposed. "
            "The limit is Sun 20 Dec.",
        ),
        (None, None, "Friday 18 December is proposed. The procedure sets no limit."),
    ],
)
def test_bounds_are_a_picture_and_the_same_sentences(limit, tolerated, said):
    bounds = {
        "today": date(2026, 11, 20),
        "proposal": date(2026, 12, 18),
        "limit": limit,
        "tolerated": tolerated,
    }

    shown = macros("bounds").bounds(bounds)

    assert said in shown
    assert ("<svg" in shown) == (limit is not None)


def test_names_in_components_are_escaped():
    item = {
        "who": {"text": "<b>Ellis</b>", "href": "/"},
        "what": {"text": "Ring <i>him</i>"},
        "state": {"kind": "today", "text": "<u>Today</u>"},
    }

    shown = macros("due").due_list([item], lead="who")

    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "<u>" not in shown
