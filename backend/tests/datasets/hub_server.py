"""A small server on this machine that answers as the Hugging Face hub does, with real files."""

import hashlib
import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = hashlib.sha1(b"the only commit").hexdigest()

Files = dict[str, bytes]


class HubServer:
    """Repositories by name; `refusals` names those that are not given out, with the hub's code."""

    def __init__(self) -> None:
        self.repositories: dict[str, Files] = {}
        self.refusals: dict[str, tuple[int, str]] = {}
        self.pause = 0.0
        """Seconds between two pieces of a file."""
        self.fetched: list[str] = []
        self.address = ""

    @contextmanager
    def serving(self) -> Generator["HubServer"]:
        """Serve until the end."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


def _handler(hub: HubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(head=True)

        def do_GET(self) -> None:
            self._answer(head=False)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _answer(self, head: bool) -> None:
            parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
            if parts[:2] == ["api", "datasets"]:
                self._info("/".join(parts[2:4]), parts[5] if len(parts) > 5 else "main")
            elif parts[0] == "datasets" and parts[3:4] == ["resolve"]:
                self._file("/".join(parts[1:3]), "/".join(parts[5:]), head)
            else:
                self._refuse(404, "EntryNotFound")

        def _info(self, name: str, revision: str) -> None:
            if name in hub.refusals:
                self._refuse(*hub.refusals[name])
            elif name not in hub.repositories:
                self._refuse(401, "RepoNotFound")
            elif revision not in ("main", COMMIT):
                self._refuse(404, "RevisionNotFound")
            else:
                files = hub.repositories[name].items()
                siblings = [{"rfilename": file, "size": len(data)} for file, data in files]
                body = json.dumps({"id": name, "sha": COMMIT, "siblings": siblings}).encode()
                self._send(200, {"Content-Type": "application/json"}, body)

        def _file(self, name: str, file: str, head: bool) -> None:
            data = hub.repositories.get(name, {}).get(file)
            if data is None:
                self._refuse(404, "EntryNotFound")
                return
            headers = {
                "X-Repo-Commit": COMMIT,
                "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
                "Content-Length": str(len(data)),
            }
            if head:
                self._send(200, headers, b"")
                return
            hub.fetched.append(file)
            self._send(200, headers, data if not hub.pause else b"")
            if hub.pause:
                for begin in range(0, len(data), 1 << 16):
                    self.wfile.write(data[begin : begin + (1 << 16)])
                    time.sleep(hub.pause)

        def _refuse(self, status: int, code: str) -> None:
            self._send(status, {"X-Error-Code": code, "X-Error-Message": code}, b"")

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
