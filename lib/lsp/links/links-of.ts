import type { Analysis, Applied } from "../../analysis/analysis.js";
import { ACCOUNTS } from "../../analysis/lookup/service-account-lookup.js";
import { type Lookup, lookUp } from "../../analysis/lookup/lookup.js";
import { podAccountObjects } from "../../analysis/lookup/pod-account-lookup.js";
import { appliedOfKinds } from "../../builds/applied.js";
import { type AppliedObject, type Build, placeOf } from "../../builds/build.js";
import { areApart } from "../../builds/controllers/clusters.js";
import { podIdentityOf } from "../../kubernetes/identities/pod-identity.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import {
  ADMISSION_BINDING_KINDS,
  ADMISSION_POLICY_KINDS,
  type AdmissionBindingKind,
  BINDING_KINDS,
  type BindingKind,
  isKnown,
  type KindName,
  type Subject,
} from "../../kubernetes/objects.js";
import { splitUsername } from "../../kubernetes/rbac/subjects.js";
import type { Path } from "../../manifests/locate.js";
import { groupBy, push } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { field, items } from "../../util/plain-values.js";
import type { Link } from "./link.js";

/** A name in an applied object that stands for something else, before anybody looks up what that is. */
interface Name extends Omit<Link, "targets" | "unknown"> {
  find: (analysis: Analysis) => Pick<Link, "targets" | "unknown">;
}

/** The names in an applied object that stand for something else. */
export const linksOf: (analysis: Analysis, applied: Applied) => readonly Link[] = memoizePairs(
  (analysis: Analysis, applied: Applied): readonly Link[] =>
    namesIn(applied).map(({ find, ...name }) => ({ ...name, ...find(analysis) })),
);

/** The objects of a build that have such names, by what they call what is meant: see `Link.called`. */
export const calledIn: (build: Build) => ReadonlyMap<string, readonly Applied[]> = memoize((build: Build) => {
  const found = new Map<string, Applied[]>();
  for (const applied of appliedOfKinds(build, LINKING)) {
    for (const called of new Set(namesIn(applied).map((name) => name.called))) push(found, called, applied);
  }
  return found;
});

/** What the links to an applied object call it. */
export function calledBy({ kind, object: { metadata } }: AppliedObject): string {
  const hasNamespace =
    kind !== "ClusterRole" && !(ADMISSION_POLICY_KINDS as readonly KindName[]).includes(kind);
  return calledAs(kind, metadata?.name ?? "", hasNamespace ? metadata?.namespace : undefined);
}

function namesIn(applied: Applied): readonly Name[] {
  const { kind } = applied.object;
  if (isBinding(applied)) return [...roleName(applied), ...subjectNames(applied)];
  if (WORKLOADS.has(kind)) return podAccountName(applied);
  if (isAdmissionBinding(applied)) return policyName(applied);
  return OTHERS[kind]?.(applied) ?? [];
}

/** The kinds of the objects that have any. */
export const LINKING_KINDS: readonly KindName[] = [
  ...BINDING_KINDS,
  ...WORKLOADS,
  ...ADMISSION_BINDING_KINDS,
  ...(["FluxKustomization", "HelmRelease", "Application", "Secret"] as const),
];

const LINKING: ReadonlySet<KindName> = new Set(LINKING_KINDS);

const OTHERS: Partial<Record<KindName, (applied: Applied) => readonly Name[]>> = {
  FluxKustomization: (applied) => [
    ...controllerAccount(applied),
    ...named(applied, SOURCE(["spec", "sourceRef"])),
    ...dependencies(applied),
  ],
  HelmRelease: (applied) => [
    ...controllerAccount(applied),
    ...named(applied, SOURCE(["spec", "chart", "spec", "sourceRef"])),
    ...dependencies(applied),
  ],
  Application: (applied) =>
    named(applied, { type: "project", at: ["spec"], key: "project", kind: "AppProject" }),
  Secret: (applied) => {
    const path = ["metadata", "annotations", "kubernetes.io/service-account.name"];
    return accountName(applied, path);
  },
};

function isBinding(applied: Applied): applied is Applied & Applied<BindingKind> {
  return (BINDING_KINDS as readonly KindName[]).includes(applied.object.kind);
}

function isAdmissionBinding(applied: Applied): applied is Applied & Applied<AdmissionBindingKind> {
  return (ADMISSION_BINDING_KINDS as readonly KindName[]).includes(applied.object.kind);
}

function roleName(applied: Applied & Applied<BindingKind>): Name[] {
  const { roleRef, metadata } = applied.object.object;
  const { kind = "", name } = roleRef ?? {};
  if (name === undefined) return [];
  const path = ["roleRef", "name"];
  const namespace = kind === "Role" ? metadata?.namespace : undefined;
  return [
    {
      ...linkFrom(applied, path),
      ...{ type: "role", depth: 2, name, called: calledAs(kind, name, namespace) },
      find(analysis) {
        const lookup = analysis.role(applied);
        const targets = lookup.state === "found" ? (lookup.roles as readonly AppliedObject[]) : [];
        return { targets, unknown: whyUnknown(lookup) };
      },
    },
  ];
}

