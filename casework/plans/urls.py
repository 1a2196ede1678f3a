"""Addresses of plans and actions."""

from django.urls import path

from casework.plans import views

app_name = "plans"
urlpatterns = [
    path("<slug:reference>/plan/", views.plan, name="plan"),
    path("<slug:reference>/actions/<int:number>/", views.action, name="action"),
    path("<slug:reference>/sharing/", views.sharing, name="sharing"),
]
