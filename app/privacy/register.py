"""What is kept of a person, table by table: what his copy holds, what it leaves out and why.

A test holds it against the tables: one with a person in it stands here, or a column of his is
named with a reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.models import Base

MINE = "t.person_id = :me"
HERE = "t.project_id = ANY(:projects) AND "
HIS_ACCOUNTS = "(SELECT a.id FROM account a WHERE a.person_id = :me)"


@dataclass(frozen=True, slots=True)
class Part:
    """A table's rows of a person: in which folder of the copy, and which they are (`t`); `:me` is
    the person, `:projects` his projects."""

    folder: str
    table: str
    where: str

    @property
    def columns(self) -> list[str]:
        """What the copy shows of each row."""
        held = Base.metadata.tables[self.table].columns
        kept = NOT_GIVEN.get(self.table, {})
        return [column.name for column in held if column.name not in kept]

    @property
    def path(self) -> str:
        """The file's path in the copy."""
        return f"{self.folder}/{self.table.removeprefix('vault.')}.json"


_FOLDERS: dict[str, dict[str, str]] = {
    "account": {
        "person": "t.id = :me",
        "participant": MINE,
        "told_choice": MINE,
        "told_hours": MINE,
        "declared": MINE,
        "organisation_role": MINE,
    },
    "sign-in": {
        "login": MINE,
        "browser": MINE,
        "passkey": MINE,
        "outside_identity": MINE,
        "totp": MINE,
        "api_token": MINE,
        "push_subscription": MINE,
    },
    "agreements": {
        "signature": MINE,
        "guardian": HERE + MINE,
        "terms_accepted": MINE,
        "withdrawal": HERE + MINE,
    },
    "projects": {
        "project_member": HERE + MINE,
        "project_role": HERE + MINE,
        "profile": HERE + MINE,
        "invitation": "t.accepted_by = :me",
        "guideline_read": HERE + MINE,
        "bulletin_read": HERE + MINE,
        "rating": HERE + MINE,
        "wish": HERE + MINE,
    },
    "work": {
        "assignment": HERE + "t.worker_id = :me",
        "submission": HERE + "t.worker_id = :me",
        "draft": HERE + "EXISTS (SELECT FROM assignment a WHERE a.project_id = t.project_id"
        " AND a.id = t.assignment_id AND a.worker_id = :me)",
        "capture": HERE + MINE,
        "upload": MINE,
        "inquiry": HERE + "t.asked_by = :me",
        "appeal": HERE + "EXISTS (SELECT FROM assignment a WHERE a.project_id = t.project_id"
        " AND a.id = t.root_id AND a.worker_id = :me)",
        "sample_item": "t.examiner_id = :me",
        "defect": "t.reporter_id = :me",
        "saved_filter": HERE + "t.owner_id = :me",
    },
    "quality": {
        "trust": HERE + MINE,
        "admission": HERE + MINE,
        "invited": HERE + MINE,
        "member_day": HERE + MINE,
        "member_figure": HERE + MINE,
        "rule_hit": HERE + MINE,
        "suspension": HERE + MINE,
        "held_rejection": HERE + MINE,
    },
    "learning": {
        "studied": HERE + MINE,
        "attempt": HERE + MINE,
        "attempt_answer": HERE + "EXISTS (SELECT FROM attempt a WHERE a.project_id = t.project_id"
        " AND a.id = t.attempt_id AND a.person_id = :me)",
        "certificate": MINE,
    },
    "money": {
        "pay_details": MINE,
        "payee": MINE,
        "vault.sealed": MINE,
        "account": MINE,
        "ledger_entry": f"{HERE}(t.credit IN {HIS_ACCOUNTS} OR t.debit IN {HIS_ACCOUNTS})",
        "payout_line": MINE,
        "payout_share": "EXISTS (SELECT FROM payout_line l WHERE l.id = t.line_id"
        " AND l.person_id = :me)",
        "top_up": HERE + MINE,
        "owed": HERE + MINE,
    },
    "messages": {"notification": MINE, "delivery": MINE},
    "privacy": {"access_log": MINE, "data_copy": MINE},
}

