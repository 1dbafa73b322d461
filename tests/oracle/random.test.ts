import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { buildKustomization } from "../../lib/builds/kustomize/kustomize.js";
import { repositoryOf } from "../builds/repository-of.js";
import { differences } from "./compare.js";
import { hasKubectl, render } from "./kubectl.js";
import { repositories } from "./random-repository.js";

const RUNS = Number(process.env.GITOPS_ORACLE_RUNS ?? 300);
const kubectl = await hasKubectl();
if (!kubectl) console.warn("Nothing is compared with kustomize: there is no kubectl.");

describe.skipIf(!kubectl)("kustomizations that chance has made", () => {
  const root = mkdtempSync(join(tmpdir(), "gitops-random-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test("are rendered as kubectl renders them", async () => {
    const counts = { equal: 0, refused: 0 };
    const property = fc.asyncProperty(repositories, async (texts) => {
      const directory = mkdtempSync(join(root, "run-"));
      for (const [path, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
      const { yaml } = await render(join(directory, "overlay"));
      const build = buildKustomization(repositoryOf(texts), "overlay");
      rmSync(directory, { recursive: true });
      counts[yaml === undefined ? "refused" : "equal"]++;
      if (yaml === undefined) return;
      expect(differences(build.objects, yaml)).toEqual([]);
      expect(build.hidden).toEqual([]);
    });
    await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.GITOPS_ORACLE_SEED ?? 1) });
    console.log(`random kustomizations: ${JSON.stringify(counts)}`);
  });
});
