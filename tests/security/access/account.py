"""Who may ask the pages of accounts, organisations and the instance."""

from __future__ import annotations

ROUTES = {
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_signup": "public",
    "account_reauthenticate": "signed-in",
    "account_email": "signed-in",
    "account_email_verification_sent": "public",
    "account_confirm_email": "public",
    "account_change_password": "signed-in",
    "account_set_password": "signed-in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_request_login_code": "public",
    "account_confirm_login_code": "public",
}
OBJECTS = {
    "account_confirm_email": lambda _: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda _: {"uidb36": "0", "key": "no-such-key"},
}
