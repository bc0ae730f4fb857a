"""What work asks for: postings and other dated files, and figures of demand with their sources.

A file of postings becomes columnar files by way of a mapping, and figures are asked of those:

    from testamur.market import Market, Scope, Store, dry_run, guess_mapping, load, read_mapping

    mapping = guess_mapping(Path("jobs.csv"), at=today)      # a proposal: FileMapping, .as_json()
    mapping = read_mapping(Path("jobs.mapping.json").read_bytes())   # what a person made of it
    tried = dry_run(Path("jobs.csv"), mapping=mapping)       # .columns .rows .counts .faults
    store = Store(folder)                                    # .loads() -> the manifests
    loaded = load(Path("jobs.csv"), mapping=mapping, store=store, at=now, linking=linking)
    loaded.manifest, loaded.is_new, loaded.faults            # the same file again changes nothing
                                                             # linking=Linking(linker, "ESCO 1.2")

    with Market(store, url="") as market:                    # "": DuckDB; "spark://…", "local[2]"
        scope = Scope(region="Ohio", since="2024-01", until="2025-12")   # all of it: Scope()
        market.demand(uri, scope)            # Demand: share, months, growth, salary
        market.skills(scope, limit=50)       # SkillRows: the most wanted, each with its growth
        market.rising(scope, limit=20)       # SkillRows: surely more wanted than before
        market.falling(scope, limit=20)      # SkillRows: surely less
        market.regions(uri, scope)           # Breakdown: of each region, demand for the skill
        market.occupations(uri, scope)       # Breakdown: the same of each occupation
        market.together(uri, scope)          # Pairs: what is asked for beside it: count and lift
        market.pairs(scope, limit=60)        # Pairs: a network of the most wanted
        market.heat(scope, limit=20)         # Heat: skill by month, shares per thousand
        market.salaries(uri, scope)          # Salaries: quartiles a year, by currency
        market.scarcity(holders, scope)      # Scarcities: postings to verified holders, {uri: n}
        market.places(scope)                 # Places: regions, occupations, sources, months there

Every answer has `.provenance` (sources with licence and dates, method) and `.as_json()`. A number
that is not known, or stands for fewer than five postings, is None and never 0; `suppressed` says
which of the two it is.

Rules kept in this room: every measure is one Ibis expression that any engine answers
(`measures`); what is reckoned from its counts is pure Python (`intervals`, `seasons`). `ibis` and
`pyarrow` are the extra `market`: they are imported where they are used, and where they are missing
that is one clear problem (`market.extra-missing`).
"""

from testamur.market.asking import Market
from testamur.market.dry_run import DryRun, dry_run
from testamur.market.guessing import guess_mapping
from testamur.market.linked import Linking
from testamur.market.loading import Loaded, load
from testamur.market.mapping import FIELDS, Field, FileMapping, mapping_of, read_mapping
from testamur.market.scope import Scope
from testamur.market.store import METHOD, Manifest, Store

__all__ = [
    "FIELDS",
    "METHOD",
    "DryRun",
    "Field",
    "FileMapping",
    "Linking",
    "Loaded",
    "Manifest",
    "Market",
    "Scope",
    "Store",
    "dry_run",
    "guess_mapping",
    "load",
    "mapping_of",
    "read_mapping",
]
