"""Samples of what people do with their own accounts: never with another person's."""

ACCOUNTS = {
    "accounts:password_reset_confirm": {"uidb64": "MQ", "token": "a-b"},
    "accounts:link": {"secret": "no-such-secret"},
    "accounts:confirm_email": {"secret": "no-such-secret"},
    "accounts:end_session": {"pk": 1},
    "accounts:remove_factor": {"pk": 1},
    "reset_second_factor": lambda world: {
        "pk": world.people["clerk"].pk,
        "POST": {"reason": "手机丢失"},
    },
}
