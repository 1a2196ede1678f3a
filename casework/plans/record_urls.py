"""Addresses of the overview of a record; they join those of `concerns` under one name.

The overview shows plans and actions, so it lives above `concerns`; people who link to a
record need not know that.
"""

from django.urls import path

from casework.plans import record_views

urlpatterns = [
    path("<slug:reference>/", record_views.record, name="record"),
    path("<slug:reference>/done/", record_views.done, name="done"),
    path("<slug:reference>/no-longer-needed/", record_views.idle, name="idle"),
    path("<slug:reference>/earlier/", record_views.earlier, name="earlier"),
]
