import type { BindingKind, RoleKind } from "../../lib/kubernetes/objects.js";
import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import type { Applied } from "../../lib/analysis/analysis.js";
import { Analysis } from "../../lib/analysis/analysis.js";
import type { AppliedObject } from "../../lib/builds/build.js";
import type { FileFacts, ObjectFacts } from "../../lib/repository/facts.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { Repository } from "../../lib/repository/repository.js";

/*
 * Real repositories, each broken in one place at a time: what was broken must be found where it is, and
 * nothing else may change. Set GITOPS_CORPUS to a directory of repositories.
 */
const corpus = process.env.GITOPS_CORPUS;
const repositories =
  corpus && existsSync(corpus)
    ? readdirSync(corpus, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      )
    : [];
if (repositories.length === 0)
  console.log("Skipped the mutations: GITOPS_CORPUS names no directory of repositories.");

const FOLLOWED = "kustomize then follows the name to a role of another base that was called the same";

/** Bindings that are not without a role when theirs is gone, and why. */
const STILL_FOUND: Record<string, string> = {
  "csi-driver-nfs/base/csi-nfs-scc.yaml:1": "OpenShift itself has the role",
  "applications/jupyter/notebook-controller/upstream/rbac/role_binding.yaml:0": FOLLOWED,
  "applications/pvcviewer-controller/upstream/rbac/auth_proxy_role_binding.yaml:0": FOLLOWED,
  "applications/pvcviewer-controller/upstream/rbac/role_binding.yaml:0": FOLLOWED,
  "applications/tensorboard/tensorboard-controller/upstream/rbac/auth_proxy_role_binding.yaml:0": FOLLOWED,
};

type Verdict = "found" | "missing" | "unknown";

/** What is known of the role of each binding that is applied, by the place of the binding. */
function verdicts(builds: Analysis): Map<string, Verdict> {
  const all = new Map<string, Verdict>();
  for (const [file, { objects }] of builds.repository.files) {
    if (builds.isPatch(file)) continue;
    for (const { kind, document, at } of objects) {
      if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") continue;
      const states = builds
        .applied(file, document, at)
        .filter(isBinding)
        .map((applied) => builds.role(applied).state);
      if (states.length === 0) continue;
      const verdict = states.every((state) => state === "missing")
        ? "missing"
        : states.includes("found")
          ? "found"
          : "unknown";
      all.set(placeOf(file, document, at), verdict);
    }
  }
  return all;
}

function placeOf(file: string, document: number, at: readonly unknown[]): string {
  return [file, document, ...at].join(":");
}

const keyOf = ({ file, document, at }: Pick<AppliedObject, "file" | "document" | "at">) =>
  placeOf(file, document, at);

/** The bindings that a role alone satisfies: all that every build finds for them is this one object. */
function dependents(builds: Analysis): Map<string, { role: AppliedObject<RoleKind>; bindings: string[] }> {
  const byRole = new Map<string, { role: AppliedObject<RoleKind>; bindings: string[] }>();
  for (const [file, { objects }] of builds.repository.files) {
    for (const { document, at } of objects) {
      const applied = builds.applied(file, document, at).filter(isBinding);
      const lookups = applied.map((one) => builds.role(one));
      const roles = lookups.flatMap((lookup) => (lookup.state === "found" ? [lookup.roles] : []));
      const keys = new Set(roles.flatMap((found) => found.map(keyOf)));
      const [role] = roles[0] ?? [];
      if (
        !role ||
        keys.size !== 1 ||
        roles.length !== applied.length ||
        roles.some((found) => found.length === 0)
      )
        continue;
      const entry = byRole.get(keyOf(role)) ?? { role, bindings: [] };
      entry.bindings.push(placeOf(file, document, at));
      byRole.set(keyOf(role), entry);
    }
  }
  return byRole;
}

/** The kind of hidden part that could hold the role of a binding, or `other` if it is not known for another reason. */
function whyUnknown(builds: Analysis, place: string): string {
  const [file = "", document, ...at] = place.split(":");
  const path = at.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const lookups = builds
    .applied(file, Number(document), path)
    .filter(isBinding)
    .map((one) => builds.role(one));
  const parts = lookups.flatMap((lookup) => (lookup.state === "unknown" ? [lookup.part?.kind] : []));
  return parts.find((kind) => kind !== undefined) ?? "other";
}

function isBinding(applied: Applied): applied is Applied & Applied<BindingKind> {
  return applied.object.kind === "RoleBinding" || applied.object.kind === "ClusterRoleBinding";
}

/** The same repository with other facts of one file. */
function withFacts(repository: Repository, file: string, change: (facts: FileFacts) => FileFacts): Analysis {
  const facts = repository.files.get(file);
  if (!facts) throw new Error(`${file} is not there`);
  const files = new Map(repository.files).set(file, change(facts));
  return new Analysis(
    new Repository({ ...repository, files }, { values: (path) => repository.values(path) }),
    {},
    repository,
  );
}

function changeObject(
  facts: FileFacts,
  { document, at }: AppliedObject,
  change: (object: ObjectFacts) => ObjectFacts[],
): FileFacts {
  const isIt = (object: ObjectFacts) => object.document === document && object.at.join() === at.join();
  return { ...facts, objects: facts.objects.flatMap((object) => (isIt(object) ? change(object) : [object])) };
}

