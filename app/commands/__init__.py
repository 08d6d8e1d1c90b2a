"""The verbs of the `dure` command, one module each.

A module has `command`, a function whose parameters are the verb's options, or `app`, a typer.Typer
with verbs of its own. `app.cli` lists them, and imports only the one that was asked for.
"""