_KEY = "whoever has it is let in"
_GOLD = "would tell which work has a known answer"
_OFFICER = "names somebody else, who acted in an office"

NOT_GIVEN: dict[str, dict[str, str]] = {
    "person": {"password_hash": _KEY},
    "login": {"token_hash": _KEY, "csrf": _KEY},
    "browser": {"token_hash": _KEY},
    "passkey": {"credential_id": _KEY, "public_key": _KEY},
    "totp": {"key": _KEY, "sealed": _KEY, "last_step": _KEY},
    "api_token": {"token_hash": _KEY},
    "push_subscription": {"login_hash": _KEY, "p256dh": _KEY, "auth": _KEY},
    "guardian": {"token_hash": _KEY},
    "invitation": {"token_hash": _KEY, "invited_by": _OFFICER},
    "assignment": {"gold_id": _GOLD, "dry": _GOLD},
    "appeal": {"decided_by": _OFFICER},
    "inquiry": {"answered_by": _OFFICER},
    "defect": {"decided_by": _OFFICER},
    "invited": {"invited_by": _OFFICER},
    "rule_hit": {"settled_by": _OFFICER},
    "held_rejection": {"settled_by": _OFFICER},
    "suspension": {
        "proposed_by": _OFFICER,
        "decided_by": _OFFICER,
        "lifted_by": _OFFICER,
    },
    "payee": {"updated_by": _OFFICER},
    "vault.sealed": {"sealed": "under seal; `masked` says what it is, and he has it himself"},
    "access_log": {"by": _OFFICER},
    "data_copy": {"storage_key": _KEY},
}
"""Columns of tables that the copy holds, which it leaves out, and why."""

_ACT = "an act in an office: the organisation's, kept with what it is about"

ELSEWHERE: dict[str, str] = {
    "chore": "background work; what it made stands in the other tables",
    "event": "the history of projects; what he did stands in assignments, submissions, decisions",
    "examiner": "whom a sample was given to; what he said of it stands in sample_item",
    "gold_given": _GOLD,
    "group_session": "a room for one recording; the recording stands in capture",
    "mail_token": _KEY,
    "original_access": "looks at originals, kept for those who are in them",
    "proving": _KEY,
    "recovery_code": _KEY,
    "task_role": "that he worked on it stands in assignment",
    "vault.opening": "stands in access_log as well",
    **dict.fromkeys(
        (
            "act",
            "announcement",
            "bank_row",
            "bank_template",
            "batch",
            "blind_sample",
            "bonus",
            "bulletin",
            "connection",
            "consortium_member",
            "course",
            "data_sheet",
            "dataset",
            "delivery_template",
            "delivery_template_version",
            "gold",
            "guide_picture",
            "guideline",
            "guideline_entry",
            "hire",
            "hook",
            "label_schema",
            "lot",
            "money_rule",
            "payout",
            "prediction",
            "price_card",
            "project_template",
            "question",
            "release",
            "report_check",
            "requirement",
            "rule",
            "signing",
            "validity",
        ),
        _ACT,
    ),
}
"""Tables with a person in them that the copy does not hold, and why."""

# --- who leaves ---

GOES = frozenset(
    {
        "participant",
        "told_choice",
        "told_hours",
        "declared",
        "organisation_role",
        "project_role",
        "login",
        "browser",
        "passkey",
        "outside_identity",
        "totp",
        "push_subscription",
        "notification",
        "delivery",
    }
)
"""Tables of whose rows none of his is left when he has left."""

BLANKED: dict[str, tuple[str, ...]] = {
    "person": ("email", "name", "password_hash", "birth_year"),
    "invitation": ("email",),
}
"""Columns in which something else stands from then on."""

