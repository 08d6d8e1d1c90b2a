"""Sounds, videos, documents, time series as strangers send them, one module a kind."""

from collections.abc import Callable

from app.assets.media.base import Keep, MediaRefused, Medium, Probed

__all__ = ["Keep", "MediaRefused", "Medium", "Probed", "medium"]


def _sound() -> Medium:
    from app.assets.media.sound import prepare, probe

    return Medium(probe, prepare)


def _video() -> Medium:
    from app.assets.media.video import prepare, probe

    return Medium(probe, prepare)


def _document() -> Medium:
    from app.assets.media.document import prepare, probe

    return Medium(probe, prepare)


def _series() -> Medium:
    from app.assets.media.series import prepare, probe

    return Medium(probe, prepare)


# Loaded by need: numpy and PDFium are 30 MB that a web process does without.
_MEDIA: dict[str, Callable[[], Medium]] = {
    "sound": _sound,
    "video": _video,
    "document": _document,
    "series": _series,
}


def medium(modality: str) -> Medium | None:
    """How that modality's files are taken; None for pictures and texts."""
    found = _MEDIA.get(modality)
    return None if found is None else found()
