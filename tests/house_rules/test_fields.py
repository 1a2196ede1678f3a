"""Every field is declared sensitive or plain, and nothing is declared that is not there."""

from django.apps import apps
from django.db import models

from tests.house_rules.sensitive_fields import FIELDS


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("casework.")]


def declarable(model):
    return {
        field.name
        for field in model._meta.get_fields()
        if field.concrete and not field.primary_key and not isinstance(field, models.ForeignKey)
    }


def test_every_field_is_declared():
    missing = {
        model._meta.label: sorted(declarable(model) - set(FIELDS.get(model._meta.label, {})))
        for model in own_models()
        if declarable(model) - set(FIELDS.get(model._meta.label, {}))
    }

    assert missing == {}, "fields that sensitive_fields.py does not declare"


def test_nothing_is_declared_that_is_gone():
    labels = {model._meta.label: declarable(model) for model in own_models()}
    gone = {
        label: sorted(set(fields) - labels.get(label, set()))
        for label, fields in FIELDS.items()
        if set(fields) - labels.get(label, set())
    }

    assert gone == {}


def test_declarations_use_the_two_words():
    words = {word for fields in FIELDS.values() for word in fields.values()}

    assert words <= {"sensitive", "plain"}
