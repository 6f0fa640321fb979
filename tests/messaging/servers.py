"""The other side of a way out: a mail server and a gateway on this machine, as wilful as asked."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs. `whim` says where it turns difficult."""

    def handle(self):
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.partition(" ")[0].upper()
            if command == "RCPT" and self.server.whim in {"550", "451"}:
                self._say(f"{self.server.whim} no")
            elif command == "DATA":
                if not self._take():
                    return
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())
        if self.server.whim == "hangs up":
            return False
        self._say("554 no" if self.server.whim == "554" else "250 taken")
        return True

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class Gateway(BaseHTTPRequestHandler):
    """Takes messages, or answers with the status it is told to."""

    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != "Bearer secret":
            return self._answer(401)
        if self.server.whim == "hangs up":
            self.server.taken.append(told)
            self.close_connection = True
            return None
        if not self.server.whim:
            self.server.taken.append(told)
        return self._answer(int(self.server.whim or 201))

    def do_GET(self):
        known = {told["id"] for told in self.server.taken}
        self._answer(200 if self.path.rpartition("/")[2] in known else 404)

    def log_message(self, *args):
        """Say nothing."""

    def _answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def running(server, whim=""):
    """Let a server answer in a thread; `taken` holds what it took."""
    server.whim, server.taken = whim, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mail_server(whim=""):
    return running(MailServer(("127.0.0.1", 0), Mailbox), whim)


def gateway(whim=""):
    return running(ThreadingHTTPServer(("127.0.0.1", 0), Gateway), whim)
