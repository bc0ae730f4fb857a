"""Everything that changes persons, organisations, members, invitations and access tokens."""

from testamur_web.people.queries import find_person
from testamur_web.people.services.access_tokens import end_token, make_token, use_token
from testamur_web.people.services.addresses import add_address, end_address, prefer_address
from testamur_web.people.services.identifiers import (
    add_identifier,
    add_number,
    end_identifier,
    rebind_number,
    verify_email,
)
from testamur_web.people.services.invitations import (
    accept_invitation,
    invite,
    invite_again,
    send_invitation,
    withdraw_invitation,
)
from testamur_web.people.services.members import add_member, remove_member, set_roles
from testamur_web.people.services.organisations import create_organisation, edit_organisation
from testamur_web.people.services.persons import (
    close_account,
    create_person,
    edit_person,
    make_password_link,
    reopen_account,
)

__all__ = [
    "accept_invitation",
    "add_address",
    "add_identifier",
    "add_member",
    "add_number",
    "close_account",
    "create_organisation",
    "create_person",
    "edit_organisation",
    "edit_person",
    "end_address",
    "end_identifier",
    "end_token",
    "find_person",
    "invite",
    "invite_again",
    "make_password_link",
    "make_token",
    "prefer_address",
    "rebind_number",
    "remove_member",
    "reopen_account",
    "send_invitation",
    "set_roles",
    "use_token",
    "verify_email",
    "withdraw_invitation",
]
