"""What one was told reaches him who is not looking: by e-mail, and by push to his browsers.

`rules` decide when, `queries` and `service` plan and take, `sentences` say it in his language,
`push` reaches a browser (RFC 8030, 8291, 8292), `schemas` are what he chooses.
"""
