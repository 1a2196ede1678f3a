"""Addresses of the meetings app."""

from django.urls import path

from casework.meetings import views

app_name = "meetings"
urlpatterns = [
    path("of/<str:reference>/", views.todo, name="of_child"),
    path("<str:reference>/", views.todo, name="meeting"),
    path("<str:reference>/slots/<int:number>/", views.todo, name="slot"),
]
