# The single executable, and git for --staged and --changed-since. On Linux, after `npm run executable`:
#   docker build --build-arg FILES=dist-executable --tag gitops-lint .
ARG BASE=docker.io/library/debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f
FROM ${BASE}

# A checkout that is mounted belongs to whoever made it, not to the user here, and git reads nothing of others unless it
# is told to. Nothing that a repository names is run.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git libstdc++6 \
  && rm -rf /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*'

# The release has an executable for each architecture.
ARG TARGETARCH
ARG FILES=dist-executable/${TARGETARCH}
COPY --chmod=0755 ${FILES}/gitops-lint /usr/local/bin/gitops-lint
COPY --chmod=0644 ${FILES}/LICENSES.txt /usr/share/doc/gitops-lint/LICENSES.txt

# Nobody's, and no name for it is needed.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["gitops-lint"]
