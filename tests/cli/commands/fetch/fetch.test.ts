import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { archive, chartArchive } from "../../../helm/chart/archives.js";
import { Contents, FLUX_LAYER, openRegistry } from "../../../fetch/oci/registries.js";
import { serveGit, WrittenRepository } from "../../../fetch/git-server.js";
import { answer, serve, type Served } from "../../../fetch/servers.js";
import { put, temporary } from "../../../repository/temporary.js";
import { run } from "../../run.js";

const role = (name: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name} }\nrules: []\n`;
const chart = (version: string, more = "") =>
  chartArchive("web", {
    "Chart.yaml": `apiVersion: v2\nname: web\nversion: ${version}\n`,
    "templates/role.yaml": `${role("web")}${more}`,
  });
const index = (...versions: string[]) =>
  `apiVersion: v1\nentries:\n  web:\n${versions.map((version) => `  - name: web\n    version: ${version}\n    urls: [web-${version}.tgz]\n`).join("")}`;

const release = (repository: string, range: string) => `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: apps }
spec: { url: "${repository}" }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: apps }
spec:
  chart:
    spec:
      chart: web
      version: "${range}"
      sourceRef: { kind: HelmRepository, name: charts }
`;

/** What applies the newest artifact of a registry. */
const artifact = (host: string) => `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: apps }
spec: { url: "oci://${host}/manifests/web", ref: { tag: latest } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web, namespace: apps }
spec: { path: ./, sourceRef: { kind: OCIRepository, name: web } }
`;

/** A server of charts whose content a test may change, a repository that asks for one, and a store. */
async function setUp(range = "1.x") {
  const files: Record<string, string | Buffer> = {
    "/index.yaml": index("1.0.0"),
    "/web-1.0.0.tgz": chart("1.0.0"),
  };
  const server: Served = await serve((path, response) => answer(response, files, path));
  const root = temporary({ ".gitops-lint.yaml": "", "apps/web.yaml": release(server.origin, range) });
  const fetch = async (...args: string[]) => {
    const ran = await run(root, "fetch", "--root", root, "--allow", server.origin, ...args);
    return {
      ...ran,
      out: ran.out.replaceAll(/[0-9a-f]{12}(?=,)/g, "DIGEST").replaceAll(server.origin, "ORIGIN"),
    };
  };
  const lock = () => readFileSync(join(root, ".gitops-lint.lock"), "utf8");
  return { files, server, root, fetch, lock };
}

beforeEach(() => {
  const home = temporary();
  vi.stubEnv("GITOPS_LINT_STORE", join(home, "store"));
  vi.stubEnv("XDG_CONFIG_HOME", join(home, "config"));
  return () => vi.unstubAllEnvs();
});

describe("fetch", () => {
  test("brings a chart, locks it, and leaves it as it is the next time", async () => {
    const { fetch, lock, server, files } = await setUp();
    expect(await fetch()).toEqual({
      code: 0,
      out: "fetched    chart web 1.0.0, sha256:DIGEST, for apps/web.yaml HelmRelease 'web'\n1 source: 1 fetched.",
      err: "",
    });
    expect(lock()).toContain("  - name: chart web 1.0.0\n    request:\n      type: helm\n");
    expect(lock()).toContain("    neededBy:\n      - apps/web.yaml HelmRelease 'web'\n");
    const [first, asked] = [lock(), server.requests.length];
    files["/index.yaml"] = index("1.0.0", "1.1.0");
    expect((await fetch()).out).toBe(
      "unchanged  chart web 1.0.0, sha256:DIGEST, for apps/web.yaml HelmRelease 'web'\n1 source: 1 unchanged.",
    );
    expect([lock(), server.requests.length]).toEqual([first, asked]);
  });

  test("takes a newer version with --update only", async () => {
    const { fetch, lock, files } = await setUp();
    await fetch();
    files["/index.yaml"] = index("1.0.0", "1.1.0");
    files["/web-1.1.0.tgz"] = chart("1.1.0");
    expect((await fetch("--update")).out).toBe(
      "updated    chart web 1.1.0, sha256:DIGEST, for apps/web.yaml HelmRelease 'web'\n1 source: 1 updated.",
    );
    expect(lock()).toContain('version: "1.1.0"');
    expect((await fetch("--update")).out).toContain("unchanged  chart web 1.1.0");
  });

  test("brings again what the store has lost, by its digest", async () => {
    const { fetch, lock } = await setUp();
    await fetch();
    const before = lock();
    rmSync(process.env.GITOPS_LINT_STORE ?? "", { recursive: true });
    expect((await fetch("--frozen")).code).toBe(0);
    expect(lock()).toBe(before);
    expect((await fetch("--frozen")).out).toContain("1 source: 1 unchanged.");
  });

  test("refuses another content for the same version", async () => {
    const { fetch, lock, files } = await setUp();
    await fetch();
    const before = lock();
    files["/web-1.0.0.tgz"] = chart("1.0.0", "# another\n");
    const updated = await fetch("--update");
    expect([updated.code, updated.out]).toEqual([
      2,
      expect.stringMatching(/^failed {5}chart web 1\.x of ORIGIN: .* has changed: /),
    ]);
    rmSync(process.env.GITOPS_LINT_STORE ?? "", { recursive: true });
    const again = await fetch();
    expect([again.code, again.out]).toEqual([
      2,
      expect.stringMatching(/^failed {5}chart web 1\.x of ORIGIN: /),
    ]);
    expect(lock()).toBe(before);
  });

  test("says that a tag of a registry is another artifact now, and locks that with --update", async () => {
    const { fetch, root, lock } = await setUp();
    const contents = new Contents();
    const tag = (name: string) =>
      contents.put(
        "manifests/web",
        ["latest"],
        FLUX_LAYER,
        archive({ name: "role.yaml", content: role(name) }),
      );
    const registry = await serve(openRegistry(contents));
    put(root, "apps/web.yaml", artifact(registry.host));
    tag("one");
    expect((await fetch("--allow", registry.origin)).out).toContain("1 source: 1 fetched.");
    const before = lock();
    tag("two");
    rmSync(process.env.GITOPS_LINT_STORE ?? "", { recursive: true });
    const frozen = await fetch("--frozen", "--allow", registry.origin);
    expect(frozen.code).toBe(2);
    expect(frozen.out.replaceAll(registry.host, "HOST").replaceAll(/sha256:\w+/g, "DIGEST")).toContain(
      "failed     oci://HOST/manifests/web latest: .gitops-lint.lock has HOST/manifests/web at latest as it was with DIGEST, and now it is DIGEST. What it was can only be read where it was fetched in time: 'gitops-lint fetch --update' locks what it is now.\n1 source: 1 failed.",
    );
    expect(lock()).toBe(before);
    expect((await fetch("--update", "--allow", registry.origin)).out).toContain("1 source: 1 updated.");
    expect(lock()).not.toBe(before);
  });

  test("fails with --frozen where the lock and the repository differ, and writes nothing", async () => {
    const { fetch, root, server } = await setUp();
    expect(await fetch("--frozen")).toMatchObject({
      code: 1,
      err: `gitops-lint: .gitops-lint.lock lacks 'chart web 1.x of ${server.origin}'. Run 'gitops-lint fetch', and commit it.`,
    });
    expect(existsSync(join(root, ".gitops-lint.lock"))).toBe(false);
    expect(server.requests).toEqual([]);
    await fetch();
    put(root, "apps/web.yaml", "");
    expect(await fetch("--frozen")).toMatchObject({
      code: 1,
      err: "gitops-lint: .gitops-lint.lock has 'chart web 1.0.0', which nothing names any more. Run 'gitops-lint fetch', and commit it.",
    });
    expect((await fetch()).out).toBe(
      "removed    chart web 1.0.0, which nothing names any more\nNothing here names a source elsewhere that could be fetched.",
    );
    expect((await fetch("--frozen")).code).toBe(0);
  });

  test("opens no connection with --dry-run, and says what it would fetch and from where", async () => {
    const { root, server, fetch } = await setUp();
    const ran = await run(root, "fetch", "--root", root, "--dry-run");
    expect({ ...ran, out: ran.out.replace(server.origin, "ORIGIN") }).toEqual({
      code: 0,
      out: "new        chart web 1.x of ORIGIN, for apps/web.yaml HelmRelease 'web'",
      err: `The repository names sources on hosts that are not allowed:\n  ${server.origin}\nTo fetch from them, run gitops-lint fetch --allow ${server.origin}, or list them in fetch.allow of your own configuration.`,
    });
    expect(server.requests).toEqual([]);
    await fetch();
    expect((await fetch("--dry-run")).out).toBe(
      "here       chart web 1.0.0, sha256:DIGEST, for apps/web.yaml HelmRelease 'web'",
    );
    rmSync(process.env.GITOPS_LINT_STORE ?? "", { recursive: true });
    expect((await fetch("--dry-run")).out).toContain("locked     chart web 1.0.0");
  });

  test("fetches from no host that is not allowed, and says what to type", async () => {
    const { root, server } = await setUp();
    const ran = await run(root, "fetch", "--root", root);
    expect([ran.code, server.requests]).toEqual([2, []]);
    expect(ran.err).toContain(`run gitops-lint fetch --allow ${server.origin}`);
    expect(existsSync(join(root, ".gitops-lint.lock"))).toBe(false);
  });

  test("fetches only what is called so, and keeps the others", async () => {
    const { fetch, lock, root, files, server } = await setUp();
    files["/api-1.0.0.tgz"] = chartArchive("api", {
      "Chart.yaml": "apiVersion: v2\nname: api\nversion: 1.0.0\n",
    });
    files["/index.yaml"] =
      index("1.0.0") + "  api:\n  - name: api\n    version: 1.0.0\n    urls: [api-1.0.0.tgz]\n";
    await fetch();
    put(root, "apps/web.yaml", release(server.origin, "1.x").replaceAll("chart: web", "chart: api"));
    expect((await fetch("--only", "api")).out).toContain("fetched    chart api 1.0.0");
    expect(lock()).toContain("name: chart web 1.0.0");
    expect(await fetch("--only", "apo")).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        "Nothing that lies elsewhere is called 'apo'. Did you mean 'api'?",
      ) as string,
    });
  });

  test("fetches what was fetched names in turn", async () => {
    const repository = new WrittenRepository();
    const inner = new WrittenRepository();
    const { origin } = await serveGit(dirname(repository.top));
    const at = (one: WrittenRepository) => `${origin}/${one.top.split("/").at(-1)}/.git`;
    const commit = inner.commit({
      "base/kustomization.yaml": "resources: [role.yaml]\n",
      "base/role.yaml": role("inner"),
    });
    repository.commit(
      { "base/kustomization.yaml": `resources: ["${at(inner)}//base?ref=${commit}"]\n` },
      "v1",
    );
    const root = temporary({
      ".gitops-lint.yaml": "",
      "kustomization.yaml": `resources: ["${at(repository)}//base?ref=v1"]\n`,
    });
    const ran = await run(root, "fetch", "--root", root, "--allow", origin);
    expect(ran.code).toBe(0);
    expect(
      ran.out.split("\n").map((line) => line.replace(/\S*127\S*/g, "").replace(/sha256:\w+/, "")),
    ).toEqual([
      "fetched     at v1, , for kustomization.yaml",
      expect.stringMatching(/^fetched {5}at [0-9a-f]{40}, , for base\/kustomization.yaml of {2}at v1$/),
      "2 sources: 2 fetched.",
    ]);
    expect((await run(root, "builds", "--root", root, root)).out).toContain("Role inner");
  });

  test("says what stays hidden, since nobody can tell what is meant", async () => {
    const root = temporary({ ".gitops-lint.yaml": "", "apps/web.yaml": release("https://${HOST}/", "1.x") });
    const ran = await run(root, "fetch", "--root", root);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toMatch(
      /^Nothing here names a source elsewhere that could be fetched\.\nStill hidden:\n {2}\S/,
    );
    expect(existsSync(join(root, ".gitops-lint.lock"))).toBe(false);
  });

  test("removes from the store what nobody uses", async () => {
    const { fetch } = await setUp();
    expect((await fetch("--prune")).out).toMatch(/\nThe store has nothing that was not used for 30 days\.$/);
  });

  test("says what is wrong with the lock, with its line, and changes nothing", async () => {
    const { fetch, root, lock } = await setUp();
    writeFileSync(join(root, ".gitops-lint.lock"), "version: 1\nsources:\n  - nam: x\n");
    expect(await fetch()).toMatchObject({
      code: 2,
      err: "gitops-lint: .gitops-lint.lock:3:5: Unknown key 'nam'; use one of name, request, version, commit, digest, content, neededBy. Did you mean 'name'?",
    });
    expect(lock()).toBe("version: 1\nsources:\n  - nam: x\n");
  });

  test("has no store in the repository, which could bring its own", async () => {
    const { fetch, root } = await setUp();
    const message =
      "gitops-lint: The store must be outside of the repository, which could bring one of its own. Name another place with --store or GITOPS_LINT_STORE.";
    expect(await fetch("--store", join(root, "store"))).toMatchObject({ code: 2, err: message });
    vi.stubEnv("GITOPS_LINT_STORE", join(root, "store"));
    expect((await fetch()).code).toBe(2);
  });

  test("has nothing else in the repository", async () => {
    const { fetch, root } = await setUp();
    await fetch("--prune");
    expect(readdirSync(root).sort()).toEqual([".gitops-lint.lock", ".gitops-lint.yaml", "apps"]);
  });

  test("counts only what was fetched here, whatever the lock says", async () => {
    const { fetch, root, lock, server, files } = await setUp();
    const other = await setUp();
    other.files["/web-1.0.0.tgz"] = chart("1.0.0", "# another\n");
    await other.fetch();
    await fetch();
    const digest = /sha256:\w+/;
    writeFileSync(
      join(root, ".gitops-lint.lock"),
      lock().replace(digest, digest.exec(other.lock())?.[0] ?? ""),
    );
    expect((await run(root, "builds", "--root", root, root)).out).toMatch(
      /hidden: .*what \.gitops-lint\.lock names was not fetched here/,
    );
    const asked = server.requests.length;
    const ran = await fetch();
    expect(ran).toMatchObject({ code: 2, out: expect.stringMatching(/^failed/) as string });
    expect(server.requests.length).toBeGreaterThan(asked);
    expect(files["/web-1.0.0.tgz"]).toEqual(chart("1.0.0"));
  });

  test.each([
    ["content: chart", "content: file"],
    ["name: chart web 1.0.0", "name: chart web 1.9.0"],
  ])("counts nothing of which the lock says something else than what was fetched: '%s'", async (was, is) => {
    const { fetch, root, lock } = await setUp();
    await fetch();
    const right = lock();
    writeFileSync(join(root, ".gitops-lint.lock"), right.replace(was, is));
    expect((await run(root, "builds", "--root", root, root)).out).toMatch(
      /hidden: .*what \.gitops-lint\.lock names was not fetched here/,
    );
    expect(await fetch("--frozen")).toMatchObject({
      code: 1,
      err: "gitops-lint: .gitops-lint.lock says something else of 'chart web 1.0.0' than what was fetched. Run 'gitops-lint fetch', and commit it.",
    });
    expect(await fetch()).toMatchObject({ code: 0, out: expect.stringMatching(/^updated/) as string });
    expect(lock()).toBe(right);
  });

  test.skipIf(process.getuid === undefined)("uses no store that others could fill", async () => {
    const { fetch, server } = await setUp();
    const store = temporary();
    chmodSync(store, 0o1777);
    expect(await fetch("--store", store)).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        `The store in '${store}' is not used, since everybody can write to it: others could put charts there that nobody has published. Name a directory of your own with --store or GITOPS_LINT_STORE.`,
      ) as string,
    });
    expect(server.requests).toEqual([]);
  });

  test("takes no version of the lock that the repository does not ask for", async () => {
    const { fetch, root, lock, files, server } = await setUp("<2");
    files["/index.yaml"] = index("1.0.0", "2.0.0");
    files["/web-2.0.0.tgz"] = chart("2.0.0");
    put(root, "apps/web.yaml", release(server.origin, "2.x"));
    await fetch();
    put(root, "apps/web.yaml", release(server.origin, "<2"));
    writeFileSync(join(root, ".gitops-lint.lock"), lock().replace('version: "2.x"', 'version: "<2"'));
    expect(await fetch("--frozen")).toMatchObject({
      code: 2,
      out: expect.stringContaining(
        ".gitops-lint.lock has version 2.0.0, which '<2' does not allow: no version satisfies it. Use --update to look for one that it allows.",
      ) as string,
    });
    expect(await fetch("--update")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^updated/) as string,
    });
  });
});
