"""Letters in plain text, as rooms send them: a subject of one line, a template, one reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.mail import send_mail
from django.template.loader import render_to_string

__all__ = ["send_letter"]

_LONGEST_SUBJECT: Final = 200


def send_letter(subject: str, template: str, told: Mapping[str, Any], *, to: str) -> None:
    """Send what `template` makes of what is told, in the language that is in use."""
    line = " ".join(subject.split())[:_LONGEST_SUBJECT]
    send_mail(line, render_to_string(template, dict(told)), None, [to])
