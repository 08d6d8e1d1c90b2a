"""The built web app: its files with the headers they need, and its one page for every address."""

from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.core.settings import settings

PAGE = "index.html"


def policy(*stores: str | None) -> str:
    """What the page may load: our own scripts, and pictures from where they are stored."""
    elsewhere = " ".join(("https:", *filter(None, stores)))
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src 'self' data: blob: {elsewhere}",
            f"media-src 'self' blob: {elsewhere}",
            f"connect-src 'self' blob: data: {elsewhere}",
            "style-src 'self' 'unsafe-inline'",  # widths and colours that are data
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class WebApp(StaticFiles):
    """Files of the built app. Any other address is the page's: it reads the address itself."""

    def __init__(self, folder: Path, policy: str) -> None:
        super().__init__(directory=folder)
        self._policy = policy

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`, compressed where it lies compressed; else the page."""
        if Path(path).parts[:1] == ("api",) or "\0" in path:
            raise HTTPException(404)
        try:
            return await self._file(path, scope)
        except HTTPException as refused:
            # An address with a dot is a file's that is no more, not a page's.
            if refused.status_code != 404 or "." in Path(path).name:
                raise
            return await self._file(PAGE, scope)

    async def _file(self, path: str, scope: Scope) -> Response:
        if path in (".", ""):
            path = PAGE
        takes = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        if takes and self._lies_compressed(path):
            response = await super().get_response(f"{path}.gz", scope)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Type"] = _media_type(path)
        else:
            response = await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        # What lies under assets has its content's hash in its name.
        kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        response.headers["Cache-Control"] = kept
        # Scripts too: what a worker may load is said with its script, not with the page.
        response.headers["Content-Security-Policy"] = self._policy
        return response

    def _lies_compressed(self, path: str) -> bool:
        try:
            return self.lookup_path(f"{path}.gz")[1] is not None
        except OSError:  # a name longer than a file's can be
            return False


def _media_type(path: str) -> str:
    return {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".svg": "image/svg+xml",
        ".json": "application/json",
        ".webmanifest": "application/manifest+json",
    }.get(Path(path).suffix, "application/octet-stream")


def install(application: FastAPI, folder: Path) -> bool:
    """Serve the app that was built into `folder`; False where there is none."""
    if not (folder / PAGE).is_file():
        return False
    config = settings()
    # Not a mount: what the API's own routes refuse (a wrong method) stays theirs to refuse.
    application.router.default = WebApp(folder, policy(config.s3_endpoint, config.media_origin))
    return True
