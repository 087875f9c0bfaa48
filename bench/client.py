"""A client of the product's HTTP API that keeps its connection and takes the time of its calls."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

from ops.console import Stop

OVER = {"succeeded", "failed", "cancelled"}
POLL_SECONDS = 0.01
RENDER_SECONDS = 60


class Client:
    """Speaks to one install with one key. Stop for an answer that was not expected."""

    def __init__(self, port: int, key: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=RENDER_SECONDS)
        self.headers = {"Authorization": f"Bearer {key}", "Host": f"localhost:{port}"}

    def call(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        """The answer as an object."""
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        self.connection.request(method, path, data, {**self.headers, **kind, **headers})
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise Stop(f"{method} {path}: {response.status} {text[:300]!r}")
        return dict(json.loads(text))

    def accept(self, slug: str, data: dict[str, Any]) -> tuple[str, float]:
        """Ask for a render; its id and the milliseconds until that was answered."""
        began = time.perf_counter()
        answer = self.call("POST", f"/v1/templates/{slug}/render", {"data": data})
        return str(answer["id"]), (time.perf_counter() - began) * 1000

    def poll(self, render_id: str) -> dict[str, Any]:
        """The render as it stands; Stop when it failed."""
        answer = self.call("GET", f"/v1/renders/{render_id}")
        if answer["status"] in OVER - {"succeeded"}:
            raise Stop(f"Render {render_id} {answer['status']}: {answer['errorMessage']}")
        return answer

    def await_end(self, render_id: str, *, every: float = POLL_SECONDS) -> dict[str, Any]:
        """The render once it has succeeded, asked for `every` so many seconds."""
        deadline = time.monotonic() + RENDER_SECONDS
        while (answer := self.poll(render_id))["status"] != "succeeded":
            if time.monotonic() > deadline:
                raise Stop(f"Render {render_id} was not made within {RENDER_SECONDS} s.")
            time.sleep(every)
        return answer

    def render(self, slug: str, data: dict[str, Any]) -> tuple[float, dict[str, Any]]:
        """Milliseconds from asking to the first poll that sees `succeeded`, and what that poll saw."""
        began = time.perf_counter()
        render_id, _ = self.accept(slug, data)
        answer = self.await_end(render_id)
        return (time.perf_counter() - began) * 1000, answer

    def render_and_wait(self, slug: str, data: dict[str, Any]) -> float:
        """The same in one call, which the server answers when the PDF is there."""
        began = time.perf_counter()
        path = f"/v1/templates/{slug}/render"
        answer = self.call("POST", path, {"data": data}, Prefer=f"wait={RENDER_SECONDS}")
        if answer["status"] != "succeeded":
            raise Stop(f"The render ended as {answer['status']}.")
        return (time.perf_counter() - began) * 1000
