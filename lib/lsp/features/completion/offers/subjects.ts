import { CompletionItemKind } from "vscode-languageserver";
import type { Analysis } from "../../../../analysis/analysis.js";
import { writtenAt } from "../../../../builds/build.js";
import { WORKLOADS } from "../../../../kubernetes/kinds.js";
import { DEFAULT_ACCOUNT } from "../../../../kubernetes/identities/pod-identity.js";
import {
  AUTHENTICATED_GROUP,
  MASTERS_GROUP,
  RBAC_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  UNAUTHENTICATED_GROUP,
} from "../../../../kubernetes/rbac/subjects.js";
import { type Binding, isKnown } from "../../../../kubernetes/objects.js";
import type { FileFacts } from "../../../../repository/facts.js";
import { memoize } from "../../../../util/memoize.js";
import { isPodAccount } from "../../../cursor/pod-account.js";
import type { Spot, UnfinishedObject } from "../../../cursor/incomplete.js";
import { namedObjects, type NamedObject } from "../named-objects.js";
import { type Offer, once } from "../offer.js";
import { scopesOf } from "../scope.js";
import { namespaceOffers } from "./namespaces.js";

const KINDS: readonly (readonly [kind: string, detail: string])[] = [
  ["ServiceAccount", "as which pods run"],
  ["Group", "of users or ServiceAccounts"],
  ["User", "who logs in from outside"],
];

/** What can stand in a subject of a binding. */
export function subjectOffers(spot: Spot, around: UnfinishedObject): readonly Offer[] {
  const at = [...around.at, ...around.inObject.slice(0, 2)];
  const kind = spot.valueAt([...at, "kind"]);
  switch (around.inObject[2]) {
    case "kind":
      return KINDS.map(([value, detail]) => ({ value, detail, kind: CompletionItemKind.Value }));
    case "apiGroup":
      return kind === "ServiceAccount" ? [] : [{ value: RBAC_GROUP, kind: CompletionItemKind.Value }];
    case "namespace":
      return kind === "User" || kind === "Group"
        ? []
        : namespacesFor(spot, around, spot.valueAt([...at, "name"]));
    case "name": {
      if (kind === "ServiceAccount") return accounts(spot, around, spot.valueAt([...at, "namespace"]));
      if (kind === "User" || kind === "Group") return othersNamed(spot.model.analysis)[kind];
      const { User, Group } = othersNamed(spot.model.analysis);
      return [...accounts(spot, around, spot.valueAt([...at, "namespace"])), ...User, ...Group];
    }
    default:
      return [];
  }
}

/** The ServiceAccounts that a subject can name: those of its own namespace, or of all, the binding's first. */
function accounts(spot: Spot, around: UnfinishedObject, namespace: unknown): Offer[] {
  const scopes = scopesOf(spot, around);
  const all = namedObjects(spot.model.analysis, "ServiceAccount", scopes, "any");
  const isIn = (one: NamedObject) => one.namespace === namespace || one.writtenNamespace === namespace;
  const fitting = typeof namespace === "string" ? all.filter(isIn) : all;
  const own = new Set(scopes.map((scope) => scope.namespace));
  return once(fitting.map((one) => accountOffer(one, own.has(one.namespace) ? 0 : 1)));
}

function accountOffer({ name, namespace, object, isOwn }: NamedObject, rank: number): Offer {
  return {
    value: name,
    kind: CompletionItemKind.Reference,
    detail: `${namespace === undefined ? "" : `in ${namespace}, `}${object.file}`,
    rank: rank * 2 + (isOwn ? 0 : 1),
    about: { of: "object", place: writtenAt(object) },
  };
}

/** The namespaces that have an account of that name first. */
function namespacesFor(spot: Spot, around: UnfinishedObject, name: unknown): Offer[] {
  const all = namedObjects(spot.model.analysis, "ServiceAccount", scopesOf(spot, around), "any");
  const having = all.filter((one) => one.name === name);
  const first = having.flatMap(({ namespace, object }): Offer[] => {
    if (namespace === undefined) return [];
    const detail = `has ServiceAccount '${String(name)}', ${object.file}`;
    return [{ value: namespace, kind: CompletionItemKind.Module, detail, rank: -1 }];
  });
  return once([...first, ...namespaceOffers(spot.model.analysis)]);
}

/** The ServiceAccounts that the pods of a workload can run as. */
export function podAccountOffers(spot: Spot, around: UnfinishedObject): readonly Offer[] {
  const { kind, inObject } = around;
  if (!kind || !WORKLOADS.has(kind) || !isPodAccount(kind, inObject)) return [];
  const found = namedObjects(spot.model.analysis, "ServiceAccount", scopesOf(spot, around));
  const byDefault: Offer = {
    value: DEFAULT_ACCOUNT,
    kind: CompletionItemKind.Reference,
    detail: "in every namespace",
    rank: 5,
  };
  return once([...found.map((one) => accountOffer(one, one.isEverywhere ? 0 : 1)), byDefault]);
}

const OF_KUBERNETES = [
  AUTHENTICATED_GROUP,
  UNAUTHENTICATED_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  MASTERS_GROUP,
] as const;

/** The users and groups that bindings name, and the groups that Kubernetes makes. */
const othersNamed = memoize((analysis: Analysis): Record<"User" | "Group", readonly Offer[]> => {
  const found = { User: new Set<string>(), Group: new Set<string>() };
  for (const facts of analysis.repository.files.values())
    for (const { kind, name } of namedIn(facts)) found[kind].add(name);
  const named = (kind: "User" | "Group") =>
    [...found[kind]].sort().map((value): Offer => {
      return { value, kind: CompletionItemKind.Reference, detail: `${kind} of other bindings` };
    });
  const ofNamespaces = namespaceOffers(analysis).map(({ value }) => `${SERVICE_ACCOUNTS_GROUP}:${value}`);
  const system = [...OF_KUBERNETES, ...ofNamespaces].map((name, index): Offer => {
    const rank = index < OF_KUBERNETES.length ? 5 : 6;
    const about = { of: "members", name } as const;
    return { value: name, kind: CompletionItemKind.Reference, detail: "made by Kubernetes", rank, about };
  });
  return {
    User: named("User"),
    Group: once([...system, ...named("Group").map((one) => ({ ...one, rank: 0 }))]),
  };
});

/** The users and groups that the bindings of a file name; remembered, since most files stay the same. */
const namedIn = memoize(({ objects }: FileFacts) =>
  objects.flatMap(({ kind, object }) => {
    if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return [];
    return ((object as Binding).subjects ?? []).flatMap((one) => {
      const isOther = one.kind === "User" || one.kind === "Group";
      return isOther && isKnown(one.name) ? [{ kind: one.kind as "User" | "Group", name: one.name }] : [];
    });
  }),
);
