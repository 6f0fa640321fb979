"""Who was told what, read off the outbox."""

from contextlib import contextmanager

from association.messaging.models import Message


class Heard:
    """The messages that were written inside a `with hearing() as heard:`."""

    def __init__(self, after):
        self.after = after

    @property
    def messages(self):
        return Message.objects.filter(pk__gt=self.after).select_related("recipient").order_by("pk")

    @property
    def kinds(self):
        """(kind, username) of each, in alphabetical order."""
        return sorted((message.kind, message.recipient.username) for message in self.messages)

    def who(self, kind):
        """The user names that were told of a kind, in alphabetical order."""
        return sorted(name for of, name in self.kinds if of == kind)

    def one(self, kind, username=None):
        """The only message of a kind, or that to one person."""
        rows = self.messages.filter(kind=kind)
        return rows.get(recipient__username=username) if username else rows.get()


@contextmanager
def hearing():
    """Watch what is told inside."""
    last = Message.objects.order_by("pk").last()
    yield Heard(last.pk if last else 0)


def opens(client, message):
    """Say whether the link of a message opens for whoever reads it."""
    client.force_login(message.recipient)
    return client.get(message.link).status_code == 200
