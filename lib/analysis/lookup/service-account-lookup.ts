import { push } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { isBuiltInServiceAccount } from "../../kubernetes/rbac/builtin-roles.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import {
  type Binding,
  type BindingKind,
  isKnown,
  type KindName,
  type Subject,
} from "../../kubernetes/objects.js";
import { platformServiceAccounts } from "../../kubernetes/rbac/platform-service-accounts.js";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";
import { type Build, ofKinds } from "../../builds/build.js";
import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import { writtenMetadata } from "../as-written.js";
import { type Hint, type Lookup, lookUp, type Reference, type Sought } from "./lookup.js";

/** Looks up the ServiceAccount that is a subject of an applied binding. */
export function lookUpServiceAccount(
  builds: BuildSet,
  binding: Applied<BindingKind>,
  subject: Subject,
): Lookup {
  return lookupsFor(builds, binding)(subject);
}

const lookupsFor = memoizePairs((builds: BuildSet, binding: Applied<BindingKind>) =>
  memoize((subject: Subject) => lookUpAccount(builds, binding, subject)),
);

function lookUpAccount(
  builds: BuildSet,
  binding: Applied<BindingKind>,
  { name, namespace }: Subject,
): Lookup {
  const { metadata } = binding.object.object;
  const isInCluster = binding.object.kind === "ClusterRoleBinding";
  // Kubernetes: pkg/registry/rbac/validation/rule.go, appliesToUser.
  const where = namespace || (isInCluster ? undefined : metadata?.namespace);
  if (!isKnown(name)) return { state: "unknown", why: "the name is not a plain one" };
  if (where === undefined || !isKnown(where)) {
    return { state: "unknown", why: "its namespace is chosen when it is applied" };
  }
  if (isNoNamespace(where)) return { state: "missing", hint: { type: "noNamespace" } };
  const reference = { kind: "ServiceAccount", name, namespace: where } as const;
  const moved = movedFrom(builds, binding, { name, namespace: where });
  if (!moved) return lookUp(builds, binding, reference, SERVICE_ACCOUNT);
  // The build shows where its own account is, whatever else is in that namespace.
  const sought = { ...SERVICE_ACCOUNT, doubt: () => undefined };
  const result = lookUp(builds, binding, reference, sought);
  return result.state === "missing" ? { state: "missing", hint: hintFor(moved, name) } : result;
}

function hintFor({ name, namespace }: Moved, original: string): Hint {
  return name === original && namespace !== undefined
    ? { type: "otherNamespace", namespace }
    : { type: "renamed", name, namespace };
}

/** What people write where a name is filled in later: `<team>`, `__TEAM__`, `[[team]]`, `TEAM`. */
const PLACEHOLDER = /[^a-z0-9._:/-]|__/;

/** Whether a text is meant as the name of a namespace, but no namespace can have it. */
export function isNoNamespace(namespace: string): boolean {
  return !isDnsLabel(namespace) && !PLACEHOLDER.test(namespace);
}

/** The name and namespace that a build gives a ServiceAccount. */
interface Moved {
  name: string;
  namespace: string | undefined;
}

/**
 * What a build makes of the ServiceAccount that a subject means: one that is written under that name, and gets another
 * name or namespace. The subject has not followed, since its namespace is neither the one that the account is written
 * in nor the one that it ends up in.
 */
function movedFrom(
  builds: BuildSet,
  { build, object }: Applied<BindingKind>,
  { name, namespace }: Pick<Reference, "name" | "namespace">,
): Moved | undefined {
  return movedAccounts(builds, build)
    .get(name)
    ?.find(({ written, now }) => {
      // One that is written in another namespace, or that is a subject by itself, is not the one that is meant.
      const isMeant = written === undefined || written === namespace;
      return isMeant && !subjectsOf(object.object).has(subjectKey(now));
    })?.now;
}

const subjectsOf = memoize(({ subjects = [] }: Binding) => new Set(subjects.map(subjectKey)));

function subjectKey({ name, namespace }: Pick<Subject, "name" | "namespace">): string {
  return JSON.stringify([name, namespace]);
}

/** The ServiceAccounts that get another name or namespace in a build, by the name that they are written under. */
export const movedAccounts = memoizePairs((builds: BuildSet, build: Build) => {
  const found = new Map<string, { written: string | undefined; now: Moved }[]>();
  for (const applied of ofKinds(build.objects, ["ServiceAccount"])) {
    const { name, namespace } = applied.object.metadata ?? {};
    const written = writtenMetadata(builds, applied);
    if (!isKnown(name) || !isKnown(written?.name)) continue;
    if (name === written.name && namespace === written.namespace) continue;
    push(found, written.name, { written: written.namespace, now: { name, namespace } });
  }
  return found;
});

/** How ServiceAccounts are looked up, whatever names them. */
export const ACCOUNTS: Sought = {
  isInEveryCluster({ name, namespace = "" }) {
    return isBuiltInServiceAccount(namespace, name);
  },
  known({ settings, platform }) {
    return [...(settings.knownServiceAccounts ?? []), ...platformServiceAccounts(platform)];
  },
};

const SERVICE_ACCOUNT: Sought = {
  ...ACCOUNTS,
  doubt(builds, build, reference) {
    return isShown(builds, build, reference)
      ? undefined
      : `nothing here shows what is in namespace '${reference.namespace}'`;
  },
};

/**
 * Whether the binding comes with what is in a namespace: one that it only refers to belongs to someone else,
 * who creates its ServiceAccounts, too. Plain manifests are assumed to be applied all together.
 */
function isShown(builds: BuildSet, build: Build, { namespace = "" }: Reference): boolean {
  if (filledBy(build).has(namespace)) return true;
  return build.type === "plain" && filledByPlain(builds).has(namespace);
}

const FILLING: ReadonlySet<KindName> = new Set([...WORKLOADS, "ServiceAccount"]);

/** The namespaces that a build runs something in, or has service accounts in. */
const filledBy = memoize((build: Build): ReadonlySet<string> => {
  const filling = build.objects.filter(({ kind }) => FILLING.has(kind));
  return new Set(filling.map(({ object }) => object.metadata?.namespace).filter(isKnown));
});

const filledByPlain = memoize((builds: BuildSet) => {
  const plain = builds.all.filter(({ type }) => type === "plain");
  return new Set(plain.flatMap((build) => [...filledBy(build)]));
});
