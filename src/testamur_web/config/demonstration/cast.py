"""Who plays which part in the demonstration: invented people, organisations that do not exist."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from testamur_web.people.models import OrganisationKind, Role

__all__ = ["CAST", "COHORT_NAMES", "ORGANISATIONS", "PASSWORD", "House", "Part", "learner_names"]

PASSWORD: Final = "show-me-testamur"  # noqa: S105 -- the demonstration's, printed for everybody


@dataclass(frozen=True, slots=True)
class House:
    """An organisation: its address in ours, its name, its kinds, what it says of itself."""

    slug: str
    name: str
    kinds: tuple[OrganisationKind, ...]
    description: str
    colour: str
    country: str


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to sign in as."""

    username: str
    name: str
    role: str
    begins_at: str
    roles: tuple[tuple[str, Role], ...] = field(default=())
    is_operator: bool = False


ORGANISATIONS: Final = (
    House(
        "northgate",
        "Northgate University",
        (OrganisationKind.UNIVERSITY,),
        "A public university with evening and online courses for people in work.",
        "#1f4e79",
        "IE",
    ),
    House(
        "meridian",
        "Meridian Skills Lab",
        (OrganisationKind.COMPANY, OrganisationKind.EMPLOYER),
        "A training company that teaches what its own engineers use.",
        "#6b2f7a",
        "NL",
    ),
    House(
        "harbour",
        "Harbour Trades Guild",
        (OrganisationKind.INDUSTRY_BODY, OrganisationKind.COMMUNITY),
        "The guild of the trades around the harbour: examinations since 1921.",
        "#0b6b53",
        "PT",
    ),
    House(
        "brightworks",
        "Brightworks Energy",
        (OrganisationKind.EMPLOYER,),
        "Builds and maintains solar parks; hires by what people can prove.",
        "#9a5b00",
        "ES",
    ),
    House(
        "openquality",
        "Open Quality Board",
        (OrganisationKind.QUALITY_BODY,),
        "Reviews micro-credentials and publishes what it finds.",
        "#7a2f3a",
        "BE",
    ),
)

CAST: Final = (
    Part("ada", "Ada Okafor", "learner, with a wallet", "/wallet/"),
    Part(
        "bashir",
        "Bashir Rahman",
        "registrar and designer, Northgate University",
        "/o/northgate/",
        (("northgate", Role.ADMIN),),
    ),
    Part(
        "amina",
        "Amina Diallo",
        "assessor, Northgate University",
        "/o/northgate/assess/",
        (("northgate", Role.ASSESSOR),),
    ),
    Part(
        "chen",
        "Chen Wei",
        "staff of another issuer, Meridian Skills Lab",
        "/o/meridian/",
        (("meridian", Role.ADMIN),),
    ),
    Part(
        "gil",
        "Gil Ferreira",
        "staff of Harbour Trades Guild and of Quayside Library",
        "/o/harbour/",
        (("harbour", Role.ADMIN),),
    ),
    Part(
        "dara",
        "Dara Nowak",
        "recruiter, Brightworks Energy",
        "/verify/shortlists/",
        (("brightworks", Role.ADMIN),),
    ),
    Part(
        "eli",
        "Eli Janssens",
        "reviewer, Open Quality Board",
        "/catalogue/",
        (("openquality", Role.ADMIN),),
    ),
    Part("fay", "Fay Lindqvist", "operator of this instance", "/operator/", is_operator=True),
)

COHORT_NAMES: Final = ("Spring 2026", "Evening group", "Autumn 2026")

_GIVEN: Final = (
    *("Aiko", "Amara", "Anders", "Beatriz", "Björn", "Carmen", "Chidi", "Daniel", "Deniz", "Elif"),
    *("Emma", "Farid", "Fatima", "Giulia", "Hana", "Ibrahim", "Ines", "Ivan", "Jana", "João"),
    *("Kofi", "Lars", "Leila", "Lucía", "Luka", "Maja", "Marek", "Mei", "Nadia", "Niamh"),
    *("Oleh", "Olga", "Pablo", "Petra", "Rania", "Sanjay", "Sofía", "Tomasz", "Yara", "Zoë"),
)
_FAMILY: Final = (
    *("Abebe", "Andersson", "Bianchi", "Čapek", "Costa"),
    *("Dąbrowski", "Fernández", "Haddad", "Ivanova", "Jensen"),
)


def learner_names(count: int) -> list[str]:
    """Names of `count` learners, all different while there are pairs left."""
    return [
        f"{_GIVEN[at % len(_GIVEN)]} {_FAMILY[(at // len(_GIVEN) + at) % len(_FAMILY)]}"
        for at in range(count)
    ]
