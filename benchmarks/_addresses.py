"""The product's addresses and one page with nothing in it, to measure against."""

from django.http import HttpResponse
from django.urls import include, path


def empty(request):
    """The whole way through the server, and nothing else."""
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("", include("casework.config.urls"))]
