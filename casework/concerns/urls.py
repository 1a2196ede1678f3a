"""Addresses of a child's record, but for those that plans and meetings add."""

from django.urls import path

from casework.concerns import (
    add_views,
    address_views,
    duty_views,
    form_views,
    intelligence_views,
    views,
)

app_name = "concerns"
urlpatterns = [
    path("", views.children, name="children"),
    path("<slug:reference>/timeline/", views.timeline, name="timeline"),
    path("<slug:reference>/facts/<uuid:fact>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:reference>/rating/", views.ratings, name="ratings"),
    path("<slug:reference>/people/", views.people, name="people"),
    path("<slug:reference>/documents/", views.documents, name="documents"),
    path("<slug:reference>/questions/<path:key>/", views.answer, name="answer"),
    path("<slug:reference>/duties/<path:key>/", duty_views.duty, name="duty"),
    path("<slug:reference>/missing/", add_views.missing, name="missing"),
    path("<slug:reference>/missing/<int:number>/times/", add_views.times, name="times"),
    path(
        "<slug:reference>/missing/<int:number>/withdraw/",
        add_views.withdraw_episode,
        name="withdraw_episode",
    ),
    path("<slug:reference>/safe-address/", address_views.safe_address, name="safe_address"),
    path("<slug:reference>/safe-address/set/", address_views.set_address, name="safe_address_set"),
    path("<slug:reference>/safe-address/end/", address_views.end_address, name="safe_address_end"),
    path("<slug:reference>/intelligence/", intelligence_views.intelligence, name="intelligence"),
    path("<slug:reference>/intelligence/add/", intelligence_views.add, name="intelligence_add"),
    path(
        "<slug:reference>/intelligence/<uuid:fact>/readers/",
        intelligence_views.readers,
        name="intelligence_readers",
    ),
    path(
        "<slug:reference>/intelligence/<uuid:fact>/readers/<int:number>/end/",
        intelligence_views.end_reader,
        name="intelligence_end_reader",
    ),
    path("<slug:reference>/add/", add_views.choose, name="choose"),
    path("<slug:reference>/add/<slug:kind>/", add_views.add, name="add"),
    path("<slug:reference>/tool/", form_views.tool, name="tool"),
    path("<slug:reference>/tool/complete/", form_views.tool_complete, name="tool_complete"),
    path("<slug:reference>/tool/part/<str:section>/", form_views.tool_section, name="tool_section"),
    path("<slug:reference>/forms/<int:number>/", form_views.response, name="response"),
    path("<slug:reference>/refer/", form_views.refer, name="refer"),
    path("<slug:reference>/referrals/<int:number>/", form_views.referred, name="referred"),
]
