"""Who is asking: users, accounts, projects and their keys."""
