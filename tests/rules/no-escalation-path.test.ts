import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-escalation-path";
const RBAC = "rbac.authorization.k8s.io";

const role = (rules: string, name = "dev", namespace = "shop") =>
  `apiVersion: ${RBAC}/v1\nkind: Role\nmetadata: { name: ${name}, namespace: ${namespace} }\nrules: [${rules}]\n`;
const bind = (subjects: readonly string[], name = "dev", namespace = "shop") =>
  `apiVersion: ${RBAC}/v1\nkind: RoleBinding\nmetadata: { name: ${name}, namespace: ${namespace} }\nroleRef: { apiGroup: ${RBAC}, kind: Role, name: ${name} }\nsubjects:\n${subjects.map((one) => `  - ${one}\n`).join("")}`;
const group = (name: string) => `{ apiGroup: ${RBAC}, kind: Group, name: ${name} }`;
const account = (name: string, namespace = "shop") =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;
const wide = (subject: string, to = "cluster-admin", name = "pipeline") =>
  `apiVersion: ${RBAC}/v1\nkind: ClusterRoleBinding\nmetadata: { name: ${name} }\nroleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: ${to} }\nsubjects:\n  - ${subject}\n`;
const clusterRole = (rules: string, name: string) =>
  `apiVersion: ${RBAC}/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\nrules: [${rules}]\n`;
const PIPELINE = "{ kind: ServiceAccount, name: pipeline, namespace: shop }";
const PODS = '{ apiGroups: [""], resources: [pods], verbs: [create] }';
const ADMIN = { "admin.yaml": [account("pipeline"), wide(PIPELINE)].join("---\n") };
const developers = (...names: string[]) => [role(PODS), bind(names.map(group))].join("---\n");

const WAY =
  "creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/pipeline', which holds cluster-admin through ClusterRoleBinding 'pipeline'.";
const LESS =
  "Leave out the rights that this takes, or give ServiceAccount 'shop/pipeline' only those that it needs.";

