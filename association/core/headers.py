"""What every answer tells browsers. Whoever wants one of these otherwise sets it in the view."""

# Doors into the machine that no page of ours opens.
SHUT = (
    "accelerometer",
    "autoplay",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
# Doors that single pages open: editors copy and preview, passkeys sign in, a scan measures how far.
OPENED = (
    "clipboard-write",
    "fullscreen",
    "geolocation",
    "publickey-credentials-create",
    "publickey-credentials-get",
)


def permissions_policy(*opened: str) -> str:
    """Return a Permissions-Policy that opens these of OPENED to our own pages, and nothing else.

    Raises ValueError for what is not in OPENED.
    """
    if unknown := set(opened) - set(OPENED):
        message = f"not a door that is ever opened: {sorted(unknown)}"
        raise ValueError(message)
    shut = [f"{name}=()" for name in (*SHUT, *OPENED) if name not in opened]
    return ", ".join([*(f"{name}=(self)" for name in opened), *shut])


# For search engines: a page that is for whoever has its address, or only for now.
NO_TRACE = "noindex, nofollow, noarchive"
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
EDITING = ("clipboard-write", "fullscreen")
