"""Addresses after a meeting."""

from django.urls import path

from casework.meetings import record_sending_views as sending
from casework.meetings import record_views as views

MEETING = "meetings/<str:reference>/"
SLOT = f"{MEETING}slots/<int:number>/record"

urlpatterns = [
    path(f"{MEETING}record/", views.after, name="record_after"),
    path(f"{MEETING}record/invitations/", views.invite_all, name="record_invite_all"),
    path(f"{SLOT}/", views.record, name="record"),
    path(f"{SLOT}.pdf", views.record_pdf, name="record_pdf"),
    path(f"{SLOT}.docx", views.record_docx, name="record_docx"),
    path(f"{SLOT}/notes/", sending.notes, name="record_notes"),
    path(f"{SLOT}/circulate/", sending.circulate, name="record_circulate"),
    path(f"{SLOT}/invite/", views.invite, name="record_invite"),
    path(f"{SLOT}/enter/", views.enter, name="record_enter"),
]
