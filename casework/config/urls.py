"""Every address of the product; each app holds its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("casework.worklists.urls")),
    path("", include("casework.web.urls")),
    path("", include("casework.agencies.urls")),
    path("accounts/", include("casework.agencies.account_urls")),
    path("children/", include("casework.concerns.urls")),
    path("children/", include("casework.plans.urls")),
    path("meetings/", include("casework.meetings.urls")),
    path("procedure/", include("casework.chronology.urls")),
    path("import/", include("casework.exchange.urls")),
    path("outbox/", include("casework.notices.urls")),
]
