import { describe, expect, it } from "vitest";
import type { Answer } from "../../../lib/fetch/answer.js";
import { digestOf } from "../../../lib/fetch/http/node-client.js";
import { fetchOci } from "../../../lib/fetch/oci/fetch-artifact.js";
import type { LockedSource } from "../../../lib/repository/sources/locked.js";
import type { OciRequest } from "../../../lib/repository/sources/request.js";
import { archive, chartArchive } from "../../helm/chart/archives.js";
import { contextOf, redirect, serve, type Served } from "../servers.js";
import { CHART_LAYER, closedRegistry, Contents, FLUX_LAYER, openRegistry, tokens } from "./registries.js";

const LOGIN = { username: "u", password: "p" };
const BASIC = "Basic dTpw";

function chart(version: string): Buffer {
  return chartArchive("podinfo", { "Chart.yaml": `apiVersion: v2\nname: podinfo\nversion: ${version}\n` });
}

/** A repository with charts in several versions. */
function charts(...versions: readonly string[]): Contents {
  const contents = new Contents();
  for (const version of versions) {
    contents.put(
      "charts/podinfo",
      [version.replace("+", "_")],
      CHART_LAYER,
      chart(version.replace(/^v/, "")),
    );
  }
  return contents;
}

async function fetched(
  served: Served,
  request: Partial<OciRequest> = {},
  {
    locked,
    allow = [],
    ...options
  }: { locked?: LockedSource; allow?: string[] } & Parameters<typeof contextOf>[1] = {},
): Promise<string> {
  const context = { ...contextOf([served.origin, ...allow], options), locked };
  try {
    return words(
      await fetchOci({ type: "oci", url: `oci://${served.host}/charts/podinfo`, ...request }, context),
    );
  } catch (error) {
    return (error as Error).message.replaceAll(served.host, "HOST");
  }
}

function words(answer: Answer): string {
  const rest = answer.content === "tree" ? ` [${[...answer.files.keys()].join(", ")}]` : "";
  return `${answer.content}: ${answer.name.replace(/127[.\d]*:\d+/, "HOST")} (${answer.version})${rest}`;
}

function lockedAt(version: string | undefined, digest: string): LockedSource {
  return { request: { type: "oci", url: "" }, name: "", version, digest, content: "chart", neededBy: [] };
}

/** A registry that sends to itself for tokens, and takes another one than it gives. */
async function serveWithToken(token: unknown): Promise<Served> {
  const served = await serve((path, response, request) => {
    const answer = path.startsWith("/token")
      ? tokens(token)
      : closedRegistry(charts("1.0.0"), "Bearer t", `Bearer realm="${served.origin}/token"`);
    answer(path, response, request);
  });
  return served;
}

