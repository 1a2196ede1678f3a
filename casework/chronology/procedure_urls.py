"""Addresses of the procedure: by authority and stage, and each clause by its id."""

from django.urls import path, re_path

from casework.chronology import procedure_views as views

app_name = "procedure"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^(?P<clause>[A-Z][A-Z]+-[A-Za-z0-9-]+)/$", views.clause, name="clause"),
    path("<slug:authority>/", views.procedure, name="procedure"),
    path("<slug:authority>/<slug:stage>/", views.stage, name="stage"),
]
