"""Addresses of the web app."""

app_name = "web"
urlpatterns = []
