import { describe, expect, it } from "vitest";
import {
  argoChart,
  argoFiles,
  chartAtAddress,
  chartRequest,
  fluxRequest,
  gitRequest,
} from "../../../lib/builds/sources/requests.js";

const CHARTS = "https://charts.example.org";

describe("a chart", () => {
  it.each<[repository: unknown, chart: unknown, version: unknown, asked: object | undefined]>([
    [CHARTS, "web", "1.2.3", { type: "helm", repository: CHARTS, chart: "web", version: "1.2.3" }],
    [`${CHARTS}//`, "web", undefined, { type: "helm", repository: CHARTS, chart: "web" }],
    [CHARTS, "web", "*", { type: "helm", repository: CHARTS, chart: "web" }],
    [CHARTS, "web", "", { type: "helm", repository: CHARTS, chart: "web" }],
    [CHARTS, "web", ">=1.0.0 <2.0.0 || ~3", expect.objectContaining({ version: ">=1.0.0 <2.0.0 || ~3" })],
    ["http://charts.example.org/a", "web", null, expect.objectContaining({ type: "helm" })],
    ["oci://ghcr.io/acme/", "web", "1.x", { type: "oci", url: "oci://ghcr.io/acme/web", version: "1.x" }],
    ["oci://ghcr.io/acme", "charts/web", undefined, { type: "oci", url: "oci://ghcr.io/acme/charts/web" }],
    [CHARTS, "${CHART}", "1.2.3", undefined],
    ["https://${HOST}/charts", "web", "1.2.3", undefined],
    [CHARTS, "web", "${VERSION}", undefined],
    [CHARTS, "web", 1.1, undefined],
    [CHARTS, "a/web", "1.2.3", undefined],
    ["oci://ghcr.io/acme", "../web", "1.2.3", undefined],
    ["https://user:secret@charts.example.org", "web", "1.2.3", undefined],
    ["https://user@charts.example.org", "web", "1.2.3", undefined],
    ["https://", "web", "1.2.3", undefined],
    ["file:///charts", "web", "1.2.3", undefined],
    ["@stable", "web", "1.2.3", undefined],
    ["https://charts.example.org/\u001b[2J", "web", "1.2.3", undefined],
    [CHARTS, "web\n", "1.2.3", undefined],
    [`https://${"a".repeat(3000)}`, "web", "1.2.3", undefined],
    [undefined, "web", "1.2.3", undefined],
  ])("of %j, %j, %j", (repository, chart, version, asked) => {
    expect(chartRequest(repository, chart, version)).toEqual(asked);
  });

  it.each([
    ["oci://ghcr.io/acme/web/", "1.x", { type: "oci", url: "oci://ghcr.io/acme/web", version: "1.x" }],
    [
      "https://example.org/web-1.2.3.tgz",
      undefined,
      { type: "http", url: "https://example.org/web-1.2.3.tgz" },
    ],
    ["https://example.org/web.yaml", undefined, undefined],
    ["stable/web", undefined, undefined],
    [["web"], undefined, undefined],
  ])("at %j, %j", (address, version, asked) => {
    expect(chartAtAddress(address, version)).toEqual(asked);
  });

  it.each([
    [
      { repoURL: CHARTS, chart: "web", targetRevision: "1.*" },
      { type: "helm", repository: CHARTS, chart: "web", version: "1.*" },
    ],
    [
      { repoURL: "ghcr.io/acme", chart: "web" },
      { type: "oci", url: "oci://ghcr.io/acme/web" },
    ],
    [{ repoURL: "{{ url }}", chart: "web" }, undefined],
  ])("of an Application: %j", (source, asked) => {
    expect(argoChart(source)).toEqual(asked);
  });
});