describe(RULE, () => {
  it("finds who creates pods beside a ServiceAccount that holds cluster-admin", async () => {
    expect(await lint(RULE, { "a.yaml": developers("dev"), ...ADMIN })).toEqual([
      [
        "a.yaml:11:7-11:15",
        `Group 'dev' does not hold cluster-admin and reaches it in 1 step: it ${WAY} ${LESS}`,
      ],
    ]);
  });

  it("names who holds cluster-admin where the last step does not end with it", async () => {
    const secrets = '{ apiGroups: [""], resources: [secrets], verbs: [create, get] }';
    const files = { "a.yaml": [role(secrets), bind([group("dev")])].join("---\n"), ...ADMIN };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:11:7-11:15",
        `Group 'dev' does not hold cluster-admin and reaches it in 1 step: it creates a Secret in namespace 'shop' that the cluster fills with the token of ServiceAccount 'shop/pipeline', and reads it, and ServiceAccount 'shop/pipeline' holds cluster-admin through ClusterRoleBinding 'pipeline'. ${LESS}`,
      ],
    ]);
    const patches = '{ apiGroups: [""], resources: [pods], verbs: [patch] }';
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: pipeline, namespace: shop }\nspec: { serviceAccountName: pipeline, containers: [{ name: pipeline, image: pipeline }] }\n";
    const [[, message] = []] = await lint(RULE, {
      "a.yaml": [role(patches), bind([group("dev")])].join("---\n"),
      "pod.yaml": pod,
      ...ADMIN,
    });
    expect(message).toContain(
      "it replaces the image of the pods of Pod 'shop/pipeline', which have the token of ServiceAccount 'shop/pipeline', which holds cluster-admin through ClusterRoleBinding 'pipeline'.",
    );
  });

  it("says nothing once any part of the way is gone", async () => {
    const without = (files: Record<string, string>) =>
      lint(RULE, { "a.yaml": developers("dev"), ...ADMIN, ...files });
    expect(await without({ "a.yaml": role(PODS) })).toEqual([]);
    expect(await without({ "a.yaml": bind([group("dev")]) })).toEqual([]);
    expect(
      await without({ "a.yaml": [role(PODS.replace("create", "get")), bind([group("dev")])].join("---\n") }),
    ).toEqual([]);
    expect(await without({ "admin.yaml": account("pipeline") })).toEqual([]);
    expect(
      await without({ "admin.yaml": [account("pipeline"), wide(PIPELINE, "view")].join("---\n") }),
    ).toEqual([]);
    // What only a binding names may not be there.
    expect(await without({ "admin.yaml": wide(PIPELINE) })).toEqual([]);
  });

  it("says nothing of those who hold cluster-admin", async () => {
    const admins = wide(group("dev"), "cluster-admin", "dev");
    expect(await lint(RULE, { "a.yaml": developers("dev"), ...ADMIN, "b.yaml": admins })).toEqual([]);
  });

  it("reports several who are bound together once, at the rule", async () => {
    expect(await lint(RULE, { "a.yaml": developers("dev", "ops", "qa"), ...ADMIN })).toEqual([
      [
        "a.yaml:4:11-4:20",
        `3 subjects do not hold cluster-admin and reach it through this Role, such as Group 'dev' in 1 step: it ${WAY} ${LESS}`,
      ],
    ]);
  });

  it("reports several who reach the same ServiceAccount once, where that gets too much", async () => {
    const files = {
      "a.yaml": developers("dev"),
      "b.yaml": [role(PODS, "ops"), bind([group("ops")], "ops")].join("---\n"),
      ...ADMIN,
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "admin.yaml:10:7-10:11",
        `2 subjects do not hold cluster-admin and reach it through this ClusterRoleBinding, such as Group 'dev' in 1 step: it ${WAY} Give ServiceAccount 'shop/pipeline' only the rights that it needs, or move it to a namespace of its own.`,
      ],
    ]);
  });

  it("leaves the controllers of Flux and Argo CD what they are installed with", async () => {
    const name = "kustomize-controller";
    const admin = [account(name), wide(`{ kind: ServiceAccount, name: ${name}, namespace: shop }`)].join(
      "---\n",
    );
    const files = {
      "a.yaml": developers("dev"),
      "b.yaml": [role(PODS, "ops"), bind([group("ops")], "ops")].join("---\n"),
      "admin.yaml": admin,
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual([
      "a.yaml:11:7-11:15",
      "b.yaml:11:7-11:15",
    ]);
  });

  it("follows several steps, up to a number", async () => {
    const tokens =
      '{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [builder] }';
    const files = {
      "a.yaml": [
        role(tokens),
        bind([group("dev")]),
        account("builder"),
        role(PODS, "run"),
        bind(["{ kind: ServiceAccount, name: builder }"], "run"),
      ].join("---\n"),
      ...ADMIN,
    };
    const [[place, message] = [], ...others] = await lint(RULE, files);
    expect(others).toEqual([]);
    expect(place).toBe("a.yaml:27:7-27:11");
    expect(message).toContain("2 subjects do not hold cluster-admin and reach it through this RoleBinding");
    const one = await lint(RULE, files, { options: { steps: 1 } });
    expect(one).toEqual([
      [
        "a.yaml:27:7-27:11",
        `ServiceAccount 'shop/builder' does not hold cluster-admin and reaches it in 1 step: it ${WAY} ${LESS}`,
      ],
    ]);
  });

  it("leaves rights in the whole cluster to the rules on them, unless it is asked", async () => {
    const files = {
      "a.yaml": [
        clusterRole(PODS, "operator"),
        wide("{ kind: User, apiGroup: rbac.authorization.k8s.io, name: op }", "operator", "operator"),
      ].join("---\n"),
      ...ADMIN,
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { evenIfReported: true } })).toEqual([
      [
        "a.yaml:11:7-11:11",
        `User 'op' does not hold cluster-admin and reaches it in 1 step: it ${WAY} ${LESS}`,
      ],
    ]);
  });

  it("says what to do where nobody else is reached", async () => {
    const rules = `{ apiGroups: [""], resources: [configmaps], verbs: [patch], resourceNames: [aws-auth] }`;
    const files = {
      "a.yaml": [role(rules, "dev", "kube-system"), bind([group("dev")], "dev", "kube-system")].join("---\n"),
      "b.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: aws-auth, namespace: kube-system }\ndata: { mapRoles: '[]' }\n",
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:11:7-11:15",
        "Group 'dev' does not hold cluster-admin and reaches it in 1 step: it maps an identity of AWS to group 'system:masters' in ConfigMap 'kube-system/aws-auth'. Leave out the rights that this takes, or name in resourceNames what they are for.",
      ],
    ]);
  });
});
