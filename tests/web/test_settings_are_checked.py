"""What Django's own check says of our settings before anything is served."""

from __future__ import annotations

import os

import django
import pytest
from django.core.checks import run_checks
from django.test import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testamur_web.config.settings")
django.setup()


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
