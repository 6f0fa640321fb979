"""A gzip that lacks its last words: compressed once, finished many times for a few bytes more.

RFC 1951 lets blocks of different kinds follow one another. The long front is deflated and flushed
to a byte boundary; the ending is added as one *stored* block, and the checksum runs on over it.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Self

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # RFC 1952: deflate, no name, no time
LAST_STORED_BLOCK = b"\x01"
LONGEST_ENDING = 0xFFFF  # a stored block's length has two bytes


@dataclass(frozen=True, slots=True)
class OpenGzip:
    """A front, deflated; its CRC-32 and its length before it was."""

    deflated: bytes
    checksum: int
    length: int

    @classmethod
    def of(cls, front: bytes) -> Self:
        """Deflate a front as hard as zlib can."""
        deflate = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
        deflated = deflate.compress(front) + deflate.flush(zlib.Z_FULL_FLUSH)
        return cls(deflated, zlib.crc32(front), len(front))

    def ended_with(self, ending: bytes) -> bytes:
        """Return the gzip of front and ending. Raises ValueError for an ending that is too long."""
        size = len(ending)
        if size > LONGEST_ENDING:
            message = f"an ending has at most {LONGEST_ENDING} bytes, not {size}"
            raise ValueError(message)
        return b"".join((
            HEADER,
            self.deflated,
            LAST_STORED_BLOCK,
            struct.pack("<HH", size, size ^ 0xFFFF),
            ending,
            struct.pack("<LL", zlib.crc32(ending, self.checksum), self.length + size & 0xFFFFFFFF),
        ))  # fmt: skip
