"""Suggestions: what a stage's model says of items before people do.

`rules` decide which hosts may be asked and when, `client` sends one request within its bounds,
`exchange` is the JSON of it, `asking` walks ahead of the workers, `service` keeps the settings.
"""
