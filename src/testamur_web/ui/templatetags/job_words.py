"""What changed between two job profiles, in the language of whoever reads."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import gettext as _

from testamur.skills.framework import Need
from testamur.talent.changes import Change, ChangeKind

__all__ = ["change_sentence", "level_words"]

register: Final = template.Library()


@register.filter
def change_sentence(change: Change) -> str:
    """One change of one skill, as a sentence."""
    told = {
        "skill": change.name,
        "now": level_words(change.after),
        "was": level_words(change.before),
        "weight": _("required") if change.is_required else _("desirable"),
        "percent": round(100 * change.need.importance),
    }
    return {
        ChangeKind.ADDED: _("“%(skill)s” is added: %(now)s, %(weight)s."),
        ChangeKind.LEVEL: _("“%(skill)s” is asked for at %(now)s instead of %(was)s."),
        ChangeKind.REQUIRED: _("“%(skill)s” is %(weight)s now."),
        ChangeKind.IMPORTANCE: _("“%(skill)s” weighs %(percent)s %% now."),
        ChangeKind.REMOVED: _("“%(skill)s” is no longer asked for."),
    }[change.kind] % told


@register.filter
def level_words(need: Need | None) -> str:
    """The level that a skill is asked for at."""
    return _("EQF level %d") % need.level if need and need.level else _("any level")
