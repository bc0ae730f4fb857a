"""What changes in wallets: claims, items from elsewhere, and shares."""

from __future__ import annotations

from testamur_web.wallet.services.claiming import (
    claim,
    find_claim,
    make_claim,
    mark_opened,
    put_in_wallet,
)
from testamur_web.wallet.services.correcting import send_elsewhere
from testamur_web.wallet.services.counting import post_changed
from testamur_web.wallet.services.delivering import deliver_award, mail_award, send_again
from testamur_web.wallet.services.importing import add_from_elsewhere, remove_item
from testamur_web.wallet.services.reminding import mail_reminder, post_reminders
from testamur_web.wallet.services.sharing import OPEN_KINDS, count_view, share, stop_share
from testamur_web.wallet.services.surveying import (
    mail_survey,
    open_reviews,
    post_reviews,
    post_surveys,
)
from testamur_web.wallet.services.telling import mail_change, post_letters
from testamur_web.wallet.services.using import ask_about_use, note_use, remove_use

__all__ = [
    "OPEN_KINDS",
    "add_from_elsewhere",
    "ask_about_use",
    "claim",
    "count_view",
    "deliver_award",
    "find_claim",
    "mail_award",
    "mail_change",
    "mail_reminder",
    "mail_survey",
    "make_claim",
    "mark_opened",
    "note_use",
    "open_reviews",
    "post_changed",
    "post_letters",
    "post_reminders",
    "post_reviews",
    "post_surveys",
    "put_in_wallet",
    "remove_item",
    "remove_use",
    "send_again",
    "send_elsewhere",
    "share",
    "stop_share",
]