describe("a chart of a registry", () => {
  const contents = charts("6.0.0", "6.10.0", "6.9.0+build.1", "7.0.0-rc.1", "v6.5.0");

  it.each<[Partial<OciRequest>, string, boolean]>([
    [{}, "6.10.0", true],
    [{ version: "6.0.0" }, "6.0.0", false],
    [{ version: "6.9.0+build.1" }, "6.9.0+build.1", false],
    [{ version: "6.9.x" }, "6.9.0+build.1", true],
    [{ version: "~6.5" }, "v6.5.0", true],
    [{ version: ">=7.0.0-0" }, "7.0.0-rc.1", true],
    [{ tag: "6.9.0_build.1" }, "6.9.0+build.1", false],
    [{ semver: ">=6.0.0 <6.10.0" }, "v6.5.0", true],
  ])("for %j is %s", async (request, version, listsTags) => {
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, request)).toBe(
      `chart: chart podinfo ${version.replace("v", "")} (${version})`,
    );
    expect(served.requests.some((path) => path.includes("/tags/list"))).toBe(listsTags);
  });

  it("comes by the digest of its manifest, which must be that", async () => {
    const contents = new Contents();
    const { manifest } = contents.put("charts/podinfo", ["1"], CHART_LAYER, chart("1.0.0"));
    const other = contents.put("charts/podinfo", ["2"], CHART_LAYER, chart("2.0.0")).manifest;
    const served = await serve(openRegistry(contents));
    // The digest wins over the tag.
    expect(await fetched(served, { tag: "2", digest: manifest })).toBe("chart: chart podinfo 1.0.0 (1.0.0)");
    const path = `/v2/charts/podinfo/manifests/${manifest}`;
    contents.files[path] = contents.files[`/v2/charts/podinfo/manifests/${other}`] ?? "";
    expect(await fetched(served, { digest: manifest })).toBe(
      `'http://HOST${path}' has another content than what names it says: ${manifest} is wanted, and it has ${other}.`,
    );
  });

  it("is not there", async () => {
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { version: "9.9.9" })).toBe(
      "'http://HOST/v2/charts/podinfo/manifests/9.9.9' is not there: the server answers with status 404.",
    );
    expect(await fetched(served, { version: "8.x" })).toBe(
      "'oci://HOST/charts/podinfo' has no tag for '8.x': no version satisfies it.",
    );
    expect(await fetched(served, { url: "oci://127.0.0.1/charts/podinfo" })).toContain(
      "its host is not allowed",
    );
  });

  it.each([
    "oci://HOST/",
    "oci://HOST",
    "oci://HOST/UPPER",
    "oci://HOST/a//b",
    "oci://HOST/../a",
    "oci://HOST/a?b",
    "oci://u:p@HOST/a",
    "oci://HOST/a%2fb",
    "oci://HOST/a\u001b",
    "https://HOST/a",
    "oci://HOST/a:1",
  ])("is not at %j", async (url) => {
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { url: url.replace("HOST", served.host) })).toMatch(
      /^'.*' is not the address of a repository in a registry\.$/,
    );
    expect(served.requests).toEqual([]);
  });

  it.each([{ tag: "../../x" }, { tag: "a b" }, { tag: "-a" }, { digest: "md5:a" }, { digest: "../x" }])(
    "is not called %j",
    async (request) => {
      const served = await serve(openRegistry(contents));
      expect(await fetched(served, request)).toMatch(/^'.*' is neither a tag nor a digest of a registry\.$/);
      expect(served.requests).toEqual([]);
    },
  );

  it("must be the version that was asked for, in an archive with the digest of the manifest", async () => {
    const contents = new Contents();
    contents.put("charts/podinfo", ["1.0.0"], CHART_LAYER, chart("2.0.0"));
    const { layer } = contents.put("charts/podinfo", ["3.0.0"], CHART_LAYER, chart("3.0.0"));
    contents.files[`/v2/charts/podinfo/blobs/${layer}`] = "other";
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { version: "1.0.0" })).toBe(
      "'HOST/charts/podinfo' should be version 1.0.0 of a chart, and is version 2.0.0.",
    );
    expect(await fetched(served, { version: "3.0.0" })).toBe(
      `'http://HOST/v2/charts/podinfo/blobs/${layer}' has another content than the manifest says: ${layer} is wanted, and it has ${digestOf(Buffer.from("other"))}.`,
    );
  });

  it.each([{ version: "~6.5" }, { semver: "~6.5" }])(
    "is found again by what a range %j has locked",
    async (request) => {
      const served = await serve(openRegistry(contents));
      const context = contextOf([served.origin]);
      const asked = { type: "oci", url: `oci://${served.host}/charts/podinfo`, ...request } as const;
      const { version } = await fetchOci(asked, context);
      const locked = lockedAt(version, digestOf(chart("6.5.0")));
      expect(words(await fetchOci(asked, { ...context, locked }))).toBe(
        "chart: chart podinfo 6.5.0 (v6.5.0)",
      );
    },
  );

  it("is of no version that was locked and that the range does not allow", async () => {
    const served = await serve(openRegistry(contents));
    const locked = lockedAt("6.0.0", digestOf(chart("6.0.0")));
    const message =
      ".gitops-lint.lock has version 6.0.0, which '>=6.5' does not allow: no version satisfies it. Use --update to look for one that it allows.";
    expect(await fetched(served, { version: ">=6.5" }, { locked })).toBe(message);
    expect(await fetched(served, { semver: ">=6.5" }, { locked })).toBe(message);
    expect(served.requests).toEqual([]);
  });

  it("stays as it is locked", async () => {
    const served = await serve(openRegistry(contents));
    const digest = digestOf(chart("6.0.0"));
    expect(await fetched(served, { version: "6.x" }, { locked: lockedAt("6.0.0", digest) })).toBe(
      "chart: chart podinfo 6.0.0 (6.0.0)",
    );
    expect(
      await fetched(served, { version: "6.0.0" }, { locked: lockedAt("6.0.0", `sha256:${"0".repeat(64)}`) }),
    ).toBe(
      `The content of 'HOST/charts/podinfo' at 6.0.0 has changed: .gitops-lint.lock has sha256:${"0".repeat(64)}, and now it is ${digest}. What is published under a version should not change: find out why, and take the entry out of .gitops-lint.lock to accept it.`,
    );
  });
});

