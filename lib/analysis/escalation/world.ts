import type { Build } from "../../builds/build.js";
import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import { bootstrapClusterRole } from "../../kubernetes/rbac/bootstrap-policy.js";
import { isDnsLabel, splitUsername } from "../../kubernetes/rbac/subjects.js";
import { minorVersion } from "../../repository/configuration/settings.js";
import { groupBy, push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { BoundRule } from "../access/bound-rules.js";
import type { Analysis } from "../analysis.js";
import { type Accounts, accountsOf } from "./accounts.js";
import type { EscalationNode, SubjectNode } from "./escalation.js";
import { bindingsOf, GivenTo, type WorldBinding } from "./given.js";
import { nodeKey, subjectNode } from "./nodes.js";
import { type Pods, podsOf, type WorkloadNode } from "./pods.js";
import { type Given, Rights } from "./rights.js";
import { RolesOfWorld } from "./roles.js";
import { type TokenSecret, tokenSecretsOf } from "./token-secrets.js";

const NOBODY: readonly never[] = [];

const asBound = memoize((rules: readonly PolicyRule[]): readonly BoundRule[] => {
  return rules.map((rule, index) => ({ rule, index, roles: [] }));
});

/**
 * What one cluster has, by what the repository applies to it, for questions about who can become whom. Each part is found
 * when it is first asked for: most subjects have no right that leads to roles or pods.
 */
export class World {
  readonly analysis: Analysis;
  readonly cluster: string | undefined;
  /** The minor version of Kubernetes 1, if the settings say it. */
  readonly minor: number | undefined;
  #bindings: readonly WorldBinding[] | undefined;
  #roles: RolesOfWorld | undefined;
  #pods: readonly Pods[] | undefined;
  #namespaces: ReadonlySet<string> | undefined;
  #given: GivenTo | undefined;
  #accounts: Accounts | undefined;
  readonly #rights = new Map<string, Rights>();
  #podsByNode: ReadonlyMap<string, Pods> | undefined;
  #podsByNamespace: ReadonlyMap<string, readonly Pods[]> | undefined;
  #workloads: ReadonlyMap<string, readonly WorkloadNode[]> | undefined;
  #users: Map<string, readonly SubjectNode[]> | undefined;
  #tokenSecrets: Map<string, TokenSecret[]> | undefined;

  /** @param cluster one that the repository names; what is for no cluster that is known counts in each */
  constructor(analysis: Analysis, cluster: string | undefined) {
    this.analysis = analysis;
    this.cluster = cluster;
    this.minor = minorVersion(analysis.settings);
  }

  get bindings(): readonly WorldBinding[] {
    return (this.#bindings ??= bindingsOf(this.analysis, this.isIn));
  }

  get roles(): RolesOfWorld {
    return (this.#roles ??= new RolesOfWorld(this.analysis, this.isIn));
  }

  /** Every workload, each with its namespace. */
  get pods(): readonly Pods[] {
    return (this.#pods ??= podsOf(this.analysis, this));
  }

  /** The namespaces that something is in, or that are applied. */
  get namespaces(): ReadonlySet<string> {
    return (this.#namespaces ??= namespacesOf(this.analysis, this.isIn));
  }

  /** Whether a build is applied to this cluster, or may be. */
  readonly isIn = ({ cluster }: Build): boolean => cluster === undefined || cluster === this.cluster;

  /** What a node may do: in a pod, what its ServiceAccount may, if the pod mounts the token. */
  rightsOf(node: EscalationNode): Rights {
    const key = nodeKey(node);
    let rights = this.#rights.get(key);
    if (!rights) this.#rights.set(key, (rights = new Rights(this.#givenTo(node))));
    return rights;
  }

  /** As whom a node makes requests; undefined for what is nobody, and for pods without a token. */
  identityOf(node: EscalationNode): SubjectNode | undefined {
    if (node.kind === "subject") return node;
    const pods = this.podsOf(node);
    return pods?.hasToken ? this.account(pods.namespace, pods.account) : undefined;
  }

  /** The ServiceAccounts of a namespace, or of all. The list is the same each time. */
  accounts(namespace?: string): readonly SubjectNode[] {
    if (namespace === undefined) return this.#allAccounts.all;
    return this.#allAccounts.byNamespace.get(namespace) ?? NOBODY;
  }

  account(namespace: string, name: string): SubjectNode | undefined {
    return this.#allAccounts.byName.get(`${namespace}/${name}`);
  }

  /** Whether the repository shows that somebody is there: not of a ServiceAccount that only bindings name. */
  isThere(node: EscalationNode): boolean {
    return node.kind !== "subject" || !this.#allAccounts.assumed.has(node.subject);
  }

  /**
   * The workloads of a namespace, or of all, as nodes: those whose pods are there all the time, or those whose pods come and
   * go. The list is the same each time.
   */
  workloads(namespace?: string, isRunning = true): readonly WorkloadNode[] {
    this.#workloads ??= workloadLists(this.pods);
    return this.#workloads.get(`${isRunning} ${namespace ?? ""}`) ?? NOBODY;
  }

  podsIn(namespace: string | undefined): readonly Pods[] {
    if (namespace === undefined) return this.pods;
    this.#podsByNamespace ??= groupBy(this.pods, (pods) => pods.namespace);
    return this.#podsByNamespace.get(namespace) ?? NOBODY;
  }

  /** The pods in which one is at a node. */
  podsOf(node: EscalationNode): Pods | undefined {
    if (node.kind !== "workload") return undefined;
    this.#podsByNode ??= new Map(this.pods.map((pods) => [nodeKey(pods.node), pods]));
    return this.#podsByNode.get(nodeKey(node));
  }

  /** The users that bindings name, or the groups. */
  named(kind: "User" | "Group"): readonly SubjectNode[] {
    this.#users ??= namedIn(this.bindings, this.cluster);
    return this.#users.get(kind) ?? NOBODY;
  }

  /** The Secrets of the repository that hold the token of a ServiceAccount, in a namespace or in all. */
  tokenSecrets(namespace: string | undefined): readonly TokenSecret[] {
    this.#tokenSecrets ??= groupBy(tokenSecretsOf(this.analysis, this.isIn), (secret) => secret.namespace);
    if (namespace === undefined) return [...this.#tokenSecrets.values()].flat();
    return this.#tokenSecrets.get(namespace) ?? NOBODY;
  }

  get #allAccounts(): Accounts {
    return (this.#accounts ??= accountsOf(this.analysis, this));
  }

  #givenTo(node: EscalationNode): Given[] {
    if (node.kind === "cluster-admin") return [EVERYTHING];
    const identity = this.identityOf(node);
    if (!identity) return [];
    this.#given ??= new GivenTo(this.bindings);
    const given = this.#given.to(identity.user);
    const { gained } = identity;
    if (!gained) return given;
    const rules = asBound(gained.rules);
    const { kind, name = "" } = gained.role;
    const role = { kind, name };
    return [
      ...given,
      { rules, namespace: gained.namespace, role, key: gained.words, through: () => [gained.role] },
    ];
  }
}

/** The workloads by whether their pods are there all the time, and by namespace; the empty one has all. */
function workloadLists(pods: readonly Pods[]): Map<string, WorkloadNode[]> {
  const lists = new Map<string, WorkloadNode[]>();
  for (const { node, namespace, isRunning } of pods) {
    push(lists, `${isRunning} ${namespace}`, node);
    push(lists, `${isRunning} `, node);
  }
  return lists;
}

/** What whoever has given itself everything may do. */
const EVERYTHING: Given = {
  rules: asBound(bootstrapClusterRole("cluster-admin")?.rules ?? []),
  role: { kind: "ClusterRole", name: "cluster-admin" },
  key: "everything",
  through: () => [{ kind: "ClusterRole", name: "cluster-admin" }],
};

/** The namespaces that objects of a cluster are in, or that it has as objects. */
function namespacesOf(analysis: Analysis, isIn: (build: Build) => boolean): Set<string> {
  const names = new Set<string>(["default", "kube-system"]);
  for (const build of analysis.all) {
    if (!isIn(build)) continue;
    for (const { kind, object } of build.objects) {
      const name = kind === "Namespace" ? object.metadata?.name : object.metadata?.namespace;
      if (isKnown(name) && isDnsLabel(name)) names.add(name);
    }
  }
  return names;
}

function namedIn(
  bindings: readonly WorldBinding[],
  cluster: string | undefined,
): Map<string, readonly SubjectNode[]> {
  const found = new Map<string, SubjectNode>();
  for (const { subjects } of bindings) {
    for (const subject of subjects) {
      if (subject.kind !== "Group" && (subject.kind !== "User" || splitUsername(subject.name ?? "")))
        continue;
      const node = subjectNode(subject, cluster);
      if (node) found.set(node.subject, node);
    }
  }
  return groupBy(found.values(), ({ subject }) => subject.slice(0, subject.indexOf(":")));
}
