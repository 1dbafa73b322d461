import { expect, test } from "vitest";
import { lint } from "../../rules/lint.js";

const API = "apiVersion: rbac.authorization.k8s.io/v1";
const role = (hook: string) =>
  `${API}\nkind: ClusterRole\nmetadata:\n  name: {{ .Release.Name }}\n  annotations:\n    helm.sh/hook: ${hook}\nrules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: ["*"]\n`;
const binding = (hook: string) =>
  `${API}\nkind: ClusterRoleBinding\nmetadata:\n  name: {{ .Release.Name }}\n  annotations:\n    ${hook}\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: {{ .Release.Name }}\nsubjects: []\n`;
const chart = (templates: Readonly<Record<string, string>>) => ({
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  ...Object.fromEntries(
    Object.entries(templates).map(([name, text]) => [`web/templates/${name}.yaml`, text]),
  ),
});

const WIDE =
  "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";
const DEFAULTS = "This is as installed with its defaults.";
const DELETED = "It is applied when the release is deleted.";

test.each([
  ["pre-install", [`${WIDE} ${DEFAULTS}`]],
  ["pre-install,pre-delete", [`${WIDE} ${DEFAULTS}`]],
  ["pre-delete", [`${WIDE} ${DELETED} ${DEFAULTS}`]],
  ["post-delete", [`${WIDE} ${DELETED} ${DEFAULTS}`]],
  ["test", []],
  ["post-rollback", []],
])("a role that is a hook for %s", async (hook, messages) => {
  const found = await lint("no-wildcard-verbs", chart({ role: role(hook) }));
  expect(found).toEqual(messages.map((message) => ["web/templates/role.yaml:10:13-10:16", message]));
});

test.each([
  ["pre-install", 0],
  ["pre-delete", 1],
  ["test", 1],
])("a role that is a hook for %s vouches for a binding, or not", async (hook, count) => {
  const files = chart({ role: role(hook), binding: binding("a: b") });
  expect(await lint("no-missing-role", files)).toHaveLength(count);
});

test("of what is only there when a release is deleted, it is not said what it refers to", async () => {
  const files = chart({ role: role("pre-delete"), binding: binding("helm.sh/hook: pre-delete") });
  expect(await lint("no-missing-role", files)).toEqual([]);
});
