"""The open catalogue: released sets in public, their terms and their use."""
