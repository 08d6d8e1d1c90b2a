"""`Dure` and `AsyncDure`: the same methods, blocking or awaited, made of the acts.

Lists that come in pages are iterators here: the next page is asked for when it is needed.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

import httpx

from dure.client import acts
from dure.client.core import Act
from dure.client.models import Page
from dure.client.wire import AsyncWire, Wire

P = ParamSpec("P")
T = TypeVar("T")


def _plain(act: Callable[P, Act[T]]) -> Callable[Concatenate[Dure, P], T]:
    @functools.wraps(act)
    def method(self: Dure, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.wire.run(act(*args, **kwargs))

    return method


def _paged(
    act: Callable[P, Act[Page[T]]], key: str = "after"
) -> Callable[Concatenate[Dure, P], Iterator[T]]:
    @functools.wraps(act)
    def method(self: Dure, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        while True:
            found = self.wire.run(act(*args, **kwargs))
            yield from found.items
            if found.next is None:
                return
            kwargs[key] = found.next

    return method


def _awaited(act: Callable[P, Act[T]]) -> Callable[Concatenate[AsyncDure, P], Awaitable[T]]:
    @functools.wraps(act)
    async def method(self: AsyncDure, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.wire.run(act(*args, **kwargs))

    return method


def _awaited_pages(
    act: Callable[P, Act[Page[T]]], key: str = "after"
) -> Callable[Concatenate[AsyncDure, P], AsyncIterator[T]]:
    @functools.wraps(act)
    async def method(self: AsyncDure, /, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        while True:
            found = await self.wire.run(act(*args, **kwargs))
            for one in found.items:
                yield one
            if found.next is None:
                return
            kwargs[key] = found.next

    return method


class Dure:
    """A program's way to Dure, blocking. `url` is the address that people see, `token` a `dure_…`
    that somebody has made under his account."""

    def __init__(
        self, url: str, token: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.wire = Wire(url, token, transport=transport)

    def __enter__(self) -> Dure:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.wire.close()

    me = _plain(acts.me)
    projects = _paged(acts.projects)
    project = _plain(acts.project)
    stages = _paged(acts.stages)
    members = _paged(acts.members)
    invite = _plain(acts.invite)

    upload = _plain(acts.upload)
    upload_offset = _plain(acts.upload_offset)
    begin_import = _plain(acts.begin_import)
    batch = _plain(acts.batch)
    wait_for_batch = _plain(acts.wait_for_batch)
    refusals = _paged(acts.refusals)
    items = _paged(acts.items)
    open_work = _plain(acts.open_work)

    chore = _plain(acts.chore)
    wait_for_chore = _plain(acts.wait_for_chore)

    releases = _paged(acts.releases)
    release = _plain(acts.release)
    make_release = _plain(acts.make_release)
    wait_for_release = _plain(acts.wait_for_release)
    download = _plain(acts.download)
    report = _plain(acts.report)

    unlabeled = _paged(acts.unlabeled)
    predict = _plain(acts.predict)
    order_by_score = _plain(acts.order_by_score)
    corrections = _paged(acts.corrections)
    agreement = _plain(acts.agreement)

    hook_kinds = _plain(acts.hook_kinds)
    hooks = _paged(acts.hooks)
    make_hook = _plain(acts.make_hook)
    change_hook = _plain(acts.change_hook)
    remove_hook = _plain(acts.remove_hook)
    rotate_hook = _plain(acts.rotate_hook)
    test_hook = _plain(acts.test_hook)
    deliveries = _paged(acts.deliveries, "before")
    delivery = _plain(acts.delivery)
    redeliver = _plain(acts.redeliver)


class AsyncDure:
    """A program's way to Dure, to be awaited; many requests at once. The same as `Dure`."""

    def __init__(
        self, url: str, token: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self.wire = AsyncWire(url, token, transport=transport)

    async def __aenter__(self) -> AsyncDure:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        await self.wire.close()

    me = _awaited(acts.me)
    projects = _awaited_pages(acts.projects)
    project = _awaited(acts.project)
    stages = _awaited_pages(acts.stages)
    members = _awaited_pages(acts.members)
    invite = _awaited(acts.invite)

    upload = _awaited(acts.upload)
    upload_offset = _awaited(acts.upload_offset)
    begin_import = _awaited(acts.begin_import)
    batch = _awaited(acts.batch)
    wait_for_batch = _awaited(acts.wait_for_batch)
    refusals = _awaited_pages(acts.refusals)
    items = _awaited_pages(acts.items)
    open_work = _awaited(acts.open_work)

    chore = _awaited(acts.chore)
    wait_for_chore = _awaited(acts.wait_for_chore)

    releases = _awaited_pages(acts.releases)
    release = _awaited(acts.release)
    make_release = _awaited(acts.make_release)
    wait_for_release = _awaited(acts.wait_for_release)
    download = _awaited(acts.download)
    report = _awaited(acts.report)

    unlabeled = _awaited_pages(acts.unlabeled)
    predict = _awaited(acts.predict)
    order_by_score = _awaited(acts.order_by_score)
    corrections = _awaited_pages(acts.corrections)
    agreement = _awaited(acts.agreement)

    hook_kinds = _awaited(acts.hook_kinds)
    hooks = _awaited_pages(acts.hooks)
    make_hook = _awaited(acts.make_hook)
    change_hook = _awaited(acts.change_hook)
    remove_hook = _awaited(acts.remove_hook)
    rotate_hook = _awaited(acts.rotate_hook)
    test_hook = _awaited(acts.test_hook)
    deliveries = _awaited_pages(acts.deliveries, "before")
    delivery = _awaited(acts.delivery)
    redeliver = _awaited(acts.redeliver)
