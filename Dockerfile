# The single executable, and git for --staged and --changed-since. After `npm run executable`, which must have run on
# Linux with the architecture of the image:
#   docker build --build-arg EXECUTABLE=dist-executable/gitops-lint --tag gitops-lint .
ARG BASE=docker.io/library/debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f
FROM ${BASE}

# A checkout that is mounted belongs to whoever made it, not to the user here, and git reads nothing of others unless it
# is told to. What it is asked to read is what is mounted; nothing that a repository names is run.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git libstdc++6 \
  && rm -rf /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*'

# The release has one for each architecture, in dist-executable/amd64/ and dist-executable/arm64/.
ARG TARGETARCH
ARG EXECUTABLE=dist-executable/${TARGETARCH}/gitops-lint
COPY --chmod=0755 ${EXECUTABLE} /usr/local/bin/gitops-lint
COPY dist-executable/LICENSES.txt /usr/share/doc/gitops-lint/

# Nobody's, and no name for it is needed.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["gitops-lint"]
