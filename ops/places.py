"""Where things are: the checkout, its virtual environment, and the folder that holds all state."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ops.console import Stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def state_folder() -> Path:
    """CRAFTKIT_VAR, else var/ in the checkout, made for us alone and found writable."""
    folder = Path(os.environ.get("CRAFTKIT_VAR") or ROOT / "var").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Stop(
            f"Craftkit keeps its data in {folder} and cannot write there: {error.strerror}.",
            f"sudo mkdir -p {folder} && sudo chown -R $(id -u) {folder}, or set CRAFTKIT_VAR to another folder.",
        ) from None
    return folder
