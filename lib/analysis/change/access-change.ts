import type { PermissionName } from "../../kubernetes/rbac/dangerous-permissions.js";
import type { Step, Unknown } from "../access/answers.js";
import type { SourceChange } from "./source-changes.js";

/** On which side of a change something is. */
export type Side = "before" | "after";

/** Whether access is given by a change, or taken away. */
export type Direction = "gained" | "lost";

/** A step that is there on one side, where its place is. */
export type SidedStep = Step & { side: Side };

/** What changes in access between two states of a repository. */
export interface AccessChange {
  /** What subjects may do, the most dangerous first. */
  grants: readonly GrantChange[];
  /** The bindings that lose or gain their role or one of their subjects. */
  bindings: readonly BindingChange[];
  /** The namespaces that become open or isolated. */
  namespaces: readonly NamespaceChange[];
  /** The connections that open or close. */
  connections: readonly ConnectionChange[];
  /** The privileged identities that come into reach, or no longer are. */
  reaches: readonly ReachChange[];
  /** The charts and bases from elsewhere that are other ones than before. */
  sources: readonly SourceChange[];
  /** What could not be known on one side, or on both. It is never among what is gained or lost. */
  unknown: readonly UnknownChange[];
}

/** Something that could not be known, and on which sides. */
export interface UnknownChange extends Unknown {
  sides: readonly Side[];
  /** Whether that is what has changed, rather than a state of either side. */
  isOfChange?: true;
}

/** A permission as dangerous ones are named, and what it allows. */
export interface Danger {
  /** Undefined for everything, as cluster-admin may do it. */
  name?: PermissionName;
  /** Completes "can". */
  can: string;
}

/** Verbs on resources or URLs, and where. */
export interface Extent {
  /** The namespaces, in order; undefined for the whole cluster, and what is in no namespace. */
  namespaces?: readonly string[];
  /** With `*` for all. */
  verbs: readonly string[];
  /** Each as `deployments.apps` or `pods/exec`, with `*` for any resource or group; empty for URLs. */
  resources: readonly string[];
  /** The names of the objects; undefined for all. */
  names?: readonly string[];
  urls: readonly string[];
}

/** What a subject may do in one state only. */
export interface GrantChange extends Extent {
  change: Direction;
  /** As bindings name it: `ServiceAccount:shop/deployer`. */
  subject: string;
  /** The cluster, where the repository holds several. */
  cluster?: string;
  /** Whether neither Flux nor Argo CD applies what gives it, though they apply a part of the repository. */
  isUnreached?: true;
  /** The kustomizations that give it wherever they are applied, if there are several of which nothing says where that is. */
  appliedFrom?: readonly string[];
  /** Whether it holds in the whole cluster except in the namespaces, where it holds in both states. */
  isExcept?: true;
  /** What of it the subject may do in both states, besides what every cluster gives. It can be much: the first parts. */
  except?: readonly Extent[];
  dangers: readonly Danger[];
  /** What is gained that is as dangerous, though not new: by other rights, the subject could do as much before. */
  heldDangers?: readonly Danger[];
  /** Through which bindings and roles it is, or was, given: the first ones. */
  through: readonly (readonly Step[])[];
  /** What gives the subject related rights on the other side: the same binding as it is there, if it is. */
  otherSide?: readonly Step[];
}

/** A binding that changes what it binds. */
export interface BindingChange {
  change: Direction;
  what: "role" | "subject";
  binding: Step;
  /** `ClusterRole 'reader'`, or a subject as bindings name it. */
  name: string;
  cluster?: string;
}

/** A namespace whose isolation changes. */
export interface NamespaceChange {
  namespace: string;
  cluster?: string;
  direction: "ingress" | "egress";
  before: "open" | "isolated" | "denied" | "absent";
  after: "open" | "isolated" | "denied" | "absent";
  /** The policies that make the difference. */
  through: readonly SidedStep[];
}

/** A connection between workloads, or with the outside, that opens or closes. */
export interface ConnectionChange {
  change: Direction;
  from: string;
  to: string;
  ports: string;
  cluster?: string;
  /** The policies that make the difference. */
  through: readonly SidedStep[];
}

/** What is dangerous to come to: everything, all Secrets of the cluster, or a node of it. */
export type ReachTarget = "cluster-admin" | "secrets" | "node";

/** A target that a subject does not have and can, or can no longer, come to by becoming others. */
export interface ReachChange {
  change: Direction;
  subject: string;
  target: ReachTarget;
  cluster?: string;
  /** A shortest way, in words that follow the subject, each step with its place. */
  steps: readonly { words: string; place?: Step["place"] }[];
}

/** Whether nothing changes, as far as that can be known. */
export function hasNoChange({ grants, bindings, namespaces, connections, reaches }: AccessChange): boolean {
  return [grants, bindings, namespaces, connections, reaches].every(({ length }) => length === 0);
}

/** Whether something may have changed of which it is not known what it is. */
export function hasUnknownChange({ unknown }: Pick<AccessChange, "unknown">): boolean {
  return unknown.some(({ sides, isOfChange }) => sides.length === 1 || isOfChange === true);
}

/** Whether something dangerous is gained. */
export function isDangerous({ grants, reaches }: AccessChange): boolean {
  return (
    grants.some(({ change, dangers }) => change === "gained" && dangers.length > 0) ||
    reaches.some(({ change }) => change === "gained")
  );
}
