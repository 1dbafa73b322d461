import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { afterAll, describe, expect, test } from "vitest";
import { kustomizationDefects } from "../../lib/analysis/kustomization-checks/checks.js";
import { kustomizeOf } from "../../lib/builds/kustomize/kustomize.js";
import type { Repository } from "../../lib/repository/repository.js";
import { repositoryOf } from "../builds/repository-of.js";
import { invalid, strict, valid } from "../rules/kustomization-examples.js";
import { hasKubectl, render } from "./kubectl.js";
import { repositories, type Texts } from "./random-repository.js";

const RUNS = Number(process.env.GITOPS_ORACLE_RUNS ?? 300);
const PAGE = new URL("../../docs/rules/valid-kustomization.md", import.meta.url);
const kubectl = await hasKubectl();
if (!kubectl) console.warn("Nothing is compared with kustomize: there is no kubectl.");

describe.skipIf(!kubectl)("kustomize, as kubectl does it,", () => {
  const scratch = mkdtempSync(join(tmpdir(), "gitops-refusals-"));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  /** Builds one directory of a repository. */
  async function build(texts: Texts, directory = "") {
    const root = mkdtempSync(join(scratch, "run-"));
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const rendered = await render(join(root, directory));
    rmSync(root, { recursive: true });
    return rendered;
  }

  test.each(invalid)("refuses $name", async ({ files, directory }) => {
    expect(await build(files, directory)).toEqual({ refused: expect.any(String) as string });
  });

  test.each([...valid, ...strict])("accepts $name", async ({ files, directory }) => {
    expect(await build(files, directory)).toEqual({ yaml: expect.any(String) as string });
  });

  test.each(blocks("Wrong"))("refuses what the page says is wrong, block %#", async (files) => {
    expect(await build(files, firstDirectory(files))).toEqual({ refused: expect.any(String) as string });
  });

  test.each(blocks("Right"))("accepts what the page says is right, block %#", async (files) => {
    expect(await build(files, firstDirectory(files))).toEqual({ yaml: expect.any(String) as string });
  });

  test("refuses whatever is reported of what was right before something went wrong in it", async () => {
    const counts = { reported: 0, missed: 0, right: 0 };
    const property = fc.asyncProperty(repositories, slip, async (texts, spoil) => {
      const before = await build(texts, "overlay");
      fc.pre(before.yaml !== undefined);
      expect(defectsOf(repositoryOf(texts))).toEqual([]);
      const spoilt = { ...texts, ...spoil(texts) };
      const reported = defectsOf(repositoryOf(spoilt));
      const { refused } = await build(spoilt, "overlay");
      counts[reported.length > 0 ? "reported" : refused === undefined ? "right" : "missed"]++;
      if (reported.length > 0) expect(refused, reported.join()).toBeDefined();
      else if (refused !== undefined && process.env.GITOPS_ORACLE_MISSED) console.log(refused.slice(-200));
    });
    await fc.assert(property, { numRuns: RUNS, seed: Number(process.env.GITOPS_ORACLE_SEED ?? 1) });
    console.log(`random kustomizations: ${JSON.stringify(counts)}`);
  });
});

/** What is wrong with any of the layers, all of which the overlay includes. */
function defectsOf(repository: Repository): string[] {
  const errors = kustomizeOf(repository).build("overlay").errors ?? [];
  const inBuild = errors.map(({ place, id, data }) => `${place.file} ${id} ${JSON.stringify(data)}`);
  const written = ["one", "two", "component", "overlay"].flatMap((directory) => {
    const value = repository.files.get(`${directory}/kustomization.yaml`)?.kustomization;
    if (value === undefined) return [];
    const judged = { directory, value: value as Record<string, unknown> };
    return kustomizationDefects(repository, judged, { strict: false }).map(
      ({ at, id, data }) => `${directory} ${at.join("/")}: ${id} ${JSON.stringify(data)}`,
    );
  });
  return [...written, ...inBuild];
}

const name = fc.constantFrom("a", "b", "c", "p-a", "two-a", "anchor");
const namespace = fc.constantFrom(undefined, "x", "w", "z", "default");
const patchedKind = fc.constantFrom("Role", "ServiceAccount", "NetworkPolicy", "Namespace");
const API_VERSIONS: Record<string, string> = {
  Role: "rbac.authorization.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
};
const path = fc.constantFrom(
  ...["/metadata/labels/team", "/metadata/labels", "/metadata/annotations/note", "/metadata/namespace"],
  ...[
    "/rules/0",
    "/rules/1",
    "/rules/-",
    "/rules/0/verbs/1",
    "/rules/0/resourceNames/-",
    "/rules/0/resourceNames",
  ],
  ...["/spec/policyTypes/1", "/spec/ingress/0", "/spec/ingress/-", "/spec/podSelector/matchLabels/app"],
);
const operations = fc
  .array(fc.record({ op: fc.constantFrom("add", "replace", "remove"), path }), { minLength: 1, maxLength: 3 })
  .map((list) => stringify(list.map((one) => ({ ...one, value: {} }))));

/** Something that goes wrong often, in one of the layers. */
const slip: fc.Arbitrary<(texts: Texts) => Texts> = fc
  .record({
    layer: fc.constantFrom("one", "two", "overlay", "overlay"),
    change: fc.oneof(
      fc.record({ kind: patchedKind, name, namespace }).map(({ kind, ...metadata }) => {
        const apiVersion = API_VERSIONS[kind] ?? "v1";
        return { patches: [{ patch: stringify({ apiVersion, kind, metadata }) }] };
      }),
      fc.record({ kind: patchedKind, patch: operations }).map(({ kind, patch }) => {
        return { patches: [{ target: { kind }, patch }] };
      }),
      fc.record({ kind: patchedKind, name, patch: operations }).map(({ kind, patch, ...target }) => {
        return { patchesJson6902: [{ target: { kind, ...target }, patch }] };
      }),
      fc.constantFrom({ namespace: "x" }, { namespace: "default" }),
      fc
        .constantFrom("../one", "../two", "objects.yaml", "gone.yaml", "../one/anchor", "..", "../component")
        .map((resource) => ({ resources: [resource] })),
    ),
  })
  .map(({ layer, change }) => (texts) => {
    const file = `${layer}/kustomization.yaml`;
    const value = parse(texts[file] ?? "") as Record<string, unknown>;
    for (const [key, more] of Object.entries(change) as [string, unknown][]) {
      const present = value[key];
      value[key] = Array.isArray(present) ? (present as unknown[]).concat(more) : more;
    }
    return { [file]: stringify(value) };
  });

/** The repositories that the page shows under a heading. */
function blocks(heading: string): Texts[] {
  const section = readFileSync(PAGE, "utf8")
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`));
  return [...(section ?? "").matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, body = ""]) => {
    const parts = body.split(/^(?:--- )?# file: (\S+)\n/m).slice(1);
    return Object.fromEntries(
      parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : [])),
    ) as Texts;
  });
}

/** The directory of the first kustomization of a block, which is the one it is about. */
function firstDirectory(files: Texts): string {
  const first = Object.keys(files).find((file) => /(?:^|\/)kustomization\.yaml$/.test(file)) ?? "";
  return dirname(first);
}
