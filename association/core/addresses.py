"""Where a request comes from. Addresses are compared in memory, never stored or logged."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings

ONE_CONNECTION = 64  # leading bits of an IPv6 address that a household or a school gets as one


def client_address(environ: Mapping[str, Any]) -> str:
    """Return the client's address, for IPv6 the network it stands for.

    environ: of WSGI. Each proxy of ours adds whom it heard from to the right of X-Forwarded-For, so
    with settings.PROXIES of them the client is that many places from the right. Further left stands
    what whoever asked may have written. Where it is shorter, nobody of ours wrote it.
    """
    sent = environ.get("REMOTE_ADDR", "")
    proxies = settings.PROXIES or 0
    passed_on = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if 0 < proxies <= len(passed_on) and passed_on[-proxies].strip():
        sent = passed_on[-proxies].strip()
    try:
        address = ip_address(sent)
    except ValueError:
        return sent
    if not isinstance(address, IPv6Address):
        return sent
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, ONE_CONNECTION), strict=False))
