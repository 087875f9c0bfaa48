"""Django's database backend for SQLite, with a patience that suits several processes that write."""
