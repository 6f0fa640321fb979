"""Ways out of the house that tests hold in their hands: real adapters without another side."""

from association.messaging.adapters import Adapter, Refused, Uncertain, Unreachable
from association.messaging.enums import Channel

SENT = []  # (reference, address), in order
FAULTS = []  # raised by the next attempts, one each


def clear():
    SENT.clear()
    FAULTS.clear()


class MuteWay(Adapter):
    """Takes everything; cannot be asked what it has."""

    channel = Channel.EMAIL

    def address_of(self, person, reach, email):
        return email or person.email

    def send(self, letter):
        if FAULTS:
            fault, arrived = FAULTS.pop(0)
            if arrived:
                SENT.append((letter.reference, letter.address))
            raise fault
        SENT.append((letter.reference, letter.address))


class AnsweringWay(MuteWay):
    """Takes everything, and knows what it took."""

    can_be_asked = True

    def was_sent(self, letter):
        return letter.reference in {reference for reference, _address in SENT}


def unreachable():
    return Unreachable("connection refused"), False


def refused():
    return Refused("SMTP 550"), False


def lost(*, arrived):
    return Uncertain("ConnectionResetError"), arrived
