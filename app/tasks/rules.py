"""Decisions about work, pure: what stands between a person and a piece of it."""

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What has to be done, or to happen, before one may claim; in the order in which it is said."""

    TOO_YOUNG = "too_young"
    SIGN_TERMS = "sign_terms"  # agreement_ids
    JOIN = "join"
    SIGN_PROJECT = "sign_project"  # agreement_id
    SUSPENDED = "suspended"  # suspension_id: in force, by an arbiter's word
    PAUSED = "paused"  # hit_id: what was noticed, until somebody has looked
    GUIDELINE_UNREAD = "guideline_unread"  # project_id, stage_id, version
    PROFILE_MISSING = "profile_missing"  # fields: of a collect stage, as are the three below
    MINOR = "minor"
    GUARDIAN_MISSING = "guardian_missing"
    QUOTA_FULL = "quota_full"
    CERTIFICATE_MISSING = "certificate_missing"  # courses: what a level asks, as are those below
    CERTIFICATE_EXPIRED = "certificate_expired"  # courses
    TOO_FEW_ACCEPTED = "too_few_accepted"  # answers, has, of: answers or verdicts
    SHARE_TOO_LOW = "share_too_low"  # share, has, of
    LANGUAGE = "language"  # languages
    REGION = "region"  # regions
    TEAM = "team"  # teams
    INVITATION_MISSING = "invitation_missing"
    DEVICE = "device"  # devices
    PERSON_LIMIT = "person_limit"  # limit
    DAY_LIMIT = "day_limit"  # limit, again_at
    SHARE_TAKEN = "share_taken"  # share, until
    FULL_HANDS = "full_hands"  # held, holds
    NOTHING_WAITING = "nothing_waiting"
    ALL_DONE = "all_done"  # what is left, one has had already


ORDER = list(Need)
"""In which needs are said."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to the work of one stage and level."""

    too_young: bool
    unsigned_terms: list[int]
    member: bool
    unsigned_agreement: int | None  # the project's own
    held: int
    holds: int
    waiting: int
    others_waiting: bool  # there are places, and none of them is for him


def needs(at: Standing) -> list[dict[str, object]]:
    """What stands between the person and a claim, each with its code; nothing where he may."""
    found: list[dict[str, object]] = []
    if at.too_young:
        found.append({"code": Need.TOO_YOUNG})
    if at.unsigned_terms:
        found.append({"code": Need.SIGN_TERMS, "agreement_ids": at.unsigned_terms})
    if not at.member:
        found.append({"code": Need.JOIN})
    if at.unsigned_agreement is not None:
        found.append({"code": Need.SIGN_PROJECT, "agreement_id": at.unsigned_agreement})
    if at.held >= at.holds:
        found.append({"code": Need.FULL_HANDS, "held": at.held, "holds": at.holds})
    if at.waiting == 0:
        found.append({"code": Need.ALL_DONE if at.others_waiting else Need.NOTHING_WAITING})
    return found
