"""`dure soak`: everything at once, for as long as asked, while its parts are killed at random.

Split by what knows what: `player` and `plays` are clients, who know HTTP alone; `crew` leads them;
`house` is an installation whose parts die and are started again; `ground` is who works on what;
`truth` asks afterwards, by statements of its own; `run` is the order of it all.
"""
