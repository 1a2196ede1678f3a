"""What follows from the address by which people reach the site."""

import runpy

import pytest

from casework.config import serving, settings


@pytest.fixture
def settings_at(monkeypatch):
    """The settings as they are read for an address."""

    def read(address, **more):
        for name, value in {"HOLDFAST_ADDRESS": address, **more}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(settings.__file__)

    return read


def test_by_https_cookies_belong_to_this_host_alone(settings_at):
    read = settings_at("https://holdfast.example.gov.uk")

    assert read["SESSION_COOKIE_NAME"] == "__Host-session"
    assert read["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert read["SESSION_COOKIE_SECURE"]
    assert read["CSRF_COOKIE_SECURE"]


def test_by_https_browsers_come_by_https_for_a_year(settings_at):
    read = settings_at("https://holdfast.example.gov.uk")

    assert read["SECURE_HSTS_SECONDS"] == 31_536_000
    assert read["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_behind_a_proxy_guesses_are_counted_for_who_guesses(settings_at):
    assert settings_at("https://holdfast.example.gov.uk")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    two = settings_at("https://holdfast.example.gov.uk", HOLDFAST_PROXIES="2")
    assert two["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2


def test_on_this_machine_without_encryption_sign_in_still_works(settings_at):
    read = settings_at("http://127.0.0.1:8000")

    assert read["SESSION_COOKIE_NAME"] == "sessionid"
    assert not read["SESSION_COOKIE_SECURE"]
    assert read["SECURE_HSTS_SECONDS"] == 0
    assert read["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0


def test_an_address_that_was_set_is_kept_when_the_site_is_served(monkeypatch):
    monkeypatch.setenv("HOLDFAST_ADDRESS", "https://holdfast.example.gov.uk")
    assert serving.environment_at(8003)["HOLDFAST_ADDRESS"] == "https://holdfast.example.gov.uk"

    monkeypatch.delenv("HOLDFAST_ADDRESS")
    assert serving.environment_at(8003)["HOLDFAST_ADDRESS"] == "http://127.0.0.1:8003"
