"""Files as people send them, and as nobody should."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from association.core.uploads.papers import MAIN_PARTS

GPS, MAKER = 0x8825, 0x010F
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def picture_with_place(form="JPEG", size=(120, 80), orientation=1):
    """A picture that tells where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[MAKER] = "Phone of somebody"
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 42.0, 7.5), 3: "E", 4: (119.0, 6.0, 3.25)})
    file = io.BytesIO()
    Image.new("RGB", size, "#b9a58c").save(file, form, exif=exif)
    return file.getvalue()


def png_claiming(width, height):
    """The head of a PNG that claims a size, and hardly any data."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b""))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def flood_of_pixels():
    """A sound PNG of a few kilobytes and just over 25 million pixels."""
    file = io.BytesIO()
    Image.new("1", (5001, 5000)).save(file, "PNG")
    return file.getvalue()


def office_file(ending=".docx", *, kind="", parts=None):
    """A Word or Excel file of the least parts. kind: of its main part, if not the right one."""
    main = "word/document.xml" if ending == ".docx" else "xl/workbook.xml"
    contents = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/{main}" ContentType="'
        f'{kind or MAIN_PARTS[ending]}"/></Types>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", contents)
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr(main, "<document/>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def packed_bomb(ending=".docx"):
    """An office file of few bytes that unpacks to thirty megabytes."""
    return office_file(ending, parts={"word/media/zeros.xml": bytes(30 * 1024 * 1024)})
