"""Addresses of what keeps records, and of what lets them go."""

from django.urls import path

from casework.retention import disposal_views, views

app_name = "retention"
urlpatterns = [
    path("retention/<slug:reference>/", views.of_case, name="of_case"),
    path("retention/<slug:reference>/hold/", views.hold, name="hold"),
    path("retention/<slug:reference>/close/", views.close, name="close"),
    path("retention/<slug:reference>/open-again/", views.open_again, name="open_again"),
    path("retention/<slug:reference>/propose/", disposal_views.propose, name="propose"),
    path("evidence/retention/", views.across, name="across"),
    path("evidence/retention/hold/", views.hold_all, name="hold_all"),
    path("evidence/retention/hold/<int:key>/lift/", views.lift, name="lift"),
    path("evidence/retention/disposal/<int:key>/", disposal_views.disposal, name="disposal"),
    path(
        "evidence/retention/disposal/<int:key>/withdraw/", disposal_views.withdraw, name="withdraw"
    ),
    path(
        "evidence/retention/certificate/<slug:reference>/",
        disposal_views.certificate,
        name="certificate",
    ),
    path(
        "evidence/retention/certificate/<slug:reference>/pdf/",
        disposal_views.certificate_pdf,
        name="certificate_pdf",
    ),
]
