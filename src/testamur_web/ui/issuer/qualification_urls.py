"""The addresses of qualifications, for those who write them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import qualifications, unit_mappings

__all__ = ["urlpatterns"]

_HOME: Final = "o/<slug:slug>/qualifications/"
_ONE: Final = f"{_HOME}<uuid:pk>/"
_UNIT: Final = f"{_ONE}units/<uuid:unit>/"
_MAPPING: Final = f"{_ONE}mappings/<uuid:mapping>/"

urlpatterns: Final[list[URLPattern]] = [
    path(_HOME, qualifications.list_qualifications, name="issuer-list-qualifications"),
    path(f"{_HOME}new/", qualifications.create_qualification, name="issuer-create-qualification"),
    path(_ONE, qualifications.show_qualification, name="issuer-show-qualification"),
    path(f"{_ONE}edit/", qualifications.edit_qualification, name="issuer-edit-qualification"),
    path(
        f"{_ONE}publish/", qualifications.publish_qualification, name="issuer-publish-qualification"
    ),
    path(f"{_ONE}units/new/", qualifications.add_unit, name="issuer-add-unit"),
    path(_UNIT, qualifications.change_unit, name="issuer-change-unit"),
    path(f"{_UNIT}remove/", qualifications.remove_unit, name="issuer-remove-unit"),
    path(f"{_UNIT}map/", unit_mappings.map_achievement, name="issuer-map-achievement"),
    path(f"{_MAPPING}replace/", unit_mappings.replace_mapping, name="issuer-replace-mapping"),
    path(f"{_MAPPING}end/", unit_mappings.end_mapping, name="issuer-end-mapping"),
]
