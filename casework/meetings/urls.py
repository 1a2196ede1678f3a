"""Addresses of meetings, and of a child's meetings within their record."""

from django.urls import path

from casework.meetings import (
    child_views,
    holding_views,
    list_views,
    record_urls,
    sending_views,
    series_views,
    slot_views,
    table_views,
)

app_name = "meetings"

MEETING = "meetings/<str:reference>/"
SLOT = f"{MEETING}slots/<int:number>/"

urlpatterns = [
    path("children/<str:reference>/meetings/", child_views.of_child, name="of_child"),
    path("meetings/", series_views.forums, name="forums"),
    path("meetings/forum/<str:reference>/", series_views.forum, name="forum"),
    path("meetings/forum/<str:reference>/plan/", series_views.plan, name="plan"),
    path("meetings/forum/<str:reference>/people/", table_views.people, name="people"),
    path(MEETING, series_views.meeting, name="meeting"),
    path(f"{MEETING}move/", series_views.move, name="move"),
    path(f"{MEETING}call-off/", series_views.cancel, name="cancel"),
    path(f"{MEETING}place/", series_views.place, name="place"),
    path(f"{MEETING}looked-through/", series_views.looked_through, name="looked_through"),
    path(f"{MEETING}up-to-date/", list_views.up_to_date, name="up_to_date"),
    path(f"{MEETING}remind/", list_views.remind, name="remind"),
    path(f"{MEETING}add/", list_views.add, name="add"),
    path(f"{MEETING}answer/", list_views.answer, name="answer"),
    path(f"{MEETING}send/", sending_views.send, name="send"),
    path(f"{MEETING}run/", holding_views.run, name="run"),
    path(f"{MEETING}attendance/", holding_views.attendance, name="attendance"),
    path(f"{MEETING}end/", holding_views.end, name="end"),
    path(SLOT, slot_views.slot, name="slot"),
    path(f"{SLOT}begin/", slot_views.begin, name="begin"),
    path(f"{SLOT}sections/<slug:section>/", slot_views.save, name="save"),
    path(f"{SLOT}writing/", slot_views.writing, name="writing"),
    path(f"{SLOT}next-review/", slot_views.next_review, name="next_review"),
    path(f"{SLOT}confidential/", slot_views.confidential, name="confidential"),
    path(f"{SLOT}finish/", slot_views.finish, name="finish"),
    path(f"{SLOT}put-off/", slot_views.defer, name="defer"),
    path(f"{SLOT}questions/<slug:use>/", slot_views.questions, name="questions"),
    path(f"{SLOT}screen/", slot_views.screen, name="screen"),
    path(f"{SLOT}arrange/", list_views.arrange, name="arrange"),
    path(f"{SLOT}shift/", list_views.shift, name="shift"),
    path(f"{SLOT}kind/", list_views.kind, name="kind"),
    path(f"{SLOT}leave/", list_views.leave, name="leave"),
    path(f"{SLOT}invite/", list_views.invite, name="invite"),
    path(f"{SLOT}paper/", list_views.paper, name="paper"),
    *record_urls.urlpatterns,
]
