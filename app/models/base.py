"""What all tables share: naming, identifiers, states, times."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Enum, Identity, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base. Tables hold no relationships: reads are joins written in `queries.py`,
    so that nothing is ever loaded behind a caller's back."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        int: BigInteger,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


Id = Annotated[int, mapped_column(BigInteger, Identity(always=False), primary_key=True)]
"""A key by itself, for tables that are not spread by project."""

ProjectKey = Annotated[int, mapped_column(BigInteger, primary_key=True)]
"""The first part of every hot table's key, so that projects can be spread over databases."""

Made = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
"""When the row was written, by the database's clock."""

When = Annotated[datetime, mapped_column(DateTime(timezone=True))]
"""An aware moment."""


def choice(kind: type[StrEnum], name: str) -> Enum:
    """A TEXT-like column whose CHECK is generated from the enum, so that both always agree."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )
