"""Batches that were sent before there were rows get them."""

from django.db import migrations
from django.db.models import F


def give_rows(apps, schema_editor):
    sendings = apps.get_model("signatures", "BulkSending").objects
    kept, asked = apps.get_model("signatures", "BulkRow"), apps.get_model("signatures", "SignatureRequest")
    of_batch = apps.get_model("renders", "BatchRow").objects
    for sending in list(sendings.all()):
        requests = dict(asked.objects.filter(bulk=sending).values_list("render_id", "pk"))
        known = of_batch.filter(batch_id=sending.batch_id, render_id__in=requests)
        rows = [(row.pk, row.number, requests[row.render_id]) for row in known]
        kept.objects.bulk_create(
            kept(id=request, sending=sending, number=number, row_id=row, status="sent", request_id=request)
            for row, number, request in rows
        )
    sendings.update(status="completed", completed_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("signatures", "0008_queue_bulk_sendings")]

    operations = [migrations.RunPython(give_rows, migrations.RunPython.noop)]
