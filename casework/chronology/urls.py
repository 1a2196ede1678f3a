"""Addresses of the chronology app."""

app_name = "chronology"
urlpatterns = []
