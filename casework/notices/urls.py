"""Addresses of the notices app."""

from django.urls import path

from casework.notices import views

app_name = "notices"
urlpatterns = [path("", views.outbox, name="outbox")]
