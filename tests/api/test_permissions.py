"""Every route × every kind of caller: who gets in, who may not know, who may not do.

TABLE has a row for each method and path that the application has; a route without a row fails, and
a row without a route. Each row is tried by each caller with a request that is in good order, inside
a transaction that is undone, so that no request finds what another one changed.

Columns: method, path, the permission, who is let in, and after a `/` who is answered 404 although
he belongs there. Of the others, who belongs to the place in the path is answered 403 naming the
permission; everybody else 404; where the path names no place, 403. Who is not signed in: 401.
The callers stand in `world.py`; O, P and S are an organisation, a project and a stage.

A permission in brackets is no entry of `May`: `[self]` is everybody's own affair, by token too;
`[hand]` everybody's own that no token does for him; `[public]` needs no sign-in. A permission with
a `!` is not for tokens either.

Besides, for every row: a browser's change without the CSRF token is refused, a token without the
scope is refused by the permission's name, and an object of another project put into one's own
project's path is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from httpx import Response

from app.catalogue.rules import terms_hash
from app.core.settings import configure
from app.main import PREFIX, create_app
from app.payouts.templates import PRESETS
from app.people.permits import SCOPES, May
from tests.api.world import (
    HOUSE,
    PASSWORD,
    SIGNED_IN,
    TEAM,
    World,
    made_world,
    name_of,
    push_keys,
)
from tests.assets.drawn import drawing, encoded
from tests.factories import PROFILE, boxes
from tests.priced import PRICED

CALLERS = ["out", *SIGNED_IN]

TEMPLATE = {"rows": [{"to": "name", "from": "item.name"}]}

GROUPS = {
    "all": SIGNED_IN,
    "public": CALLERS,
    "team": list(TEAM),
    "house": list(HOUSE),
    "workers": ["w", "x", "p", "s"],
    "manage": ["m", "a"],
    "readers": ["m", "a", "c"],
}

TABLE = """
# The programme itself
GET     /openapi.json                                      [public]            public
GET     /docs                                              [public]            public
GET     //                                                 [public]            public
GET     //health/live                                      [public]            public
GET     //health/ready                                     [public]            public

