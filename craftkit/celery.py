"""The Celery app: the doorbell that wakes workers; what work there is, only the database knows."""

from __future__ import annotations

import os
import sys

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

from craftkit.lib import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "craftkit.settings")

app = Celery("craftkit")
# Without this every thread but the one that imported us would ring at Celery's own default address.
app.set_default()
app.conf.update(
    broker_url=settings.BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 300,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "socket_keepalive": not settings.BROKER_URL.startswith("redis+socket"),
        # A ring that fails must fail at once; kombu would try for six seconds.
        "max_retries": 0,
    },
    accept_content=["json"],
    task_serializer="json",
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_publish_retry=False,
    worker_proc_alive_timeout=60,
    task_default_queue="craftkit",
    # Deliveries and mails have a process of their own: a receiver that hangs must not hold up a document.
    task_routes={"webhooks.tasks.*": {"queue": "webhooks"}, "craftkit.mail.tasks.*": {"queue": "webhooks"}},
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=40,
    worker_enable_soft_shutdown_on_idle=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    beat_schedule={
        "sweep": {"task": "renders.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
        "housekeeping": {"task": "renders.tasks.housekeeping", "schedule": 3600.0, "options": {"expires": 600}},
    },
)
# Celery would open a new database connection for each task; workers check theirs before use instead.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize
app.autodiscover_tasks(["craftkit.mail", "renders", "sharing", "signatures", "embed", "webhooks"])


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery would install its own handlers; ours are already there."""
    logs.configure(settings.LOGGING)
