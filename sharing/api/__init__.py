"""`/v1/renders/{id}/shares`, `/email`, `/engagement` and `/events`."""
