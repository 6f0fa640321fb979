"""Samples of a round's progress: of one that the lead runs, and of others."""


def _led(part):
    """The progress of this part's round, asked for at the desk of the alliance asked for."""
    return lambda world: {"code": world.alliance.code, "round_code": getattr(world, part).code}


BOARDS = {
    "peer_review:round_progress": _led("mutual"),
    "peer_review:round_progress [a plan]": _led("planned_sweep"),
    "peer_review:round_progress [the secretariat's]": _led("self_check"),
    "peer_review:round_progress [another alliance's]": _led("strange_sweep"),
}
