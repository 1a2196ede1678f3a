"""Addresses of the sharing ledger."""

from django.urls import path

from casework.sharing import views

app_name = "sharing"
urlpatterns = [
    path("evidence/sharing/", views.across, name="across"),
    path("evidence/sharing/spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("sharing/<slug:reference>/", views.of_case, name="of_case"),
    path("sharing/<slug:reference>/add/", views.add, name="add"),
    path("sharing/<slug:reference>/across-a-border/", views.border, name="border"),
]
