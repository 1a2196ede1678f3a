"""Every address of the product; each app holds its own."""

from django.urls import include, path

from casework.concerns import urls as concerns
from casework.concerns import views as concern_views
from casework.plans import record_urls

urlpatterns = [
    # Before the pages of the audit, among which it has its place.
    path("", include("casework.sharing.urls")),
    path("", include("casework.retention.urls")),
    path("", include("casework.worklists.urls")),
    path("", include("casework.web.urls")),
    path("", include("casework.agencies.urls")),
    path("accounts/", include("casework.agencies.account_urls")),
    # The overview shows what stands above `concerns`; to who links there it is one record.
    path("children/", include((concerns.urlpatterns + record_urls.urlpatterns, "concerns"))),
    path("children/", include("casework.plans.urls")),
    path("places/", concern_views.places, name="places"),
    path("", include("casework.meetings.urls")),
    path("subject-access/", include("casework.disclosure.urls")),
    path("procedure/", include("casework.chronology.procedure_urls")),
    path("import/", include("casework.exchange.urls")),
    path("outbox/", include("casework.notices.urls")),
]

handler403 = "casework.agencies.refusals.not_for_this_post"
handler404 = "casework.agencies.refusals.not_there"
