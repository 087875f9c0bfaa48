"""gunicorn's configuration: one process with threads, since the heavy work is the workers'."""

import gc
import os
from pathlib import Path

bind = f"{os.environ.get('CRAFTKIT_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "16"))
timeout = 120
graceful_timeout = 40
keepalive = 75
# Addresses carry download and share tokens, so an access log would be a list of keys.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("CRAFTKIT_LOG_LEVEL", "INFO").lower() if "CRAFTKIT_LOG_LEVEL" in os.environ else "warning"
control_socket_disable = True
proc_name = "craftkit"
# The heartbeat file of a worker must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None


def post_worker_init(worker: object) -> None:
    """What was loaded stays: looking through it for garbage would hold up a request for a tenth of a second."""
    gc.collect()
    gc.freeze()
