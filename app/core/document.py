"""A text as everybody sees it: the form in which it is stored and sent out."""

from pydantic import BaseModel, Field


class DocumentPart(BaseModel):
    """One part of a text: all of it, or a turn, a prompt, a response, one of two sentences."""

    id: str
    role: str | None
    text: str


class Document(BaseModel):
    """A text. Plain text is one part with the id `text` and no role."""

    parts: list[DocumentPart] = Field(description="In order. Offsets count code points of a part.")


EXCERPT = """left((SELECT string_agg(part ->> 'text', ' / ' ORDER BY nth)
  FROM jsonb_array_elements({asset}.document -> 'parts') WITH ORDINALITY parts (part, nth)), 200)"""
"""SQL: how a text begins, for lists; null for a picture. `asset` is its row in the query."""
