"""Signing in and out, links, passwords, and what administrators do with accounts. Each verb is one transaction."""

from __future__ import annotations

from portal.accounts.queries import account_of, may_sign_in
from portal.accounts.services.administering import (
    choose_locale,
    disable_account,
    enable_account,
    give_role,
    take_role,
)
from portal.accounts.services.links import (
    LINK_KIND,
    LINK_LIFE,
    add_link,
    ask_link,
    find_link,
    forget_old_links,
    make_link,
    queue_link,
    send_link,
)
from portal.accounts.services.passwords import (
    change_password,
    check_credentials,
    hash_password,
    hasher,
    impossible_hash,
    rehash_if_needed,
    set_password_by_link,
)
from portal.accounts.services.sessions import (
    account_of_session,
    close_other_sessions,
    close_session,
    close_session_of,
    forget_old_sessions,
    open_session,
    open_sessions,
    touch_session,
)

__all__ = [
    "LINK_KIND",
    "LINK_LIFE",
    "account_of",
    "account_of_session",
    "add_link",
    "ask_link",
    "change_password",
    "check_credentials",
    "choose_locale",
    "close_other_sessions",
    "close_session",
    "close_session_of",
    "disable_account",
    "enable_account",
    "find_link",
    "forget_old_links",
    "forget_old_sessions",
    "give_role",
    "hash_password",
    "hasher",
    "impossible_hash",
    "make_link",
    "may_sign_in",
    "open_session",
    "open_sessions",
    "queue_link",
    "rehash_if_needed",
    "send_link",
    "set_password_by_link",
    "take_role",
    "touch_session",
]
