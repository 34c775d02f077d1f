"""A single sign-on in a thread on this machine: says of whoever comes what the test wants it to say."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Issuer:
    """OpenID Connect as Keycloak speaks it: discovery, authorisation, token, userinfo and keys."""

    CLIENT, SECRET = "portal", "rahasia-portal"

    def __init__(self):
        self.claims, self.refuses, self.asked = {"sub": "subjek-1"}, False, []
        self.codes = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/realms/uji"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def authorise(self, address):
        """Act for the person at the issuer: return the address to which the browser is sent back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        if self.refuses:
            back = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"kode-{len(self.codes)}"
            self.codes[code] = asked
            back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form):
        """Return the answer to a code; None for a wrong secret, a code that was used, or a wrong proof (RFC 7636)."""
        asked = self.codes.pop(form.get("code"), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (self.CLIENT, self.SECRET):
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return {
            "access_token": "tiket",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"}),
        }

    def _handler(self):
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                pages = {
                    "/realms/uji/.well-known/openid-configuration": {
                        "issuer": issuer.url,
                        "authorization_endpoint": f"{issuer.url}/auth",
                        "token_endpoint": f"{issuer.url}/token",
                        "userinfo_endpoint": f"{issuer.url}/userinfo",
                        "jwks_uri": f"{issuer.url}/certs",
                        "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    },
                    "/realms/uji/userinfo": issuer.claims,
                    "/realms/uji/certs": {"keys": []},
                }
                self._answer(pages.get(urlsplit(self.path).path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._answer(issuer.token({name: values[0] for name, values in parse_qs(body).items()}))

            def _answer(self, data):
                body = json.dumps(data or {"error": "invalid_request"}).encode()
                self.send_response(200 if data else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Say nothing: claims are of people."""

        return Handler