describe("an archive of manifests", () => {
  const layer = archive({ name: "deploy/a.yaml", content: "a: 1\n" }, { name: "b.yaml", content: "b: 2\n" });

  it("comes as its files", async () => {
    const contents = new Contents();
    contents.put("charts/podinfo", ["1.0.0", "latest"], FLUX_LAYER, layer);
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { tag: "latest" })).toBe(
      "tree: HOST/charts/podinfo at latest (latest) [deploy/a.yaml, b.yaml]",
    );
    expect(await fetched(served, { semver: "*" })).toBe(
      "tree: HOST/charts/podinfo at 1.0.0 (1.0.0) [deploy/a.yaml, b.yaml]",
    );
  });

  it("can be one of several platforms", async () => {
    const contents = new Contents();
    const { manifest } = contents.put("charts/podinfo", [], FLUX_LAYER, layer);
    const platform = { os: "linux", architecture: "amd64" };
    contents.putManifest("charts/podinfo", ["one"], { manifests: [{ digest: manifest }] });
    contents.putManifest("charts/podinfo", ["two"], {
      manifests: [{ digest: "x" }, { digest: manifest, platform }],
    });
    contents.putManifest("charts/podinfo", ["none"], {
      manifests: [{ digest: manifest }, { digest: manifest }],
    });
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { tag: "one" })).toContain("[deploy/a.yaml, b.yaml]");
    expect(await fetched(served, { tag: "two" })).toContain("[deploy/a.yaml, b.yaml]");
    expect(await fetched(served, { tag: "none" })).toBe(
      "'HOST/charts/podinfo at none' has no manifest that leads to one artifact.",
    );
  });

  it("is refused where it leads out, or is no archive", async () => {
    const contents = new Contents();
    contents.put("charts/podinfo", ["out"], FLUX_LAYER, archive({ name: "../a.yaml", content: "" }));
    contents.put("charts/podinfo", ["text"], "text/plain\u001b", Buffer.from("a"));
    contents.putManifest("charts/podinfo", ["empty"], { layers: [] });
    contents.putManifest("charts/podinfo", ["wrong"], {
      layers: [{ mediaType: FLUX_LAYER, digest: "sha256:../.." }],
    });
    contents.putManifest("charts/podinfo", ["odd"], "layers");
    const served = await serve(openRegistry(contents));
    expect(await fetched(served, { tag: "out" })).toBe(
      `The archive of 'HOST/charts/podinfo' is not taken: "../a.yaml" leads out of the archive.`,
    );
    expect(await fetched(served, { tag: "text" })).toBe(
      "'HOST/charts/podinfo' is neither a chart nor an archive of manifests: its first layer is 'text/plain\uFFFD'.",
    );
    expect(await fetched(served, { tag: "empty" })).toContain("its first layer is 'nothing'");
    expect(await fetched(served, { tag: "wrong" })).toContain("has no manifest that leads to one artifact");
    expect(await fetched(served, { tag: "odd" })).toContain("has no manifest that leads to one artifact");
  });
});

