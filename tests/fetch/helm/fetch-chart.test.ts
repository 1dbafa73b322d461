import { describe, expect, it } from "vitest";
import type { Answer } from "../../../lib/fetch/answer.js";
import { fetchHelm } from "../../../lib/fetch/helm/fetch-chart.js";
import { digestOf } from "../../../lib/fetch/http/node-client.js";
import type { LockedSource } from "../../../lib/repository/sources/locked.js";
import type { HelmRequest } from "../../../lib/repository/sources/request.js";
import { chartArchive } from "../../helm/chart/archives.js";
import { contextOf, redirect, serve, serveFiles, type Served } from "../servers.js";

const LOGIN = { username: "u", password: "p" };

function chart(name: string, version: string): Buffer {
  return chartArchive(name, { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: ${version}\n` });
}

interface Entry {
  version: string;
  url?: string;
  digest?: string;
}

function index(name: string, ...entries: readonly Entry[]): string {
  const items = entries.map(
    ({ version, url = `${name}-${version}.tgz`, digest }) =>
      `  - apiVersion: v2\n    name: ${name}\n    version: ${version}\n${digest === undefined ? "" : `    digest: ${digest}\n`}    urls:\n    - ${url}\n`,
  );
  return `apiVersion: v1\nentries:\n  ${name}:\n${items.join("")}generated: "2024-01-01T00:00:00Z"\n`;
}

function hex(content: Buffer): string {
  return digestOf(content).replace("sha256:", "");
}

function lockedAt(version: string, digest: string): LockedSource {
  const request: HelmRequest = { type: "helm", repository: "", chart: "" };
  return { request, name: "", version, digest, content: "chart", neededBy: [] };
}

/** What comes of a chart: its name and version, or the sentence why it does not come. */
async function fetched(
  served: Served | string,
  request: Partial<HelmRequest> = {},
  {
    locked,
    allow = [],
    ...options
  }: { locked?: LockedSource; allow?: string[] } & Parameters<typeof contextOf>[1] = {},
): Promise<string> {
  const repository = typeof served === "string" ? served : served.origin;
  const context = { ...contextOf([new URL(repository).origin, ...allow], options), locked };
  try {
    return words(await fetchHelm({ type: "helm", repository, chart: "mailer", ...request }, context));
  } catch (error) {
    return (error as Error).message;
  }
}

function words(answer: Answer): string {
  return `${answer.content}: ${answer.name} (${answer.version})`;
}

describe("a chart of a Helm repository", () => {
  const files = {
    "/charts/index.yaml": index("mailer", { version: "1.0.0" }, { version: "1.10.0" }, { version: "1.9.0" }),
    "/charts/mailer-1.0.0.tgz": chart("mailer", "1.0.0"),
    "/charts/mailer-1.9.0.tgz": chart("mailer", "1.9.0"),
    "/charts/mailer-1.10.0.tgz": chart("mailer", "1.10.0"),
  };

  it.each([
    [undefined, "1.10.0"],
    ["1.9.x", "1.9.0"],
    ["1.0.0", "1.0.0"],
  ])("comes in the version that '%s' means", async (version, expected) => {
    const { origin, requests } = await serveFiles(files);
    for (const repository of [`${origin}/charts`, `${origin}/charts/`]) {
      expect(await fetched(repository, { version })).toBe(`chart: chart mailer ${expected} (${expected})`);
    }
    expect(requests.slice(0, 2)).toEqual(["/charts/index.yaml", `/charts/mailer-${expected}.tgz`]);
  });

  it("is the archive as it was sent", async () => {
    const { origin } = await serveFiles(files);
    const answer = await fetchHelm(
      { type: "helm", repository: `${origin}/charts`, chart: "mailer", version: "1.0.0" },
      contextOf([origin]),
    );
    expect(answer).toEqual({
      content: "chart",
      bytes: files["/charts/mailer-1.0.0.tgz"],
      name: "chart mailer 1.0.0",
      version: "1.0.0",
    });
  });

  it("shares the index with the others of its repository", async () => {
    const { origin, requests } = await serveFiles(files);
    const context = contextOf([origin]);
    const request = { type: "helm", repository: `${origin}/charts`, chart: "mailer" } as const;
    await Promise.all(
      ["1.0.0", "1.9.0", "1.10.0"].map((version) => fetchHelm({ ...request, version }, context)),
    );
    expect(requests.filter((path) => path.endsWith("index.yaml"))).toHaveLength(1);
  });

  it("is not there", async () => {
    const { origin } = await serveFiles(files);
    const repository = `${origin}/charts`;
    expect(await fetched(repository, { chart: "other" })).toBe(
      `'${repository}/index.yaml' has no chart 'other'.`,
    );
    expect(await fetched(repository, { chart: "a\u001b" })).toBe(
      `'${repository}/index.yaml' has no chart 'a\uFFFD'.`,
    );
    expect(await fetched(repository, { version: "2.x" })).toBe(
      `'${repository}' has no version of 'mailer' for '2.x': no version satisfies it.`,
    );
    expect(await fetched(repository, { version: "new" })).toBe(
      `'${repository}' has no version of 'mailer' for 'new': it is not a range of versions.`,
    );
    expect(await fetched(origin)).toBe(
      `'${origin}/index.yaml' is not there: the server answers with status 404.`,
    );
  });

  it("must be the one that was asked for", async () => {
    const { origin } = await serveFiles({
      "/index.yaml": index("mailer", { version: "1.0.0" }, { version: "2.0.0" }, { version: "3.0.0" }),
      "/mailer-1.0.0.tgz": chart("other", "1.0.0"),
      "/mailer-2.0.0.tgz": chart("mailer", "1.0.0"),
      "/mailer-3.0.0.tgz": "<html>",
    });
    expect(await fetched(origin, { version: "1" })).toBe(
      `'${origin}/mailer-1.0.0.tgz' should be version 1.0.0 of 'mailer', and is version 1.0.0 of 'other'.`,
    );
    expect(await fetched(origin, { version: "2" })).toBe(
      `'${origin}/mailer-2.0.0.tgz' should be version 2.0.0 of 'mailer', and is version 1.0.0 of 'mailer'.`,
    );
    expect(await fetched(origin, { version: "3" })).toBe(
      `'${origin}/mailer-3.0.0.tgz' is not the archive of a chart: it is not an archive packed with gzip.`,
    );
  });

  it("must have the digest of the index", async () => {
    const archive = chart("mailer", "1.0.0");
    const wrong = "0".repeat(64);
    const { origin } = await serveFiles({
      "/good/index.yaml": index("mailer", { version: "1.0.0", digest: hex(archive).toUpperCase() }),
      "/good/mailer-1.0.0.tgz": archive,
      "/bad/index.yaml": index("mailer", { version: "1.0.0", digest: wrong }),
      "/bad/mailer-1.0.0.tgz": archive,
    });
    expect(await fetched(`${origin}/good`)).toBe("chart: chart mailer 1.0.0 (1.0.0)");
    expect(await fetched(`${origin}/bad`, {}, { allow: [origin] })).toBe(
      `'${origin}/bad/mailer-1.0.0.tgz' has another content than the index says: sha256:${wrong} is wanted, and it has ${digestOf(archive)}.`,
    );
  });
});

describe("a chart that is locked", () => {
  it("stays at its version, and must not change", async () => {
    const archive = chart("mailer", "1.0.0");
    const served = await serveFiles({
      "/index.yaml": index("mailer", { version: "1.0.0" }, { version: "1.1.0" }),
      "/mailer-1.0.0.tgz": archive,
    });
    const wrong = `sha256:${"0".repeat(64)}`;
    expect(await fetched(served, { version: "1.x" }, { locked: lockedAt("1.0.0", digestOf(archive)) })).toBe(
      "chart: chart mailer 1.0.0 (1.0.0)",
    );
    expect(await fetched(served, { version: "1.x" }, { locked: lockedAt("1.0.0", wrong) })).toBe(
      `'${served.origin}/mailer-1.0.0.tgz' has another content than .gitops-lint.lock says: ${wrong} is wanted, and it has ${digestOf(archive)}.`,
    );
    expect(await fetched(served, { version: "1.x" }, { locked: lockedAt("1.0.9", wrong) })).toBe(
      `'${served.origin}' has no version 1.0.9 of 'mailer' any more, which .gitops-lint.lock names. Use --update to look for another one.`,
    );
    expect(await fetched(served, { version: "1.x" }, { locked: lockedAt("0.9.0", wrong) })).toBe(
      ".gitops-lint.lock has version 0.9.0, which '1.x' does not allow: no version satisfies it. Use --update to look for one that it allows.",
    );
    expect(await fetched(served, {}, { locked: lockedAt("2.0.0-rc.1", wrong) })).toBe(
      ".gitops-lint.lock has version 2.0.0-rc.1, which '*' does not allow: no version satisfies it. Use --update to look for one that it allows.",
    );
  });

  it("is refused before it is fetched where the index says that it has changed", async () => {
    const [old, now] = ["1", "2"].map((digit) => digit.repeat(64));
    const served = await serveFiles({ "/index.yaml": index("mailer", { version: "1.0.0", digest: now }) });
    expect(await fetched(served, {}, { locked: lockedAt("1.0.0", `sha256:${old}`) })).toBe(
      `The content of version 1.0.0 of the chart 'mailer' has changed: .gitops-lint.lock has sha256:${old}, and now it is sha256:${now}. What is published under a version should not change: find out why, and take the entry out of .gitops-lint.lock to accept it.`,
    );
    expect(served.requests).toEqual(["/index.yaml"]);
  });
});

describe("an index that names other hosts", () => {
  const archive = chart("mailer", "1.0.0");

  it("leads to those that are allowed, without the login", async () => {
    const other = await serveFiles({ "/m.tgz": archive });
    const served = await serveFiles({
      "/index.yaml": index("mailer", { version: "1.0.0", url: `${other.origin}/m.tgz` }),
    });
    const credentials = { forUrl: () => LOGIN };
    expect(await fetched(served, {}, { allow: [other.origin], credentials })).toBe(
      "chart: chart mailer 1.0.0 (1.0.0)",
    );
    expect(served.requests).toEqual(["/index.yaml Basic dTpw"]);
    expect(other.requests).toEqual(["/m.tgz"]);
  });

  it("leads nowhere else, be the digest known, but to public addresses over https", async () => {
    const other = await serveFiles({ "/m.tgz": archive });
    for (const [url, sentence] of [
      [`${other.origin}/m.tgz`, "since its host is not allowed"],
      ["https://127.0.0.1/m.tgz", "a private address"],
      ["https://localhost/m.tgz", "a private address"],
      ["https://[::ffff:169.254.169.254]/m.tgz", "a private address"],
      ["file:///etc/passwd", "is not an address of a host"],
      ["ftp://example.org/m.tgz", "only https, ssh, and http where it is allowed, are"],
      ["oci://ghcr.io/m", "only https, ssh, and http where it is allowed, are"],
    ] as const) {
      const served = await serveFiles({
        "/index.yaml": index("mailer", { version: "1.0.0", url: `"${url}"`, digest: hex(archive) }),
      });
      expect(await fetched(served)).toContain(sentence);
    }
    expect(other.requests).toEqual([]);
  });

  it("leads nowhere where no digest is known", async () => {
    const served = await serveFiles({
      "/index.yaml": index("mailer", { version: "1.0.0", url: "https://cdn.example/m.tgz" }),
    });
    expect(await fetched(served)).toBe(
      "'https://cdn.example/m.tgz' is not fetched, since its host is not allowed. To allow it, use --allow cdn.example.",
    );
  });
});

describe("a login", () => {
  it("is sent to the repository, and the archives at the same host", async () => {
    const archive = chart("mailer", "1.0.0");
    const served = await serve((path, response, { headers }) => {
      if (headers.authorization === undefined) response.writeHead(401).end();
      else
        response.end(
          path === "/r/index.yaml" ? index("mailer", { version: "1.0.0", url: "/a/m.tgz" }) : archive,
        );
    });
    const credentials = { forUrl: (url: URL) => (url.pathname === "/r" ? LOGIN : undefined) };
    expect(await fetched(`${served.origin}/r`, {}, { credentials })).toBe(
      "chart: chart mailer 1.0.0 (1.0.0)",
    );
    expect(served.requests).toEqual(["/r/index.yaml Basic dTpw", "/a/m.tgz Basic dTpw"]);
    expect(await fetched(`${served.origin}/r`)).toBe(
      `'${served.origin}/r/index.yaml' is not for everybody: the server answers with status 401. Logins are read from GITOPS_LINT_CREDENTIALS and from the files of Helm and Docker.`,
    );
  });

  it("does not follow a redirect, not even to the same host", async () => {
    const served = await serve((path, response) => {
      if (path === "/index.yaml") redirect(response, "/other.yaml");
      else response.end(index("mailer", { version: "1.0.0" }));
    });
    await fetched(served, {}, { credentials: { forUrl: () => LOGIN } });
    expect(served.requests.slice(0, 2)).toEqual(["/index.yaml Basic dTpw", "/other.yaml"]);
  });
});
