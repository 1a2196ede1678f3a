"""Addresses of the exchange app."""

from django.urls import path

from casework.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:key>/", views.run, name="run"),
    path("<int:key>/bring-in/", views.bring_in, name="bring_in"),
    path("<int:key>/cancel/", views.cancel, name="cancel"),
    path("to-decide/", views.exceptions, name="exceptions"),
    path("to-decide/<int:key>/", views.decide, name="decide"),
]
