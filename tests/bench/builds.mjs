// How long it takes to know what a repository applies together, anew and after one file has changed.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Analysis } from "../../dist/lib/analysis/analysis.js";
import { ManifestFile } from "../../dist/lib/manifests/manifest-file.js";
import { factsOf } from "../../dist/lib/repository/facts.js";
import { readRepository } from "../../dist/lib/repository/read-repository.js";
import { Repository } from "../../dist/lib/repository/repository.js";
import { median } from "./process.mjs";

const RUNS = 7;

/** One row of the table: a repository read and resolved, as often as it takes to know the median. */
export function measureRepository(name, read) {
  const times = { facts: [], resolve: [], again: [] };
  let builds;
  for (let run = 0; run < RUNS; run++) {
    let start = performance.now();
    const repository = read();
    times.facts.push(performance.now() - start);
    start = performance.now();
    builds = new Analysis(repository, {});
    void builds.all.length;
    times.resolve.push(performance.now() - start);
    // A role that gets another verb: the facts of one file differ.
    const [path, facts] =
      [...repository.files].find(([, { objects }]) => objects.some(({ kind }) => /Role$/.test(kind))) ?? [];
    if (!path) continue;
    start = performance.now();
    const changed = { ...facts, objects: facts.objects.map((object) => ({ ...object })) };
    void new Analysis(repository.withFile(path, changed, new ManifestFile("")), {}, repository).all.length;
    times.again.push(performance.now() - start);
  }
  globalThis.gc?.();
  return {
    repository: name,
    files: builds.repository.files.size,
    kustomizations: [...builds.repository.files.values()].filter(({ kustomization }) => kustomization).length,
    builds: builds.all.length,
    "facts ms": Math.round(median(times.facts)),
    "resolve ms": Math.round(median(times.resolve)),
    "after one edit ms": times.again.length > 0 ? Math.round(median(times.again)) : "-",
    "heap MB": Math.round(process.memoryUsage().heapUsed / 2 ** 20),
  };
}

/** A repository of so many teams with a base and two overlays each, made up. */
function madeUp(teams) {
  const files = new Map();
  const add = (path, text) => files.set(path, factsOf(path, new ManifestFile(text)));
  const object = (kind, name, rest) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
  for (let team = 0; team < teams; team++) {
    const base = `teams/t${team}/base`;
    add(`${base}/kustomization.yaml`, "resources: [role.yaml, binding.yaml]\n");
    add(
      `${base}/role.yaml`,
      object("Role", "reader", "rules:\n  - { apiGroups: [''], resources: [pods], verbs: [get] }\n"),
    );
    add(
      `${base}/binding.yaml`,
      object(
        "RoleBinding",
        "readers",
        "roleRef: { kind: Role, name: reader }\nsubjects: [{ kind: User, name: jane }]\n",
      ),
    );
    for (const stage of ["dev", "prod"]) {
      add(
        `teams/t${team}/${stage}/kustomization.yaml`,
        `namespace: t${team}-${stage}\nnamePrefix: ${stage}-\nresources: [../base]\npatches:\n  - target: { kind: Role }\n    patch: '[{ op: add, path: /rules/0/verbs/-, value: list }]'\n`,
      );
    }
  }
  return new Repository({ root: "", files });
}

export function measureBuilds(corpus) {
  const names = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    ...names.map(({ name }) => measureRepository(name, () => readRepository(join(corpus, name)))),
    measureRepository("1,000 teams, made up", () => madeUp(1000)),
  ];
}