_PROOF = "proves that he, or who is responsible for him, has agreed"
_GIVEN = "what he gave to a project stays given, under his pseudonym, until he withdraws"
_SAID = "his word in a project's affair, under his pseudonym, until he withdraws"
_PAID = "papers of payments: to whom what was paid, which the law wants for five years at least"
_TOOL = "a tool of the project's, where he shared it"
_ENDS = "goes by the schedule, a while after it has ended"

STAYS: dict[str, str] = {
    "guardian.name": _PROOF,
    "guardian.email": _PROOF,
    "guardian.relation": _PROOF,
    "withdrawal.why": "why he took his consent back: proof that it was done",
    "project_member.pseudonym": "is not his name, and leads to nobody any more",
    "profile.values": _GIVEN,
    "submission.answer": _GIVEN,
    "submission.comment": _SAID,
    "submission.pins": _SAID,
    "submission.difference": _GIVEN,
    "draft.body": _GIVEN,
    "capture.name": _GIVEN,
    "capture.device": _GIVEN,
    "capture.measured": _GIVEN,
    "upload.name": _ENDS,
    "api_token.name": _ENDS,
    "inquiry.text": _SAID,
    "appeal.text": _SAID,
    "sample_item.note": _SAID,
    "defect.body": _SAID,
    "defect.pin": _SAID,
    "saved_filter.name": _TOOL,
    "saved_filter.asked": _TOOL,
    "rule_hit.reply": _SAID,
    "suspension.reply": _SAID,
    "attempt_answer.answer": _SAID,
    "attempt_answer.pins": _SAID,
    "pay_details.legal_name": _PAID,
    "pay_details.bank": _PAID,
    "pay_details.holder": _PAID,
    "payout_line.bank": _PAID,
    "payout_line.holder": _PAID,
    "vault.sealed.masked": _PAID,
}
"""Columns with his own words or names that stay, and why."""

_CODES = "codes, counts and keys: no words and no names of his"
_OTHERS = "the words of others, about work"

SAYS_NOTHING: dict[str, str] = {
    **dict.fromkeys(
        (
            "person.locale",
            "api_token.token_hash",
            "api_token.scopes",
            "api_token.projects",
            "signature.body_sha256",
            "guardian.token_hash",
            "guardian.body_sha256",
            "terms_accepted.terms_sha256",
            "withdrawal.counts",
            "project_member.team",
            "invitation.role",
            "invitation.token_hash",
            "assignment.side",
            "submission.client_key",
            "submission.body_hash",
            "submission.verdict",
            "submission.reason",
            "submission.outcome",
            "capture.label",
            "capture.upload_id",
            "capture.faults",
            "upload.id",
            "appeal.side",
            "sample_item.stratum",
            "sample_item.code",
            "sample_item.measures",
            "defect.label",
            "defect.class",
            "defect.client_key",
            "trust.confusion",
            "admission.missing",
            "member_day.what",
            "member_figure.what",
            "rule_hit.action",
            "rule_hit.evidence",
            "rule_hit.outcome",
            "held_rejection.reason",
            "attempt.questions",
            "attempt_answer.verdict",
            "certificate.code",
            "vault.sealed.key",
            "vault.sealed.sealed",
            "account.currency",
            "ledger_entry.currency",
            "ledger_entry.cause",
            "payout_line.currency",
            "payout_line.failure",
            "top_up.levels",
            "access_log.acting",
            "access_log.fields",
            "access_log.route",
            "access_log.request_id",
            "data_copy.storage_key",
        ),
        _CODES,
    ),
    **dict.fromkeys(
        (
            "inquiry.answer",
            "appeal.reply",
            "defect.answer",
            "rule_hit.answer",
            "suspension.why",
            "suspension.answer",
            "held_rejection.answer",
            "certificate.revoked_why",
            "access_log.why",
        ),
        _OTHERS,
    ),
}
"""Columns of text that hold nothing of his."""


def parts() -> Iterator[Part]:
    """The tables of a copy, in the order in which it has them."""
    for folder, tables in _FOLDERS.items():
        for table, where in tables.items():
            yield Part(folder, table, where)
