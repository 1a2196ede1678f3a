"""Addresses of the exchange app."""

app_name = "exchange"
urlpatterns = []
