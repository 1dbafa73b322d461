import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { Build } from "../../lib/builds/build.js";
import { buildKustomization } from "../../lib/builds/kustomize/kustomize.js";
import { items } from "../../lib/util/plain-values.js";
import { repositoryOf } from "../builds/repository-of.js";
import { differences } from "./compare.js";
import { hasKubectl, render } from "./kubectl.js";
import { repositories, type Texts } from "./random-repository.js";

const RUNS = Number(process.env.GITOPS_ORACLE_RUNS ?? 300);
const kubectl = await hasKubectl();
if (!kubectl) console.warn("Nothing is compared with kustomize: there is no kubectl.");

describe.skipIf(!kubectl)("kustomizations that chance has made", () => {
  const root = mkdtempSync(join(tmpdir(), "gitops-random-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Compares an overlay, unless kustomize refuses it. */
  async function compare(texts: Texts): Promise<Build | undefined> {
    const directory = mkdtempSync(join(root, "run-"));
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const { yaml } = await render(join(directory, "overlay"));
    rmSync(directory, { recursive: true });
    if (yaml === undefined) return undefined;
    const build = buildKustomization(repositoryOf(texts), "overlay");
    expect(differences(build.objects, yaml)).toEqual([]);
    expect(build.errors).toBeUndefined();
    return build;
  }

  async function compareAll(all: fc.Arbitrary<Texts>, check: (build: Build) => void = () => undefined) {
    const counts = { equal: 0, refused: 0 };
    const property = fc.asyncProperty(all, async (texts) => {
      const build = await compare(texts);
      counts[build ? "equal" : "refused"]++;
      if (build) check(build);
    });
    await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.GITOPS_ORACLE_SEED ?? 1) });
    console.log(`random kustomizations: ${JSON.stringify(counts)}`);
  }

  test("are rendered as kubectl renders them", async () => {
    await compareAll(repositories, ({ hidden }) => expect(hidden).toEqual([]));
  });

  test("are rendered as kubectl renders them where patches change kinds", async () => {
    const changes = fc.array(
      fc.record({ layer: fc.constantFrom("one", "two", "overlay"), patch: kindPatch }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    await compareAll(fc.tuple(repositories, changes).map(([texts, all]) => all.reduce(withPatch, texts)));
  });
});

const replace = (path: string, value: string) => ({ op: "replace", path, value });
const onKind = (kind: string, ...operations: object[]) => ({
  target: { kind },
  patch: JSON.stringify(operations),
});
/** A patch that makes another kind of roles or bindings, or of what these refer to. */
const kindPatch = fc.constantFrom(
  onKind("ClusterRole", replace("/kind", "Role")),
  onKind("Role", replace("/kind", "ClusterRole")),
  onKind("ClusterRoleBinding", replace("/kind", "RoleBinding")),
  onKind("ClusterRoleBinding", replace("/kind", "RoleBinding"), replace("/roleRef/kind", "Role")),
  onKind("RoleBinding", replace("/kind", "ClusterRoleBinding")),
  onKind("RoleBinding", replace("/roleRef/kind", "ClusterRole")),
);

function withPatch(texts: Texts, { layer, patch }: { layer: string; patch: object }): Texts {
  const file = `${layer}/kustomization.yaml`;
  const value = parse(texts[file] ?? "") as Record<string, unknown>;
  return { ...texts, [file]: stringify({ ...value, patches: [...items(value.patches), patch] }) };
}
