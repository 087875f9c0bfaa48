"""What a document looks like: templates, their versions and their variables."""
