import { aggregates } from "../../../lib/kubernetes/rbac/aggregation.js";
import {
  appliesToUser,
  type BoundRules,
  rulesFor,
  type User,
  userOf,
} from "../../../lib/kubernetes/rbac/authorizer.js";
import {
  bootstrapClusterRoleBindings,
  bootstrapClusterRoles,
  bootstrapRoleBindings,
  bootstrapRoles,
} from "../../../lib/kubernetes/rbac/bootstrap-policy.js";
import { isEverything, ruleAllows, subjectName } from "../../../lib/kubernetes/rbac/rbac.js";
import { groupBy } from "../../../lib/util/group-by.js";
import type { ClusterRole, PolicyRule, Role, Subject } from "../../../lib/kubernetes/objects.js";

/*
 * Who can become whom, by trying everything: every request that an attacker could make, put to the authorizer one by one.
 * It shares nothing with the search but the authorizer and the rules of what the API server allows.
 */

export interface ModelRole {
  kind: "Role" | "ClusterRole";
  name: string;
  namespace?: string;
  rules: PolicyRule[];
  labels?: Record<string, string>;
}

export interface ModelBinding {
  name: string;
  namespace?: string;
  role: { kind: "Role" | "ClusterRole"; name: string };
  subjects: Subject[];
}

export interface ModelWorkload {
  kind: "Deployment" | "StatefulSet" | "Pod";
  name: string;
  namespace: string;
  account: string;
}

export interface Model {
  roles: ModelRole[];
  bindings: ModelBinding[];
  accounts: { namespace: string; name: string }[];
  workloads: ModelWorkload[];
  tokenSecrets: { namespace: string; name: string; account: string }[];
}

/** Who an attacker is, with what it has given itself; or that it has everything. */
export type State =
  | { is: "somebody"; subject: string; user: User; gained?: Gained }
  | { is: "admin" }
  | { is: "secrets"; namespace: string | undefined };

interface Gained {
  key: string;
  role: { kind: string; name: string };
  rules: readonly PolicyRule[];
  namespace: string | undefined;
}

interface Held {
  rule: PolicyRule;
  namespace: string | undefined;
}

interface Move {
  technique: string;
  to: State;
}

const RBAC = "rbac.authorization.k8s.io";
const EVERYTHING: PolicyRule[] = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
const RESOURCES = { Deployment: "deployments", StatefulSet: "statefulsets" } as const;
const CREATED = ["deployments", "statefulsets", "daemonsets", "replicasets"];

type Request = { verb: string; apiGroup?: string; resource: string; subresource?: string; name?: string };

export class BruteForce {
  readonly #model: Model;
  readonly #bindings: (BoundRules & { role: { kind: string; name: string }; name: string })[];
  readonly #roles: ModelRole[];
  readonly #namespaces: string[];
  readonly #accounts: Subject[];
  readonly #groups: string[];
  readonly #users: string[];
  readonly #moves = new Map<string, Move[]>();
  readonly #rewritings = new Map<string, Move[]>();
  readonly #held = new Map<string, ReadonlyMap<string, readonly Held[]>>();

