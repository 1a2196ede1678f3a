"""What GOV.UK's macros need to know to draw a field of a Django form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape

from casework.web.forms import BOXES, DateBoxes, Option


@dataclass(frozen=True)
class Drawn:
    """Which macro draws the field, and its parameters in GOV.UK's own words."""

    component: str
    params: dict[str, Any]


def govuk_field(field: BoundField) -> Drawn:
    """Choose the macro for a field by its widget, and say what it shows."""
    widget = field.field.widget
    if field.is_hidden:
        return Drawn("hidden", {})
    for kind, draw in _DRAWERS:
        if isinstance(widget, kind):
            return draw(field)
    return _input(field)


def marked_boxes(field: BoundField) -> set[str]:
    """The boxes of a date to which its errors belong."""
    problems = field.errors.as_data() if field.errors else []
    return {box for problem in problems for box in (problem.params or {}).get("boxes", BOXES)}


def first_input_id(field: BoundField) -> str:
    """Where the error summary leads: the first box, radio or input that is wrong."""
    if isinstance(field.field.widget, DateBoxes):
        first = next((box for box in BOXES if box in marked_boxes(field)), "day")
        return f"{field.auto_id}_{first}"
    return field.auto_id


def _common(field: BoundField) -> dict[str, Any]:
    params: dict[str, Any] = {"name": field.html_name}
    if field.help_text:
        params["hint"] = {"html": conditional_escape(field.help_text)}
    if field.errors:
        params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return params


def _attributes(field: BoundField) -> tuple[str, dict[str, Any]]:
    """Classes of the input, and its other attributes without those that are for us."""
    attrs = dict(field.field.widget.attrs)
    classes = attrs.pop("class", "")
    # A box that silently stops taking letters loses what somebody writes; the check says it.
    for own in ("data-legend", "data-inline", "maxlength", "minlength"):
        attrs.pop(own, None)
    if field.field.disabled:
        attrs["disabled"] = True
    named = {
        key: "" if value is True else str(value)
        for key, value in attrs.items()
        if value is not False
    }
    return classes, named


def _label(field: BoundField) -> dict[str, Any]:
    size = field.field.widget.attrs.get("data-legend", "s")
    return {"text": field.label, "classes": f"govuk-label--{size}"}


def _fieldset(field: BoundField) -> dict[str, Any]:
    size = field.field.widget.attrs.get("data-legend", "s")
    return {"legend": {"text": field.label, "classes": f"govuk-fieldset__legend--{size}"}}


def _input(field: BoundField) -> Drawn:
    classes, attributes = _attributes(field)
    params = _common(field) | {
        "id": field.auto_id,
        "label": _label(field),
        "classes": classes,
        "type": getattr(field.field.widget, "input_type", "text"),
        "value": _text(field.value()),
        "attributes": attributes,
    }
    if params["type"] == "password":
        params["value"] = ""
    if params["type"] == "number":
        # GOV.UK: digits typed as text, so that a wheel or a slip changes nothing.
        params |= {"type": "text", "inputmode": "numeric"}
        params["attributes"] = {
            k: v for k, v in attributes.items() if k not in ("step", "min", "max")
        }
    for part in ("autocomplete", "inputmode", "spellcheck"):
        if part in attributes:
            params[part] = params["attributes"].pop(part)
    return Drawn("input", params)


def _textarea(field: BoundField) -> Drawn:
    classes, attributes = _attributes(field)
    params = _common(field) | {
        "id": field.auto_id,
        "label": _label(field),
        "classes": classes,
        "rows": attributes.pop("rows", "4"),
        "value": _text(field.value()),
    }
    attributes.pop("cols", None)
    return Drawn("textarea", params | {"attributes": attributes})


def _select(field: BoundField) -> Drawn:
    classes, attributes = _attributes(field)
    return Drawn(
        "select",
        _common(field)
        | {
            "id": field.auto_id,
            "label": _label(field),
            "classes": classes,
            "items": _items(field),
            "attributes": attributes,
        },
    )


def _choices(component: str):
    def draw(field: BoundField) -> Drawn:
        attrs = field.field.widget.attrs
        classes = [attrs.get("class", ""), f"govuk-{component}--small"]
        if "data-inline" in attrs:
            classes.append(f"govuk-{component}--inline")
        params = {
            "idPrefix": field.auto_id,
            "fieldset": _fieldset(field),
            "classes": " ".join(filter(None, classes)),
            "items": [item for item in _items(field) if item["value"] != ""],
        }
        return Drawn(component, _common(field) | params)

    return draw


def _one_checkbox(field: BoundField) -> Drawn:
    item = {"value": "on", "text": field.label, "checked": bool(field.value())}
    params = _common(field) | {
        "idPrefix": field.auto_id,
        "classes": "govuk-checkboxes--small",
        "items": [item],
    }
    if hint := params.pop("hint", None):
        item["hint"] = hint
    return Drawn("checkboxes", params)


def _date(field: BoundField) -> Drawn:
    marked = marked_boxes(field)
    widget = field.field.widget
    value = field.value()
    texts = value if isinstance(value, list) else widget.decompress(value)
    items = [
        {
            "id": f"{field.auto_id}_{box}",
            "name": f"{field.html_name}_{box}",
            "label": box.capitalize(),
            "value": "" if text == "?" else text,
            "classes": f"govuk-input--width-{4 if box == 'year' else 2}"
            + (" govuk-input--error" if box in marked else ""),
        }
        for box, text in zip(BOXES, texts, strict=True)
    ]
    params = _common(field) | {
        "id": field.auto_id,
        "fieldset": _fieldset(field) | {"role": "group"},
        "items": items,
    }
    params.setdefault("hint", {"text": "For example, 24 11 2026"})
    return Drawn("date", params)


def _file(field: BoundField) -> Drawn:
    classes, attributes = _attributes(field)
    params = {"id": field.auto_id, "label": _label(field), "classes": classes}
    return Drawn("file", _common(field) | params | {"attributes": attributes})


def _items(field: BoundField) -> list[dict[str, Any]]:
    """The choices as items, the chosen ones marked; groups of a select are not used here."""
    value = field.value()
    chosen = (
        {str(each) for each in value} if isinstance(value, list | tuple | set) else {_text(value)}
    )
    items = []
    for key, label in field.field.widget.choices:
        key = "" if key is None else str(key)
        item = {
            "value": key,
            "text": str(label),
            "checked": key in chosen,
            "selected": key in chosen,
        }
        if isinstance(label, Option):
            if label.not_open:
                item |= {"disabled": True, "hint": {"text": label.not_open}}
            elif label.hint:
                item["hint"] = {"text": label.hint}
        items.append(item)
    return items


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_DRAWERS = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _choices("checkboxes")),
    (forms.RadioSelect, _choices("radios")),
    (forms.CheckboxInput, _one_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
)
