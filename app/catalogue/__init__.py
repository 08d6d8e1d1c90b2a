"""The open catalogue: what the public sees of releases."""
