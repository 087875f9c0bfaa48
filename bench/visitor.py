"""Somebody who is signed in to the dashboard and takes the time of its pages, on one connection that is kept."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

import requests

from ops.console import Stop

FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PAGE_SECONDS = 60
SIGN_IN = "/accounts/login/"


@dataclass
class Turn:
    """What some readings of one page showed: milliseconds each, and the bytes of the last."""

    times: list[float] = field(default_factory=list)
    size: int = 0


class Visitor:
    """A browser's part in it: cookies, one connection, and nothing kept of what was read."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://localhost:{port}"
        self.session = requests.Session()
        self.session.trust_env = False

    def sign_in(self, email: str, password: str) -> None:
        """As a person does, by the form; the pages that want a recent sign-in open for a quarter of an hour."""
        form = self.session.get(self.origin + SIGN_IN, timeout=PAGE_SECONDS)
        token = FIELD.search(form.text)
        data = {"login": email, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        done = self.session.post(self.origin + SIGN_IN, data, timeout=PAGE_SECONDS, allow_redirects=False)
        if done.status_code != 302:
            raise Stop(f"The visitor could not sign in: {done.status_code}")

    def read(self, path: str) -> tuple[float, int]:
        """Milliseconds from the request to the last byte, and how many bytes there were."""
        began = time.perf_counter()
        answer = self.session.get(self.origin + path, timeout=PAGE_SECONDS, allow_redirects=False)
        taken = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise Stop(f"{path} answered {answer.status_code}.")
        return taken, len(answer.content)

    def turn(self, path: str, *, warm: int, count: int, seconds: float) -> Turn:
        """So many readings, fewer when they take longer than these seconds."""
        for _ in range(warm):
            self.read(path)
        turn, deadline = Turn(), time.monotonic() + seconds
        while len(turn.times) < count and (time.monotonic() < deadline or not turn.times):
            taken, turn.size = self.read(path)
            turn.times.append(taken)
        return turn
