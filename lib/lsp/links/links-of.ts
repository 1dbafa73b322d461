import type { Analysis, Applied } from "../../analysis/analysis.js";
import { ACCOUNTS } from "../../analysis/lookup/service-account-lookup.js";
import { type Lookup, lookUp } from "../../analysis/lookup/lookup.js";
import { podAccountObjects } from "../../analysis/lookup/pod-account-lookup.js";
import { type AppliedObject, placeOf } from "../../builds/build.js";
import { areApart } from "../../builds/controllers/clusters.js";
import { podIdentityOf } from "../../kubernetes/identities/pod-identity.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import {
  ADMISSION_BINDING_KINDS,
  type AdmissionBindingKind,
  BINDING_KINDS,
  type BindingKind,
  isKnown,
  type KindName,
  type Subject,
} from "../../kubernetes/objects.js";
import { splitUsername } from "../../kubernetes/rbac/subjects.js";
import type { Path } from "../../manifests/locate.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { field, items } from "../../util/plain-values.js";
import type { Link } from "./link.js";

/** The names in an applied object that stand for something else. */
export const linksOf: (analysis: Analysis, applied: Applied) => readonly Link[] = memoizePairs(
  (analysis: Analysis, applied: Applied): readonly Link[] => {
    const { kind } = applied.object;
    if (isBinding(applied)) return [...roleLink(analysis, applied), ...subjectLinks(analysis, applied)];
    if (WORKLOADS.has(kind)) return podAccountLink(analysis, applied);
    if (isAdmissionBinding(applied)) return policyLink(analysis, applied);
    return OTHERS[kind]?.(analysis, applied) ?? [];
  },
);

/** The kinds of the objects that have any. */
export const LINKING_KINDS: readonly KindName[] = [
  ...BINDING_KINDS,
  ...WORKLOADS,
  ...ADMISSION_BINDING_KINDS,
  ...(["FluxKustomization", "HelmRelease", "Application", "Secret"] as const),
];

const OTHERS: Partial<Record<KindName, (analysis: Analysis, applied: Applied) => readonly Link[]>> = {
  FluxKustomization: (analysis, applied) => [
    ...controllerAccount(analysis, applied),
    ...named(analysis, applied, SOURCE(["spec", "sourceRef"])),
    ...dependencies(analysis, applied),
  ],
  HelmRelease: (analysis, applied) => [
    ...controllerAccount(analysis, applied),
    ...named(analysis, applied, SOURCE(["spec", "chart", "spec", "sourceRef"])),
    ...dependencies(analysis, applied),
  ],
  Application: (analysis, applied) =>
    named(analysis, applied, { type: "project", at: ["spec"], key: "project", kind: "AppProject" }),
  Secret: (analysis, applied) => {
    const path = ["metadata", "annotations", "kubernetes.io/service-account.name"];
    return accountLink(analysis, applied, path);
  },
};

function isBinding(applied: Applied): applied is Applied & Applied<BindingKind> {
  return (BINDING_KINDS as readonly KindName[]).includes(applied.object.kind);
}

function isAdmissionBinding(applied: Applied): applied is Applied & Applied<AdmissionBindingKind> {
  return (ADMISSION_BINDING_KINDS as readonly KindName[]).includes(applied.object.kind);
}

function roleLink(analysis: Analysis, applied: Applied & Applied<BindingKind>): Link[] {
  const { roleRef, metadata } = applied.object.object;
  const { kind = "", name } = roleRef ?? {};
  if (name === undefined) return [];
  const lookup = analysis.role(applied);
  const path = ["roleRef", "name"];
  const namespace = kind === "Role" ? metadata?.namespace : undefined;
  return [
    {
      ...linkFrom(applied, path),
      ...{ type: "role", depth: 2, name, called: calledAs(kind, name, namespace) },
      targets: lookup.state === "found" ? (lookup.roles as readonly AppliedObject[]) : [],
      unknown: whyUnknown(lookup),
    },
  ];
}

function subjectLinks(analysis: Analysis, applied: Applied & Applied<BindingKind>): Link[] {
  const { subjects = [], metadata } = applied.object.object;
  return subjects.flatMap((subject, index): Link[] => {
    const { kind, name } = subject;
    if (name === undefined) return [];
    const base = { ...linkFrom(applied, ["subjects", index, "name"]), depth: 2, name } as const;
    const account = kind === "User" ? splitUsername(name) : undefined;
    const meant: Subject | undefined =
      kind === "ServiceAccount" ? subject : typeof account === "object" ? account : undefined;
    if (!meant) {
      const type = kind === "Group" ? "group" : "user";
      return [{ ...base, type, targets: [], called: calledAs(kind ?? "", name) }];
    }
    const lookup = analysis.serviceAccount(applied, meant);
    const namespace = meant.namespace || metadata?.namespace;
    return [
      {
        ...{ ...base, type: "account", targets: found(lookup), unknown: whyUnknown(lookup) },
        called: calledAs("ServiceAccount", meant.name ?? "", namespace),
      },
    ];
  });
}

