"""Addresses for giving people a copy of what is held on them; no address names anybody."""

from django.urls import path

from casework.disclosure import item_views, release_views, views

app_name = "disclosure"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("new/", views.take_in, name="take_in"),
    path("<slug:reference>/", views.request_page, name="request"),
    path("<slug:reference>/identity/", views.identity, name="identity"),
    path("<slug:reference>/extend/", views.extend, name="extend"),
    path("<slug:reference>/gather/", views.gather, name="gather"),
    path("<slug:reference>/close/", views.close, name="close"),
    path("<slug:reference>/professionals/", views.professionals, name="professionals"),
    path("<slug:reference>/hand-over/", views.hand_over, name="hand_over"),
    path("<slug:reference>/items/<int:number>/", item_views.item, name="item"),
    path("<slug:reference>/items/<int:number>/shown/", item_views.shown, name="shown"),
    path("<slug:reference>/items/<int:number>/words/", item_views.words, name="words"),
    path("<slug:reference>/items/<int:number>/agency/", item_views.agency, name="agency"),
    path("<slug:reference>/copy/", release_views.copy, name="copy"),
    path("<slug:reference>/copy/stays/", release_views.stays, name="stays"),
    path("<slug:reference>/release/", release_views.release, name="release"),
    path("<slug:reference>/given/", release_views.given, name="given"),
    path("<slug:reference>/files/<slug:kind>/", release_views.file, name="file"),
]
