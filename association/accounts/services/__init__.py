"""What people do with accounts. Every act leaves an entry in the audit trail."""

from association.accounts.services.email import change_email, use_email_link
from association.accounts.services.factors import (
    add_passkey,
    enrol,
    keep_recovery_codes,
    make_recovery_codes,
    remove_factor,
    reset_second_factor,
    set_up_app,
    tell_of_used_code,
    tell_of_wrong_codes,
)
from association.accounts.services.letters import (
    send_email_link,
    send_password_link,
    send_sign_in_link,
)
from association.accounts.services.links import (
    ask_for_password_link,
    ask_for_sign_in_link,
    find_link,
    use_sign_in_link,
)
from association.accounts.services.passwords import note_new_password, note_set_password
from association.accounts.services.sessions import (
    ask_again,
    end_other_sessions,
    end_own_session,
    end_sessions,
)

__all__ = [
    "add_passkey",
    "ask_again",
    "ask_for_password_link",
    "ask_for_sign_in_link",
    "change_email",
    "end_other_sessions",
    "end_own_session",
    "end_sessions",
    "enrol",
    "find_link",
    "keep_recovery_codes",
    "make_recovery_codes",
    "note_new_password",
    "note_set_password",
    "remove_factor",
    "reset_second_factor",
    "send_email_link",
    "send_password_link",
    "send_sign_in_link",
    "set_up_app",
    "tell_of_used_code",
    "tell_of_wrong_codes",
    "use_email_link",
    "use_sign_in_link",
]
