"""The doors of share links, and the dashboard's pages about them."""
