"""The DevTools protocol over a pipe, with nothing between: the least that talking to Chromium can cost."""

from __future__ import annotations

import fcntl
import json
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

READ, WRITE = 3, 4
ABOVE = 10
CHUNK = 1024 * 1024
Event = Callable[[dict[str, Any]], None]


class DevTools:
    """A browser started on a pipe. `on_event` gets what the browser says unasked, while a call waits."""

    def __init__(self, command: list[str], env: Mapping[str, str], on_event: Event) -> None:
        self.on_event = on_event
        self.session: str | None = None
        self._buffer = b""
        self._last = 0
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, ABOVE) for end in (to_browser, from_browser)]
        actions = [(os.POSIX_SPAWN_DUP2, ends[0], READ), (os.POSIX_SPAWN_DUP2, ends[1], WRITE)]
        self.pid = os.posix_spawn(command[0], command, env, file_actions=actions, setpgroup=0)
        for end in (to_browser, from_browser, *ends):
            os.close(end)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and wait for its result."""
        number = self.send(method, parameters)
        while True:
            message = self._receive()
            if message.get("id") != number:
                self._tell(message)
            elif "error" in message:
                raise RuntimeError(f"{method}: {message['error']['message']}")
            else:
                return dict(message["result"])

    def send(self, method: str, parameters: dict[str, Any]) -> int:
        """Send a command without waiting; its number."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        return self._last

    def await_event(self, method: str) -> None:
        """Until the browser says this."""
        while (message := self._receive()).get("method") != method:
            self._tell(message)

    def kill(self) -> None:
        """End the browser with all its processes."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def _tell(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self.on_event(message)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            data = os.read(self._read, CHUNK)
            if not data:
                raise RuntimeError("The browser has ended.")
            self._buffer += data
        line, self._buffer = self._buffer.split(b"\0", 1)
        return dict(json.loads(line))