# Getting in
POST    /accounts                                          [public]            public
POST    /accounts/verify                                   [public]            public
POST    /accounts/resend                                   [public]            public
POST    /accounts/reset                                    [public]            public
POST    /accounts/reset/confirm                            [public]            public
POST    /sessions                                          [public]            public
GET     /oidc                                              [public]            public
GET     /oidc/start                                        [public]            public
GET     /oidc/callback                                     [public]            public
POST    /oidc/links                                        [hand]              all
DELETE  /oidc/links                                        [hand]              all
POST    /oidc/links/confirm                                [public]            public
POST    /sessions/second                                   [public]            public
POST    /sessions/second/options                           [public]            public
POST    /sessions/passkey                                  [public]            public
POST    /sessions/passkey/options                          [public]            public
POST    /sessions/confirm                                  [hand]              all
POST    /sessions/confirm/options                          [hand]              all
GET     /sessions                                          [hand]              all
DELETE  /sessions/others                                   [hand]              all
DELETE  /sessions/{login_id}                               [hand]              all
DELETE  /sessions                                          [hand]              all
DELETE  /sessions/current                                  [hand]              all
GET     /tokens                                            [hand]              all
POST    /tokens                                            [hand]              all
DELETE  /tokens/{token_id:n's}                             [hand]              n / all

# Oneself
GET     /me                                                [self]              all
PATCH   /me                                                [hand]              all
GET     /me/payee                                          [self]              all
PUT     /me/payee                                          [hand]              all
PUT     /me/identity                                       [hand]              all
POST    /me/payouts                                        [hand]              all
GET     /me/payouts                                        [self]              all
GET     /banks                                             [self]              all
PUT     /me/password                                       [hand]              all
POST    /me/leave                                          [hand]              all
GET     /me/accesses                                       [self]              all
POST    /me/copies                                         [hand]              all
GET     /me/copies                                         [hand]              all
GET     /me/copies/{copy_id:n's}/download                  [hand]              n / all
GET     /me/factors                                        [hand]              all
POST    /me/factors/totp                                   [hand]              all
POST    /me/factors/totp/confirm                           [hand]              all
DELETE  /me/factors/totp                                   [hand]              all
POST    /me/factors/codes                                  [hand]              all
POST    /me/passkeys/options                               [hand]              all
POST    /me/passkeys                                       [hand]              all
PATCH   /me/passkeys/{passkey_id:n's}                      [hand]              n / all
DELETE  /me/passkeys/{passkey_id:n's}                      [hand]              n / all
GET     /me/participant                                    [self]              all
PUT     /me/participant                                    [hand]              all
GET     /regions                                           [self]              all
GET     /me/agreements                                     [self]              all
GET     /me/agreements/{agreement_id}                      [self]              all
GET     /me/agreements/{agreement_id:project's}            [self]              team / all
GET     /me/agreements/{agreement_id}/versions             [self]              all
GET     /me/agreements/{agreement_id:project's}/versions   [self]              team / all
GET     /me/ledger                                         [self]              all
GET     /me/earnings                                       [self]              all
GET     /me/earnings/days                                  [self]              all
GET     /me/statements/{month}                             [self]              all
GET     /me/statements/{month}/pdf                         [self]              all
GET     /me/receipts                                       [self]              all
GET     /me/receipts/{organisation_id}/{year}/pdf          [self]              all
GET     /me/groups                                         [hand]              all
PUT     /me/groups                                         [hand]              all
GET     /me/today                                          [self]              all
GET     /me/inspections                                    [self]              all
GET     /me/assignments                                    [self]              all
GET     /work                                              [self]              all
GET     /market                                            [self]              all
GET     /appeals                                           [self]              all
GET     /projects                                          [self]              all
GET     /organisations                                     [self]              all
POST    /organisations                                     [hand]              all
GET     /hits                                              [self]              all
GET     /me/hits                                           [self]              all
GET     /me/trust                                          [self]              all
GET     /notifications                                     [self]              all
GET     /notifications/unread                              [self]              all
POST    /notifications/read                                [hand]              all
GET     /me/telling                                        [self]              all
PUT     /me/telling                                        [hand]              all
POST    /me/push                                           [hand]              all
DELETE  /me/push/{subscription_id:n's}                     [hand]              n / all

# Agreements
GET     /agreements/current                                [public]            public
POST    /agreements                                        system:operate      o
POST    /agreements/{agreement_id}/sign                    [hand]              all
POST    /agreements/{agreement_id:project's}/sign          [hand]              team / all
GET     P/agreement                                        project:read        team house
POST    P/agreement                                        project:write       manage
GET     P/signatures                                       member:read         manage
GET     O/agreement                                        member:read         a o
POST    O/agreement                                        organisation:write  a o
GET     O/signatures                                       member:read         a o
GET     O/signings                                         member:read         a o
POST    O/signings                                         organisation:write  a o
GET     O/signings/{signing_id}                            member:read         a o
PATCH   O/signings/{signing_id}                            organisation:write  a o
POST    O/signings/{signing_id}/remind                     organisation:write  a o
GET     O/signings/{signing_id}/people                     member:read         a o
GET     O/signings/{signing_id}/stream                     member:read         a o
GET     /me/signings                                       [self]              all
GET     /me/signings/{signing_id}                          [self]        workers w2 p2 s2 / all
GET     /me/signings/{signing_id}/stream                   [self]        workers w2 p2 s2 / all

# Taking part in what is collected
GET     P/participation                                    project:read        team house
POST    P/guardian                                         work:do!            w x
GET     /guardians/{token:consent}                         [public]            public
POST    /guardians/{token:consent}                         [public]            public
POST    P/withdrawals                                      project:read!       team / house
GET     P/withdrawals                                      member:write        manage
GET     P/stages/{stage_id:collecting}/quotas              item:read           readers
PUT     P/stages/{stage_id:collecting}/quotas              project:write       manage

# Fair work
GET     /fair/{project_id}                                 [public]            public
GET     /me/ratings/{project_id}                           [self]              team / house
PUT     /me/ratings/{project_id}                           [hand]              team / house
GET     /rejections                                        [self]              all
GET     P/rejections/{held_id}                             rejection:confirm   a
GET     P/rejections/{held_id}/work                        rejection:confirm   a
POST    P/rejections/{held_id}/decision                    rejection:confirm   a
GET     /suspensions                                       [self]              all
GET     /me/suspensions                                    [self]              all
GET     P/members/{person_id:w}/pieces                     member:write        manage
GET     P/suspensions                                      member:write        manage
POST    P/suspensions                                      member:write!       manage
GET     P/suspensions/{suspension_id}                      member:write        manage r
GET     P/suspensions/{suspension_id}/work/{assignment_id:rejected} member:write manage r
POST    P/suspensions/{suspension_id}/reply                [hand]              w / team house
POST    P/suspensions/{suspension_id}/decision             appeal:decide       r
POST    P/suspensions/{suspension_id}/lift                 member:write!       manage

# The installation
GET     /people                                            person:read         o
GET     /people/{person_id:w}                              person:read         o
PATCH   /people/{person_id:w}                              person:write!       o
GET     /oversight/organisations                           system:audit        o
GET     /oversight/projects                                system:audit        o
GET     /oversight/agreements                              system:audit        o
GET     /oversight/agreements/{agreement_id}               system:audit        o
GET     /oversight/accesses                                system:audit       o
GET     /oversight/keeping                                 system:audit       o
GET     /budgets                                           system:audit        o
GET     /money/rules                                       [self]              all
POST    /money/rules                                       system:operate!     o
GET     O/budget                                           budget:read         a f
GET     O/budgets                                          budget:read         a f
GET     /ledger                                            system:audit        o
GET     /ledger/{entry_id}                                 system:audit        o
GET     /audit                                             system:audit        o
GET     /audit/export                                      system:audit        o
GET     /stream                                            system:operate      o
GET     /chores                                            system:operate      o
GET     /machine                                           system:operate      o
GET     /machine/backups                                   system:operate      o
GET     /machine/failures                                  system:operate      o
POST    /chores/{chore_id}/retry                           system:operate      o
POST    /chores/{chore_id}/cancel                          system:operate      o

# Organisations
GET     O                                                  [self]              house o
PATCH   O                                                  organisation:write  a o
GET     O/members                                          member:read         a o
PUT     O/members/{person_id:f}/roles/{role:administrator} organisation:write  a o
DELETE  O/members/{person_id:f}/roles/{role:finance}       organisation:write  a o
GET     O/invitations                                      organisation:write  a o
POST    O/invitations                                      organisation:write  a o
DELETE  O/invitations/{invitation_id:office's}             organisation:write  a o
POST    O/projects                                         project:create      a
GET     O/audit                                            event:read          a
GET     O/audit/export                                     event:read          a
GET     O/payouts                                          payout:read         a f
POST    O/payouts                                          payout:prepare!     f
GET     O/payouts/{payout_id}                              payout:read         a f
GET     O/payouts/{payout_id}/lines                        payout:read         a f
POST    O/payouts/{payout_id}/approve                      payout:approve!     f
POST    O/payouts/{payout_id}/return                       payout:approve!     f
GET     O/payouts/{payout_id}/bank-file                    identity:open!      f
POST    O/payouts/{payout_id}/sent                         payout:prepare!     f
POST    O/payouts/{payout_id}/result                       payout:prepare!     f
GET     O/bank-template                                    payout:read         a f
PUT     O/bank-template                                    payout:prepare!     f
GET     O/payees                                           payout:read         a f
GET     O/payees/{person_id:w}                             payout:read         a f
PUT     O/payees/{person_id:w}                             payout:prepare!     f
POST    O/payees/{person_id:w}/open                        identity:open!      f
GET     O/openings                                         payout:read         a f
GET     O/accounts                                         payout:read         a f
GET     O/ledger                                           payout:read         a f
GET     O/ledger/{entry_id}                                payout:read         a f

# Papers
GET     O/withholding                                      payout:read         a f
GET     O/quota                                            payout:read         a f
GET     O/hires                                            payout:read         a f
POST    O/hires                                            organisation:write  a o
DELETE  O/hires/{hire_id}                                  organisation:write  a o
GET     O/receipts                                         payout:read         a f
GET     O/receipts/{person_id:w}/{year}/pdf                payout:read         a f
GET     O/papers/{paper}/csv                               payout:read         a f
POST    O/papers/simplified/open                           identity:open!      f
POST    O/workbooks                                        payout:read         a f
GET     O/workbooks/{workbook_id}                          payout:read         a f

# Invitations
GET     /invitations                                       [self]              all
POST    /invitations/look                                  [public]            public
POST    /invitations/{invitation_id}/accept                [hand]              n / all

# A project and its team
GET     P                                                  project:read        team house
PATCH   P                                                  project:write       manage
POST    P/join                                             [hand]              team / house
POST    P/open                                             project:write       manage
POST    P/pause                                            project:write       manage
POST    P/close                                            project:write       manage
GET     P/members                                          project:read        team house
GET     P/members/figures                                  figure:read         manage
GET     P/overview                                         figure:read         manage
GET     P/overview/hours                                   figure:read         manage
GET     P/overview/people                                  figure:read         manage
GET     P/overview/queues                                  figure:read         manage
GET     P/overview/balance                                 figure:read         manage
GET     P/stream                                           chore:read          manage
PUT     P/members/{person_id:w}/roles/{role:manager}       member:write        manage
DELETE  P/members/{person_id:w}/roles/{role:worker}        member:write        manage
GET     P/invitations                                      invitation:write    manage
POST    P/invitations                                      invitation:write    manage
DELETE  P/invitations/{invitation_id}                      invitation:write    manage
GET     P/reasons                                          project:read        team house
PUT     P/reasons/{code}                                   project:write       manage
DELETE  P/reasons/{code}                                   project:write       manage
GET     P/events                                           event:read          manage
GET     P/history                                          event:read          manage
GET     P/history/export                                   event:read          manage
GET     P/chores                                           chore:read          manage
GET     P/chores/{chore_id}                                chore:read          manage

# Consortia
GET     P/consortium                                       member:read         manage
POST    P/consortium                                       organisation:write  a
PATCH   P/consortium/{member_id}                           organisation:write  a
PUT     P/consortium/{member_id}/shares                    member:write        manage
DELETE  P/consortium/{member_id}                           organisation:write  a
GET     O/consortia                                        figure:read         a
GET     O/consortia/{member_id:house's}                    figure:read         a
POST    O/consortia/{member_id:house's}/answer             invitation:write!   a
DELETE  O/consortia/{member_id:house's}                    invitation:write!   a
GET     O/consortia/{member_id:house's}/people             figure:read         a
GET     O/consortia/{member_id:house's}/work               figure:read         a
GET     O/consortia/{member_id:house's}/invitations        invitation:write    a
POST    O/consortia/{member_id:house's}/invitations        invitation:write    a
DELETE  O/consortia/{member_id:house's}/invitations/{invitation_id:partner's} invitation:write a

# Webhooks
GET     /hooks/kinds                                       [self]              all
GET     P/hooks                                            hook:read           manage
POST    P/hooks                                            hook:write          manage
GET     P/hooks/{hook_id}                                  hook:read           manage
PATCH   P/hooks/{hook_id}                                  hook:write          manage
DELETE  P/hooks/{hook_id}                                  hook:write          manage
POST    P/hooks/{hook_id}/rotate                           hook:write          manage
POST    P/hooks/{hook_id}/test                             hook:write          manage
GET     P/hooks/{hook_id}/deliveries                       hook:read           manage
GET     P/hooks/{hook_id}/deliveries/{delivery_id}         hook:read           manage
POST    P/hooks/{hook_id}/deliveries/{delivery_id}/redeliver hook:write        manage
GET     O/hooks                                            hook:read           a
POST    O/hooks                                            hook:write          a
GET     O/hooks/{hook_id:house's}                          hook:read           a
PATCH   O/hooks/{hook_id:house's}                          hook:write          a
DELETE  O/hooks/{hook_id:house's}                          hook:write          a
POST    O/hooks/{hook_id:house's}/rotate                   hook:write          a
POST    O/hooks/{hook_id:house's}/test                     hook:write          a
GET     O/hooks/{hook_id:house's}/deliveries               hook:read           a
GET     O/hooks/{hook_id:house's}/deliveries/{delivery_id:house's} hook:read  a
POST    O/hooks/{hook_id:house's}/deliveries/{delivery_id:house's}/redeliver hook:write a

# Money
POST    P/funding                                          budget:write        manage
GET     P/budget                                           budget:read         manage f
GET     P/budget/forecast                                  budget:read         manage f
GET     P/ledger                                           ledger:read         manage f
GET     P/movements                                        ledger:read         manage f

# Stages
POST    P/stages                                           project:write       manage
GET     P/stages                                           project:read        team house
GET     P/flows                                            item:read           readers
PUT     P/flows                                            project:write       manage
GET     S                                                  project:read        team house
PATCH   S                                                  project:write       manage
GET     S/progress                                         item:read           readers
POST    S/guidelines                                       project:write       manage
GET     S/guidelines                                       project:read        team house
GET     S/guidelines/to-read                               project:read        team house
PUT     S/guidelines/{version}/read                        project:read        team house
GET     S/guidelines/readers                               member:read         manage
POST    P/pictures                                         project:write       manage
GET     P/pictures/{picture_id}                            project:read        team house
POST    S/schemas                                          project:write       manage
GET     S/schemas                                          project:read        team house
POST    S/schemas/check                                    project:write       manage
GET     /schemas/gallery                                   [self]              all
POST    /schemas/convert                                   [self]              all
POST    S/prices                                           budget:write        manage
GET     S/prices                                           project:read        team house
GET     S/pace                                             project:read        team house
GET     S/bonuses                                          project:read        team house
POST    S/bonuses                                          budget:write        manage
POST    S/bonuses/{bonus_id}/end                           budget:write        manage
GET     S/openings/quote                                   budget:read         manage f
POST    S/quality/quote                                    budget:read         manage f
POST    S/openings                                         project:write       manage
POST    S/open                                             project:write       manage
POST    S/pause                                            project:write       manage
POST    S/cancel                                           project:write       manage
GET     S/model                                            item:read           readers
PUT     S/model                                            project:write       manage
DELETE  S/model                                            project:write       manage
POST    S/model/try                                        project:write       manage
GET     S/unlabeled                                        item:read           readers
POST    S/predictions                                      item:write          manage
POST    S/predictions/order                                project:write       manage
GET     S/corrections                                      item:read           readers
GET     S/models                                           item:read           readers

# Rules that notice, and how far people agree
GET     S/rules                                            member:read         manage
POST    S/rules                                            project:write       manage
POST    S/rules/try                                        member:read         manage
PATCH   P/rules/{rule_id}                                  project:write       manage
GET     P/hits                                             member:write        manage r
POST    P/hits/{hit_id}/settle                             member:write        manage r
POST    P/hits/{hit_id}/reply                              [self]              w / team house
GET     S/levels/{level}/trust                             member:read         manage
GET     S/levels/{level}/trust/me                          [self]              w / team house
GET     S/golds                                            project:write       manage
POST    S/golds                                            project:write       manage
POST    S/golds/gather                                     project:write       manage
POST    S/golds/seed                                       project:write       manage
GET     S/golds/pool                                       project:write       manage
GET     S/golds/candidates                                 project:write       manage
POST    P/golds/{gold_id}/retire                           project:write       manage
GET     S/agreement                                        member:read         manage
POST    S/agreement                                        project:write       manage

# Who may do which work
GET     S/requirements/{level}                             project:read        team house
PUT     S/requirements/{level}                             project:write       manage
POST    S/requirements/{level}/try                         project:write       manage
GET     S/certifying                                       project:write       manage
GET     S/invited/{level}                                  member:read         manage
POST    S/invited/{level}                                  project:write       manage
DELETE  S/invited/{level}/{person_id:w}                    project:write       manage
PATCH   P/members/{person_id:w}                            member:write        manage
GET     P/ladder                                           project:read        team house
POST    S/climb                                            [hand]              team / house
POST    /work/next                                         [hand]              all
POST    P/bulletins                                        project:write       manage
GET     P/bulletins                                        project:write       manage
POST    P/bulletins/{bulletin_id}/end                      project:write       manage
PUT     P/bulletins/{bulletin_id}/read                     project:read        team / house
GET     /bulletins                                         [self]              all
GET     P/announcements                                    project:write       manage
POST    P/announcements                                    project:write       manage
DELETE  P/announcements/{announcement_id}                  project:write       manage
GET     /announcements                                     [self]              all
PUT     /announcements/{project_id}/{announcement_id}/wish work:do             w x
DELETE  /announcements/{project_id}/{announcement_id}/wish work:do             w x
GET     /me/stream                                         [self]              all

# Learning
GET     P/courses                                          project:write       manage
POST    P/courses                                          project:write       manage
GET     P/courses/{course_id}                              project:write       manage
PATCH   P/courses/{course_id}                              project:write       manage
POST    P/courses/{course_id}/open                         project:write       manage
POST    P/courses/{course_id}/retire                       project:write       manage
GET     P/courses/{course_id}/lessons                      project:write       manage
POST    P/courses/{course_id}/lessons                      project:write       manage
PUT     P/courses/{course_id}/lessons/order                project:write       manage
PATCH   P/courses/{course_id}/lessons/{lesson_id}          project:write       manage
DELETE  P/courses/{course_id}/lessons/{lesson_id}          project:write       manage
GET     P/courses/{course_id}/questions                    project:write       manage
POST    P/courses/{course_id}/questions                    project:write       manage
GET     P/courses/{course_id}/questions/{question_id:exam} project:write       manage
PATCH   P/courses/{course_id}/questions/{question_id:exam} project:write       manage
DELETE  P/courses/{course_id}/questions/{question_id:exam} project:write       manage
GET     P/courses/{course_id}/people                       project:write       manage
GET     P/courses/{course_id}/items/{item_id:w's}/task    project:write       manage
GET     P/training.csv                                     project:write       manage
GET     /courses                                           [self]              all
GET     P/courses/{course_id}/mine                         project:read        team house
POST    P/courses/{course_id}/lessons/{lesson_id}/read     work:do             workers manage
GET     P/courses/{course_id}/questions/{question_id:practice}/task work:do workers manage
GET     P/courses/{course_id}/questions/{question_id:exam}/task work:do w manage / x p s
GET     P/courses/{course_id}/questions/{question_id:practice}/media work:do workers manage
GET     P/courses/{course_id}/questions/{question_id:exam}/media work:do w manage / x p s
POST    P/courses/{course_id}/questions/{question_id:practice}/tries work:do workers manage
POST    P/courses/{course_id}/attempts                     work:do             workers manage
GET     P/courses/{course_id}/attempts/{attempt_id}        work:do             w / x p s manage
PUT P/courses/{course_id}/attempts/{attempt_id}/answers/{question_id:exam} work:do w / x p s manage
POST    P/courses/{course_id}/attempts/{attempt_id}/end    work:do             w / x p s manage
GET     /certificates                                      [self]              all
PATCH   /certificates/{certificate_id}                     [hand]              w / all
GET     /certificates/check/{certificate_code}             [public]            public
POST    P/certificates/{certificate_id}/revoke             project:write       manage

# Uploads, imports, items
OPTIONS P/uploads                                          [public]            public
POST    P/uploads                                          item:write          manage
HEAD    P/uploads/{upload_id}                              item:write          manage
PATCH   P/uploads/{upload_id}                              item:write          manage
DELETE  P/uploads/{upload_id}                              item:write          manage
POST    P/imports                                          item:write          manage
GET     P/batches                                          item:read           readers
GET     P/batches/{batch_id}                               item:read           readers
GET     P/batches/{batch_id}/refusals                      item:read           readers
GET     P/batches/{batch_id}/preview                       item:read           readers
GET     P/batches/{batch_id}/report                        item:read           readers
GET     P/connections                                      item:write          manage
POST    P/connections                                      project:write       manage
PUT     P/connections/{connection_id}/key                  project:write       manage
DELETE  P/connections/{connection_id}                      project:write       manage
POST    P/connections/{connection_id}/try                  item:write          manage
POST    P/batches/{batch_id}/cancel                        item:write          manage
GET     P/items                                            item:read           readers
GET     P/items/{item_id}                                  item:read           readers
POST    P/items/{item_id}/exclude                          item:write          manage
GET     P/filters                                          item:read           readers
POST    P/filters                                          item:write          manage
PUT     P/filters/{filter_id:m's}                          item:write          m / a
DELETE  P/filters/{filter_id:m's}                          item:write          m / a
GET     P/found-by                                         item:read           readers
GET     P/acts                                             item:write          manage
POST    P/acts                                             item:write          manage
GET     P/acts/{act_id}                                    item:write          manage
POST    P/acts/{act_id}/start                              item:write          manage
POST    P/acts/{act_id}/stop                               item:write          manage
POST    P/acts/{act_id}/undo                               item:write          manage
GET     P/acts/{act_id}/rows                               item:write          manage
GET     /me/questions                                      [self]              all
GET     P/assignments/{assignment_id:w's}/questions        work:do             w / team house
POST    P/assignments/{assignment_id:w's}/questions        work:do             w / team house
GET     P/questions                                        item:write          manage
GET     P/questions/waiting                                item:write          manage
GET     P/questions/{inquiry_id}                           item:write          manage
POST    P/questions/{inquiry_id}/answer                    item:write          manage
POST    P/questions/{inquiry_id}/join                      item:write          manage
POST    P/questions/{inquiry_id}/part                      item:write          manage
GET     S/entries                                          project:read        team house
POST    S/entries                                          project:write       manage
DELETE  S/entries/{guideline_entry_id}                     project:write       manage
POST    P/items/{item_id}/original                         original:read       c
GET     P/originals                                        original:read       c
GET     S/alike                                            item:read           readers
POST    P/items/{item_id}/restore                          item:write          manage
POST    P/items/{item_id}/reopen                           item:write          manage
GET     P/items/{item_id}/pieces                           item:read           readers
GET     P/items/{item_id}/way                              item:read           readers

# Media: who works on it, has to mend it or to decide about it; then the link alone
GET     P/items/{item_id:w's}/media                       project:read        w readers / team house
GET     P/items/{item_id:p's}/media                       project:read        p readers / team house
GET     P/items/{item_id:appealed}/media                project:read        r w readers / team house
GET     /media/{token}                                     [public]            public
HEAD    /media/{token}                                     [public]            public
GET     /media/{token:tiled}/tiles/{level}/{column}/{row}  [public]            public

# Work: whose it is decides
POST    S/claims                                           work:do             w x
POST    P/stages/{stage_id:at level 1}/claims              inspect:1           p
POST    P/stages/{stage_id:at level 2}/claims              inspect:2           s
GET     P/assignments                                      item:read           readers
GET     P/assignments/{assignment_id:w's}                 [self]              w readers / team house
GET     P/assignments/{assignment_id:p's}                 [self]              p readers / team house
GET     P/assignments/{assignment_id:p's}/answers [self] p readers / team house
GET     P/assignments/{assignment_id:w's}/captures project:read w readers / team house
POST    P/assignments/{assignment_id:w's}/captures work:do w / x
GET     P/assignments/{assignment_id:w's}/captures/{capture_id} project:read w readers / team house
GET     P/assignments/{assignment_id:w's}/captures/{capture_id}/file work:do w / x
DELETE  P/assignments/{assignment_id:w's}/captures/{capture_id} work:do w / x
POST    P/assignments/{assignment_id:w's}/submission       work:do             w / workers
POST    P/assignments/{assignment_id:p's}/submission       work:do             p / workers
POST    P/assignments/{assignment_id:s's}/submission       work:do             s / workers
PUT     P/assignments/{assignment_id:w's}/draft            work:do             w / workers
POST    P/assignments/{assignment_id:w's}/extend           work:do             w / workers
POST    P/assignments/{assignment_id:w's}/return           work:do             w / workers
POST    P/assignments/{assignment_id:p's}/return           work:do             p / workers
POST    P/assignments/{assignment_id:returned}/resume      work:do             w / workers
POST    P/assignments/{assignment_id:rejected}/appeal      work:do             w / workers
POST    P/assignments/{assignment_id:w's}/release          work:release        manage
POST    P/assignments/{assignment_id:w's}/group            work:do             w / x
GET     P/assignments/{assignment_id:w's}/group            [self]             w readers / team house
POST    P/groups                                           work:do             w x

# Appeals, releases
GET     P/appeals/{assignment_id:appealed}                 appeal:decide       r
POST    P/appeals/{assignment_id:appealed}/decision        appeal:decide       r
POST    P/releases                                         release:write       manage
GET     P/releases                                         release:read        manage
GET     P/releases/{release_id}                            release:read        manage
GET     P/releases/{release_id}/download                   release:read        manage
GET     P/releases/next/{stage_id}                         release:read        manage
POST    P/releases/shares                                  release:read        manage
GET     P/releases/{release_id:destroyed}/manifest         release:read        manage
GET     P/releases/{release_id:destroyed}/changes          release:read        manage
GET     P/releases/{release_id:destroyed}/changelog        release:read        manage
POST    P/releases/{release_id}/close                      release:write       manage
POST    P/releases/{release_id}/reopen                     release:write       manage
POST    P/releases/{release_id:destroyed}/patch            release:write       manage
GET     P/datasets                                         release:read        manage
POST    P/datasets                                         release:write       manage
GET     P/datasets/{dataset_id}                            release:read        manage
PUT     P/datasets/{dataset_id}                            release:write       manage
GET     P/datasets/{dataset_id}/uses                       release:read        manage
GET     P/datasets/{dataset_id}/samples                    release:read        manage
PUT     P/datasets/{dataset_id}/samples                    release:write       manage
POST    P/datasets/{dataset_id}/versions                   release:write       manage
DELETE  P/datasets/{dataset_id:draft}/versions/{release_id} release:write      manage
POST    P/datasets/{dataset_id:draft}/publish              release:write       manage
POST    P/datasets/{dataset_id}/withdraw                   release:write       manage
GET     P/defects                                          release:read        manage
POST    P/defects                                          release:read        manage
GET     P/defects/period                                   release:read        manage
GET     P/defects/{defect_id}                              release:read        manage
GET     P/defects/{defect_id}/candidates                   release:read        manage
POST    P/defects/{defect_id}/accept                       release:write       manage
POST    P/defects/{defect_id}/decline                      release:write       manage
POST    P/defects/{defect_id}/duplicate                    release:write       manage
GET     /me/defects                                        [self]              all
GET     /me/defects/{defect_id:n's}                        [self]              n / all
GET     /catalogue                                         [public]            public
GET     /catalogue/{dataset_id}                            [public]            public
GET     /catalogue/{dataset_id}/samples                    [public]            public
GET     /catalogue/{dataset_id}/metadata                   [public]            public
POST    /catalogue/{dataset_id}/visits                     [public]            public
POST    /catalogue/{dataset_id}/releases/{release_id}/download [self]          all
POST    /catalogue/{dataset_id}/defects                    [self]              all
POST    P/clone                                            project:create      a
GET     O/project-templates                                project:create      a
POST    O/project-templates                                project:create      a
GET     O/project-templates/{project_template_id}          project:create      a
DELETE  O/project-templates/{project_template_id}          project:create      a
POST    O/project-templates/{project_template_id}/projects project:create      a
GET     /template-families                                 [self]              all
GET     P/templates                                        release:read        manage
POST    P/templates                                        release:write       manage
POST    P/templates/preview                                release:write       manage
POST    P/templates/schema                                 release:write       manage
GET     P/templates/{template_id}                          release:read        manage
PUT     P/templates/{template_id}                          release:write       manage
DELETE  P/templates/{template_id}                          release:write       manage
GET     S/lots                                             release:read        manage
POST    S/lots                                             release:write       manage
GET     S/lots/plan                                        release:write       manage
GET     P/lots/{lot_id}                                    release:read        manage
GET     P/lots/{lot_id}/items                              release:read        manage
GET     S/remaining                                        figure:read         manage

# What is told of releases
GET     S/targets                                          figure:read         manage
PUT     S/targets                                          project:write       manage
GET     P/checks                                           release:read        manage
PUT     P/checks/{line}                                    release:write       manage
GET     P/releases/{release_id}/report                     release:read        manage
POST    P/releases/{release_id}/report                     release:write       manage
GET     P/releases/{release_id}/report/pdf                 release:read        manage
GET     P/releases/{release_id}/report/workbook            release:read        manage
GET     P/releases/{release_id}/report/faults              release:read        manage
GET     P/releases/{release_id}/sheet                      release:read        manage
PUT     P/releases/{release_id}/sheet                      release:write       manage
GET     P/releases/{release_id}/sheet/pdf                  release:read        manage
GET     P/releases/{release_id}/sheet/markdown             release:read        manage
GET     P/releases/{release_id}/validity                   release:read        manage
POST    P/releases/{release_id}/validity                   release:write       manage
DELETE  P/validity/{validity_id}                           release:write       manage
POST    P/releases/{release_id}/samples                    release:write       manage
GET     P/releases/{release_id}/samples                    release:read        manage
GET     P/samples/{sample_id}                              release:read        manage
GET     P/samples/{sample_id}/items                        release:read        manage
GET     P/samples/{sample_id}/names                        release:read        manage
GET     P/samples/{sample_id}/workbook                     release:read        manage
PUT     P/samples/{sample_id}/examiners                    release:write       manage
POST    P/samples/{sample_id:truth}/truth                  release:write       manage
POST    P/samples/{sample_id:seen}/close                   release:write       manage
GET     /me/samples                                        [self]              all
POST    P/samples/{sample_id}/next                         project:read        x / team house
GET     P/samples/{sample_id}/items/{item_id:x's}/media    project:read        x / team house
POST    P/samples/{sample_id}/items/{item_id:x's}          project:read        x / team house
"""


SHORT = {
    "O": "/organisations/{organisation_id}",
    "P": "/projects/{project_id}",
    "S": "/projects/{project_id}/stages/{stage_id}",
}

WHY = {"why": "test"}
TEXTS = {"title_ko": "합의", "title_en": "Pact", "body_ko": "가.", "body_en": "A."}
VERDICT = {"verdict": "approve"}
DATASET = {
    **dict.fromkeys(("title_ko", "title_en", "about_ko", "about_en"), "가"),
    **dict.fromkeys(("terms_ko", "terms_en", "licence"), "가"),
    "domain": "other",
    "creators": ["가"],
}
FOUND = {"class": {"label": "cells", "class": "RBC"}, "kind": "wrong", "body": "가"}
HOOK = {"name": "X", "address": "https://hooks.example.org/", "kinds": ["item.accepted"]}

BODIES: dict[str, Any] = {
    "POST /accounts": {
        "email": "new@example.com",
        "name": "새 사람",
        "password": PASSWORD,
        "birth_year": 1991,
        "terms_id": 1,
        "privacy_id": 2,
    },
    "POST /accounts/verify": lambda w: {"token": w.links["verify"]},
    "POST /accounts/resend": {"email": "new@example.com"},
    "POST /accounts/reset": {"email": "new@example.com"},
    "POST /accounts/reset/confirm": lambda w: {"token": w.links["reset"], "password": PASSWORD},
    "POST /sessions": lambda w: {"email": w.emails["n"], "password": PASSWORD},
    "POST /oidc/links": {},
    "POST /oidc/links/confirm": {"proving": "x", "password": PASSWORD},
    "POST /sessions/second": {"proving": "x", "code": "123456"},
    "POST /sessions/second/options": {"proving": "x"},
    "POST /sessions/passkey": {"proving": "x", "credential": {}},
    "POST /sessions/confirm": {"challenge": "x", "credential": {}},
    "POST /me/factors/totp/confirm": {"code": "123456"},
    "POST /me/passkeys": {"proving": "x", "credential": {}, "name": "X"},
    "PATCH /me/passkeys/{passkey_id:n's}": {"name": "X"},
    "POST /tokens": {"name": "x", "scopes": ["read"]},
    "PATCH /me": {"name": "X"},
    "PATCH /people/{person_id}": {"operator": True},
    "PUT /me/password": {"old": PASSWORD, "new": "a longer way home"},
    "POST /me/leave": {"password": PASSWORD},
    "POST /notifications/read": {},
    "PUT /me/telling": {"topics": [], "quiet_from": None, "quiet_until": None, "letter_at": 480},
    "POST /me/push": {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "keys": push_keys()},
    "PUT /me/groups": {"groups": ["career_break"], "consent": True},
    "PUT /me/participant": {**PROFILE, "lives_years": 3},
    "POST P/guardian": {"name": "가", "email": "g@example.com", "relation": "어머니"},
    "POST /guardians/{token:consent}": {},
    "POST P/withdrawals": WHY,
    "PUT P/stages/{stage_id:collecting}/quotas": {"by": [], "cells": []},
    "POST /agreements": {"kind": "terms", **TEXTS},
    "POST /agreements/{agreement_id}/sign": {},
    "POST P/agreement": TEXTS,
    "POST O/agreement": TEXTS,
    "POST O/signings": lambda w: {
        "agreement_id": w.objects["agreement_id:house's"],
        "title": "협약식",
        "opens_at": "2100-01-01T09:00:00+09:00",
        "closes_at": "2100-01-01T10:00:00+09:00",
    },
    "PATCH O/signings/{signing_id}": {"title": "협약식"},
    "POST /organisations": {"name": "X"},
    "PATCH O": {"name": "X"},
    "POST O/invitations": {
        "email": "new@example.com",
        "role": "finance",
    },
    "POST O/projects": {"name": "X"},
    "PUT /me/payee": {"bank": "004", "account": "110-123-456", "holder": "가"},
    "PUT /me/identity": {"legal_name": "가", "number": "900101-1234567"},
    "POST /me/payouts": lambda w: {"organisation_id": w.objects["organisation_id"]},
    "POST O/payouts": {"through": "2026-01-01"},
    "POST O/payouts/{payout_id}/return": {"why": "다시 모아 주세요"},
    "POST O/payouts/{payout_id}/result": b"--x\r\n"
    b'Content-Disposition: form-data; name="file"; filename="r.csv"\r\n\r\n'
    b"reference,amount,status\r\nD1,1,paid\r\n--x--\r\n",
    "PUT O/bank-template": PRESETS["generic"].model_dump(),
    "PUT O/payees/{person_id:w}": {"income": "business"},
    "POST O/payees/{person_id:w}/open": {"what": "identity", "reason": "신고서와 대조"},
    "POST O/hires": {"hired_on": "2026-03-02", "post": "검수 담당"},
    "POST O/papers/simplified/open": {"period": "2026-11", "reason": "간이지급명세서 제출"},
    "POST O/workbooks": {"paper": "roster", "period": "2026-11"},
    "POST /invitations/look": lambda w: {"token": w.links["offer"]},
    "PATCH P": {"name": "X"},
    "POST P/pause": WHY,
    "POST P/close": WHY,
    "POST P/invitations": {"email": "new@example.com", "role": "worker"},
    "PUT P/reasons/{code}": {"ko": "가", "en": "a"},
    "POST P/funding": {"amount": 1000},
    "POST P/consortium": {"organisation": "셋째 기관", "roles": ["worker"]},
    "PATCH P/consortium/{member_id}": {"roles": ["worker"]},
    "PUT P/consortium/{member_id}/shares": {"shares": []},
    "POST O/consortia/{member_id}/answer": {"accept": True},
    "POST O/consortia/{member_id}/invitations": {"email": "n@example.com", "role": "worker"},
    "POST P/hooks": HOOK,
    "PATCH P/hooks/{hook_id}": {"name": "Y"},
    "POST P/hooks/{hook_id}/rotate": {},
    "POST O/hooks": {**HOOK, "kinds": ["payout.sent"]},
    "PATCH O/hooks/{hook_id}": {"name": "Y"},
    "POST O/hooks/{hook_id}/rotate": {},
    "POST S/bonuses": {"kind": "volume", "amount": 10, "most": 2, "pieces": 5},
    "POST /money/rules": {
        "kind": "minimum_wage",
        "valid_from": "2027-01-01",
        "value": {"hourly": 10_700},
        "source": "고용노동부 고시",
    },
    "POST P/stages": {"name": "X"},
    "PUT P/flows": {"flows": []},
    "PATCH S": {"name": "X"},
    "POST S/guidelines": {"body": "X"},
    "POST P/pictures": b"--x\r\n"
    b'Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    + encoded("PNG", drawing(20, 10))
    + b"\r\n--x--\r\n",
    "POST S/schemas": {
        "definition": {
            "modality": "picture",
            "labels": [{"kind": "box", "name": "cells", "classes": [{"id": "RBC"}]}],
        }
    },
    "POST S/schemas/check": {
        "definition": {"modality": "text", "labels": [{"kind": "rating", "name": "tone"}]}
    },
    "POST /schemas/convert": {"format": "cvat", "text": '[{"name": "car", "type": "mask"}]'},
    "POST S/prices": {"level0": 10, **PRICED},
    "POST S/openings": {},
    "POST S/pause": WHY,
    "POST S/cancel": WHY,
    "PUT S/model": {"address": "http://models.example.org/cells"},
    "POST S/model/try": {},
    "POST S/predictions": lambda w: {
        "model": "cells-3",
        "predictions": [{"item_id": w.objects["item_id"], "annotations": []}],
    },
    "POST S/predictions/order": {"model": "cells-2"},
    "PUT S/requirements/{level}": {"asked": {"invited": True}, "day_limit": 5},
    "POST S/requirements/{level}/try": {"asked": {"languages": ["ko"]}},
    "POST S/invited/{level}": lambda w: {"person_ids": [w.ids["w"]]},
    "PATCH P/members/{person_id}": {"team": "A"},
    "POST S/climb": {"level": 1},
    "POST /work/next": {},
    "POST P/bulletins": {"title": "가", "body": "가"},
    "POST P/announcements": lambda w: {
        "stage_id": w.objects["stage_id"],
        "opens_at": "2100-01-01T09:00:00+09:00",
    },
    "POST S/claims": {"level": 0},
    "POST S/quality/quote": {"quality": {}},
    "POST P/stages/{stage_id:at level 1}/claims": {"level": 1},
    "POST P/stages/{stage_id:at level 2}/claims": {"level": 2},
    "POST P/uploads": b"",
    "PATCH P/uploads/{upload_id}": b"abcd",
    "POST P/connections": {
        "name": "원본",
        "address": "s3://bucket/a",
        "region": "ap-northeast-2",
        "mode": "reference",
    },
    "PUT P/connections/{connection_id}/key": {"key_id": "a", "secret": "b"},
    "POST P/connections/{connection_id}/try": {},
    "POST P/imports": lambda w: {"stage_id": w.objects["stage_id"], "upload_id": w.links["zip"]},
    "POST P/items/{item_id}/original": {"why": "a court asks"},
    "POST P/items/{item_id}/exclude": {"reason": "private"},
    "POST P/items/{item_id}/reopen": WHY,
    "POST P/filters": {"name": "반려", "asked": {"verdict": "return"}},
    "PUT P/filters/{filter_id}": {"name": "반려", "asked": {"verdict": "return"}},
    "POST P/acts": {"kind": "include", "scope": {"ids": [1]}},
    "POST P/assignments/{assignment_id}/questions": {"text": "하나인가요?"},
    "POST P/questions/{inquiry_id}/answer": {"answer": "네."},
    "POST P/questions/{inquiry_id}/join": lambda w: {"same_as": w.objects["inquiry_id:other"]},
    "POST S/entries": {"question": "하나인가요?", "answer": "네."},
    "POST P/assignments/{assignment_id:w's}/submission": {"answer": boxes(10.0)},
    "POST P/assignments/{assignment_id:p's}/submission": VERDICT,
    "POST P/assignments/{assignment_id:s's}/submission": VERDICT,
    "POST P/assignments/{assignment_id}/captures": {"upload_id": "x", "label": "speech"},
    "PUT P/assignments/{assignment_id}/draft": {"revision": 0, "body": {}},
    "POST P/assignments/{assignment_id}/return": WHY,
    "POST P/groups": {"code": "WORLD2"},
    "POST P/courses": lambda w: {"title": "x", "stage_id": w.objects["stage_id"]},
    "PATCH P/courses/{course_id}": {"title": "x"},
    "POST P/courses/{course_id}/lessons": {"title": "x", "body": "x"},
    "PUT P/courses/{course_id}/lessons/order": lambda w: {"ids": [w.objects["lesson_id"]]},
    "PATCH P/courses/{course_id}/lessons/{lesson_id}": {"title": "x"},
    "POST P/courses/{course_id}/questions": lambda w: {
        "use": "practice",
        "item_id": w.objects["item_id:w's"],
        "answer": boxes(1.0),
    },
    "PATCH P/courses/{course_id}/questions/{question_id}": {"note": "x"},
    "POST P/courses/{course_id}/lessons/{lesson_id}/read": {"seconds": 1},
    "POST P/courses/{course_id}/questions/{question_id}/tries": {"answer": boxes(1.0)},
    "PUT P/courses/{course_id}/attempts/{attempt_id}/answers/{question_id}": {"answer": boxes(1.0)},
    "PATCH /certificates/{certificate_id}": {"shown": True},
    "POST P/certificates/{certificate_id}/revoke": WHY,
    "POST P/assignments/{assignment_id}/appeal": {"text": "맞아요."},
    "POST P/assignments/{assignment_id}/release": WHY,
    "POST P/releases": lambda w: {
        "version": "2.0",
        "stage_id": w.objects["stage_id"],
        "format": "coco",
    },
    "POST P/releases/shares": lambda w: {
        "stage_id": w.objects["stage_id"],
        "split": {"by": "item", "shares": {"training": 100}},
    },
    "POST P/releases/{release_id}/close": WHY,
    "POST S/lots": {"name": "1차", "limit": "2.5"},
    "POST P/releases/{release_id:destroyed}/patch": {"version": "3.0"},
    "POST P/datasets": lambda w: DATASET | {"stage_id": w.objects["stage_id:fresh"]},
    "PUT P/datasets/{dataset_id}": lambda w: DATASET | {"stage_id": w.objects["stage_id"]},
    "PUT P/datasets/{dataset_id}/samples": {"items": []},
    "POST P/datasets/{dataset_id}/versions": lambda w: {"release_id": w.objects["release_id"]},
    "POST P/defects": lambda w: FOUND | {"release_id": w.objects["release_id"]},
    "POST P/defects/{defect_id}/accept": lambda w: {"items": [w.objects["item_id:delivered"]]},
    "POST P/defects/{defect_id}/decline": {"reason": "not_seen", "answer": "가"},
    "POST P/defects/{defect_id}/duplicate": lambda w: {"of": w.objects["defect_id:other"]},
    "POST /catalogue/{dataset_id}/releases/{release_id}/download": {
        "kind": "company",
        "terms_sha256": terms_hash("가", "a"),
    },
    "POST /catalogue/{dataset_id}/defects": lambda w: (
        FOUND | {"release_id": w.objects["release_id"]}
    ),
    "PUT S/targets": {"targets": []},
    "PUT P/checks/{line}": {"answer": "met"},
    "PUT P/releases/{release_id}/sheet": {"texts": {}},
    "POST P/releases/{release_id}/validity": {
        "model": "R50",
        "metric": "mAP",
        "target": 0.7,
        "reached": 0.71,
        "split_sha256": "0" * 64,
    },
    "POST P/releases/{release_id}/samples": {"kind": "judged", "seed": 1, "size": 1, "target": 1},
    "PUT P/samples/{sample_id}/examiners": {"examiners": []},
    "POST P/samples/{sample_id:truth}/truth": {"truths": [{"name": "x", "annotations": []}]},
    "POST P/samples/{sample_id}/items/{item_id:x's}": {"passed": True},
    "POST P/clone": {"name": "2차"},
    "POST O/project-templates": lambda w: {
        "project_id": w.objects["project_id"],
        "name": "상자",
    },
    "POST O/project-templates/{project_template_id}/projects": {"name": "2차"},
    "POST P/templates": {"name": "규격", "definition": TEMPLATE},
    "POST P/templates/preview": lambda w: {
        "definition": TEMPLATE,
        "stage_id": w.objects["stage_id"],
    },
    "POST P/templates/schema": {"definition": TEMPLATE},
    "PUT P/templates/{template_id}": {"name": "규격", "definition": TEMPLATE},
    "POST P/appeals/{assignment_id}/decision": {"won": True, "reply": "네."},
    "POST S/golds": lambda w: {"level": 0, "item_id": w.objects["item_id"], "answer": boxes(1.0)},
    "POST S/golds/gather": {"source": "inspection", "level": 0},
    "POST S/golds/seed": {"level": 1},
    "POST S/rules": {"name": "너무 빨라요", "collector": "speed"},
    "POST S/rules/try": {"collector": "gold"},
    "PATCH P/rules/{rule_id}": {"name": "더 빨라요"},
    "POST P/hits/{hit_id}/settle": {"outcome": "kept", "answer": "그대로 둘게요."},
    "POST P/hits/{hit_id}/reply": {"text": "쉬운 사진이었어요."},
    "PUT /me/ratings/{project_id}": {"pay": 4, "clarity": 3, "inspection": 5, "answers": 1},
    "POST P/rejections/{held_id}/decision": {"confirmed": False, "answer": "맞게 했어요."},
    "POST P/suspensions": lambda w: {
        "person_id": w.ids["w"],
        "why": "같은 답이에요.",
        "evidence": [w.objects["assignment_id:rejected"]],
    },
    "POST P/suspensions/{suspension_id}/reply": {"text": "쉬운 사진이었어요."},
    "POST P/suspensions/{suspension_id}/decision": {"in_force": True, "answer": "그래요."},
}
"""What is sent, by method and path; a row's own words before those of its path in general."""

TUS = {"tus-resumable": "1.0.0"}
HEADERS: dict[str, dict[str, str]] = {
    "POST P/pictures": {"content-type": "multipart/form-data; boundary=x"},
    "POST O/payouts/{payout_id}/result": {"content-type": "multipart/form-data; boundary=x"},
    "POST P/uploads": {**TUS, "upload-length": "4", "upload-metadata": "filename YS56aXA="},
    "HEAD P/uploads/{upload_id}": TUS,
    "PATCH P/uploads/{upload_id}": {
        **TUS,
        "upload-offset": "0",
        "content-type": "application/offset+octet-stream",
    },
    "DELETE P/uploads/{upload_id}": TUS,
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    short: str  # as it stands in the table
    permission: str
    let_in: list[str]
    hidden: list[str]
    by_hand: bool  # no token does it

    @property
    def path(self) -> str:
        """The whole path, with the objects that are meant: {assignment_id:w's}."""
        first, slash, rest = self.short.partition("/")
        whole = SHORT.get(first, "") + slash + rest
        return whole[1:] if whole.startswith("//") else PREFIX + whole

    @property
    def route(self) -> str:
        """The path as the application has it."""
        return re.sub(r":[^}]*", "", self.path)

    @property
    def belong(self) -> list[str]:
        """Who belongs to the place that the path names."""
        if "{project_id}" in self.path:
            return [*TEAM, *HOUSE]
        return list(HOUSE) if "{organisation_id}" in self.path else SIGNED_IN

    def expected(self, caller: str) -> int | None:
        """The status, None for who is let in."""
        if caller in self.let_in:
            return None
        if caller == "out":
            return 401
        return 404 if caller in self.hidden or caller not in self.belong else 403

    def own(self, kept: dict[str, Any]) -> Any:
        """What BODIES or HEADERS keep for it: by its own words before those of its path."""
        general = f"{self.method} {re.sub(r':[^}]*', '', self.short)}"
        return kept.get(str(self), kept.get(general))

    def __str__(self) -> str:
        return f"{self.method} {self.short}"


def _names(column: str) -> list[str]:
    return [name for word in column.split() for name in GROUPS.get(word, [word])]


def rows() -> list[Row]:
    """TABLE, read."""
    found = []
    for line in TABLE.splitlines():
        if line and not line.startswith("#"):
            method, rest = line.split(maxsplit=1)
            short, permission, who = re.split(r" +(?![^{]*})", rest, maxsplit=2)
            let_in, _, hidden = who.partition("/")
            by_hand = permission == "[hand]" or permission.endswith("!")
            needed = permission.removesuffix("!")
            found.append(Row(method, short, needed, _names(let_in), _names(hidden), by_hand))
    return found


ROWS = rows()


@pytest.fixture(scope="module")
def world(servers: Any, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with made_world(servers, template, tmp_path_factory.mktemp("permissions")) as made:
        yield made


def send(w: World, row: Row, headers: dict[str, str], *, foreign: str | None = None) -> Response:
    """Send the row's request, and undo what it did. `foreign` is the parameter that is to name an
    object of the sister project."""

    def value(found: re.Match[str]) -> str:
        name, _, which = found[1].partition(":")
        if name == foreign:
            return str(w.foreign[name])
        if name in ("role", "code"):
            return which or "position"
        if name == "person_id":
            return str(w.ids[which])
        return w.links.get(found[1]) or w.links.get(name) or str(w.objects[found[1]])

    path = re.sub(r"\{([^}]*)\}", value, row.path)
    body = row.own(BODIES)
    sent = {**(row.own(HEADERS) or {}), **headers}
    return w.send(row.method, path, body(w) if callable(body) else body, sent)


def said(answer: Response) -> str:
    return f"{answer.status_code} {answer.text[:300]}"


def let_in(answer: Response) -> bool:
    """Whether the request passed the door: it was done, or only the state of things was against
    it; or it was sent on, to a page that is there only where the web app is built."""
    return answer.status_code < 400 or answer.status_code == 409 or bool(answer.history)


def test_every_route_has_a_row_and_every_row_a_route(tmp_path: Path) -> None:
    configure(web=tmp_path)  # as without the web app, which is no route but what is left over
    routes = set()
    for context in iter_route_contexts(create_app().routes):
        methods = context.methods or {"ANY"}
        # Where there is a GET that answers HEAD too, it does so by the same handler.
        for method in methods - {"HEAD"} if "GET" in methods else methods:
            routes.add(f"{method} {context.path}")
    configure(web=None)
    routes -= {"GET /metrics"}  # by address or by a token of its own: tests/api/test_watching.py
    table = {f"{row.method} {row.route}" for row in ROWS}
    assert sorted(routes - table) == [], "routes without a row"
    assert sorted(table - routes) == [], "rows without a route"


def test_the_table_is_in_good_order() -> None:
    names = set(CALLERS)
    permissions = {may.value for may in May} | {"[public]", "[self]", "[hand]"}
    for row in ROWS:
        assert {*row.let_in, *row.hidden} <= names, row
        assert row.permission in permissions, row
    assert len({str(row) for row in ROWS}) == len(ROWS)
    used = {row.permission for row in ROWS}
    assert {may.value for may in May} <= used, "a permission that no route asks for"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_in(world: World, row: Row) -> None:
    wrong = []
    for caller in CALLERS:
        answer = send(world, row, world.keys[caller])
        expected = row.expected(caller)
        if expected is None:
            right = let_in(answer)
        else:
            right = answer.status_code == expected
            if right and expected == 403 and row.method != "HEAD":
                right = answer.json().get("permission") == row.permission
        if not right:
            wrong.append(f"{caller}: expected {expected or 'to be let in'}, got {said(answer)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.method not in ("GET", "HEAD") and row.permission != "[public]"],
    ids=str,
)
def test_a_browsers_change_needs_the_csrf_token(world: World, row: Row) -> None:
    keys = world.keys[row.let_in[0]]
    answer = send(world, row, {"cookie": keys["cookie"]})
    assert answer.status_code == 403, said(answer)
    assert answer.json()["permission"] == "csrf"


@pytest.mark.parametrize("row", [row for row in ROWS if row.permission != "[public]"], ids=str)
def test_a_token_does_what_its_scopes_say(world: World, row: Row) -> None:
    caller = row.let_in[0]
    if row.permission == "[self]":
        assert let_in(send(world, row, world.bearer(caller, "read")))
        return
    if row.by_hand:
        answer = send(world, row, world.bearer(caller, *SCOPES))
        assert answer.status_code == 403, said(answer)
        assert answer.json()["code"] == "by_session_only"
        return
    may = May(row.permission)
    granting = [scope for scope, mays in SCOPES.items() if may in mays]
    lacking = next(scope for scope, mays in SCOPES.items() if may not in mays)
    answers = [send(world, row, world.bearer(caller, scope)) for scope in granting]
    assert any(map(let_in, answers)), [said(answer) for answer in answers]
    answer = send(world, row, world.bearer(caller, lacking))
    assert answer.status_code == 403, f"{lacking}: {said(answer)}"
    if row.method != "HEAD":
        assert answer.json()["permission"] == may.value


def foreign_parameter(row: Row) -> str | None:
    """The parameter of an object that must be of the place that the path names."""
    names = re.findall(r"\{(\w+_id)[:}]", row.path)
    return names[-1] if names[-1:] and names[0] != names[-1] else None


@pytest.mark.parametrize("row", [row for row in ROWS if foreign_parameter(row)], ids=str)
def test_anothers_object_is_not_found_in_ones_own_place(world: World, row: Row) -> None:
    for caller in row.let_in:
        if caller == "o" and row.method == "PUT" and row.short.startswith("O/members/"):
            continue  # the operator may give an office to anybody: see test_oversight
        answer = send(world, row, world.keys[caller], foreign=foreign_parameter(row))
        assert answer.status_code == 404, f"{caller}: {said(answer)}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
def test_nobody_but_who_may_read_members_learns_a_name(world: World, row: Row) -> None:
    for caller in (*TEAM, *HOUSE):
        if caller in GROUPS["manage"] or row.permission.startswith("payout:"):
            continue  # who pays people knows them
        text = send(world, row, world.keys[caller]).text
        # A guardian's link is the key to whose guardian he is, whoever holds it.
        named = {"w"} if row.short.startswith("/guardians/") else set()
        for other in set(SIGNED_IN) - {caller} - named:
            assert name_of(other) not in text, (caller, other)
            assert world.emails[other] not in text, (caller, other)


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("GET", "/projects/{project_id}/items", "batch_id"),
        ("GET", "/projects/{project_id}/items", "stage_id"),
        ("GET", "/projects/{project_id}/batches", "stage_id"),
        ("GET", "/projects/{project_id}/assignments", "stage_id"),
        ("GET", "/projects/{project_id}/ledger", "account_id"),
        ("GET", "/projects/{project_id}/overview", "stage_id"),
        ("GET", "/projects/{project_id}/members/figures", "stage_id"),
        ("GET", "/projects/{project_id}/budget", "stage_id"),
        ("GET", "/projects/{project_id}/stages/{stage_id}/openings/quote", "batch_id"),
        ("POST", "/projects/{project_id}/stages/{stage_id}/openings", "batch_id"),
        ("POST", "/projects/{project_id}/imports", "stage_id"),
        ("POST", "/projects/{project_id}/imports", "upload_id"),
        ("POST", "/projects/{project_id}/imports", "connection_id"),
        ("GET", "/projects/{project_id}/releases", "stage_id"),
        ("POST", "/projects/{project_id}/releases", "stage_id"),
        ("GET", "/projects/{project_id}/defects", "release_id"),
        ("POST", "/projects/{project_id}/templates/preview", "stage_id"),
        ("GET", "/me/assignments", "project_id"),
        ("GET", "/me/ledger", "project_id"),
    ],
)
def test_what_a_query_or_body_names_of_another_project_shows_nothing(
    world: World, method: str, path: str, names: str
) -> None:
    foreign = {names: world.foreign[names]}
    body = None
    if method == "POST":
        own = {"stage_id": world.objects["stage_id"], "upload_id": world.links["zip"]}
        if names == "connection_id":
            del own["upload_id"]
        body = {**own, **foreign} if path.endswith("imports") else foreign
        if path.endswith("releases"):
            body = {"version": "2.0", "format": "coco", **foreign}
        if path.endswith("preview"):
            body = {"definition": TEMPLATE, **foreign}
    here = PREFIX + path.format(**world.objects)
    query = "" if body else f"?{names}={foreign[names]}"
    answer = world.send(method, here + query, body, world.keys["m"])
    if answer.status_code == 200:
        shown = answer.json()
        counts = {key: value for key, value in shown.items() if isinstance(value, int)}
        nothing = shown.get("items") in ([], 0) or not any(
            counts[key] for key in ("reserved", "earned", "given_back") if key in counts
        )
        assert nothing, said(answer)
    else:
        assert answer.status_code == 404, said(answer)
