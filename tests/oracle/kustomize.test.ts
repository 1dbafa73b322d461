import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Kustomize } from "../../lib/builds/kustomize/kustomize.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { differences } from "./compare.js";
import { removeRemotes, writeMissingInputs } from "./inputs.js";
import { hasKubectl, render } from "./kubectl.js";

/** A difference from the real kustomize that is there on purpose. */
interface Difference {
  repository: string;
  directory: string;
  /** What the line of the difference begins with. */
  line: string;
  /** Why it is right, or cannot be otherwise. */
  cause: string;
}

/** Every difference in the corpus, each with its cause. */
const KNOWN_DIFFERENCES: readonly Difference[] = ["base", "default"].map((name) => ({
  repository: "kubeflow-manifests",
  directory: `applications/pvcviewer-controller/upstream/${name}`,
  line: "apiextensions.k8s.io/v1 CustomResourceDefinition  pvcviewers.kubeflow.org: metadata is ",
  cause: "A var in an annotation is filled from a Certificate, a kind that is not read.",
}));

const corpus = process.env.GITOPS_CORPUS ?? "";
const cache = process.env.GITOPS_ORACLE_CACHE;
const CONCURRENCY = 2;
const repositories = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  : [];
const kubectl = await hasKubectl();

if (!kubectl) console.warn("Nothing is compared with kustomize: there is no kubectl.");
else if (repositories.length === 0) {
  console.warn("Nothing is compared with kustomize: GITOPS_CORPUS names no directory of repositories.");
}

describe.skipIf(!kubectl || repositories.length === 0)("kustomize, as kubectl does it", () => {
  const prepared = mkdtempSync(join(tmpdir(), "gitops-oracle-"));
  afterAll(() => rmSync(prepared, { recursive: true, force: true }));

  test.each(repositories.map(({ name }) => name))("renders %s alike", async (name) => {
    const root = join(prepared, name);
    cpSync(join(corpus, name), root, { recursive: true });
    removeRemotes(readRepository(root));
    const repository = readRepository(root);
    writeMissingInputs(repository);
    const kustomize = new Kustomize(repository);
    const counts = { equal: 0, different: 0, refused: 0, open: 0, objects: 0 };
    const found: Omit<Difference, "cause">[] = [];
    const waiting = [...kustomize.directories];

    const work = async () => {
      for (let directory = waiting.shift(); directory !== undefined; directory = waiting.shift()) {
        const key = `${directory.replaceAll("/", "__") || "root"}.json`;
        const { yaml } = await render(join(root, directory), cache && join(cache, name, key));
        if (yaml === undefined) {
          counts.refused++;
          continue;
        }
        const build = kustomize.build(directory);
        const lines = differences(build.objects, yaml);
        counts[lines.length === 0 ? "equal" : "different"]++;
        if (build.hidden.length > 0) counts.open++;
        counts.objects += build.objects.length;
        for (const line of lines) found.push({ repository: name, directory, line });
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));

    console.log(`${name}: ${kustomize.directories.length} kustomizations, ${JSON.stringify(counts)}`);
    const unexpected = found.filter((one) => !KNOWN_DIFFERENCES.some((known) => isKnownAs(one, known)));
    expect(unexpected).toEqual([]);
    const gone = KNOWN_DIFFERENCES.filter(
      (known) => known.repository === name && !found.some((one) => isKnownAs(one, known)),
    );
    expect(gone, "differences that are there no longer").toEqual([]);
  });
});

function isKnownAs(one: Omit<Difference, "cause">, known: Difference): boolean {
  return (
    one.repository === known.repository &&
    one.directory === known.directory &&
    one.line.startsWith(known.line)
  );
}