function subjectNames(applied: Applied & Applied<BindingKind>): Name[] {
  const { subjects = [], metadata } = applied.object.object;
  return subjects.flatMap((subject, index): Name[] => {
    const { kind, name } = subject;
    if (name === undefined) return [];
    const base = { ...linkFrom(applied, ["subjects", index, "name"]), depth: 2, name } as const;
    const account = kind === "User" ? splitUsername(name) : undefined;
    const meant: Subject | undefined =
      kind === "ServiceAccount" ? subject : typeof account === "object" ? account : undefined;
    if (!meant) {
      const type = kind === "Group" ? "group" : "user";
      return [{ ...base, type, called: calledAs(kind ?? "", name), find: () => ({ targets: [] }) }];
    }
    const namespace = meant.namespace || metadata?.namespace;
    return [
      {
        ...{ ...base, type: "account", called: calledAs("ServiceAccount", meant.name ?? "", namespace) },
        find: (analysis) => outcomeOf(analysis.serviceAccount(applied, meant)),
      },
    ];
  });
}

function podAccountName(applied: Applied): Name[] {
  const identity = podIdentityOf(applied.object);
  if (!identity?.isNamed) return [];
  const { name, at } = identity;
  const called = calledAs("ServiceAccount", name, applied.object.object.metadata?.namespace);
  return [
    {
      ...{ ...linkFrom(applied, at), type: "account", depth: 1, name, called },
      find(analysis) {
        const targets = podAccountObjects(analysis, applied) as readonly AppliedObject[];
        const unknown = targets.length > 0 ? undefined : whyUnknown(analysis.podAccount(applied));
        return { targets, unknown };
      },
    },
  ];
}

/** The account as which Flux applies something, in the cluster that it runs in. */
function controllerAccount(applied: Applied): Name[] {
  if (field(applied.object.object.spec, "kubeConfig") !== undefined) return [];
  return accountName(applied, ["spec", "serviceAccountName"]);
}

function accountName(applied: Applied, path: readonly string[]): Name[] {
  const { object } = applied.object;
  const name = field(object, ...path);
  if (typeof name !== "string" || !isKnown(name)) return [];
  const namespace = object.metadata?.namespace;
  const called = calledAs("ServiceAccount", name, namespace);
  return [
    {
      ...{ ...linkFrom(applied, path), type: "account", depth: 1, name, called },
      find: (analysis) =>
        outcomeOf(lookUp(analysis, applied, { kind: "ServiceAccount", name, namespace }, ACCOUNTS)),
    },
  ];
}

function policyName(applied: Applied & Applied<AdmissionBindingKind>): Name[] {
  const name = applied.object.object.spec?.policyName;
  if (name === undefined) return [];
  const called = calledAs(applied.object.kind.replace(/Binding$/, ""), name);
  return [
    {
      ...{ ...linkFrom(applied, ["spec", "policyName"]), type: "policy", depth: 1, name, called },
      find: (analysis) => outcomeOf(analysis.admissionPolicy(applied)),
    },
  ];
}

/** Where a controller's object names another one. */
interface Field {
  type: Link["type"];
  /** The path of what holds the name. */
  at: Path;
  key: string;
  kind: KindName;
  /** What the field `kind` beside the name must say; undefined if there is none. */
  says?: string;
}

const SOURCE = (at: Path): Field => ({
  ...{ type: "source", at, key: "name", kind: "GitRepository" },
  says: "GitRepository",
});

/** What Flux waits for before it applies something: another object of the same kind. */
function dependencies(applied: Applied): Name[] {
  const { kind, object } = applied.object;
  return items(field(object.spec, "dependsOn")).flatMap((_, index) => {
    const at = ["spec", "dependsOn", index];
    return named(applied, { type: "dependency", at, key: "name", kind });
  });
}

function named(applied: Applied, { type, at, key, kind, says }: Field): Name[] {
  const { object } = applied.object;
  const holder = at.reduce<unknown>(
    (value, step) => (Array.isArray(value) ? (value as unknown[])[Number(step)] : field(value, String(step))),
    object,
  );
  const name = field(holder, key);
  if (typeof name !== "string" || !isKnown(name)) return [];
  if (says !== undefined && field(holder, "kind") !== says) return [];
  const own = object.metadata?.namespace;
  const given = field(holder, "namespace");
  const namespace = typeof given === "string" && type !== "project" ? given : own;
  const depth = key === "name" ? 2 : 1;
  const called = calledAs(kind, name, namespace);
  return [
    {
      ...{ ...linkFrom(applied, [...at, key]), type, depth, name, called },
      find(analysis) {
        const targets = (byKindAndName(analysis).get(`${kind} ${name}`) ?? []).filter(
          ({ build, object: other }) =>
            other.object.metadata?.namespace === namespace && !areApart(build, applied.build),
        );
        // Every cluster has a source of the same name, in a file of its own.
        const beside = targets.filter(({ object: { file } }) => file === applied.object.file);
        return { targets: (beside.length > 0 ? beside : targets).map(({ object: one }) => one) };
      },
    },
  ];
}

const byKindAndName = memoize((analysis: Analysis) => {
  const all = analysis.ofKind("GitRepository", "FluxKustomization", "HelmRelease", "AppProject") as Applied[];
  return groupBy(all, ({ object: { kind, object } }) => `${kind} ${object.metadata?.name ?? ""}`);
});

function linkFrom(from: Applied, path: Path): Pick<Link, "from" | "path" | "place"> {
  return { from, path, place: placeOf(from.object, path) };
}

function outcomeOf(lookup: Lookup): Pick<Link, "targets" | "unknown"> {
  return { targets: lookup.state === "found" ? lookup.objects : [], unknown: whyUnknown(lookup) };
}

function whyUnknown(lookup: { state: "found" | "missing" } | { state: "unknown"; why: string }) {
  return lookup.state === "unknown" ? lookup.why : undefined;
}

function calledAs(kind: string, name: string, namespace?: string): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}
