"""Addresses of the worklists app."""

app_name = "worklists"
urlpatterns = []
