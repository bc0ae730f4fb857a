"""The addresses of the pages about demand, and of those for loading."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.labour import demand, loads

urlpatterns: Final[list[URLPattern]] = [
    path("demand/", demand.read_demand, name="public-read-demand"),
    path("demand/skill/", demand.read_demand_of_skill, name="public-read-demand-of-skill"),
    path(
        "demand/occupation/",
        demand.read_demand_of_occupation,
        name="public-read-demand-of-occupation",
    ),
    path("demand/<slug:name>.svg", demand.draw_demand, name="public-draw-demand"),
    path("demand/<slug:name>.csv", demand.download_demand, name="public-download-demand"),
    path("operator/market/", loads.list_loads, name="operator-list-loads"),
    path("operator/market/count/", loads.count_anew, name="operator-count-anew"),
    path(
        "operator/market/stored/<slug:name>/delete/",
        loads.delete_stored,
        name="operator-delete-stored",
    ),
    path("operator/market/<uuid:pk>/", loads.read_load, name="operator-read-load"),
    path(
        "operator/market/<uuid:pk>/progress/",
        loads.read_progress,
        name="operator-read-load-progress",
    ),
    path("operator/market/<uuid:pk>/start/", loads.start_load, name="operator-start-load"),
    path("operator/market/<uuid:pk>/stop/", loads.stop_load, name="operator-stop-load"),
    path("operator/market/<uuid:pk>/delete/", loads.delete_load, name="operator-delete-load"),
    path(
        "operator/market/<uuid:pk>/rejected.csv",
        loads.download_rejected,
        name="operator-download-rejected",
    ),
]
