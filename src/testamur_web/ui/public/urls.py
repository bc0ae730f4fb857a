"""The addresses of these pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.public import (
    catalogue,
    comparison,
    crawling,
    guides,
    home,
    inflation,
    issuer_files,
    organisation,
    own_skills,
    pathways,
    qualifications,
    roles,
    rules,
    skills,
    statements,
    trust,
    verify,
)

_CATALOGUE: Final = (
    path("", home.read_home, name="public-read-home"),
    path("guides/", guides.read_guides, name="public-read-guides"),
    path("catalogue/", catalogue.browse_catalogue, name="public-browse-catalogue"),
    path(
        "catalogue/suggest/",
        catalogue.suggest_achievements,
        name="public-suggest-achievements",
    ),
    path(
        "catalogue/<uuid:achievement>/", catalogue.read_achievement, name="public-read-achievement"
    ),
    path("catalogue/<uuid:achievement>/map/", pathways.read_map, name="public-read-map"),
    path("catalogue/<uuid:achievement>/rule", rules.read_rule, name="public-read-rule"),
    path("schemas/rule.json", rules.read_rule_schema, name="public-read-rule-schema"),
    path("catalogue/<uuid:achievement>/map.svg", pathways.draw_map, name="public-draw-map"),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/",
        catalogue.read_achievement,
        name="public-read-version",
    ),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/image.svg",
        catalogue.read_drawing,
        name="public-read-drawing",
    ),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/image.png",
        catalogue.read_picture,
        name="public-read-picture",
    ),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/thumbnail.webp",
        catalogue.read_thumbnail,
        name="public-read-thumbnail",
    ),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/achievement.json",
        statements.read_document,
        name="public-read-document",
    ),
    path(
        "catalogue/<uuid:achievement>/v/<int:number>/quality.json",
        statements.read_statement,
        name="public-read-quality-statement",
    ),
    path("org/<slug:slug>/", organisation.read_organisation, name="public-read-organisation"),
    path("trust/registry.json", trust.read_registry, name="public-read-registry"),
    path("org/<slug:slug>/trust/", trust.read_trust, name="public-read-trust"),
    path("sitemap.xml", crawling.read_sitemap, name="public-read-sitemap"),
    path("robots.txt", crawling.read_robots, name="public-read-robots"),
)
_ISSUER_FILES: Final = (
    path(".well-known/did.json", issuer_files.read_instance_did, name="public-read-instance-did"),
    path(
        "o/<slug:slug>/did.json",
        issuer_files.read_organisation_did,
        name="public-read-organisation-did",
    ),
    path(
        "status/<uuid:status_list>/",
        issuer_files.read_status_list,
        name="public-read-status-list",
    ),
)
_SKILLS: Final = (
    path("skills/", skills.browse_skills, name="public-browse-skills"),
    path("skills/suggest/", skills.suggest_skills, name="public-suggest-skills"),
    path("skills/about/", skills.read_skill, name="public-read-skill"),
    path("skills/roles/", roles.explore_roles, name="public-explore-roles"),
    path("skills/<uuid:pk>/", own_skills.read_own_skill, name="public-read-own-skill"),
    path(
        "skills/<uuid:pk>/skill.json",
        own_skills.read_own_skill_as_json,
        name="public-read-own-skill-as-json",
    ),
    path("org/<slug:slug>/skills/", own_skills.list_own_skills, name="public-list-own-skills"),
)
_QUALIFICATIONS: Final = (
    path(
        "qualifications/", qualifications.browse_qualifications, name="public-browse-qualifications"
    ),
    path(
        "qualifications/<uuid:pk>/",
        qualifications.read_qualification,
        name="public-read-qualification",
    ),
)
_INFLATION: Final = (
    path("inflation/", inflation.read_inflation, name="public-read-inflation"),
    path(
        "inflation/<slug:table>.csv",
        inflation.download_inflation,
        name="public-download-inflation",
    ),
    path(
        "catalogue/<uuid:achievement>/inflation/",
        inflation.read_achievement_inflation,
        name="public-read-achievement-inflation",
    ),
)
_COMPARISON: Final = (
    path("compare/", comparison.compare_achievements, name="public-compare-achievements"),
)
_VERIFY: Final = (
    path("verify/", verify.verify_credentials, name="public-verify"),
    path("verify/receipt/", verify.take_receipt, name="public-verify-receipt"),
)

urlpatterns: Final[list[URLPattern]] = [
    *_CATALOGUE,
    *_SKILLS,
    *_QUALIFICATIONS,
    *_INFLATION,
    *_COMPARISON,
    *_ISSUER_FILES,
    *_VERIFY,
]