describe("a manifest that Helm and Flux would read otherwise", () => {
  const contents = charts("1.0.0");
  const one = contents.put("charts/podinfo", [], CHART_LAYER, chart("1.0.0"));
  const other = contents.put("charts/podinfo", [], FLUX_LAYER, archive({ name: "a.yaml", content: "" }));
  const layer = { mediaType: CHART_LAYER, digest: one.layer };
  const flux = { mediaType: FLUX_LAYER, digest: other.layer };
  const behind =
    "'HOST/charts/podinfo' has a chart behind another layer, so that Helm and Flux would not take the same.";
  const unclear = "'HOST/charts/podinfo at x' has no manifest that leads to one artifact.";

  it.each<[string, unknown, string]>([
    ["two charts", { layers: [layer, layer] }, behind],
    ["a chart behind manifests", { layers: [flux, layer] }, behind],
    ["its layers twice", { layers: [layer], Layers: [flux] }, unclear],
    ["a digest twice", { layers: [{ ...layer, Digest: other.layer }] }, unclear],
    [
      "a layer by another digest",
      { layers: [layer, { ...layer, digest: `sha512:${"0".repeat(128)}` }] },
      unclear,
    ],
  ])("is refused: %s", async (_, manifest, message) => {
    contents.putManifest("charts/podinfo", ["x"], manifest);
    expect(await fetched(await serve(openRegistry(contents)), { tag: "x" })).toBe(message);
  });
});

describe("a layer elsewhere", () => {
  it("is fetched from a host that is allowed, without token", async () => {
    const contents = charts("1.0.0");
    const store = await serve(openRegistry(contents));
    const served = await serve((path, response, request) => {
      if (path.includes("/blobs/")) redirect(response, `${store.origin}${path}`);
      else closedRegistry(contents, BASIC, "Basic")(path, response, request);
    });
    const credentials = { forRegistry: () => Promise.resolve(LOGIN) };
    expect(await fetched(served, { version: "1.0.0" }, { allow: [store.origin], credentials })).toBe(
      "chart: chart podinfo 1.0.0 (1.0.0)",
    );
    expect(store.requests).toEqual([expect.stringMatching(/^\/v2\/charts\/podinfo\/blobs\/sha256:\w+$/)]);
    expect(await fetched(served, { version: "1.0.0" }, { credentials })).toContain("its host is not allowed");
    expect(store.requests).toHaveLength(1);
  });
});

describe("a token", () => {
  it("is asked for to pull, and sent to the registry", async () => {
    const served = await serve((path, response, request) => {
      const challenge = `Bearer realm="${served.origin}/token",service="it",scope="repository:charts/podinfo:pull,push"`;
      if (path.startsWith("/token")) tokens("t0ken")(path, response, request);
      else closedRegistry(charts("1.0.0"), "Bearer t0ken", challenge)(path, response, request);
    });
    expect(await fetched(served, { version: "1.x" })).toBe("chart: chart podinfo 1.0.0 (1.0.0)");
    expect(served.requests).toEqual([
      "/v2/charts/podinfo/tags/list?n=1000",
      "/token?service=it&scope=repository%3Acharts%2Fpodinfo%3Apull",
      "/v2/charts/podinfo/tags/list?n=1000 Bearer t0ken",
      "/v2/charts/podinfo/manifests/1.0.0 Bearer t0ken",
      expect.stringMatching(/\/blobs\/sha256:\w+ Bearer t0ken$/),
    ]);
    const credentials = { forRegistry: () => Promise.resolve(LOGIN) };
    await fetched(served, { version: "1.0.0" }, { credentials });
    expect(served.requests).toContain(
      `/token?service=it&scope=repository%3Acharts%2Fpodinfo%3Apull ${BASIC}`,
    );
  });

  it("is asked for elsewhere only where that is allowed, and without the login", async () => {
    const realm = await serve(tokens("t0ken"));
    const challenge = `Bearer realm="${realm.origin}/token",service="it"`;
    const served = await serve(closedRegistry(charts("1.0.0"), "Bearer t0ken", challenge));
    const credentials = { forRegistry: () => Promise.resolve(LOGIN) };
    expect(await fetched(served, { version: "1.0.0" }, { credentials })).toBe(
      `'HOST/charts/podinfo' asks for a token of somebody else. '${realm.origin}/token' is not fetched, since its host is not allowed. To allow it, use --allow ${realm.origin}.`,
    );
    expect(realm.requests).toEqual([]);
    expect(await fetched(served, { version: "1.0.0" }, { credentials, allow: [realm.origin] })).toBe(
      "chart: chart podinfo 1.0.0 (1.0.0)",
    );
    expect(realm.requests).toEqual(["/token?service=it&scope=repository%3Acharts%2Fpodinfo%3Apull"]);
  });

  it.each([
    [
      "https://evil.example/token",
      "'https://evil.example/token' is not fetched, since its host is not allowed.",
    ],
    ["file:///etc/passwd", "'file:///etc/passwd' is not an address of a host."],
    ["", "'' is not an address of a host."],
    ["http://169.254.169.254/", "'http://169.254.169.254/' is not fetched, since its host is not allowed."],
  ])("is not asked for at '%s'", async (realm, sentence) => {
    const served = await serve(closedRegistry(charts("1.0.0"), "Bearer t0ken", `Bearer realm="${realm}"`));
    expect(await fetched(served, { version: "1.0.0" })).toContain(
      `'HOST/charts/podinfo' asks for a token of somebody else. ${sentence}`,
    );
  });

  it.each([[""], ["a\r\nX-Evil: b"], [1], [null]])("is none: %j", async (token) => {
    const served = await serveWithToken(token);
    expect(await fetched(served, { version: "1.0.0" })).toBe(
      "'http://HOST' gives no token for 'HOST/charts/podinfo'.",
    );
  });

  it("that does not help is the end of it", async () => {
    const served = await serveWithToken("wrong");
    expect(await fetched(served, { version: "1.0.0" })).toBe(
      "'http://HOST/v2/charts/podinfo/manifests/1.0.0' is not for everybody: the server answers with status 401. Logins are read from GITOPS_LINT_CREDENTIALS and from the files of Helm and Docker.",
    );
    expect(served.requests).toHaveLength(3);
  });
});

