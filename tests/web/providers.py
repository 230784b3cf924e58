"""Small identity providers on loopback, for tests: one speaks OpenID Connect, one speaks CAS 3."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "zhixing", "a-client-secret-of-a-test"  # noqa: S105 - of a test
KEY = "0123456789abcdef0123456789abcdef"


class Provider(ThreadingHTTPServer):
    """`who` signs in: number and user name. `broken`: answers with nonsense. `asked`: the paths asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.who, self.broken = ("1", "dangwei"), False
        self.asked: list[str] = []
        self.challenge = ""

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
        """Nothing is written."""

    def do_GET(self) -> None:
        """Pages and look-ups."""
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(parts.path)
        if self.server.broken:
            return self._say("<html>oops", "text/html")
        number, username = self.server.who
        if parts.path == "/.well-known/openid-configuration":
            url = self.server.url
            found = {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorize",
                "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo",
                "jwks_uri": f"{url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            return self._say(json.dumps(found))
        if parts.path == "/authorize":
            self.server.challenge = given.get("code_challenge", "")
            back = urlencode({"code": "good", "state": given["state"]})
            return self._go(f"{given['redirect_uri']}?{back}")
        if parts.path == "/userinfo":
            return self._say(json.dumps({"sub": number, "preferred_username": username, "phone_number": "1"}))
        if parts.path == "/login":
            return self._go(f"{given['service']}&{urlencode({'ticket': 'ST-1'})}")
        if parts.path == "/p3/serviceValidate":
            return self._say(_cas(username if given.get("ticket") == "ST-1" else ""), "text/xml")
        return self._say("nothing here", "text/plain")

    def do_POST(self) -> None:
        """The token."""
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(f"{self.path} {'verifier' if 'code_verifier' in body else 'bare'}")
        now = int(time.time())
        claims = {
            "iss": self.server.url,
            "aud": CLIENT,
            "sub": self.server.who[0],
            "iat": now,
            "exp": now + 60,
        }
        token = {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(claims, KEY, "HS256")}
        self._say(json.dumps(token))

    def _say(self, text: str, media: str = "application/json") -> None:
        raw = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _go(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()


def _cas(username: str) -> str:
    told = (
        f"<cas:authenticationSuccess><cas:user>{username}</cas:user></cas:authenticationSuccess>"
        if username
        else '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure>'
    )
    return f'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{told}</cas:serviceResponse>'


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
