"""Samples of messages: one's own, another's, and what the secretariat sees to."""

from association.messaging.wording import kind_of


def _row(part):
    return lambda world: {"pk": getattr(world, part).pk}


def _text(**more):
    return {"code": "reminder", "POST": dict(kind_of("reminder").words) | more}


LETTERS = {
    "messaging:message": _row("message"),
    "messaging:message [another person's]": _row("strange_message"),
    "messaging:reach": {"POST": {"phone": "13800005678"}},
    "delivery_admin:inspect": _row("doubted"),
    "delivery_admin:again": _row("doubted"),
    "delivery_admin:leave": _row("doubted"),
    "delivery_admin:again [not in doubt]": _row("waiting_delivery"),
    "message_texts:text": _text(subject_zh="请留意"),
    "message_texts:text [a preview]": _text(preview="1"),
    "message_texts:text [no such kind]": {"code": "no-such-kind"},
}