describe("a login", () => {
  it("is sent where the registry asks for one", async () => {
    const served = await serve(closedRegistry(charts("1.0.0"), BASIC, 'Basic realm="it"'));
    const asked: string[] = [];
    const credentials = {
      forRegistry: (url: URL) => {
        asked.push(url.href);
        return Promise.resolve(LOGIN);
      },
    };
    expect(await fetched(served, { version: "1.0.0" }, { credentials })).toBe(
      "chart: chart podinfo 1.0.0 (1.0.0)",
    );
    expect(asked).toEqual([`${served.origin}/`]);
    expect(await fetched(served, { version: "1.0.0" })).toContain("is not for everybody");
  });
});

describe("tags", () => {
  it("come by pages of the same registry", async () => {
    const contents = charts("1.0.0", "2.0.0");
    const served = await serve((path, response) => {
      const [, page] = /\/tags\/list\?(.*)$/.exec(path) ?? [];
      if (page === undefined) openRegistry(contents)(path, response, {} as never);
      else if (page === "n=1000")
        response
          .writeHead(200, {
            Link: '</v2/>; rel="first", </v2/charts/podinfo/tags/list?last=1.0.0&n=1>; rel="next"',
          })
          .end('{"tags":["1.0.0",7,null]}');
      else response.end('{"tags":["2.0.0"]}');
    });
    expect(await fetched(served)).toBe("chart: chart podinfo 2.0.0 (2.0.0)");
  });

  it.each([
    "https://evil.example/v2/tags",
    "//evil.example/x",
    "http://169.254.169.254/",
    "file:///etc/passwd",
  ])("do not come from %s", async (next) => {
    const served = await serve((_, response) => {
      response.writeHead(200, { Link: `<${next}>; rel="next"` }).end('{"tags":["1.0.0"]}');
    });
    expect(await fetched(served)).toBe(
      `'HOST/charts/podinfo' has further tags at '${next}', which is not the same registry.`,
    );
  });

  it("end some time", async () => {
    let count = 0;
    const served = await serve((_, response) => {
      response
        .writeHead(200, { Link: `</v2/charts/podinfo/tags/list?n=1000&last=${count++}>; rel="next"` })
        .end('{"tags":["1.0.0"]}');
    });
    expect(await fetched(served)).toBe("'HOST/charts/podinfo' has more tags than are looked at.");
    expect(count).toBe(200);
  });

  it("are none where the answer is none", async () => {
    const served = await serve((_, response) => response.end("<html>"));
    expect(await fetched(served)).toBe(
      "'oci://HOST/charts/podinfo' has no tag for '*': no version satisfies it.",
    );
  });
});
