"""How a bank wants its transfer file, and how it writes its result: a template that each
organisation sets, with two to begin from."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.core.errors import Conflict
from app.payouts.banks import BANKS

Head = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=40, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
Fixed = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
Value = Literal["reference", "bank", "bank_name", "account", "holder", "amount", "memo", "fixed"]
Encoding = Literal["utf-8", "cp949"]
Preset = Literal["own", "generic", "multi"]


class NotEncodable(Conflict):
    """A name that the bank's encoding has no letters for."""

    code, title = "not_encodable", "A name does not fit the bank's file"


class Column(BaseModel):
    """One column of the transfer file. `fixed` is the same text in each row."""

    model_config = ConfigDict(extra="forbid")

    head: Head
    value: Value
    text: Fixed = Field("", description="Of a fixed column.")


class ResultColumns(BaseModel):
    """Where the bank's result says what. A row is paid where `status` holds one of `paid`, failed
    where it holds anything else, and says nothing where it is empty."""

    model_config = ConfigDict(extra="forbid")

    reference: Head = Field(description="The column with the reference that the file had.")
    amount: Head
    status: Head
    paid: list[Head] = Field(min_length=1, max_length=20)
    reason: Head | None = Field(None, description="The column that says why a transfer failed.")


EXAMPLE: dict[str, Any] = {
    "encoding": "cp949",
    "columns": [
        {"head": "입금은행", "value": "bank"},
        {"head": "입금계좌번호", "value": "account"},
        {"head": "입금액", "value": "amount"},
        {"head": "출금통장표시", "value": "reference"},
    ],
    "result": {
        "reference": "출금통장표시",
        "amount": "입금액",
        "status": "처리결과",
        "paid": ["정상"],
    },
}


class Template(BaseModel):
    """A transfer file in the order of `columns`, and the result that comes back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    encoding: Encoding = "utf-8"
    header: bool = True
    delimiter: Literal[",", ";", "\t"] = ","
    columns: list[Column] = Field(min_length=1, max_length=30)
    result: ResultColumns

    @model_validator(mode="after")
    def _whole(self) -> "Template":
        named = [column.value for column in self.columns]
        for needed in ("reference", "account", "amount"):
            if needed not in named:
                raise ValueError(f"a transfer file needs a column with the value “{needed}”")
        if "bank" not in named and "bank_name" not in named:
            raise ValueError("a transfer file needs a column that names the bank")
        return self


def _columns(**heads: Value) -> list[Column]:
    return [Column(head=head, value=value) for head, value in heads.items()]


PRESETS: Mapping[str, Template] = {
    "generic": Template(
        columns=_columns(
            reference="reference",
            bank_code="bank",
            account="account",
            holder="holder",
            amount="amount",
            memo="memo",
        ),
        result=ResultColumns(
            reference="reference", amount="amount", status="status", paid=["paid"], reason="reason"
        ),
    ),
    "multi": Template(
        encoding="cp949",
        columns=_columns(
            입금은행="bank",
            입금계좌번호="account",
            입금액="amount",
            예상예금주="holder",
            입금통장표시="memo",
            출금통장표시="reference",
        ),
        result=ResultColumns(
            reference="출금통장표시",
            amount="입금액",
            status="처리결과",
            paid=["정상", "정상처리", "완료", "이체완료"],
            reason="오류내용",
        ),
    ),
}
"""A plain CSV, and the layout that Korean banks take for many transfers at once."""


class Transfer(BaseModel):
    """One row of a transfer file."""

    line_id: int
    bank: str
    account: str
    holder: str
    amount: int


def reference(line_id: int) -> str:
    """What the bank hands back with its result: a line's name."""
    return f"D{line_id}"


def written(template: Template, transfers: Iterable[Transfer], memo: str) -> bytes:
    """The transfer file. Raises `NotEncodable`."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=template.delimiter, lineterminator="\r\n")
    if template.header:
        rows.writerow([column.head for column in template.columns])
    for one in transfers:
        said = {
            "reference": reference(one.line_id),
            "bank": one.bank,
            "bank_name": BANKS[one.bank][0],
            "account": one.account,
            "holder": one.holder,
            "amount": str(one.amount),
            "memo": memo,
        }
        rows.writerow([said.get(column.value, column.text) for column in template.columns])
    try:
        return out.getvalue().encode(template.encoding)
    except UnicodeEncodeError as fault:
        raise NotEncodable(
            f"“{fault.object[fault.start : fault.end]}” cannot be written in {template.encoding}; "
            "choose utf-8 in the bank's template, or ask the person for another name."
        ) from None
