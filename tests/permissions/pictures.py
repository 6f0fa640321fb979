import io

from PIL import Image


def png() -> bytes:
    """Return a small white picture."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, "PNG")
    return file.getvalue()
