"""Pages about webhooks and their deliveries."""
