"""What people say of a project, as several parts of the API show it."""

from pydantic import BaseModel, Field


class Ratings(BaseModel):
    """The means of what `people` said, 1 to 5, by four criteria; shown once they are enough."""

    people: int
    pay: float
    clarity: float = Field(description="Of the guideline.")
    inspection: float = Field(description="How fair it is.")
    answers: float = Field(description="To questions.")
