"""Addresses of the lists, search, and what an administrator needs."""

from django.urls import path

from casework.worklists import (
    access_views,
    accounts_views,
    emergency_views,
    evidence_views,
    giving_views,
    sign_in_views,
    views,
)

app_name = "worklists"
urlpatterns = [
    path("", views.home, name="home"),
    path("calendar.ics", views.calendar, name="calendar"),
    path("due/", views.due, name="due"),
    path("late/", views.late, name="late"),
    path("actions/", views.actions, name="actions"),
    path("actions/<int:key>/", views.action, name="action"),
    path("search/", views.search, name="search"),
    path("who-looked/", views.my_looks, name="my_looks"),
    path("who-looked/<str:reference>/", views.who_looked, name="who_looked"),
    path("evidence/", evidence_views.evidence, name="evidence"),
    path("evidence/sample/", evidence_views.sample, name="sample"),
    path("evidence/sample/<int:key>/", evidence_views.check, name="check"),
    path("evidence/not-let-in/", evidence_views.refused, name="refused"),
    path("evidence/<str:reference>/", evidence_views.record, name="evidence_of"),
    path("who-can-see/<slug:reference>/", access_views.who_can_see, name="who_can_see"),
    path("who-can-see/<slug:reference>/give/", giving_views.give, name="give"),
    path(
        "who-can-see/<slug:reference>/take-away/<int:number>/",
        giving_views.take_away,
        name="take_away",
    ),
    path("who-can-see/<slug:reference>/close/", access_views.close, name="close"),
    path("who-can-see/<slug:reference>/open/<int:number>/", access_views.lift, name="lift"),
    path("who-can-see/<slug:reference>/i-know-them/", access_views.i_know_them, name="i_know_them"),
    path("emergency/", emergency_views.open_record, name="emergency"),
    path("emergency/<int:number>/", emergency_views.opening, name="opening"),
    path("accounts-and-posts/", accounts_views.accounts, name="accounts"),
    path("accounts-and-posts/settings/", accounts_views.local_settings, name="local_settings"),
    path("accounts-and-posts/add/", accounts_views.add_post, name="add_post"),
    path("accounts-and-posts/<int:key>/end/", accounts_views.end_post, name="end_post"),
    path("accounts-and-posts/<int:key>/signing-in/", sign_in_views.signing_in, name="signing_in"),
]
