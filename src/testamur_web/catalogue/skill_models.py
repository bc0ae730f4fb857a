"""Skills of an organisation's own, what they match, crosswalks, and files of lists being read.

What an own skill matches is never changed: a mapping begins, and ends. The address of a skill is
written down once, so that credentials that name it find it wherever the instance moves to.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation

__all__ = ["Crosswalk", "LevelScale", "ListUpload", "OwnSkill", "SkillMapping"]

MAX_LABEL: Final = 200


class LevelScale(models.Model):
    """The levels by which an organisation speaks, from low to high, each with its EQF level."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="level_scales"
    )
    name = models.CharField(max_length=MAX_LABEL)
    steps = models.JSONField()
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "stated_at")

    def __str__(self) -> str:
        return self.name


class OwnSkill(models.Model):
    """A skill of one organisation's own list; `revision` is another after each change."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="own_skills"
    )
    uri = models.CharField(max_length=500, unique=True)
    label = models.CharField(max_length=MAX_LABEL)
    description = models.TextField(blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    scale = models.ForeignKey(
        LevelScale, on_delete=models.SET_NULL, null=True, blank=True, related_name="skills"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.UUIDField(default=uuid4)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("label",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "label"),
                condition=models.Q(retired_at=None),
                name="an_organisation_calls_one_own_skill_so",
            ),
        )

    def __str__(self) -> str:
        return self.label


class SkillMapping(models.Model):
    """By somebody's word an own skill stands so to one of a published list, until it is ended."""

    class Relation(models.TextChoices):
        """How the published skill stands to the own one."""

        EXACT = "exact", _("is the same")
        BROADER = "broader", _("is broader")
        NARROWER = "narrower", _("is narrower")
        RELATED = "related", _("is related")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    skill = models.ForeignKey(OwnSkill, on_delete=models.PROTECT, related_name="mappings")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    target = models.CharField(max_length=500, db_index=True)
    target_label = models.CharField(max_length=500)
    target_framework = models.CharField(max_length=260)
    note = models.CharField(max_length=1000, blank=True)
    mapped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    mapped_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-mapped_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("skill", "target"),
                condition=models.Q(ended_at=None),
                name="a_skill_is_mapped_to_another_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.relation} {self.target}"


class Crosswalk(models.Model):
    """A published table of how the entries of two lists match, as the bytes it is packed in.

    It is proposed while nobody has adopted it; a row never changes but for that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    uri = models.CharField(max_length=100)
    name = models.CharField(max_length=300)
    version = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=500)
    target = models.CharField(max_length=500)
    attribution = models.TextField(blank=True)
    links = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()
    omissions = models.JSONField(default=list, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "-adopted_at")
        constraints = (
            models.UniqueConstraint(
                fields=("uri",),
                condition=models.Q(adopted_at__isnull=False),
                name="a_crosswalk_is_adopted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class ListUpload(models.Model):
    """A file in which an operator brings a list or a crosswalk, and how far it is read.

    Its bytes are kept until it is read, so that whoever begins anew after a kill has them.
    """

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Being read")
        DONE = "done", _("Read")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=300)
    is_crosswalk = models.BooleanField(default=False)
    is_reversed = models.BooleanField(default=False)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    framework = models.ForeignKey(
        "Framework", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    crosswalk = models.ForeignKey(
        Crosswalk, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_known = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.name
