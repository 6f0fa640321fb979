"""A load generator of one loop: keep-alive sockets, prebuilt requests, every answer looked at."""

import multiprocessing
import selectors
import socket
import time
from collections.abc import Sequence

END = b"\r\n\r\n"
PROCESSES = 2
SOCKETS = 8  # in each process


def request(path: str, *, port: int, **headers: str) -> bytes:
    """Return a GET as a telephone's browser would send it. headers: with _ for -."""
    lines = {
        "Host": f"127.0.0.1:{port}",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept": "text/html",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"GET {path} HTTP/1.1\r\n{text}\r\n".encode()


def rate(port: int, requests: Sequence[bytes], *, status: int, seconds: float) -> float:
    """Return answers a second, asking for all requests in turn.

    Raises RuntimeError as soon as one answer has another status.
    """
    with multiprocessing.Pool(PROCESSES) as pool:
        shares = [
            pool.apply_async(_load, (port, requests[number::PROCESSES], status, seconds))
            for number in range(PROCESSES)
        ]
        return sum(share.get() for share in shares)


def _load(port: int, requests: Sequence[bytes], status: int, seconds: float) -> float:
    wanted = f"HTTP/1.1 {status} ".encode()
    ready = selectors.DefaultSelector()
    for _number in range(SOCKETS):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(connection, selectors.EVENT_READ, bytearray())
    asked = answered = 0
    for key in list(ready.get_map().values()):
        key.fileobj.sendall(requests[asked % len(requests)])
        asked += 1
    begun = time.perf_counter()
    until = begun + seconds
    while (now := time.perf_counter()) < until:
        for key, _events in ready.select(timeout=until - now):
            received = key.data
            received += key.fileobj.recv(1 << 17)
            if not _is_whole(received):
                continue
            if not received.startswith(wanted):
                raise RuntimeError(bytes(received[:200]).decode(errors="replace"))
            received.clear()
            answered += 1
            key.fileobj.sendall(requests[asked % len(requests)])
            asked += 1
    return answered / (time.perf_counter() - begun)


def _is_whole(received: bytearray) -> bool:
    head = received.find(END)
    if head < 0:
        return False
    place = received[:head].lower().find(b"content-length:")
    length = int(received[place + 15 : received.index(b"\r\n", place)])
    return len(received) >= head + len(END) + length
