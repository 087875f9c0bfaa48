"""Pages inside other people's pages, the SDK's files, logos, and the public signing keys."""
