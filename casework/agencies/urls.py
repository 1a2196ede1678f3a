"""Addresses of the agencies app."""

from django.urls import path

from casework.agencies import views

app_name = "agencies"
urlpatterns = [
    path("post/", views.change_post, name="change_post"),
    path("kept-form/", views.form_kept, name="form_kept"),
]
