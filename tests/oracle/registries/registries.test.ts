import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fetchHelm } from "../../../lib/fetch/helm/fetch-chart.js";
import { fetchOci } from "../../../lib/fetch/oci/fetch-artifact.js";
import { archive, chartArchive } from "../../helm/chart/archives.js";
import { contextOf, serveFiles } from "../../fetch/servers.js";
import { CHART_LAYER, FLUX_LAYER } from "../../fetch/oci/registries.js";
import { put, temporary } from "../../repository/temporary.js";
import { dockerRegistry, goProgram, hasDockerRegistry, openRegistry, runHelm } from "./programs.js";
import { push } from "./push.js";
import { serveTokens } from "./token-server.js";

const LOGIN = { username: "u", password: "p" };
const BASIC = "Basic dTpw";
/** `u` with the password `p`, by bcrypt. */
const HTPASSWD = "u:$2y$04$EsoOHw1hTIQ0pt1po73xOO/9c8JYLyRLFnAXs0ggFK/.Tp9N2gyWC\n";
const NAME = "charts/podinfo";
const VERSIONS = ["1.0.0", "1.2.0", "1.10.0", "1.2.0+build.5", "2.0.0-rc.1", "v1.3.0"];
const RANGES = [
  "",
  "*",
  "1.2.0",
  "1.2",
  "~1.2",
  ">=1.0.0 <1.10",
  ">=2.0.0-0",
  "1.2.0+build.5",
  "3.x",
  "2.0.0-rc.1",
];

function chart(version: string): Buffer {
  return chartArchive("podinfo", { "Chart.yaml": `apiVersion: v2\nname: podinfo\nversion: ${version}\n` });
}

async function versionOf(fetched: Promise<{ version?: string }>): Promise<string> {
  return fetched.then(
    ({ version = "" }) => version,
    () => "none",
  );
}

let registry: string | undefined;
let helm: string | undefined;
beforeAll(async () => {
  registry = await goProgram("registry");
  helm = await goProgram("helm");
});

describe("go-containerregistry's registry", () => {
  it("gives charts and archives of manifests", async ({ skip }) => {
    if (registry === undefined) return skip("go-containerregistry cannot be built here");
    const host = await openRegistry(registry);
    for (const version of VERSIONS)
      await push(host, NAME, version.replace("+", "_"), { mediaType: CHART_LAYER, layer: chart(version) });
    const layer = archive({ name: "a.yaml", content: "a: 1\n" });
    await push(host, "manifests/a", "latest", { mediaType: FLUX_LAYER, layer });
    const context = contextOf([`http://${host}`]);
    const url = `oci://${host}/${NAME}`;
    const fetched = await fetchOci({ type: "oci", url, version: "1.2.0" }, context);
    expect(fetched).toEqual({
      content: "chart",
      bytes: chart("1.2.0"),
      name: "chart podinfo 1.2.0",
      version: "1.2.0",
    });
    expect(await versionOf(fetchOci({ type: "oci", url, version: "1.x" }, context))).toBe("1.10.0");
    expect(
      await fetchOci({ type: "oci", url: `oci://${host}/manifests/a`, tag: "latest" }, context),
    ).toMatchObject({
      content: "tree",
      files: new Map([["a.yaml", Buffer.from("a: 1\n")]]),
    });
  });

  it("gives what it gives to Helm", async ({ skip }) => {
    if (registry === undefined || helm === undefined) return skip("Helm cannot be built here");
    const host = await openRegistry(registry);
    // Helm leaves out versions with a `v`, which Flux takes.
    for (const version of VERSIONS.filter((one) => !one.startsWith("v")))
      await push(host, NAME, version.replace("+", "_"), { mediaType: CHART_LAYER, layer: chart(version) });
    const url = `oci://${host}/${NAME}`;
    // Helm takes every version for a tag as it stands, be it a short one; Flux takes those for ranges.
    for (const version of RANGES.filter((one) => one !== "1.2")) {
      const ours = versionOf(fetchOci({ type: "oci", url, version }, contextOf([`http://${host}`])));
      const flags = ["--plain-http", ...(version === "" ? [] : ["--version", version])];
      expect([version, await ours]).toEqual([version, await pulled(helm, url, ...flags)]);
    }
  });
});

