"""Choosing files to bring in, and deciding what they left open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from casework.exchange import queries
from casework.exchange.reading.profiles import PROFILES
from casework.web.forms import Form


class ManyFiles(forms.FileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        several = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(each, initial) for each in several if each]
        if any(each.size > settings.LARGEST_FILE for each in cleaned):
            largest = settings.LARGEST_FILE >> 20
            raise forms.ValidationError(f"The file must be smaller than {largest}MB")
        if not cleaned and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return cleaned


class FilesForm(Form):
    """Which files, and from which system they come."""

    source = forms.ChoiceField(
        label="Where do the files come from?",
        widget=forms.RadioSelect,
        choices=[(profile.name, profile.label) for profile in PROFILES.values()],
        initial="lcs",
        help_text="It decides how exactly the times in the files are known.",
        error_messages={"required": "Select where the files come from"},
    )
    files = FilesField(
        label="Files",
        required=False,
        widget=ManyFiles(attrs={"multiple": True, "accept": ".csv,.zip"}),
        help_text="One zip file, or several CSV files, each named after its table, such as "
        "ssd_person.csv.",
        error_messages={"empty": "The file is empty. Choose another file"},
    )
    folder = forms.ChoiceField(
        label="Or a folder of the demonstration", required=False, choices=[("", "None")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = queries.folders_to_choose()
        if offered:
            self.fields["folder"].choices = [("", "None"), *offered]
        else:
            del self.fields["folder"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("files") and not cleaned.get("folder") and "files" not in self.errors:
            self.add_error("files", "Select a zip file or CSV files")
        return cleaned


class DecisionForm(Form):
    """What a person says of one question."""

    decision = forms.ChoiceField(
        label="What is right?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what is right",
            "invalid_choice": "Select what is right",
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices
