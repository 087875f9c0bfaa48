"""The sample product of examples/host beside a house, and the code that a product writes around the builder."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import urllib3
from playwright.sync_api import FrameLocator, Page

from ops.places import ROOT
from ops.servers import free_port
from tests.reliability.desk import start_delivering
from tests.reliability.harness import House, until

EVENTS = [
    *("ready", "template.saved", "template.published", "variable.inserted", "variable.removed", "session.expiring"),
    *("session.refreshed", "session.expired", "height.changed", "close.requested", "error"),
]
FULL: dict[str, Any] = {
    "tenant": {"externalId": "org_42", "displayName": "Acme Corp"},
    "actor": {"externalId": "user_99", "email": "ops@acme.example", "displayName": "Ops Team"},
    "scope": {"mode": "create"},
    "permissions": {
        **{"publish": True, "saveDraft": True, "delete": False, "rename": False, "rollback": False},
        **{"createCustomVariables": False, "changePageSettings": True, "viewVersionHistory": True},
    },
    "branding": {"primaryColor": "#2563EB", "locale": "en"},
    "limits": {"maxPublishes": 10, "maxSaveDrafts": 200, "maxUploadsBytes": 5242880},
}
CATALOG: dict[str, Any] = {
    "name": "acme-default",
    "catalog": {
        "allowCustom": False,
        "namespaces": [
            {
                "key": "customer",
                "label": "Customer",
                "fields": [
                    {"key": "customer.name", "label": "Name", "dataType": "text"},
                    {"key": "customer.email", "label": "Email", "dataType": "email"},
                ],
            }
        ],
        "loops": [],
    },
}


class SampleHost:
    """The sample product, running, at an origin that the demo project allows."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.origin = f"http://localhost:{free_port()}"
        (house.state / "demo").mkdir()
        (house.state / "demo" / "credentials.json").write_text(json.dumps(house.ground.credentials))
        command = [sys.executable, "manage.py", "embed_host", self.origin]
        subprocess.run(command, cwd=ROOT, env=house.env, timeout=300, check=True)
        self.known: dict[str, str] = json.loads((house.state / "demo" / "host.json").read_text())
        house.start_broker()
        house.start_web()
        start_delivering(house)
        house.add("host", [sys.executable, "examples/host/server.py"])
        until(self._answers, "the sample product")

    def _answers(self) -> bool:
        try:
            return self.house.http.request("GET", f"{self.origin}/api/events", timeout=5).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def mint(self, **changes: Any) -> dict[str, Any]:
        """A session as a product's server asks for it, with the partner's key."""
        answer = self.house.call("POST", "/v1/embed/sessions", {**FULL, **changes})
        assert answer.status == 200, answer.body
        found: dict[str, Any] = answer.body
        return found

    def events(self) -> list[dict[str, Any]]:
        """The callbacks that the product believed."""
        found: list[dict[str, Any]] = self.house.http.request("GET", f"{self.origin}/api/events").json()["events"]
        return found

    def show(self, page: Page, code: str, **given: Any) -> FrameLocator:
        """A page of the product that runs this code with the SDK, and notes every event; the frame."""
        page.goto(self.origin)
        values = json.dumps({**given, "publishableKey": self.known["publishableKey"]})
        page.evaluate("document.querySelector('main').innerHTML = '<div id=\"builder\" style=\"height: 800px\"></div>'")
        page.evaluate(
            "async ([embedUrl, code, given, names]) => {"
            " const { Craftkit } = await import(`${embedUrl}/sdk/v1/craftkit.mjs`);"
            " window.log = [];"
            " window.builder = await new Function('Craftkit', 'given', `return (async () => {${code}})()`)"
            "(Craftkit, given);"
            " for (const name of names) builder.on(name, (said) => log.push([name, said])); }",
            [self.known["embedUrl"], code, json.loads(values), EVENTS],
        )
        return page.frame_locator("iframe")


def told(page: Page, name: str) -> list[Any]:
    """What was said under that name so far."""
    return [said for event, said in page.evaluate("log") if event == name]


def wait_for(page: Page, name: str, times: int = 1, seconds: float = 60) -> Any:
    """The payload of the event once it was said so often."""
    page.wait_for_function(
        "([name, times]) => log.filter(([event]) => event === name).length >= times",
        arg=[name, times],
        timeout=seconds * 1000,
    )
    return told(page, name)[times - 1]
