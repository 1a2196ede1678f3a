"""The environment in which pages are drawn: GOV.UK macros, addresses, dates and counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import django.forms
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from markupsafe import Markup

from casework.web import drawing, words
from casework.web.addresses import address
from casework.web.drawn_once import Drawing, once


def as_json(value: Any) -> Markup:
    """Data for a script element: JSON in which nothing can end the element."""
    text = json.dumps(value, cls=DjangoJSONEncoder)
    safe = text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    return Markup(safe)  # nosec B704 (what could end it is written otherwise)


FILTERS = {
    "day": words.day,
    "day_and_year": words.day_and_year,
    "long_day": words.long_day,
    "long_day_and_year": words.long_day_and_year,
    "plain_date": words.plain_date,
    "time_of_day": words.time_of_day,
    "in_words": words.in_words,
    "counted": words.counted,
    "sentence": words.sentence,
    "within": words.within,
    "joined": words.joined,
    "age": words.age,
    "browser": words.browser,
    "as_json": as_json,
}


def environment(**options: Any) -> Environment:
    """The Jinja environment that Django's backend asks for; text is escaped by default."""
    options["loader"] = ChoiceLoader(
        [
            options.get("loader") or FileSystemLoader(Path(__file__).parent / "jinja2"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            # Widgets that no page of ours draws still draw themselves.
            FileSystemLoader(Path(django.forms.__file__).parent / "jinja2"),
        ]
    )
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Drawing(**options)  # nosec B701 (the options say autoescape)
    made.globals |= {
        "static": static,
        "url": address,
        "clause_address": clause_address,
        "is_demonstration": is_demonstration,
        "govuk_field": drawing.govuk_field,
        "first_input_id": drawing.first_input_id,
        "once": once,
    }
    made.filters |= FILTERS
    return made


def clause_address(clause: str) -> str:
    """Where one reads what a clause asks and how it is kept."""
    return f"/procedure/{clause}/"


def is_demonstration() -> bool:
    """Whether everything on the page is invented; then every page says so."""
    return bool(getattr(settings, "DEMO", False))
