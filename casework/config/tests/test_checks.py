"""A live service does not start with what would leave people unprotected."""

import pytest

from casework.config.checks import only_secure_settings

LIVE = {
    "DEBUG": False,
    "DEMO": False,
    "SECOND_FACTOR_REQUIRED": True,
    "SITE_ADDRESS": "https://holdfast.example.gov.uk",
    "ALLOWED_HOSTS": ["holdfast.example.gov.uk"],
    "SECRET_KEY": "x" * 50,
    "SEALING_KEYS": {"first": b"k" * 32},
}


@pytest.fixture
def refused(settings):
    def ask(**changed):
        for name, value in (LIVE | changed).items():
            setattr(settings, name, value)
        return [error.id for error in only_secure_settings(None)]

    return ask


def test_a_service_that_is_set_up_well_starts(refused):
    assert refused() == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"SITE_ADDRESS": "http://holdfast.example.gov.uk"}, "holdfast.address"),
        ({"ALLOWED_HOSTS": ["*"]}, "holdfast.hosts"),
        ({"SECRET_KEY": "short"}, "holdfast.secret"),
        ({"SEALING_KEYS": {}}, "holdfast.keys"),
        ({"DEMO": True}, "holdfast.demo"),
        ({"SECOND_FACTOR_REQUIRED": False}, "holdfast.factor"),
        ({"MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": True}, "holdfast.origin"),
        ({"MFA_TOTP_INSECURE_BYPASS_CODE": "123456"}, "holdfast.bypass"),
        ({"MFA_WEBAUTHN_USER_VERIFICATION": "preferred"}, "holdfast.verification"),
        ({"SOCIALACCOUNT_EMAIL_AUTHENTICATION": True}, "holdfast.email"),
    ],
)
def test_each_insecure_setting_is_refused_by_its_name(refused, changed, fault):
    assert refused(**changed) == [fault]


def test_a_demonstration_on_this_machine_starts(refused):
    local = {"DEMO": True, "SECOND_FACTOR_REQUIRED": False, "SITE_ADDRESS": "http://127.0.0.1:8000"}

    assert refused(**local) == []


@pytest.mark.parametrize(
    ("host", "options", "good"),
    [
        ("", {}, True),
        ("/var/run/postgresql", {}, True),
        ("127.0.0.1", {}, True),
        ("db.example.gov.uk", {}, False),
        ("db.example.gov.uk", {"sslmode": "require"}, False),
        ("db.example.gov.uk", {"sslmode": "verify-full"}, True),
    ],
)
def test_a_database_elsewhere_shows_who_it_is(refused, settings, monkeypatch, host, options, good):
    database = settings.DATABASES["default"] | {"HOST": host, "OPTIONS": options}
    monkeypatch.setitem(settings.DATABASES, "default", database)

    assert refused() == ([] if good else ["holdfast.database"])
