"""The first page: what this is, and the next step of each who comes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["read_home"]


def read_home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, and what to do next."""
    return render(request, "public/home.html")
