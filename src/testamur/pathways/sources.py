"""Where the figures of confidence come from: what was published, and what is only judged here.

No study measures these figures as they stand. Each source says what was found, and so how far a
figure follows from it; what has none is a judgement, to be held against outcomes when there are any
(ADR 18, ADR 33). The same list stands in docs/reference/confidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["SOURCES", "Source", "sources_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication and what it found; `figures` are those it bears on, "table.row" or "table"."""

    figures: tuple[str, ...]
    found: str
    publication: str
    address: str


SOURCES: Final[tuple[Source, ...]] = (
    Source(
        ("half_life.regulated",),
        "Of 40 lay rescuers who were tested again after a year or more, 16 still did it well, and "
        "what was lost seemed to be lost within the first year.",
        "E. Wilson, B. Brooks, W. A. Tweed: CPR skills retention of lay basic rescuers. Annals of "
        "Emergency Medicine 12 (1983) 482-484",
        "https://www.protrainings.com/es/research/8-cpr-skill-deterioration-first-year",
    ),
    Source(
        ("half_life.regulated",),
        "Against it: of 2,729 volunteers as many were competent after 12 months as after 3.",
        "J. Christenson and others: The effect of time on CPR and automated external "
        "defibrillator skills. Resuscitation 74 (2007) 52-62",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC2718839",
    ),
    Source(
        ("half_life.digital",),
        "The half-life of skills is said to be below five years, and two and a half in some fields "
        "of technology: an estimate that is much repeated, no measurement.",
        "J. Tamayo, L. Doumi, S. Goel, O. Kovács-Ondrejkovic, R. Sadun: Reskilling in the Age of "
        "AI. Harvard Business Review, September 2023",
        "https://hbr.org/2023/09/reskilling-in-the-age-of-ai",
    ),
    Source(
        ("half_life.language",),
        "Spanish learnt at school faded for three to six years, and what was left then stayed for "
        "decades: hence a long half-life, toward a floor.",
        "H. P. Bahrick: Semantic memory content in permastore. Journal of Experimental "
        "Psychology: General 113 (1984) 1-29",
        "https://doi.org/10.1037/0096-3445.113.1.1",
    ),
    Source(
        ("half_life.transversal",),
        "Employers expect 39 % of core skills to change within five years: 60 x ln 0.5 / ln 0.61 = "
        "84 months. It is asked of all skills; here it stands for those that no tool carries.",
        "World Economic Forum: The Future of Jobs Report 2025, chapter 3",
        "https://www.weforum.org/publications/the-future-of-jobs-report-2025/",
    ),
    Source(
        ("half_life.knowledge",),
        "Of knowledge that is not used, two thirds to three quarters are left after a year and "
        "slightly below half after two. Whoever works with it keeps more: 48 is judged.",
        "E. J. F. M. Custers: Long-term retention of basic science knowledge. Advances in Health "
        "Sciences Education 15 (2010) 109-128",
        "https://doi.org/10.1007/s10459-008-9101-y",
    ),
    Source(
        ("assessment",),
        "Four steps: knows, knows how, shows how, does. Watching somebody work stands above a "
        "demonstration, and that above an exam: the order is theirs, the figures are judged.",
        "G. E. Miller: The assessment of clinical skills/competence/performance. Academic "
        "Medicine 65 (1990) S63-S67, as described by others",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3074721",
    ),
    Source(
        ("assessment",),
        "Against too much of that order: how well each foretells work is 0.42 for structured "
        "interviews, 0.40 for tests of knowledge of the job, 0.33 for samples of work.",
        "P. R. Sackett, C. Zhang, C. M. Berry, F. Lievens: Revisiting meta-analytic estimates of "
        "validity in personnel selection. Journal of Applied Psychology 107 (2022) 2040-2068",
        "https://doi.org/10.1037/apl0000994",
    ),
    Source(
        ("assessment.peerAssessment",),
        "In 48 studies the marks of peers and of teachers went together by 0.69.",
        "N. Falchikov, J. Goldfinch: Student peer assessment in higher education. Review of "
        "Educational Research 70 (2000) 287-322",
        "https://doi.org/10.3102/00346543070003287",
    ),
    Source(
        ("assessment.onlineTest", "supervision"),
        "In 49 studies of 100,434 people unwatched tests came out 0.20 standard deviations higher "
        "than watched ones, and the two put people in an order that went together by 0.58.",
        "D. Steger, U. Schroeders, T. Gnambs: A meta-analysis of test scores in proctored and "
        "unproctored ability assessments. European Journal of Psychological Assessment 36 (2020)",
        "https://doi.org/10.1027/1015-5759/a000494",
    ),
    Source(
        ("supervision",),
        "Annex I names supervision and the check of identity among what a micro-credential states.",
        "Council Recommendation of 16 June 2022 on a European approach to micro-credentials, "
        "2022/C 243/02",
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32022H0627(02)",
    ),
)


def sources_of(table: str, sources: Iterable[Source] = SOURCES) -> list[Source]:
    """What bears on a table or a figure of it; nothing where all is judged."""
    return [
        one for one in sources if any(table == figure.partition(".")[0] for figure in one.figures)
    ]
