"""Signing in and out; the pages of django-allauth that we use, and no others."""

from allauth.account import views
from django.urls import include, path

from casework.agencies import asked_again, provider
from casework.agencies.views import demo_sign_in, sign_out, welcome

urlpatterns = [
    path("welcome/<slug:mark>/", welcome, name="welcome_mark"),
    path("welcome/<slug:mark>/<str:signature>/", welcome, name="welcome"),
    path("demo/", demo_sign_in, name="demo_sign_in"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("again/", asked_again.again, name="account_reauthenticate"),
    path("set-password/", views.password_set, name="account_set_password"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # Before those of django-allauth, so that these answer.
    path("second-step/reauthenticate/", asked_again.again_by_code, name="mfa_reauthenticate"),
    path(
        "second-step/webauthn/reauthenticate/",
        asked_again.again_by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-step/", include("allauth.mfa.urls")),
    path("agency/", include("allauth.socialaccount.urls")),
    path("agency/<str:provider_id>/login/", provider.login, name="openid_connect_login"),
    path(
        "agency/<str:provider_id>/login/callback/",
        provider.callback,
        name="openid_connect_callback",
    ),
    path("sessions/", asked_again.sessions, name="usersessions_list"),
    path("sign-up/", views.signup, name="account_signup"),
]
