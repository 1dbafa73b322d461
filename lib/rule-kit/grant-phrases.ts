import { builtInAggregators } from "../kubernetes/rbac/aggregation.js";
import {
  type ClusterRole,
  isKnown,
  type KindName,
  type Role,
  type RoleBinding,
} from "../kubernetes/objects.js";
import { describeSubjects, namespaceWords, nameWords, subjectWords } from "../kubernetes/name-words.js";
import { quoteList } from "../util/phrases.js";
import { patchedRoleRefs } from "./build-phrases.js";
import type { Applied } from "../analysis/analysis.js";
import type { Grant, Reach } from "../analysis/grants.js";

/** The parts of a sentence on what a role permits: "WHO can read every Secret of WHERE: ROLE allows it THROUGH." */
export interface GrantWords {
  who: string;
  where: string;
  role: string;
  /** How the subjects get the role, as a continuation of the sentence; empty if no binding shows it. */
  through: string;
}

/**
 * Puts into words who has a role, where, and through which bindings.
 * @param written the role as the linted file has it
 * @param applied the role as the build in question applies it, if one does
 */
export function grantWords(
  kind: KindName,
  written: Role | ClusterRole,
  {
    applied,
    grants,
    reach,
    isUnnamed = false,
  }: {
    applied?: Applied;
    grants: readonly Grant[];
    reach: Reach;
    /** Whether no binding names the role, applied or not. */
    isUnnamed?: boolean;
  },
): GrantWords {
  const { metadata } = (applied?.object.object ?? written) as Role;
  const role = nameWords(kind, isKnown(metadata?.name) ? metadata.name : written.metadata?.name);
  const shown = grants.filter(({ binding }) => {
    return reach !== "cluster" || binding.object.kind === "ClusterRoleBinding";
  });
  const [first] = shown;
  const [builtIn] =
    reach === "aggregated" ? builtInAggregators((applied?.object.object ?? written) as ClusterRole) : [];
  if (builtIn !== undefined) {
    return {
      who: `Anyone bound to ClusterRole '${builtIn}'`,
      where: "the cluster, or the namespace of the binding",
      role,
      through: `, and '${builtIn}' aggregates it`,
    };
  }
  if (!first) {
    return {
      who: `Anyone bound to ${role}`,
      where:
        kind === "ClusterRole" ? "the cluster" : (namespaceWords([metadata?.namespace]) ?? ITS_NAMESPACE),
      role: "it",
      through: isUnnamed ? ", though nothing here binds it" : "",
    };
  }
  const subjects = describeSubjects(shown.flatMap(({ binding }) => subjectsOf(binding)));
  const namespaces = shown.map(({ binding }) => binding.object.object.metadata?.namespace);
  const more = new Set(shown.map(({ binding }) => bindingWords(binding))).size - 1;
  const aggregated = aggregatorWords(first.through);
  const others = more === 0 ? "" : ` and ${more} more binding${more === 1 ? "" : "s"}`;
  return {
    who: capitalised(subjects ?? `any future subject of ${bindingWords(first.binding)}`),
    where: reach === "cluster" ? "the cluster" : (namespaceWords(namespaces) ?? ITS_NAMESPACE),
    role,
    through: `${aggregated} and ${bindingWords(first.binding)}${others} grant${more === 0 ? "s" : ""} it ${reach === "cluster" ? "everywhere" : "there"}`,
  };
}

const ITS_NAMESPACE = "its namespace";

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names a binding, with its namespace if it has one: `RoleBinding 'shop/readers'`. */
export function bindingWords(binding: Applied): string {
  const { kind, object } = binding.object;
  const { name, namespace } = object.metadata ?? {};
  const isIn = kind === "RoleBinding" && isKnown(namespace);
  const by = patchedRoleRefs([binding]);
  if (!isKnown(name)) return `a ${kind}${isIn ? ` of namespace '${namespace}'` : ""}${by}`;
  return `${kind} '${isIn ? `${namespace}/` : ""}${name}'${by}`;
}

/** Names the ClusterRoles that aggregate a role: `, 'monitoring' aggregates it,`; empty if there are none. */
function aggregatorWords(names: readonly string[]): string {
  const known = names.filter(isKnown);
  if (names.length === 0) return "";
  const words = known.length === 0 ? "another ClusterRole" : quoteList(known);
  return `, ${words} aggregate${known.length > 1 ? "" : "s"} it,`;
}

function subjectsOf({ object: { object } }: Applied): string[] {
  const { subjects = [], metadata } = object as RoleBinding;
  return subjects.map((subject) => subjectWords(subject, metadata?.namespace));
}
