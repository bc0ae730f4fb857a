"""A real worker on a database of its own, for a test that kills it.

    python -m tests.chaos.batch_worker prepare 5000     # a batch that is started
    python -m tests.chaos.batch_worker work             # until the batch is done, or it is killed
    python -m tests.chaos.batch_worker report           # what there is, as JSON

What follows from each award (mail, wallet) is put off until tomorrow: here it is the awards that
count, and that each left exactly one row for what follows.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def main(verb: str, *arguments: str) -> None:
    import django

    django.setup()
    {"prepare": prepare, "work": work, "report": report}[verb](*arguments)


def prepare(people: str) -> None:
    from django.utils import timezone

    from testamur_web.awards.bulk.batches import start_batch
    from testamur_web.people.models import Role
    from tests.web.awards.bulk_lists import many, prepared
    from tests.web.awards.conftest import published
    from tests.web.conftest import join, organisation, person

    university, bashir = organisation("example-university", "university"), person("bashir")
    join(bashir, university, Role.REGISTRAR)
    batch = prepared(published(university), many(int(people)), by=bashir, date_form="", at=NOW)
    start_batch(batch, by=bashir, at=timezone.now(), undo_time=timedelta(0))


def work() -> None:
    from django.utils import timezone

    from testamur_web.awards.models import Batch
    from testamur_web.awards.services import signing
    from testamur_web.config import worker
    from testamur_web.ops import outbox

    class Postponed:
        @staticmethod
        def post_many(kind: str, payloads: dict[str, Any], *, tenant: Any) -> None:
            tomorrow = timezone.now() + timedelta(days=1)
            for key, payload in payloads.items():
                outbox.post(kind, payload, key=key, tenant=tenant, due_at=tomorrow)

    signing.outbox = Postponed
    outbox.LONG_DUE = timedelta(seconds=1)
    worker.SWEEP_SECONDS = 0.5
    while not Batch.objects.filter(state=Batch.State.DONE).exists():
        worker.work(once=True)


def report() -> None:
    from testamur import Verdict
    from testamur_web.awards.models import Award, Batch, BatchRow
    from testamur_web.awards.queries import verdict_of
    from testamur_web.ops.models import OutboxRow

    awards = list(Award.objects.all())
    told = {
        "state": Batch.objects.get().state,
        "awards": len(awards),
        "people": len({award.recipient_email for award in awards}),
        "signed": sum(bool(award.credential) for award in awards),
        "revocation places": len({award.revocation_index for award in awards}),
        "suspension places": len({award.suspension_index for award in awards}),
        "rows issued": BatchRow.objects.filter(state="issued", award__isnull=False).count(),
        "awards of rows": BatchRow.objects.values("award").distinct().count(),
        "left for later": OutboxRow.objects.filter(kind="award.issued").count(),
        "keys": len({award.key_id for award in awards}),
        "valid": sum(
            verdict_of(award).verdict is Verdict.VALID for award in awards[:: len(awards) // 10]
        ),
    }
    print(json.dumps(told))  # noqa: T201 -- what the test reads


if __name__ == "__main__":
    main(*sys.argv[1:])
