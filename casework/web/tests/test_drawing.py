import pytest
from django import forms
from django.template.loader import get_template

from casework.web.forms import Form, Option


class Sample(Form):
    name = forms.CharField(label="Name", max_length=5, help_text="As on the <record>")
    rmm = forms.CharField(label="RMM area")
    why = forms.CharField(label="Why it changed", widget=forms.Textarea)
    who = forms.ChoiceField(label="Who will do it", choices=[("", "Choose"), ("1", "Ben")])
    level = forms.ChoiceField(
        label="Rating",
        widget=forms.RadioSelect,
        choices=[
            ("low", Option("Low", hint="Concerns are low")),
            ("moved", Option("Moved", not_open="she lives in Surrey")),
        ],
    )
    risks = forms.MultipleChoiceField(
        label="Key risks",
        widget=forms.CheckboxSelectMultiple,
        choices=[("C", "Criminal"), ("M", "Missing")],
    )
    agreed = forms.BooleanField(label="The chair agrees")
    hours = forms.IntegerField(label="Hours")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="Paper")
    key = forms.CharField(widget=forms.HiddenInput)


def drawn(name, data=None):
    return Sample(data)[name].as_field_group()


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("name", '<input class="govuk-input" id="id_name" name="name" type="text"'),
        ("why", '<textarea class="govuk-textarea" id="id_why" name="why" rows="10"'),
        ("who", '<select class="govuk-select" id="id_who" name="who">'),
        ("level", '<div class="govuk-radios govuk-radios--small" data-module="govuk-radios">'),
        ("risks", '<div class="govuk-checkboxes govuk-checkboxes--small"'),
        ("agreed", '<input class="govuk-checkboxes__input" id="id_agreed" name="agreed"'),
        ("hours", 'inputmode="numeric"'),
        ("secret", 'type="password"'),
        ("paper", 'class="govuk-file-upload"'),
        ("key", '<input type="hidden" name="key"'),
    ],
)
def test_each_kind_of_field_is_drawn_as_gov_uk_draws_it(name, shows):
    assert shows in drawn(name)


def test_what_somebody_typed_is_escaped_and_kept():
    html = drawn("name", {"name": '"><script>alert(1)</script>'})

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_hint_in_plain_text_is_escaped():
    assert "As on the &lt;record&gt;" in drawn("name")


def test_no_box_stops_taking_letters():
    assert "maxlength" not in drawn("name")
    form = Sample({"name": "longer than five"})
    assert form.errors["name"] == ["Name must be 5 characters or fewer"]


def test_messages_are_in_the_words_of_gov_uk():
    errors = Sample({"hours": "many"}).errors

    assert errors["name"] == ["Enter name"]
    assert errors["rmm"] == ["Enter RMM area"]
    assert errors["who"] == ["Select who will do it"]
    assert errors["risks"] == ["Select key risks"]
    assert errors["hours"] == ["Hours must be a number"]


def test_a_field_is_joined_to_its_hint_and_error():
    html = drawn("name", {})

    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter name' in html


def test_a_choice_that_is_not_open_says_why():
    html = drawn("level")

    assert html.count("disabled") == 1
    assert "she lives in Surrey" in html
    assert "Concerns are low" in html


def test_what_was_chosen_stays_chosen():
    html = drawn("risks", {"risks": ["M"]})

    assert html.count(" checked") == 1
    assert 'value="M" checked' in html


def test_a_password_is_never_sent_back():
    assert "hunter2" not in drawn("secret", {"secret": "hunter2"})


def test_the_error_summary_leads_to_each_field():
    macros = get_template("web/macros/forms.html").template.module

    summary = macros.error_summary(Sample({"name": "Ellis"}))

    assert '<a href="#id_level">Select rating</a>' in summary
    assert "#id_name" not in summary
    assert macros.error_summary(Sample()).strip() == ""
