"""The addresses of SCIM."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.api.scim import discovery, groups, users

urlpatterns: Final[list[URLPattern]] = [
    path("ServiceProviderConfig", discovery.config, name="api-scim-config"),
    path("ResourceTypes", discovery.resource_types, name="api-scim-types"),
    path("ResourceTypes/<str:name>", discovery.resource_type, name="api-scim-type"),
    path("Schemas", discovery.schemas, name="api-scim-schemas"),
    path("Schemas/<str:name>", discovery.schema, name="api-scim-schema"),
    path("Users", users.users, name="api-scim-users"),
    path("Users/<uuid:pk>", users.user, name="api-scim-user"),
    path("Groups", groups.groups, name="api-scim-groups"),
    path("Groups/<uuid:pk>", groups.group, name="api-scim-group"),
    path("<path:rest>", discovery.nothing, name="api-scim-nothing"),
]
