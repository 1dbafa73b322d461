import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import type { EscalationNode, EscalationPath } from "../../../lib/analysis/escalation/escalation.js";
import { Escalations } from "../../../lib/analysis/escalation/escalations.js";
import { RBAC_TECHNIQUES } from "../../../lib/analysis/escalation/rbac/techniques.js";
import { World } from "../../../lib/analysis/escalation/world.js";
import type { PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";
import {
  BruteForce,
  type Model,
  type ModelBinding,
  type ModelRole,
  type State,
  stateKey,
} from "./brute-force.js";
import { worlds } from "../../models/worlds.js";

const RBAC = "rbac.authorization.k8s.io";

const SUBJECTS: readonly Subject[] = [
  { kind: "User", name: "ada" },
  { kind: "User", name: "bob" },
  { kind: "Group", name: "dev" },
  { kind: "ServiceAccount", name: "x", namespace: "a" },
  { kind: "ServiceAccount", name: "y", namespace: "a" },
  { kind: "ServiceAccount", name: "z", namespace: "b" },
];

const rule = (apiGroup: string, resource: string, verbs: string[], resourceNames?: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs,
  ...(resourceNames && { resourceNames }),
});

/** The rules that lead somewhere, each alone or with another. */
const RULES: readonly PolicyRule[] = [
  rule("", "pods", ["create"]),
  rule("apps", "deployments", ["create"]),
  rule("apps", "deployments", ["patch"]),
  rule("apps", "statefulsets", ["update"], ["db"]),
  rule("", "pods/exec", ["create"]),
  rule("", "pods/exec", ["create"], ["db-0"]),
  rule("", "pods/attach", ["create"]),
  rule("", "pods/ephemeralcontainers", ["patch"]),
  rule("", "pods", ["update"], ["one"]),
  rule("", "serviceaccounts/token", ["create"]),
  rule("", "serviceaccounts/token", ["create"], ["x"]),
  rule("", "secrets", ["get"]),
  rule("", "secrets", ["list"]),
  rule("", "secrets", ["create"]),
  rule("", "secrets", ["get", "patch"], ["token"]),
  rule("", "users", ["impersonate"], ["bob"]),
  rule("", "groups", ["impersonate"]),
  rule("", "groups", ["impersonate"], ["dev"]),
  rule("", "serviceaccounts", ["impersonate"]),
  rule("", "serviceaccounts", ["impersonate"], ["y"]),
  rule(RBAC, "clusterroles", ["bind"], ["r0"]),
  rule(RBAC, "clusterroles", ["bind"]),
  rule(RBAC, "roles", ["bind"]),
  rule(RBAC, "rolebindings", ["create"]),
  rule(RBAC, "rolebindings", ["patch"], ["b0", "b1"]),
  rule(RBAC, "clusterrolebindings", ["create"]),
  rule(RBAC, "clusterrolebindings", ["update"], ["b0", "b1"]),
  rule(RBAC, "clusterroles", ["escalate"], ["r0", "r1"]),
  rule(RBAC, "clusterroles", ["update"], ["r0", "r1"]),
  rule(RBAC, "clusterroles", ["escalate", "create"]),
  rule(RBAC, "roles", ["escalate", "patch"]),
];

const rules = fc.array(fc.constantFrom(...RULES), { minLength: 1, maxLength: 3 });
const namespace = fc.constantFrom("a", "b");
const roles: fc.Arbitrary<ModelRole[]> = fc
  .array(fc.record({ isCluster: fc.boolean(), namespace, rules, isTakenIn: fc.boolean() }), {
    minLength: 2,
    maxLength: 5,
  })
  .map((all) =>
    all.map((one, index): ModelRole => {
      const plain = { name: `r${index}`, rules: one.rules };
      if (!one.isCluster) return { kind: "Role", namespace: one.namespace, ...plain };
      const labels = { [`${RBAC}/aggregate-to-view`]: "true" };
      return { kind: "ClusterRole", ...plain, ...(one.isTakenIn && { labels }) };
    }),
  );

