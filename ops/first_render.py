"""`python -m ops.first_render`: renders the sample invoice through the HTTP API like any client, and says hello."""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ops.console import Stop, main, say

START_SECONDS = 180
RENDER_SECONDS = 180
WHY = "The lines above say why."
SAMPLE = {
    "customer": {"name": "Acme Corp"},
    "items": [
        {"name": "Widget", "qty": 5, "price": 9.99},
        {"name": "Installation", "qty": 2, "price": 80},
    ],
    "total": 209.95,
}


class Api:
    """Our own HTTP API at the port we listen on, whatever public address it goes by."""

    def __init__(self, port: str, public_url: str, key: str) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.headers = {"Host": urlsplit(public_url).netloc, "Authorization": f"Bearer {key}"}

    def call(self, path: str, body: object = None) -> bytes:
        """The answer's body; urllib.error.URLError when there is none, HTTPError from status 400 up."""
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.origin + path, data=data, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return bytes(answer.read())

    def json(self, path: str, body: object = None) -> dict[str, Any]:
        """The answer as an object."""
        return dict(json.loads(self.call(path, body)))


def await_start(api: Api) -> None:
    """Until the web process answers; workers may still be warming up, the queue does not mind."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            api.call("/health")
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise Stop(f"The web process did not answer within {START_SECONDS} s.", WHY)


def render(api: Api, slug: str) -> bytes:
    """The sample as a PDF: accepted, awaited, downloaded."""
    accepted = api.json(f"/v1/templates/{slug}/render", {"data": SAMPLE})
    path = urlsplit(accepted["pollUrl"]).path
    deadline, pause = time.monotonic() + RENDER_SECONDS, 0.05
    while (state := api.json(path))["status"] not in {"succeeded", "failed"}:
        if time.monotonic() > deadline:
            raise Stop(f"The invoice was not rendered within {RENDER_SECONDS} s.", WHY)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.5)
    if state["status"] == "failed":
        raise Stop(f"The invoice could not be rendered: {state.get('error')}", WHY)
    pdf = api.call(f"{path}/download")
    if not pdf.startswith(b"%PDF-"):
        raise Stop("What the API gave for download is no PDF.", WHY)
    return pdf


def greeting(known: dict[str, Any], pdf: Path, *, once: bool) -> str:
    """What a newcomer wants to know, in one screen."""
    url = known["baseUrl"]
    ending = "" if once else f"\n  Stop       Ctrl-C; everything is kept in {pdf.parent.parent}\n"
    return f"""
  Craftkit is ready.

  Dashboard  {url}
  Sign in    {known["email"]}   password {known["password"]}
  API key    {known["liveKey"]}
  API docs   {url}/docs
  First PDF  {pdf}   (rendered just now, through the API)

  The same by hand:

    curl -X POST {url}/v1/templates/invoice/render \\
      -H "Authorization: Bearer {known["liveKey"]}" \\
      -H "Content-Type: application/json" \\
      -d '{json.dumps({"data": SAMPLE})}'
{ending}"""


def first_render() -> None:
    """Needs CRAFTKIT_VAR, CRAFTKIT_BASE_URL and PORT as the manager sets them."""
    demo = Path(os.environ["CRAFTKIT_VAR"]) / "demo"
    known = json.loads((demo / "credentials.json").read_text())
    api = Api(os.environ["PORT"], os.environ["CRAFTKIT_BASE_URL"], known["liveKey"])
    await_start(api)
    try:
        pdf = render(api, "invoice")
    except urllib.error.HTTPError as error:
        answer = error.read().decode(errors="replace")[:300]
        raise Stop(f"The API refused the first render: {error.code} {answer}", WHY) from None
    except OSError as error:
        raise Stop(f"The web process went away during the first render: {error}", WHY) from None
    (demo / "invoice.pdf").write_bytes(pdf)
    (demo / "invoice.pdf").chmod(0o600)
    say(greeting(known, demo / "invoice.pdf", once="--once" in sys.argv[1:]))


if __name__ == "__main__":
    main(first_render)
