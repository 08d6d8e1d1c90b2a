"""People's own data: who looked at it, a copy of it for its owner, how long what is kept."""
