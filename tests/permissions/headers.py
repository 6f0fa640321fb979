"""What every answer has to tell the browser, whoever asked for what."""

from django.http.response import HttpResponseBase

EVERYWHERE = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin", "cross-origin"},
}
FOR_OTHERS = ("/badge/", "/oembed", "/api/v1/plaques/", "/api/v1/notices", "/verify/")


def faults_of(response: HttpResponseBase, *, personal: bool = False, path: str = "") -> list[str]:
    """Return what is wrong with an answer's headers; nothing if all is well.

    personal: it was made for a person who is signed in. path: what was asked for.
    """
    told = response.headers
    faults = [
        f"{name}: {told.get(name)}"
        for name, right in EVERYWHERE.items()
        if told.get(name) not in right
    ]
    framed = path.startswith("/badge/") and path.endswith("/")  # made for other people's pages
    policy = dict(
        part.partition(" ")[::2] for part in told.get("Content-Security-Policy", "").split("; ")
    )
    faults += _faults_of_policy(policy, framed=framed)
    if "geolocation=" not in told.get("Permissions-Policy", "") or "camera=()" not in told.get(
        "Permissions-Policy", ""
    ):
        faults.append(f"Permissions-Policy: {told.get('Permissions-Policy')}")
    if "X-Frame-Options" not in told and not framed:
        faults.append("X-Frame-Options")
    if told.get("Cross-Origin-Resource-Policy") == "cross-origin" and not path.startswith(
        FOR_OTHERS
    ):
        faults.append("open to other sites")
    if personal and "no-store" not in told.get("Cache-Control", ""):
        faults.append(f"Cache-Control: {told.get('Cache-Control')}")
    return faults


def _faults_of_policy(policy: dict[str, str], *, framed: bool) -> list[str]:
    faults = []
    if policy.get("default-src") != "'none'" or policy.get("base-uri") != "'none'":
        faults.append(f"content policy: {policy}")
    if "unsafe" in policy.get("script-src", "") or "*" in policy.get("script-src", ""):
        faults.append(f"scripts: {policy['script-src']}")
    if policy.get("frame-ancestors") not in ({"*", "'none'"} if framed else {"'none'", "'self'"}):
        faults.append(f"frames: {policy.get('frame-ancestors')}")
    return faults
