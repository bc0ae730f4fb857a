"""What Django's own check says of our settings before anything is served."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.test import override_settings


def found(**settings):
    with override_settings(**settings):
        return [message.id for message in run_checks()]


def test_the_settings_as_they_stand_are_sound():
    assert found() == []


@pytest.mark.parametrize("hosts", [["*"], ["uni.example", "*"]], ids=str)
def test_every_host_name_is_too_many(hosts):
    assert found(ALLOWED_HOSTS=hosts) == ["testamur.E001"]


def test_a_folder_that_is_not_there(tmp_path):
    assert found(VC_API_STATE=str(tmp_path / "none")) == ["testamur.E002"]


def test_a_folder_that_others_can_read(tmp_path):
    tmp_path.chmod(0o750)
    assert found(VC_API_STATE=str(tmp_path)) == ["testamur.E003"]
    tmp_path.chmod(0o700)
    assert found(VC_API_STATE=str(tmp_path)) == []


@pytest.mark.parametrize("url", ["http://badges.uni.example", "http://10.0.0.1:8000"])
def test_others_reach_it_over_tls_only(url):
    assert found(INSTANCE_URL=url, IS_SECURE=False) == ["testamur.E004"]
    assert found(INSTANCE_URL="https://badges.uni.example", IS_SECURE=True) == []


def test_nobody_else_sees_debugging():
    assert found(DEBUG=True) == []
    secure = {"INSTANCE_URL": "https://badges.uni.example", "IS_SECURE": True}
    assert found(DEBUG=True, **secure) == ["testamur.E005"]
