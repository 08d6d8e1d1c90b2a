"""Keys in addresses and queries, as the database can hold them; the key that makes a retry safe."""

from typing import Annotated

from fastapi import Header, Path, Query

from app.api.pages import MAX_KEY

Key = Annotated[int, Path(ge=1, le=MAX_KEY)]
Id = Annotated[int | None, Query(ge=1, le=MAX_KEY)]

IdempotencyKey = Annotated[
    str,
    Header(
        min_length=8,
        max_length=64,
        pattern=r"^[\x21-\x7e]+$",
        description="Made by the client; the same key makes a retry answer as the first time.",
    ),
]
