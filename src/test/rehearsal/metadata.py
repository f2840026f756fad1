"""The metadata service of one instance, version 2: metadata.py DIRECTORY. A file below the directory is the answer to its path,
looked up at each question; so a notice (latest/meta-data/spot/instance-action, say) is given by writing a file."""
import http.server
import pathlib
import secrets
import sys

ROOT = pathlib.Path(sys.argv[1]).resolve()
TOKENS = set()
TTL = "X-aws-ec2-metadata-token-ttl-seconds"


class Metadata(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def say(self, code, body=b"", ttl=None):
        self.send_response(code)
        if ttl:
            self.send_header(TTL, ttl)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        ttl = self.headers.get(TTL)
        if self.path != "/latest/api/token" or not ttl:
            return self.say(400)
        token = secrets.token_urlsafe(32)
        TOKENS.add(token)
        return self.say(200, token.encode(), ttl)

    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") not in TOKENS:
            return self.say(401)
        found = (ROOT / self.path.strip("/")).resolve()
        if not found.is_relative_to(ROOT):
            return self.say(404)
        if found.is_dir():
            names = sorted(entry.name + ("/" if entry.is_dir() else "") for entry in found.iterdir())
            return self.say(200, "\n".join(names).encode())
        try:
            return self.say(200, found.read_bytes())
        except OSError:
            return self.say(404)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Somebody who hangs up is no news."""


Server(("169.254.169.254", 80), Metadata).serve_forever()
