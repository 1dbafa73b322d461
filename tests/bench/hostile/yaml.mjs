// Texts that are long, or that are not what they seem for long.
const ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\n  namespace: b\n";
const RULE = '- apiGroups: [""]\n  resources: [pods]\n  verbs: [get]\n';
const FLOW = '{apiGroups: [""], resources: [pods], verbs: [get, list]}';

const role = (rest) => ({ files: () => ({ "role.yaml": ROLE + rest() }) });

export const scenarios = {
  "a role on one line": role(() => `rules: [${Array(150_000).fill(FLOW).join(", ")}]\n`),
  "a role in JSON": {
    files: () => ({
      "role.json": JSON.stringify({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "a", namespace: "b" },
        rules: Array(120_000).fill({ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }),
      }),
    }),
  },
  "line breaks in a role": role(() => `rules:\n${"\n".repeat(8_000_000)}${RULE}`),
  "brackets that close nothing": { files: () => ({ "role.yaml": `${ROLE}x: [${"]".repeat(5_000_000)}` }) },
  "a colon too many at the start": role(() => `x: y: z\nrules:\n${RULE.repeat(170_000)}`),
  "an anchor in a long role": role(() => `x: &y z\nrules:\n${RULE.repeat(170_000)}`),
  "a tab at the end of a long role": role(() => `rules:\n${RULE.repeat(170_000)}x: y\t\n`),
  "a quote that is not closed": role(() => `x: 'a${"\n\n ".repeat(3_000_000)}`),
  "a long literal text": role(() => `x: |\n${"  a\n".repeat(2_000_000)}`),
  "many keys": role(() => Array.from({ length: 600_000 }, (_, index) => `k${index}: x\n`).join("")),
  "too many values": role(() => `rules: [${"1,".repeat(4_000_000)}1]\n`),
};
