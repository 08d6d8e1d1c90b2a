"""Releases: frozen, versioned, checksummed data sets."""
