"""Addresses of the procedures: by authority and part, and each clause by its id."""

from django.urls import path, re_path

from casework.chronology import handbook_views as parts
from casework.chronology import procedure_views as views

KIND = r"(?P<kind>duties|decisions|questions|precedence|guidance)"
AUTHORITY = r"^(?P<authority>[a-z0-9-]+)"

app_name = "procedure"
urlpatterns = [
    path("", views.index, name="index"),
    path("compare/", views.compare, name="compare"),
    re_path(r"^(?P<clause>[A-Z][A-Z]+-[A-Za-z0-9.-]+)/$", views.clause, name="clause"),
    path("<slug:authority>/", views.procedure, name="procedure"),
    path("<slug:authority>/stages/<str:stage>/", views.stage, name="stage"),
    path("<slug:authority>/clauses/", views.clauses, name="clauses"),
    path("<slug:authority>/find/", parts.find, name="find"),
    re_path(rf"{AUTHORITY}/{KIND}/$", parts.entries, name="entries"),
    re_path(rf"{AUTHORITY}/{KIND}/(?P<entry>[a-z0-9_.:-]+)/$", parts.entry, name="entry"),
    path("<slug:authority>/meetings/", parts.meetings, name="meetings"),
    path("<slug:authority>/meetings/<str:meeting>/", parts.meeting, name="meeting"),
    path("<slug:authority>/forms/", parts.forms, name="forms"),
    path("<slug:authority>/forms/<str:name>/", parts.form, name="form"),
    path("<slug:authority>/ratings/", parts.scales, name="scales"),
    path("<slug:authority>/roles/", parts.roles, name="roles"),
    path("<slug:authority>/words/", parts.glossary, name="glossary"),
    path("<slug:authority>/examples/", parts.worked, name="examples"),
    path("<slug:authority>/examples/<str:example>/", parts.example, name="example"),
]