describe("a static Helm repository", () => {
  it("gives what it gives to Helm", async ({ skip }) => {
    if (helm === undefined) return skip("Helm cannot be built here");
    const folder = temporary();
    const files = Object.fromEntries(VERSIONS.map((version) => [`podinfo-${version}.tgz`, chart(version)]));
    const { origin } = await serveFiles({
      ...Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`/r/${name}`, bytes])),
      "/r/index.yaml": await indexOf(helm, files, folder),
    });
    for (const version of RANGES) {
      const context = contextOf([origin]);
      const ours = versionOf(
        fetchHelm({ type: "helm", repository: `${origin}/r`, chart: "podinfo", version }, context),
      );
      const flags = ["--repo", `${origin}/r`, ...(version === "" ? [] : ["--version", version])];
      expect([version, await ours]).toEqual([version, await pulled(helm, "podinfo", ...flags)]);
    }
  });
});

describe.skipIf(!hasDockerRegistry())("Debian's registry", () => {
  const url = (host: string) => `oci://${host}/${NAME}`;
  const credentials = { forRegistry: () => Promise.resolve(LOGIN) };

  it("gives charts to who logs in", async () => {
    const auth = "  htpasswd: { realm: it, path: DIRECTORY/htpasswd }\n";
    const host = await dockerRegistry(auth, { htpasswd: HTPASSWD });
    await push(host, NAME, "1.0.0", { mediaType: CHART_LAYER, layer: chart("1.0.0"), authorization: BASIC });
    const request = { type: "oci", url: url(host), version: "1.x" } as const;
    const allow = [`http://${host}`];
    expect(await versionOf(fetchOci(request, contextOf(allow, { credentials })))).toBe("1.0.0");
    await expect(fetchOci(request, contextOf(allow))).rejects.toThrow("is not for everybody");
  });

  it("gives charts to who has a token", async () => {
    const tokens = await serveTokens(BASIC);
    const host = await dockerRegistry(tokens.auth, { "cert.pem": tokens.certificate });
    const authorization = `Bearer ${tokens.token(NAME, "pull", "push")}`;
    await push(host, NAME, "1.0.0", { mediaType: CHART_LAYER, layer: chart("1.0.0"), authorization });
    const request = { type: "oci", url: url(host), version: "1.0.0" } as const;
    tokens.standBefore(host);
    const one = contextOf([tokens.origin], { credentials });
    expect(await versionOf(fetchOci({ ...request, url: url(tokens.host) }, one))).toBe("1.0.0");
    tokens.requests.length = 0;
    // The realm is another host, so it gets no login, and gives no token.
    const allow = [`http://${host}`, tokens.origin];
    await expect(fetchOci(request, contextOf(allow, { credentials }))).rejects.toThrow(
      "is not for everybody",
    );
    expect(tokens.requests).toEqual(["/token?service=it&scope=repository%3Acharts%2Fpodinfo%3Apull"]);
    await expect(fetchOci(request, contextOf([`http://${host}`]))).rejects.toThrow(
      "asks for a token of somebody else",
    );
  });
});

/** The version that Helm pulls. */
async function pulled(program: string, ...args: readonly string[]): Promise<string> {
  const directory = temporary();
  await runHelm(program, directory, "pull", ...args);
  const [file] = readdirSync(directory);
  if (file === undefined) return "none";
  const chart = await runHelm(program, directory, "show", "chart", file);
  return /^version: (.*)$/m.exec(chart)?.[1] ?? "none";
}

/**
 * The index that Helm makes of archives, without the time when each was made: of versions that are equal but for their
 * build, Helm takes the first one, and Flux the one that was made last.
 */
async function indexOf(program: string, files: Record<string, Buffer>, directory: string): Promise<string> {
  for (const [name, bytes] of Object.entries(files)) put(directory, name, bytes);
  await runHelm(program, directory, "repo", "index", ".");
  return readFileSync(join(directory, "index.yaml"), "utf8").replaceAll(/^ +created: .*\n/gm, "");
}