describe("a git repository", () => {
  const url = "https://example.org/a/b";
  const commit = "0123456789abcdef0123456789abcdef01234567";

  it.each<[unknown, object, object | undefined]>([
    [`${url}/`, {}, { type: "git", url }],
    ["git@example.org:a/b.git", {}, { type: "git", url: "ssh://git@example.org/a/b.git" }],
    [
      "ssh://git@example.org:22/a",
      { tag: "v1" },
      { type: "git", url: "ssh://git@example.org:22/a", tag: "v1" },
    ],
    [url, { branch: "main", tag: "v1", semver: ">=1", ref: "refs/x", commit }, { type: "git", url, commit }],
    [url, { branch: "main", tag: "v1", semver: ">=1" }, { type: "git", url, semver: ">=1" }],
    [url, { branch: "${BRANCH}" }, undefined],
    ["ssh://git:secret@example.org/a", {}, undefined],
    ["https://user:secret@example.org/a", {}, undefined],
    ["../other", {}, undefined],
    ["file:///a", {}, undefined],
  ])("%j at %j", (address, revisions, asked) => {
    expect(gitRequest(address, revisions)).toEqual(asked);
  });

  it.each([
    ["GitRepository", { url }, { type: "git", url, branch: "master" }],
    ["GitRepository", { url, ref: { branch: "main", commit } }, { type: "git", url, commit }],
    [
      "GitRepository",
      { url, ref: { name: "refs/heads/x", tag: "v1" } },
      { type: "git", url, ref: "refs/heads/x" },
    ],
    ["GitRepository", { url, ref: "main" }, undefined],
    ["OCIRepository", { url: "oci://x.io/a" }, { type: "oci", url: "oci://x.io/a", tag: "latest" }],
    [
      "OCIRepository",
      { url: "oci://x.io/a", ref: { tag: "1", semver: "1.x" } },
      { type: "oci", url: "oci://x.io/a", semver: "1.x" },
    ],
    ["OCIRepository", { url: "https://x.io/a" }, undefined],
    ["OCIRepository", { url: "oci://x.io/a", ref: { semver: "1.x", semverFilter: ".*-rc" } }, undefined],
    [
      "OCIRepository",
      { url: "oci://x.io/a", layerSelector: { mediaType: "application/x.tar+gzip" } },
      undefined,
    ],
    ["OCIRepository", { url: "oci://x.io/a", layerSelector: { operation: "copy" } }, undefined],
    [
      "OCIRepository",
      { url: "oci://x.io/a", layerSelector: { operation: "extract" } },
      { type: "oci", url: "oci://x.io/a", tag: "latest" },
    ],
    [
      "OCIRepository",
      {
        url: "oci://x.io/a",
        layerSelector: {
          mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
          operation: "copy",
        },
      },
      { type: "oci", url: "oci://x.io/a", tag: "latest" },
    ],
    ["GitRepository", { url, include: [{ repository: { name: "other" } }] }, undefined],
    ["GitRepository", { url, include: [], sparseCheckout: ["a"] }, undefined],
    ["Bucket", { url }, undefined],
  ])("of Flux: %s %j", (kind, spec, asked) => {
    expect(fluxRequest(kind, spec)).toEqual(asked);
  });

  it.each([
    [undefined, { type: "git", url }],
    ["HEAD", { type: "git", url }],
    ["main", { type: "git", url, ref: "main" }],
    ["v1.2.3", { type: "git", url, ref: "v1.2.3" }],
    ["v1.x", { type: "git", url, semver: "v1.x" }],
    ["~1.2", { type: "git", url, semver: "~1.2" }],
    [commit, { type: "git", url, commit }],
    [5, undefined],
    ["{{ revision }}", undefined],
  ])("of an Application at %j", (targetRevision, asked) => {
    expect(argoFiles({ repoURL: url, targetRevision })).toEqual(asked);
  });

  it("can be an artifact for an Application", () => {
    const source = { repoURL: "oci://x.io/a", targetRevision: "1.0.0" };
    expect(argoFiles(source)).toEqual({ type: "oci", url: "oci://x.io/a", tag: "1.0.0" });
    expect(argoFiles({ ...source, targetRevision: "1.x" })).toEqual({
      type: "oci",
      url: "oci://x.io/a",
      semver: "1.x",
    });
  });
});