function podAccountLink(analysis: Analysis, applied: Applied): Link[] {
  const identity = podIdentityOf(applied.object);
  if (!identity?.isNamed) return [];
  const { name, at } = identity;
  const targets = podAccountObjects(analysis, applied) as readonly AppliedObject[];
  const called = calledAs("ServiceAccount", name, applied.object.object.metadata?.namespace);
  const unknown = targets.length > 0 ? undefined : whyUnknown(analysis.podAccount(applied));
  return [{ ...linkFrom(applied, at), type: "account", depth: 1, name, targets, called, unknown }];
}

/** The account as which Flux applies something, in the cluster that it runs in. */
function controllerAccount(analysis: Analysis, applied: Applied): Link[] {
  if (field(applied.object.object.spec, "kubeConfig") !== undefined) return [];
  return accountLink(analysis, applied, ["spec", "serviceAccountName"]);
}

function accountLink(analysis: Analysis, applied: Applied, path: readonly string[]): Link[] {
  const { object } = applied.object;
  const name = field(object, ...path);
  if (typeof name !== "string" || !isKnown(name)) return [];
  const namespace = object.metadata?.namespace;
  const lookup = lookUp(analysis, applied, { kind: "ServiceAccount", name, namespace }, ACCOUNTS);
  const called = calledAs("ServiceAccount", name, namespace);
  const about = { targets: found(lookup), unknown: whyUnknown(lookup), called };
  return [{ ...linkFrom(applied, path), type: "account", depth: 1, name, ...about }];
}

function policyLink(analysis: Analysis, applied: Applied & Applied<AdmissionBindingKind>): Link[] {
  const name = applied.object.object.spec?.policyName;
  if (name === undefined) return [];
  const lookup = analysis.admissionPolicy(applied);
  const called = calledAs(applied.object.kind.replace(/Binding$/, ""), name);
  const about = { targets: found(lookup), unknown: whyUnknown(lookup), called };
  return [{ ...linkFrom(applied, ["spec", "policyName"]), type: "policy", depth: 1, name, ...about }];
}

/** Where a controller's object names another one. */
interface Naming {
  type: Link["type"];
  /** The path of what holds the name. */
  at: Path;
  key: string;
  kind: KindName;
  /** What the field `kind` beside the name must say; undefined if there is none. */
  says?: string;
}

const SOURCE = (at: Path): Naming => ({
  ...{ type: "source", at, key: "name", kind: "GitRepository" },
  says: "GitRepository",
});

/** What Flux waits for before it applies something: another object of the same kind. */
function dependencies(analysis: Analysis, applied: Applied): Link[] {
  const { kind, object } = applied.object;
  return items(field(object.spec, "dependsOn")).flatMap((_, index) => {
    const at = ["spec", "dependsOn", index];
    return named(analysis, applied, { type: "dependency", at, key: "name", kind });
  });
}

function named(analysis: Analysis, applied: Applied, { type, at, key, kind, says }: Naming): Link[] {
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
  const targets = (byKindAndName(analysis).get(`${kind} ${name}`) ?? []).filter(
    ({ build, object: other }) =>
      other.object.metadata?.namespace === namespace && !areApart(build, applied.build),
  );
  // Every cluster has a source of the same name, in a file of its own.
  const beside = targets.filter(({ object: { file } }) => file === applied.object.file);
  const meant = (beside.length > 0 ? beside : targets).map(({ object: one }) => one);
  const depth = key === "name" ? 2 : 1;
  const called = calledAs(kind, name, namespace);
  return [{ ...linkFrom(applied, [...at, key]), type, depth, name, targets: meant, called }];
}

const byKindAndName = memoize((analysis: Analysis) => {
  const all = analysis.ofKind("GitRepository", "FluxKustomization", "HelmRelease", "AppProject") as Applied[];
  return groupBy(all, ({ object: { kind, object } }) => `${kind} ${object.metadata?.name ?? ""}`);
});

function linkFrom(from: Applied, path: Path): Pick<Link, "from" | "path" | "place"> {
  return { from, path, place: placeOf(from.object, path) };
}

function found(lookup: Lookup): readonly AppliedObject[] {
  return lookup.state === "found" ? lookup.objects : [];
}

function whyUnknown(lookup: { state: "found" | "missing" } | { state: "unknown"; why: string }) {
  return lookup.state === "unknown" ? lookup.why : undefined;
}

function calledAs(kind: string, name: string, namespace?: string): string {
  return `${kind} ${namespace ?? ""}/${name}`;
}