const model: fc.Arbitrary<Model> = roles.chain((all) => {
  const bindings = fc.array(
    fc.record({
      role: fc.nat(all.length),
      isCluster: fc.boolean(),
      namespace,
      subjects: fc.array(fc.constantFrom(...SUBJECTS), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 2, maxLength: 7 },
  );
  return fc
    .record({
      bindings,
      boss: fc.constantFrom(...SUBJECTS.slice(2)),
      workloads: fc.subarray([
        { kind: "Deployment" as const, name: "web", namespace: "a", account: "x" },
        { kind: "StatefulSet" as const, name: "db", namespace: "b", account: "z" },
        { kind: "Pod" as const, name: "one", namespace: "a", account: "y" },
      ]),
      tokenSecrets: fc.subarray([
        { namespace: "a", name: "token", account: "y" },
        { namespace: "b", name: "other", account: "z" },
      ]),
    })
    .map(({ bindings: written, boss, ...rest }): Model => ({
      roles: all,
      bindings: [
        { name: "boss", role: { kind: "ClusterRole", name: "cluster-admin" }, subjects: [boss] },
        ...written.map((one, index) => bindingOf(all[one.role], one, `b${index}`)),
      ],
      accounts: SUBJECTS.flatMap(({ kind, name = "", namespace: of = "" }) => {
        return kind === "ServiceAccount" ? [{ namespace: of, name }] : [];
      }),
      ...rest,
    }));
});

/** A binding of a role, or of `view` where the number is one too many; of a Role, in its namespace. */
function bindingOf(
  role: ModelRole | undefined,
  { isCluster, namespace: where, subjects }: { isCluster: boolean; namespace: string; subjects: Subject[] },
  name: string,
): ModelBinding {
  if (role?.kind === "Role") {
    return { name, namespace: role.namespace ?? "", role: { kind: "Role", name: role.name }, subjects };
  }
  const ref = { kind: "ClusterRole" as const, name: role?.name ?? "view" };
  return { name, ...(!isCluster && { namespace: where }), role: ref, subjects };
}

function escalationsIn({ roles: all, bindings, accounts, workloads, tokenSecrets }: Model): Escalations {
  const pod = (account: string) => ({
    serviceAccountName: account,
    containers: [{ name: "a", image: "b" }],
  });
  const objects = [
    ...all.map(({ kind, name, namespace: of, rules: written, labels }) => ({
      apiVersion: `${RBAC}/v1`,
      kind,
      metadata: { name, namespace: of, labels },
      rules: written,
    })),
    ...bindings.map(({ name, namespace: of, role, subjects }) => ({
      apiVersion: `${RBAC}/v1`,
      kind: of === undefined ? "ClusterRoleBinding" : "RoleBinding",
      metadata: { name, namespace: of },
      roleRef: { apiGroup: RBAC, ...role },
      subjects,
    })),
    ...accounts.map((metadata) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata })),
    ...workloads.map(({ kind, name, namespace: of, account }) => ({
      apiVersion: kind === "Pod" ? "v1" : "apps/v1",
      kind,
      metadata: { name, namespace: of },
      spec: kind === "Pod" ? pod(account) : { template: { spec: pod(account) } },
    })),
    ...tokenSecrets.map(({ name, namespace: of, account }) => ({
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/service-account-token",
      metadata: { name, namespace: of, annotations: { "kubernetes.io/service-account.name": account } },
    })),
  ];
  const text = objects.map((one) => JSON.stringify(one)).join("\n---\n");
  const world = new World(
    new Analysis(repositoryOf({ "a.yaml": text }), { kubernetesVersion: "1.36" }),
    undefined,
  );
  return new Escalations(world, RBAC_TECHNIQUES);
}

const TARGETS: readonly EscalationNode[] = [
  { kind: "cluster-admin" },
  { kind: "secrets", namespace: "a" },
  { kind: "secrets" },
];

const isTarget = (brute: BruteForce, target: EscalationNode) => (state: State) => {
  if (target.kind !== "secrets") return brute.hasEverything(state);
  if (state.is === "secrets") return state.namespace === undefined || state.namespace === target.namespace;
  return ["get", "list", "watch"].some((verb) =>
    brute.may(state, { verb, resource: "secrets" }, target.namespace),
  );
};

/** The state of the brute force that is a node of the search. */
function stateOf(world: World, node: EscalationNode): string {
  if (node.kind === "cluster-admin") return "admin";
  if (node.kind === "secrets") return `secrets ${node.namespace ?? ""}`;
  const identity = world.identityOf(node);
  if (!identity) return "nobody";
  if (!identity.gained) return identity.subject;
  const { role, namespace: of = "", words } = identity.gained;
  const key = words.startsWith("everything") ? `everything ${of}` : `${role.kind} ${role.name} ${of}`;
  return `${identity.subject} + ${key}`;
}

/** Replays a path: each step is one that the brute force can take, from whom it has become or with a right that it kept. */
function isPossible(world: World, brute: BruteForce, path: EscalationPath, start: Subject): boolean {
  let states = [brute.start(start)];
  const earlier: State[] = [];
  return path.steps.every(({ technique, to }) => {
    const key = stateOf(world, to);
    const moves = states.flatMap((state) => [
      ...brute.moves(state),
      ...earlier.flatMap((writer) => [...brute.rewriting(writer, state)]),
    ]);
    earlier.push(...states);
    // All Secrets are those of each namespace.
    const isIt = (state: State) => stateKey(state) === key || (key === "secrets " && state.is === "secrets");
    states = moves.filter((move) => move.technique === technique && isIt(move.to)).map((move) => move.to);
    return states.length > 0;
  });
}

const RUNS = { numRuns: worlds(60, 300), seed: 20_260 };
const MOST = 3;
const PAIR = { minLength: 2, maxLength: 2 };

describe("the paths of a small world", () => {
  it("are the shortest that trying everything finds, and each step of each is possible", () => {
    let found = 0;
    fc.assert(
      fc.property(model, fc.shuffledSubarray([...SUBJECTS], PAIR), (world, starts) => {
        const brute = new BruteForce(world);
        const search = escalationsIn(world);
        for (const subject of starts) {
          const from = search.subject(subject);
          if (!from) continue;
          for (const to of TARGETS) {
            const shortest = brute.shortest(subject, isTarget(brute, to), MOST);
            const { paths } = search.paths({ from, to, steps: MOST, limit: 5 });
            const expected = shortest === 0 ? undefined : shortest;
            const where = `${JSON.stringify(to)} from ${from.subject}`;
            expect(`${where}: ${paths[0]?.steps.length}`).toBe(`${where}: ${expected}`);
            for (const path of paths) {
              found++;
              const words = path.steps.map((step) => step.words).join(", then ");
              expect(`${words}: ${isPossible(search.world, brute, path, subject)}`).toBe(`${words}: true`);
            }
          }
        }
      }),
      RUNS,
    );
    expect(found).toBeGreaterThan(3 * RUNS.numRuns);
  }, 240_000);
});
