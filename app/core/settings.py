"""What can be configured: `DURE_…` variables of the environment, each with a default that works.

With nothing set, Dure is one folder and its own servers. `DURE_DATABASE_URL`, `DURE_REDIS_URL` and
`DURE_STORAGE_URL` point the same program at servers that somebody else runs. What is secret can be
given as a file instead: `DURE_SECRET_FILE=/run/secrets/dure` for `DURE_SECRET`.
"""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

ROOT = Path(__file__).resolve().parents[2]

OWNER_ROLE = "dure_owner"  # owns the tables, migrates
APP_ROLE = "dure_app"  # serves: may not change what is only ever added to


class NotConfigured(Exception):
    """A server is needed whose address is not known; the sentence names the missing variable."""


class Settings(BaseSettings):
    """One value per `DURE_` variable; frozen, so that a test that wants others makes another."""

    model_config = SettingsConfigDict(
        env_prefix="DURE_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """A variable goes before its file: a program sets it for those it starts."""
        return init_settings, env_settings, _Files(settings_cls)

    data: Path = Path(".data")  # embedded servers, stored files, outbox, secret
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    base_url: str | None = None  # the address that people see; default http://host:port
    processes: int = Field(1, ge=1, le=256)  # API processes
    threads: int = Field(32, ge=1, le=1024)  # requests at once in one API process
    pool_size: int = Field(32, ge=1, le=1024)  # connections of one process; matches `threads`
    workers: int = Field(2, ge=1, le=256)  # chores at once in one worker process

    database_url: str | None = None  # as the lesser role
    owner_database_url: str | None = None  # as the owner; only `dure migrate` and `dure up` need it
    # A copy that PostgreSQL keeps (streaming replica), for what may be some seconds old.
    replica_url: str | None = None
    replica_lag: int = Field(30, ge=0, le=3600)  # seconds that it may be behind
    redis_url: str | None = None  # the doorbell; none: the worker listens to the chore table
    redis: bool = True  # whether to start an embedded Redis; a run without any works too
    storage_url: str | None = None  # file:///folder or s3://bucket/prefix
    s3_endpoint: str | None = None  # for S3-compatible storage that is not Amazon's
    s3_region: str | None = None
    s3_access_key: str | None = None
    s3_secret_key: SecretStr | None = None

    secret: SecretStr | None = None  # signs links and tokens; else made once, in the data folder
    # The file with the keys of what is under seal, the newest first; else made in the data folder.
    seal_keys: Path | None = None
    smtp_url: str | None = None  # smtp[s]://user:password@host:port; none: a folder, data/outbox
    mail_from: str = "Dure <noreply@localhost>"
    cookie_secure: bool | None = None  # default: whether base_url begins with https
    # Hosts that are answered besides those of base_url and media_url, apart by commas; none: any,
    # as behind a proxy that looks.
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # Another origin of this same program, https://files.example.org, at which files are served and
    # nothing else; none: they are served at base_url.
    media_url: str | None = Field(None, pattern=r"^https?://[^/?#@]+/?$")
    # Who must have a second factor: nobody, operators and officers of organisations, or everybody.
    two_factor: Literal["none", "officers", "all"] = "none"
    # An outside provider of identities (OpenID Connect) that people may sign in by.
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "SSO"  # what it is called on the button
    oidc_sign_up: bool = False  # whether who is unknown here gets an account
    # Hosts of the provider besides the issuer's, `host` or `host:port`, apart by commas.
    oidc_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # Hosts that models of stages may be asked at, `host` or `host:port`, apart by commas.
    model_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # Further push services than the browsers' makers', `host` or `host:port`, apart by commas.
    push_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    push_key: Path | None = None  # signs pushes (PEM); else made once, in the data folder
    # Hosts of clouds that are none of the three, `host` or `host:port`, apart by commas.
    cloud_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # Hosts that webhooks may go to besides those of the open network, `host` or `host:port`, apart
    # by commas.
    hook_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    max_upload_bytes: int = Field(20 * 1024**3, ge=1024)  # of one uploaded file
    # Looks every take over for viruses: a command that is given the file's path and ends with 0
    # where it is clean, 1 where it is not, and anything else to be asked again.
    scanner: str | None = None
    # What the keys in a backup are sealed with, and where buckets of backups are, where that is
    # elsewhere than the stored files.
    backup_passphrase: SecretStr | None = None
    backup_s3_endpoint: str | None = None
    backup_s3_region: str | None = None
    backup_s3_access_key: str | None = None
    backup_s3_secret_key: SecretStr | None = None
    # Whoever has it may read /metrics from elsewhere than this machine, as a bearer.
    metrics_token: SecretStr | None = None
    otlp_url: str | None = None  # where traces go, such as http://127.0.0.1:4318; needs the extra
    # Seconds that a process which is told to stop says so before it takes no more requests.
    notice: float = Field(0, ge=0, le=300)
    # For how many days what is kept after it ended, `what=days` apart by commas; the schedule in
    # app/privacy has what there is, what is usual and the least.
    keep_days: Annotated[dict[str, int], NoDecode] = Field(default_factory=dict)
    log_level: str = "info"
    log_json: bool | None = None  # default: yes unless a person reads at a terminal
    demo: bool = True  # the first start makes the demonstration
    web: Path | None = None  # the built web app; default: frontend/dist beside this program

    @field_validator(
        *("model_hosts", "push_hosts", "hook_hosts", "cloud_hosts", "oidc_hosts", "allowed_hosts"),
        mode="before",
    )
    @classmethod
    def _listed(cls, given: object) -> object:
        return tuple(given.replace(",", " ").split()) if isinstance(given, str) else given

    @field_validator("keep_days", mode="before")
    @classmethod
    def _by_name(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        pairs = (one.partition("=") for one in given.replace(",", " ").split())
        return {name: days for name, _, days in pairs}

    def app_database_url(self) -> str:
        """The database as the lesser role, for SQLAlchemy and psycopg. Raises NotConfigured."""
        if self.database_url is None:
            raise NotConfigured("DURE_DATABASE_URL is not set, and no embedded server is running.")
        return _with_driver(self.database_url)

    def app_replica_url(self) -> str | None:
        """The replica as the lesser role; None where there is none."""
        return None if self.replica_url is None else _with_driver(self.replica_url)

    def owner_url(self) -> str:
        """The database as the owner of its tables. Raises NotConfigured."""
        if self.owner_database_url is None:
            raise NotConfigured("DURE_OWNER_DATABASE_URL is not set: migrations run as the owner.")
        return _with_driver(self.owner_database_url)

    @property
    def folder(self) -> Path:
        """The data folder, absolute: relative ones are meant from where Dure was started."""
        return self.data.expanduser().resolve()

    @property
    def address(self) -> str:
        """Where people reach Dure, without a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/")
        everywhere = ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound
        host = "localhost" if self.host in everywhere else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def media_origin(self) -> str:
        """What addresses of files begin with, without a slash at the end; empty: as the page's."""
        return (self.media_url or "").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies go over https only."""
        if self.cookie_secure is not None:
            return self.cookie_secure
        return self.address.startswith("https:")

    @property
    def storage(self) -> str:
        """The address of the file storage; a folder inside the data folder by default."""
        return self.storage_url or (self.folder / "storage").as_uri()

    @property
    def web_folder(self) -> Path:
        """The folder that the built web app is served from."""
        return (self.web or ROOT / "frontend" / "dist").expanduser().resolve()

    @property
    def metrics_folder(self) -> Path:
        """The folder in which processes count what they do."""
        return self.folder / "metrics"

    @property
    def outbox(self) -> Path:
        """The folder that receives mail while no SMTP server is configured."""
        return self.folder / "outbox"

    def signing_key(self) -> bytes:
        """The secret that signs links and tokens: configured, or made once and kept here."""
        if self.secret is not None:
            return self.secret.get_secret_value().encode()
        return self._kept("secret").strip().encode()

    def seal_key_texts(self) -> list[str]:
        """The keys of what is under seal, one a line, the newest first: from the file that is
        configured, or made once and kept here. Raises NotConfigured."""
        if self.seal_keys is None:
            return self._kept("seal.key").split()
        try:
            return self.seal_keys.expanduser().read_text().split()
        except OSError as fault:
            raise NotConfigured(
                f"DURE_SEAL_KEYS names a file that cannot be read: {fault}"
            ) from None

    def _kept(self, name: str) -> str:
        """What the file of the data folder says; made by chance where there is none."""
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            new = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(48))
            try:
                os.link(new, path)  # fails where another process was first: then that one counts
            except FileExistsError:
                pass
            finally:
                new.unlink()
        return path.read_text()


class _Files(PydanticBaseSettingsSource):
    """What is secret, or may have a password in it, from the file that `DURE_…_FILE` names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Not asked for: all come at once."""
        raise NotImplementedError

    def __call__(self) -> dict[str, Any]:
        """Each setting that has a file. Raises NotConfigured for one that cannot be read."""
        found: dict[str, Any] = {}
        for name in secret_settings():
            variable = f"DURE_{name.upper()}_FILE"
            path = os.environ.get(variable)
            if path:
                try:
                    found[name] = Path(path).expanduser().read_text().rstrip("\r\n")
                except (OSError, UnicodeDecodeError) as fault:
                    raise NotConfigured(f"{variable} cannot be read: {fault}") from None
        return found


def secret_settings() -> list[str]:
    """The settings that can be given as a file: secrets, and addresses, which can have one."""
    addresses = ("_url", "_access_key")
    return [
        name
        for name, field in Settings.model_fields.items()
        if field.annotation == SecretStr | None
        or (field.annotation == str | None and name.endswith(addresses))
    ]


def _with_driver(url: str) -> str:
    """`url` with the driver that we use, however it was written."""
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        return f"postgresql+psycopg://{rest}"
    return url


@cache
def settings() -> Settings:
    """The settings of this process, read from the environment once."""
    return Settings()


def configure(**values: object) -> Settings:
    """Set variables of this process and of those it starts, and forget what was read before.

    `configure(database_url="…")` is `DURE_DATABASE_URL=…`; None unsets.
    """
    for name, value in values.items():
        variable = f"DURE_{name.upper()}"
        if value is None:
            os.environ.pop(variable, None)
        else:
            os.environ[variable] = str(value)
    settings.cache_clear()
    return settings()