  constructor(model: Model) {
    this.#model = model;
    const builtIn = (role: ClusterRole | Role, kind: ModelRole["kind"]): ModelRole => ({
      kind,
      name: role.metadata?.name ?? "",
      ...(role.metadata?.namespace !== undefined && { namespace: role.metadata.namespace }),
      rules: role.rules ?? [],
      labels: role.metadata?.labels ?? {},
    });
    this.#roles = [
      ...model.roles,
      ...bootstrapClusterRoles.map((role) => builtIn(role, "ClusterRole")),
      ...bootstrapRoles.map((role) => builtIn(role, "Role")),
    ];
    const bindings: ModelBinding[] = [
      ...model.bindings,
      ...[...bootstrapClusterRoleBindings, ...bootstrapRoleBindings].map((one) => ({
        name: one.metadata?.name ?? "",
        ...(one.metadata?.namespace !== undefined && { namespace: one.metadata.namespace }),
        role: { kind: one.roleRef?.kind as "Role", name: one.roleRef?.name ?? "" },
        subjects: one.subjects ?? [],
      })),
    ];
    this.#bindings = bindings.map(({ name, namespace, role, subjects }) => ({
      kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
      name,
      namespace,
      subjects,
      role,
      rules: this.#rulesOf(this.#role(role, namespace)).map((rule) => ({ rule })),
    }));
    const places = [...model.roles, ...model.bindings, ...model.accounts, ...model.workloads];
    this.#namespaces = [
      ...new Set(["default", "kube-system", ...places.flatMap(({ namespace }) => namespace ?? [])]),
    ];
    const subjects = bindings.flatMap((binding) =>
      binding.subjects.map((subject) => ({ ...subject, namespace: subject.namespace ?? binding.namespace })),
    );
    const accounts = [
      ...model.accounts,
      ...model.workloads.map(({ namespace, account }) => ({ namespace, name: account })),
      ...this.#namespaces.map((namespace) => ({ namespace, name: "default" })),
      ...subjects.filter(({ kind }) => kind === "ServiceAccount"),
    ];
    this.#accounts = unique(
      accounts.map(({ namespace, name }): Subject => ({ kind: "ServiceAccount", name, namespace })),
    );
    const groups = subjects.filter(({ kind }) => kind === "Group").map(({ name = "" }) => name);
    const users = subjects.filter(({ kind }) => kind === "User").map(({ name = "" }) => name);
    const named = this.#roles.flatMap(({ rules }) =>
      rules.flatMap(({ resourceNames = [] }) => resourceNames),
    );
    this.#groups = [...new Set([...groups, ...named])];
    this.#users = [...new Set([...users, ...named])];
  }

  /** The fewest steps by which somebody gets to a target; undefined if there is no way in so many. */
  shortest(from: Subject, isTarget: (state: State) => boolean, most: number): number | undefined {
    let level: { state: State; kept: State | undefined }[] = [{ state: this.start(from), kept: undefined }];
    const seen = new Set<string>();
    for (let steps = 0; steps <= most; steps++) {
      if (level.some(({ state }) => isTarget(state))) return steps;
      if (steps === most) break;
      const next = new Map<string, (typeof level)[number]>();
      const add = (state: State, kept: State | undefined) => {
        const key = `${stateKey(state)} | ${kept ? stateKey(kept) : ""}`;
        if (!seen.has(key)) next.set(key, { state, kept });
        seen.add(key);
      };
      for (const { state, kept } of level) {
        for (const { to } of this.moves(state)) {
          add(to, kept);
          // What it may do by itself it may keep for whom it becomes.
          if (!kept && this.mayKeep(state)) add(to, state);
        }
        if (kept) for (const { to } of this.rewriting(kept, state)) add(to, undefined);
      }
      level = [...next.values()];
    }
    return undefined;
  }

  start(subject: Subject): State {
    return { is: "somebody", subject: subjectName(subject), user: userOf(subject) };
  }

  may(state: State, request: Request, namespace?: string): boolean {
    const { apiGroup = "", ...rest } = request;
    const byVerb = this.#rights(state);
    return [...(byVerb.get(request.verb) ?? []), ...(byVerb.get("*") ?? [])].some(
      (one) =>
        (one.namespace === undefined || one.namespace === namespace) &&
        ruleAllows(one.rule, { apiGroup, ...rest }),
    );
  }

  hasEverything(state: State): boolean {
    const wide = this.#heldBy(state).filter(({ namespace }) => namespace === undefined);
    return state.is === "admin" || isEverything(wide.map(({ rule }) => rule));
  }

  mayKeep(state: State): boolean {
    const byVerb = this.#rights(state);
    return byVerb.has("escalate") || byVerb.has("*");
  }

  /** Every step that somebody can take. */
  moves(state: State): Move[] {
    const key = stateKey(state);
    let moves = this.#moves.get(key);
    if (!moves) {
      moves = [
        ...this.#running(state),
        ...this.#entering(state),
        ...this.#tokens(state),
        ...this.#acting(state),
      ];
      moves.push(...this.#binding(state), ...this.rewriting(state, state));
      this.#moves.set(key, moves);
    }
    return moves;
  }

  *#running(state: State): Iterable<Move> {
    const makes = (technique: string, namespace: string) => [
      ...this.#accountsIn(namespace).map((to) => ({ technique, to })),
      { technique, to: { is: "secrets", namespace } as const },
    ];
    for (const namespace of this.#namespaces) {
      if (this.may(state, { verb: "create", resource: "pods" }, namespace))
        yield* makes("create-pod", namespace);
      const created = [
        ...CREATED.map((resource) => ({ apiGroup: "apps", resource })),
        { apiGroup: "batch", resource: "jobs" },
        { apiGroup: "batch", resource: "cronjobs" },
        { apiGroup: "", resource: "replicationcontrollers" },
      ];
      if (created.some((one) => this.may(state, { verb: "create", ...one }, namespace)))
        yield* makes("create-workload", namespace);
    }
    for (const { kind, name, namespace } of this.#model.workloads) {
      if (kind === "Pod") continue;
      const changes = ["update", "patch"].some((verb) =>
        this.may(state, { verb, apiGroup: "apps", resource: RESOURCES[kind], name }, namespace),
      );
      if (changes) yield* makes("change-workload", namespace);
    }
  }

  *#entering(state: State): Iterable<Move> {
    for (const { kind, name, namespace, account } of this.#model.workloads) {
      // The end of a Deployment's pods is random: only a rule without names covers it.
      const pod =
        kind === "Deployment" ? `${name}-6d4cf56db6-x2l9z` : kind === "StatefulSet" ? `${name}-0` : name;
      const to = this.start({ kind: "ServiceAccount", name: account, namespace });
      const asks = (verb: string, subresource?: string) =>
        this.may(
          state,
          { verb, resource: "pods", name: pod, ...(subresource && { subresource }) },
          namespace,
        );
      if (asks("create", "exec")) yield { technique: "exec", to };
      if (asks("create", "attach")) yield { technique: "attach", to };
      if (asks("update", "ephemeralcontainers") || asks("patch", "ephemeralcontainers"))
        yield { technique: "debug-pod", to };
      if (asks("update") || asks("patch")) yield { technique: "replace-image", to };
    }
  }

  *#tokens(state: State): Iterable<Move> {
    const reads = (name: string, namespace: string) =>
      ["get", "list", "watch"].some((verb) =>
        this.may(state, { verb, resource: "secrets", name }, namespace),
      );
    for (const account of this.#accounts) {
      const { name = "", namespace = "" } = account;
      const to = this.start(account);
      const token = { verb: "create", resource: "serviceaccounts", subresource: "token", name };
      if (this.may(state, token, namespace)) yield { technique: "create-token", to };
      // A Secret of a new name, which no rule names.
      if (
        this.may(state, { verb: "create", resource: "secrets" }, namespace) &&
        reads("brand-new", namespace)
      )
        yield { technique: "make-token-secret", to };
      for (const secret of this.#model.tokenSecrets) {
        if (secret.namespace !== namespace || !reads(secret.name, namespace)) continue;
        if (secret.account === name) yield { technique: "read-token-secret", to };
        const changes = ["update", "patch"].some((verb) =>
          this.may(state, { verb, resource: "secrets", name: secret.name }, namespace),
        );
        if (changes) yield { technique: "change-token-secret", to };
      }
    }
  }

  *#acting(state: State): Iterable<Move> {
    const asks = (resource: string, name: string, namespace?: string) =>
      this.may(state, { verb: "impersonate", resource, name }, namespace);
    const [users, accounts] = [
      this.#users.filter((name) => !name.startsWith("system:serviceaccount:") && asks("users", name)),
      this.#accounts.filter(({ name = "", namespace }) => asks("serviceaccounts", name, namespace)),
    ];
    for (const name of users) yield { technique: "impersonate-user", to: this.start({ kind: "User", name }) };
    for (const account of accounts) yield { technique: "impersonate-account", to: this.start(account) };
    const isSomebody = users.length > 0 || accounts.length > 0 || asks("users", "brand-new");
    for (const name of this.#groups) {
      if (isSomebody && asks("groups", name))
        yield { technique: "impersonate-group", to: this.start({ kind: "Group", name }) };
    }
  }

  *#binding(state: State): Iterable<Move> {
    if (state.is !== "somebody") return;
    for (const namespace of [undefined, ...this.#namespaces]) {
      const resource = namespace === undefined ? "clusterrolebindings" : "rolebindings";
      for (const role of this.#roles) {
        if (role.kind === "Role" && (namespace === undefined || role.namespace !== namespace)) continue;
        const binds = { verb: "bind", apiGroup: RBAC, resource: resourceOf(role), name: role.name };
        if (!this.may(state, binds, namespace)) continue;
        const creates = this.may(state, { verb: "create", apiGroup: RBAC, resource }, namespace);
        const adds = this.#bindings.some(
          (one) =>
            one.namespace === namespace &&
            one.role.kind === role.kind &&
            one.role.name === role.name &&
            ["update", "patch"].some((verb) =>
              this.may(state, { verb, apiGroup: RBAC, resource, name: one.name }, namespace),
            ),
        );
        if (creates || adds)
          yield { technique: "bind", to: withRole(state, role, this.#rulesOf(role), namespace) };
      }
    }
  }

  rewriting(writer: State, bound: State): Move[] {
    const key = `${stateKey(writer)} | ${stateKey(bound)}`;
    let moves = this.#rewritings.get(key);
    if (!moves) this.#rewritings.set(key, (moves = [...this.#rewritingOf(writer, bound)]));
    return moves;
  }

  /** What whoever is bound gets if a writer writes every right into one of its roles. */
  *#rewritingOf(writer: State, bound: State): Iterable<Move> {
    if (bound.is !== "somebody" || !this.mayKeep(writer)) return;
    const all = this.#bindings
      .filter((one) => one.subjects.some((subject) => appliesToUser(bound.user, subject, one.namespace)))
      .map(({ role, namespace }) => ({ role, namespace }));
    if (bound.gained) all.push({ role: bound.gained.role as never, namespace: bound.gained.namespace });
    for (const { role, namespace } of all) {
      const first = this.#role(role as never, namespace);
      const roles = first ? this.#withMembers(first) : [];
      const takesIn = roles.some((one) => this.#isAggregating(one));
      const isRewritten = roles.some((one) => this.#rewrites(writer, one));
      const isTakenIn = takesIn && (this.#createsRoles(writer) || this.#rewritesAny(writer));
      if (isRewritten || isTakenIn)
        yield {
          technique: "escalate",
          to: namespace === undefined ? { is: "admin" } : everythingIn(bound, namespace),
        };
    }
  }

  #rewrites(state: State, role: ModelRole): boolean {
    const one = { apiGroup: RBAC, resource: resourceOf(role), name: role.name };
    return (
      this.may(state, { verb: "escalate", ...one }, role.namespace) &&
      ["update", "patch"].some((verb) => this.may(state, { verb, ...one }, role.namespace))
    );
  }

  #createsRoles(state: State): boolean {
    const one = { apiGroup: RBAC, resource: "clusterroles" };
    return this.may(state, { verb: "escalate", ...one }) && this.may(state, { verb: "create", ...one });
  }

  #rewritesAny(state: State): boolean {
    return this.#roles.some((role) => role.kind === "ClusterRole" && this.#rewrites(state, role));
  }

  /** What somebody may do, by the verbs of the rules: nearly every question is answered by none. */
  #rights(state: State): ReadonlyMap<string, readonly Held[]> {
    const key = stateKey(state);
    let held = this.#held.get(key);
    if (!held) {
      const pairs = this.#heldBy(state).flatMap((one) =>
        (one.rule.verbs ?? []).map((verb) => ({ verb, one })),
      );
      const byVerb = [...groupBy(pairs, ({ verb }) => verb)];
      held = new Map(byVerb.map(([verb, all]) => [verb, all.map(({ one }) => one)]));
      this.#held.set(key, held);
    }
    return held;
  }

  #heldBy(state: State): Held[] {
    if (state.is === "admin") return EVERYTHING.map((rule) => ({ rule, namespace: undefined }));
    if (state.is === "secrets") return [];
    const own = rulesFor(state.user, this.#bindings).map(({ rule, binding }) => ({
      rule: rule.rule,
      namespace: binding.namespace,
    }));
    const { gained } = state;
    return [...own, ...(gained?.rules ?? []).map((rule) => ({ rule, namespace: gained?.namespace }))];
  }

  #accountsIn(namespace: string): State[] {
    return this.#accounts.filter((one) => one.namespace === namespace).map((one) => this.start(one));
  }

  #role({ kind, name }: ModelBinding["role"], namespace: string | undefined): ModelRole | undefined {
    return this.#roles.find(
      (one) =>
        one.kind === kind && one.name === name && (kind === "ClusterRole" || one.namespace === namespace),
    );
  }

  #isAggregating({ kind, name }: ModelRole): boolean {
    return kind === "ClusterRole" && aggregator(name) !== undefined;
  }

  #withMembers(role: ModelRole): ModelRole[] {
    const found = new Set([role]);
    for (const one of found) {
      const taking = one.kind === "ClusterRole" ? aggregator(one.name) : undefined;
      if (!taking) continue;
      for (const other of this.#roles) {
        if (other.kind !== "ClusterRole") continue;
        const { name, labels = {} } = other;
        if (aggregates(taking, { metadata: { name, labels } }) === true) found.add(other);
      }
    }
    return [...found];
  }

  #rulesOf(role: ModelRole | undefined): PolicyRule[] {
    if (!role) return [];
    return this.#withMembers(role).flatMap((one) => (this.#isAggregating(one) ? [] : one.rules));
  }
}

