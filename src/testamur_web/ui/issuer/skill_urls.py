"""The addresses of the pages about an organisation's own skills."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import own_skills, skill_mappings

ALL: Final = "o/<slug:slug>/skills/"
ONE: Final = f"{ALL}<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path(ALL, own_skills.list_skills, name="issuer-list-skills"),
    path(f"{ALL}new/", own_skills.add_skill, name="issuer-add-skill"),
    path(f"{ALL}levels/", own_skills.list_scales, name="issuer-list-scales"),
    path(f"{ALL}levels/<uuid:pk>/end/", own_skills.end_scale, name="issuer-end-scale"),
    path(ONE, own_skills.show_skill, name="issuer-show-skill"),
    path(f"{ONE}change/", own_skills.change_skill, name="issuer-change-skill"),
    path(f"{ONE}retire/", own_skills.retire_skill, name="issuer-retire-skill"),
    path(f"{ONE}map/", skill_mappings.map_skill, name="issuer-map-skill"),
    path(
        f"{ONE}mappings/<uuid:mapping>/end/",
        skill_mappings.end_mapping,
        name="issuer-end-skill-mapping",
    ),
]
