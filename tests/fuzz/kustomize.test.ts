import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { buildKustomization } from "../../lib/builds/kustomize/kustomize.js";
import { repositoryOf } from "../builds/repository-of.js";
import { differences } from "../oracle/compare.js";
import { hasKubectl, render } from "../oracle/kubectl.js";
import { repositories } from "../oracle/random-repository.js";
import { put } from "../repository/temporary.js";
import { fuzz, isLong } from "./fuzz.js";
import { CONFIGURATION, extras, withExtra } from "./kustomizations.js";
import type { Texts } from "./repositories.js";

/** Another program for each case takes its time: without a long run, what we build is only built. */
const kubectl = isLong && (await hasKubectl());

/** Layers of kustomizations with anything in them that is accepted. */
const layers: fc.Arbitrary<Texts> = fc.tuple(repositories, extras).map(([texts, more]) => {
  const all: Texts = { ...texts };
  for (const layer of ["one", "two", "overlay"]) all[`${layer}/configuration.yaml`] = CONFIGURATION;
  for (const [layer, extra] of more) {
    const file = `${layer}/kustomization.yaml`;
    all[file] = stringify(withExtra(parse(all[file] ?? "") as Record<string, unknown>, layer, extra));
  }
  return all;
});

fuzz("kustomizations-are-built-as-kubectl-builds-them", {
  input: layers,
  runs: 15,
  async check(texts) {
    const build = buildKustomization(repositoryOf(texts), "overlay");
    // A find says what kubectl makes of it, for where there is none.
    const known = texts["overlay/kubectl.yaml"];
    if (known !== undefined) expect(differences(build.objects, known)).toEqual([]);
    if (!kubectl) return;
    const root = mkdtempSync(join(tmpdir(), "gitops-fuzz-"));
    try {
      for (const [path, text] of Object.entries(texts)) put(root, path, text);
      const { yaml } = await render(join(root, "overlay"));
      if (yaml === undefined) return;
      const different = differences(build.objects, yaml);
      if (different.length > 0) throw new Error(different.join("\n"));
      expect(build.errors).toBeUndefined();
      expect(build.hidden).toEqual([]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
});