function unique(all: readonly Subject[]): Subject[] {
  return [...new Map(all.map((one) => [subjectName(one), one])).values()];
}

function aggregator(name: string): ClusterRole | undefined {
  return bootstrapClusterRoles.find(
    (one) => one.metadata?.name === name && one.aggregationRule !== undefined,
  );
}

function resourceOf({ kind }: ModelRole): string {
  return kind === "Role" ? "roles" : "clusterroles";
}

function withRole(
  state: Extract<State, { is: "somebody" }>,
  role: ModelRole,
  rules: readonly PolicyRule[],
  namespace: string | undefined,
): State {
  if (isEverything(rules)) return namespace === undefined ? { is: "admin" } : everythingIn(state, namespace);
  return {
    ...state,
    gained: { key: `${role.kind} ${role.name} ${namespace ?? ""}`, role, rules, namespace },
  };
}

function everythingIn(state: Extract<State, { is: "somebody" }>, namespace: string): State {
  const role = { kind: "ClusterRole", name: "cluster-admin" };
  return { ...state, gained: { key: `everything ${namespace}`, role, rules: EVERYTHING, namespace } };
}

export function stateKey(state: State): string {
  if (state.is === "admin") return "admin";
  if (state.is === "secrets") return `secrets ${state.namespace ?? ""}`;
  return state.gained ? `${state.subject} + ${state.gained.key}` : state.subject;
}
