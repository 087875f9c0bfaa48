"""`/v1/webhooks`: subscriptions, and the deliveries of each."""
