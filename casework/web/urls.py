"""Addresses of the pages that belong to nobody's record."""

from django.urls import path

from casework.web import views

app_name = "web"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("look/", views.look, name="look"),
]
