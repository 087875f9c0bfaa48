"""The first render as a client of the API, against a stand-in for it."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ops import first_render
from ops.console import Stop

pytestmark = pytest.mark.server
RENDER = "/v1/renders/0193"


class Stage:
    """What the stand-in answers, and what it was asked."""

    def __init__(self) -> None:
        self.states = ["queued", "rendering", "succeeded"]
        self.pdf = b"%PDF-1.7 a page"
        self.status = 202
        self.asked: list[tuple[str, str, str]] = []

    def answer(self, path: str) -> tuple[int, bytes]:
        """By path, as the API would."""
        if path == f"{RENDER}/download":
            return 200, self.pdf
        if path == RENDER:
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return 200, json.dumps({"status": state, "error": {"code": "render_timeout"}}).encode()
        accepted = {"id": "0193", "status": "queued", "pollUrl": f"https://docs.example.com{RENDER}"}
        return self.status, json.dumps(accepted if self.status == 202 else {"error": {"code": "internal"}}).encode()


@pytest.fixture
def stage(tmp_path, monkeypatch) -> Iterator[Stage]:
    played = Stage()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.asked.append((self.command, self.path, self.headers["Authorization"]))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body = played.answer(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "demo").mkdir()
    known = {"baseUrl": "https://docs.example.com", "email": "a@example.com", "password": "p", "liveKey": "ck_live_x"}
    (tmp_path / "demo" / "credentials.json").write_text(json.dumps(known))
    monkeypatch.setenv("CRAFTKIT_VAR", str(tmp_path))
    monkeypatch.setenv("CRAFTKIT_BASE_URL", "https://docs.example.com")
    monkeypatch.setenv("PORT", str(server.server_port))
    monkeypatch.setattr("sys.argv", ["first_render"])
    yield played
    server.shutdown()
    server.server_close()


def test_the_invoice_is_made_saved_and_announced(stage, tmp_path, capsys):
    first_render.first_render()

    saved = tmp_path / "demo" / "invoice.pdf"
    assert saved.read_bytes() == stage.pdf
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert ("POST", "/v1/templates/invoice/render", "Bearer ck_live_x") in stage.asked
    said = capsys.readouterr().out
    assert "Dashboard  https://docs.example.com" in said
    assert "curl -X POST https://docs.example.com/v1/templates/invoice/render" in said
    assert "Ctrl-C" in said


def test_a_failed_render_stops_with_its_error(stage):
    stage.states = ["failed"]

    with pytest.raises(Stop, match="render_timeout"):
        first_render.first_render()


def test_a_refusal_stops_with_the_answer(stage):
    stage.status = 503

    with pytest.raises(Stop, match="The API refused the first render: 503"):
        first_render.first_render()


def test_what_is_no_pdf_is_not_saved(stage, tmp_path):
    stage.pdf = b"<html>"

    with pytest.raises(Stop, match="no PDF"):
        first_render.first_render()

    assert not (tmp_path / "demo" / "invoice.pdf").exists()
