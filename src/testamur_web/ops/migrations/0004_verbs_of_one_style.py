"""Every verb of the trail names what it was done to first: `award.revoke`, not `revoke-award`."""

from __future__ import annotations

from typing import Any, Final

from django.db import migrations

NAMES: Final = {
    "add-item": "item.add",
    "bring-back": "achievement.bring-back",
    "claim-award": "award.claim",
    "confirm-columns": "batch.confirm-columns",
    "create": "achievement.create",
    "declare-key-compromised": "key.declare-compromised",
    "discard-draft": "achievement.discard-draft",
    "finish-batch": "batch.finish",
    "give-award": "award.give",
    "hurry-batch": "batch.hurry",
    "leave-out-row": "batch.leave-out-row",
    "make-batch": "batch.make",
    "make-key": "key.make",
    "publish": "achievement.publish",
    "reinstate-award": "award.reinstate",
    "reinstate-awards": "award.reinstate-many",
    "reissue-award": "award.reissue",
    "remove-item": "item.remove",
    "repair-row": "batch.repair-row",
    "resume-batch": "batch.resume",
    "retire-key": "key.retire",
    "revoke-award": "award.revoke",
    "revoke-awards": "award.revoke-many",
    "rotate-key": "key.rotate",
    "save-draft": "achievement.save-draft",
    "send-award-again": "award.send-again",
    "share-items": "share.make",
    "start-batch": "batch.start",
    "stop-share": "share.stop",
    "suspend-award": "award.suspend",
    "suspend-awards": "award.suspend-many",
    "take-in-row": "batch.take-in-row",
    "undo-batch": "batch.undo",
    "withdraw": "achievement.withdraw",
}


def rename(apps: Any, _editor: Any) -> None:
    """Write the verbs as they are written now."""
    entries = apps.get_model("ops", "TrailEntry").objects
    for old, new in NAMES.items():
        entries.filter(verb=old).update(verb=new)


def rename_back(apps: Any, _editor: Any) -> None:
    """Write them as they were."""
    entries = apps.get_model("ops", "TrailEntry").objects
    for old, new in NAMES.items():
        entries.filter(verb=new).update(verb=old)


class Migration(migrations.Migration):
    dependencies = [("ops", "0003_shared_counts")]
    operations = [migrations.RunPython(rename, rename_back)]