/** Drops a file from every kustomization that lists it; nothing where none does. */
function unlisted(repository: Repository, file: string): Analysis | undefined {
  let builds: Analysis | undefined;
  for (const [path, { kustomization }] of repository.files) {
    const { resources } = (kustomization ?? {}) as { resources?: unknown };
    if (!Array.isArray(resources)) continue;
    const lists = (entry: unknown) =>
      typeof entry === "string" && posix.join(posix.dirname(path), entry) === file;
    if (!resources.some(lists)) continue;
    const rest = resources.filter((entry) => !lists(entry));
    const changed = { ...(kustomization as object), resources: rest };
    builds = withFacts(builds?.repository ?? repository, path, (facts) => ({
      ...facts,
      kustomization: changed,
    }));
  }
  return builds;
}

describe.each(repositories)("%s", (name) => {
  const repository = readRepository(join(corpus ?? "", name));
  const builds = new Analysis(repository, {});
  const before = verdicts(builds);
  const roles = [...dependents(builds).values()];

  /** Compares with what was: every dependent binding must be missing, or unknown for a reason; the others as before. */
  function compare(
    mutation: string,
    mutate: (role: AppliedObject) => Analysis | undefined,
    what: "role" | "file" = "role",
  ): void {
    const counts = {
      mutation,
      roles: 0,
      missing: 0,
      hidden: 0,
      by: {} as Record<string, number>,
      "still found": 0,
      "changed elsewhere": 0,
    };
    const wrong: string[] = [];
    for (const { role, bindings: ownBindings } of roles) {
      const goneWith = roles.filter((other) => what === "file" && other.role.file === role.file);
      const bindings = [...ownBindings, ...goneWith.flatMap((other) => other.bindings)];
      const mutated = mutate(role);
      if (!mutated) continue;
      counts.roles++;
      const after = verdicts(mutated);
      for (const [place, verdict] of before) {
        const now = after.get(place);
        // A file that is dropped takes its own bindings with it.
        if (now === undefined || (what === "file" && place.startsWith(`${role.file}:`))) continue;
        if (!bindings.includes(place)) {
          if (now === "missing" && verdict !== "missing") {
            counts["changed elsewhere"]++;
            wrong.push(`${place} changed to ${now} without ${keyOf(role)}`);
          }
        } else if (now === "missing") counts.missing++;
        else if (now === "unknown") {
          const why = whyUnknown(mutated, place);
          counts.hidden++;
          counts.by[why] = (counts.by[why] ?? 0) + 1;
        } else {
          counts["still found"]++;
          if (!Object.hasOwn(STILL_FOUND, place))
            wrong.push(`${place} is still found without ${keyOf(role)}`);
        }
      }
    }
    console.table([{ ...counts, by: JSON.stringify(counts.by) }]);
    expect(wrong).toEqual([]);
  }

  it("finds nothing missing as it is", () => {
    expect([...before].filter(([, verdict]) => verdict === "missing")).toEqual([]);
  });

  it("finds that the only definition of a role is deleted", () => {
    compare("role deleted", (role) =>
      withFacts(repository, role.file, (facts) => changeObject(facts, role, () => [])),
    );
  });

  it("finds that a role is renamed", () => {
    compare("role renamed", (role) =>
      withFacts(repository, role.file, (facts) =>
        changeObject(facts, role, (found) => {
          const metadata = { ...found.object.metadata, name: `${found.object.metadata?.name}-renamed` };
          return [{ ...found, object: { ...found.object, metadata } }];
        }),
      ),
    );
  });

  it("finds that a file is dropped from its kustomization", () => {
    compare("file dropped", (role) => unlisted(repository, role.file), "file");
  });

  it("finds that the policy which isolates a namespace is deleted", () => {
    const namespacesOf = (of: Analysis) => of.namespaceFiles.flatMap((file) => of.namespacesIn(file));
    const state = (of: Analysis) =>
      new Map(namespacesOf(of).map((one) => [one.name, one.isolation("Ingress").state]));
    const was = state(builds);
    const denied = [...was].filter(([, isolated]) => isolated === "denied").map(([namespace]) => namespace);
    const counts = { mutation: "policy deleted", namespaces: denied.length, open: 0, unknown: 0, denied: 0 };
    for (const namespace of denied) {
      let mutated = builds;
      // Several policies can isolate together: all of the namespace go, one after the other.
      for (let round = 0; round < 20 && state(mutated).get(namespace) === "denied"; round++) {
        const policy = mutated.all
          .flatMap(({ objects }) => objects)
          .find(({ kind, object }) => kind === "NetworkPolicy" && object.metadata?.namespace === namespace);
        if (!policy) break;
        mutated = withFacts(mutated.repository, policy.file, (facts) =>
          changeObject(facts, policy, () => []),
        );
      }
      const now = state(mutated);
      counts[(now.get(namespace) ?? "open") as "open" | "unknown" | "denied"]++;
      for (const [other, isolated] of was)
        if (other !== namespace && !denied.includes(other)) expect(now.get(other)).toBe(isolated);
    }
    console.table([counts]);
    expect(counts.denied).toBe(0);
  });
});
