import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areApart } from "../../../lib/builds/controllers/clusters.js";
import { resolveBuilds } from "../../../lib/builds/resolve.js";
import { originOf } from "../../../lib/builds/controllers/sources.js";
import { repositoryName } from "../../../lib/repository/git/remotes.js";
import { ManifestFile } from "../../../lib/manifests/manifest-file.js";
import { factsOf } from "../../../lib/repository/facts.js";
import { readCheckout, remotesIn } from "../../../lib/repository/git/remotes.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { Repository } from "../../../lib/repository/repository.js";
import { repository } from "../../rules/lint.js";
import { application, buildsOf, flux, FLEET, gitRepository, role, shown } from "./controlled.js";
import { repositoryOf } from "../repository-of.js";

/** A cluster as `flux bootstrap` leaves it. */
const cluster = (name: string) => ({
  [`clusters/${name}/flux-system/sync.yaml`]: `${gitRepository("flux-system", "url: x")}---\n${flux("flux-system", `path: ./clusters/${name}`)}`,
  [`clusters/${name}/flux-system/kustomization.yaml`]: "resources: [sync.yaml]\n",
});

describe("clusters", () => {
  /** The clusters of the builds that a controller applies, by their directory. */
  const clustersOf = (texts: Record<string, string>) =>
    buildsOf(texts, FLEET)
      .filter(({ type }) => type === "flux" || type === "argocd")
      .map(({ directory, cluster: own }) => [directory, own]);

  it("begin at a bootstrap, and hold what is applied from there", () => {
    const texts = {
      ...cluster("prod"),
      ...cluster("test"),
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps/prod"),
      "clusters/test/apps.yaml": flux("apps", "path: ./apps/test"),
      "apps/prod/a.yaml": `${role("a")}---\n${application("more", "path: more")}`,
      "apps/test/a.yaml": role("a"),
      "more/a.yaml": role("a"),
    };
    expect(clustersOf(texts)).toEqual([
      ["clusters/prod", "flux:clusters/prod"],
      ["clusters/test", "flux:clusters/test"],
      ["apps/prod", "flux:clusters/prod"],
      ["apps/test", "flux:clusters/test"],
      ["more", "flux:clusters/prod"],
    ]);
  });

  it("are not known for what is reached from no bootstrap", () => {
    expect(clustersOf({ "sync.yaml": flux("apps", "path: ./apps"), "apps/a.yaml": role("a") })).toEqual([
      ["apps", undefined],
    ]);
  });

  it("are others where there is a kubeConfig", () => {
    const texts = {
      "sync.yaml": [
        flux("a", "path: ./apps, kubeConfig: { secretRef: { name: a } }"),
        flux("b", "path: ./apps, kubeConfig: { configMapRef: { name: b } }"),
        flux("c", "path: ./apps, kubeConfig: { }"),
        flux("d", "path: ./apps"),
      ].join("---\n"),
      "apps/a.yaml": role("a"),
    };
    const builds = buildsOf(texts).filter(({ type }) => type === "flux");
    const [a, b, c, d] = builds;
    expect(builds.map(({ cluster: own }) => own)).toEqual([
      "flux: flux-system/a",
      "flux: flux-system/b",
      undefined,
      undefined,
    ]);
    expect([a && b && areApart(a, b), a && c && areApart(a, c), c && d && areApart(c, d)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("are not known to differ where one goes by its name and one by its URL", () => {
    const text = (destination: string) => application("app", "path: apps", `destination: { ${destination} }`);
    const texts = {
      "app.yaml": ["name: prod", "server: https://1.2.3.4", "server: https://5.6.7.8"]
        .map(text)
        .join("---\n"),
      "apps/a.yaml": role("a"),
    };
    const [a, b, c] = buildsOf(texts);
    expect([a && b && areApart(a, b), b && c && areApart(b, c)]).toEqual([false, true]);
  });
});

describe("what a controller applies", () => {
  it("marks what no root reaches", () => {
    const texts = {
      "sync.yaml": flux("apps", "path: ./apps"),
      "apps/kustomization.yaml": "resources: [a.yaml]\n",
      "apps/a.yaml": role("a"),
      "other/kustomization.yaml": "resources: [a.yaml]\n",
      "other/a.yaml": role("a"),
    };
    expect(shown(texts)).toEqual({
      "flux apps": ["a"],
      "kustomize other": ["a", "unreached"],
    });
    expect(buildsOf(texts).map(({ type, isUnreached }) => [type, isUnreached])).toEqual([
      ["kustomize", true],
      ["flux", undefined],
      ["plain", undefined],
    ]);
  });

  it("marks nothing where nothing of this repository is applied", () => {
    const texts = {
      "app.yaml": application("app", "chart: nginx"),
      "other/kustomization.yaml": "resources: [a.yaml]\n",
      "other/a.yaml": role("a"),
    };
    expect(shown(texts)["kustomize other"]).toEqual(["a"]);
  });

  it("is what is applied in the end: the Application that another one applies has its namespace from there", () => {
    const texts = {
      "a/child.yaml": application("child", "path: apps").replace(", namespace: argocd", ""),
      "z/root.yaml": application("root", "path: a", "destination: { namespace: argocd }"),
      "apps/a.yaml": role("a"),
    };
    const builds = buildsOf(texts, FLEET).filter(({ type }) => type === "argocd");
    expect(builds.map(({ directory }) => directory)).toEqual(["a", "apps"]);
    expect(builds[0]?.objects[0]?.object.metadata).toEqual({ name: "child", namespace: "argocd" });
    expect(builds[1]?.appliedBy).toEqual({ file: "a/child.yaml", document: 0, path: [] });
  });

  it("ends where Kustomizations apply each other", () => {
    const texts = {
      "a/sync.yaml": flux("b", "path: ./b"),
      "b/sync.yaml": flux("a", "path: ./a"),
      "a/role.yaml": role("a"),
      "b/role.yaml": role("b"),
    };
    expect(shown(texts)).toEqual({ "flux a": ["a"], "flux b": ["b"] });
  });

  it("ends where Kustomizations apply themselves in ever new clusters, under ever new names", () => {
    const spec = (name: string) => `path: ./a, namePrefix: x-, kubeConfig: { secretRef: { name: ${name} } }`;
    const texts = { "a/sync.yaml": ["a", "b", "c"].map((name) => flux(name, spec(name))).join("---\n") };
    expect(buildsOf(texts).some(({ hidden }) => hidden[0]?.reason.includes("too much"))).toBe(true);
  });

  it("is followed to some depth, below which it is told that nothing is seen", () => {
    const texts = {
      "a/sync.yaml": flux("b", "path: ./b, kubeConfig: { secretRef: { name: x } }"),
      "b/sync.yaml": flux("a", "path: ./a, kubeConfig: { secretRef: { name: y } }"),
      "b/role.yaml": role("r"),
    };
    const reasons = buildsOf(texts).flatMap(({ hidden }) =>
      hidden.map(({ kind, reason }) => `${kind}: ${reason}`),
    );
    expect(reasons).toContain(
      "program: Flux and Argo CD apply what applies more, too many levels deep to resolve it all",
    );
  });

  it("begins once where many apply each other above a long chain", () => {
    const count = 1500;
    const texts = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `c${index}/sync.yaml`,
        `${flux(`a${index}`, `path: ./c${index}`, `n${index}`)}---\n${flux(`b${index}`, `path: ./c${index}`, `m${index}`)}`,
      ]),
    );
    expect(buildsOf(texts).filter(({ type }) => type === "flux")).toHaveLength(2 * count);
  });

  it("is not resolved any further where thousands of Kustomizations apply everything", () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      flux(`k${index}`, `path: ./apps, targetNamespace: n${index}`),
    );
    const files = Array.from({ length: 1000 }, (_, index): [string, string] => {
      return [`apps/${index}.yaml`, role(`r${index}`)];
    });
    const repo = repositoryOf({ "sync.yaml": many.join("---\n"), ...Object.fromEntries(files) });
    const { builds } = resolveBuilds(repo);
    // Three million without a limit.
    expect(builds.reduce((sum, { objects }) => sum + objects.length, 0)).toBeLessThan(300_000);
    expect(builds.at(-2)?.hidden[0]?.reason).toBe("Flux and Argo CD apply too much here to resolve it all");
  });

  it("does not depend on the order of the files", () => {
    const texts = {
      ...cluster("prod"),
      ...cluster("test"),
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps, targetNamespace: shop"),
      "clusters/test/apps.yaml": flux("apps", "path: ./apps"),
      "apps/a.yaml": role("a"),
      "apps/b/kustomization.yaml": "resources: [b.yaml]\n",
      "apps/b/b.yaml": `${role("b")}---\n${application("child", "path: more")}`,
      "argo/root.yaml": application("root", "path: argo/apps"),
      "argo/apps/child.yaml": application("child", "path: more"),
      "more/c.yaml": role("c"),
    };
    const view = (paths: readonly string[]) => {
      const files = new Map(
        paths.map((path) => [path, factsOf(path, new ManifestFile(texts[path as keyof typeof texts]))]),
      );
      return resolveBuilds(new Repository({ root: "/", files }))
        .builds.map(({ type, directory, cluster: own, objects }) => [
          type,
          directory,
          own,
          objects.map(({ object }) => `${object.metadata?.namespace}/${object.metadata?.name}`).sort(),
        ])
        .map((build) => JSON.stringify(build))
        .sort();
    };
    const paths = Object.keys(texts).sort();
    const expected = view(paths);
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
        expect(view(shuffled)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("is not rendered again for an edit elsewhere", () => {
    const texts = {
      "sync.yaml": flux("apps", "path: ./apps, targetNamespace: shop"),
      "apps/a.yaml": role("a"),
      "other/a.yaml": role("b"),
    };
    const before = repositoryOf(texts);
    const [first] = resolveBuilds(before).builds;
    const edited = new ManifestFile(role("c"));
    const after = before.withFile("other/a.yaml", factsOf("other/a.yaml", edited), edited);
    expect(resolveBuilds(after, before).builds[0]?.objects).toBe(first?.objects);
    const moved = new ManifestFile(role("c"));
    const changed = before.withFile("apps/a.yaml", factsOf("apps/a.yaml", moved), moved);
    expect(resolveBuilds(changed, before).builds[0]?.objects[0]?.object.metadata).toEqual({
      name: "c",
      namespace: "shop",
    });
  });
});

describe("the repository's own name", () => {
  it.each([
    "https://github.com/acme/fleet",
    "https://github.com/acme/fleet.git",
    "https://user:token@GitHub.com/acme/fleet/",
    "ssh://git@github.com/acme/fleet.git",
    "ssh://git@github.com:22/acme/fleet",
    "git@github.com:acme/fleet.git",
    "github.com:acme/fleet",
    "git://github.com/acme/fleet",
  ])("is the same for %s", (url) => {
    expect(repositoryName(url)).toBe("github.com/acme/fleet");
  });

  it.each([
    "",
    "/srv/git/fleet",
    "../fleet",
    "C:\\fleet",
    "file:///srv/fleet",
    "https://",
    "https://host",
    "x",
    "./a:b",
  ])("is none for %s", (url) => {
    expect(repositoryName(url)).toBeUndefined();
  });

  it("keeps the case of paths", () => {
    expect(repositoryName("https://host/Acme/Fleet")).toBe("host/Acme/Fleet");
  });

  it.each(["v1.0", "1.*", "HEAD", "~1.2", "0123456789012345678901234567890123456789", "refs/tags/x", "", 5])(
    "does not take %s for another branch",
    (revision) => {
      const repo = repositoryOf({}, { ...FLEET, branches: ["main"] });
      expect(originOf(repo, "https://github.com/acme/fleet", revision)).toBe("here");
    },
  );
});

describe("a checkout", () => {
  const CONFIG = `[core]\n\turl = no\n[remote "origin"]\n\turl = git@github.com:acme/fleet.git\n\tfetch = x\n[branch "url"]\n\tremote = a\n[remote "fork"]\r\n  URL="https://example.org/x"\r\n`;

  it("has remotes", () => {
    expect(remotesIn(CONFIG)).toEqual(["git@github.com:acme/fleet.git", "https://example.org/x"]);
  });

  it("has branches where the default one is known", () => {
    const git = { ".git/config": CONFIG, ".git/HEAD": "ref: refs/heads/feature/x\n" };
    expect(readCheckout(repository(git))).toEqual({ remotes: remotesIn(CONFIG), branches: [] });
    const withDefault = { ...git, ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/main\n" };
    expect(readCheckout(repository(withDefault)).branches).toEqual(["main", "feature/x"]);
  });

  it("is not known for a worktree, a link, or none", () => {
    const nothing = { remotes: [], branches: [] };
    expect(readCheckout(repository({ ".git": "gitdir: elsewhere\n" }))).toEqual(nothing);
    expect(readCheckout(repository({ "a.yaml": "" }))).toEqual(nothing);
    const root = repository({ config: CONFIG, ".git/x": "" });
    symlinkSync(join(root, "config"), join(root, ".git/config"));
    expect(readCheckout(root)).toEqual(nothing);
  });

  it("is read with the repository, and so are .sourceignore files", () => {
    const root = repository({ ".git/config": CONFIG, "a/.sourceignore": "x\n", "a/b.yaml": "" });
    const { checkout, sourceIgnores } = readRepository(root);
    expect(checkout.remotes).toHaveLength(2);
    expect([...sourceIgnores]).toEqual([["a", "x\n"]]);
  });
});
