import { describe, expect, it } from "vitest";
import { DOCUMENTED, GCE, GCE_BEFORE_TOKEN_REQUESTS } from "./audit-policies.js";
import { lint } from "./lint.js";

const RULE = "complete-audit-policy";
const ALL = "reads of Secrets, writes of Secrets and changes of roles and bindings";
const LAST = "  - level: Metadata\n";

function policy(rules: string, more = ""): string {
  return `apiVersion: audit.k8s.io/v1\nkind: Policy\n${more}rules:\n${rules}`;
}

const hidden = (what: string) =>
  `This rule keeps ${what} out of the audit log: nobody can tell who did it. Log them with a rule of level 'Metadata' before this one, or name here only what may go unseen.`;
const content = (level: string, what: string) =>
  `Level '${level}' puts the content of ${what} into the audit log, so whoever can read the log has it. Log them with a rule of level 'Metadata' before this one.`;
const EVERYTHING = `This rule is about every request that no rule before it is about, and logs none, ${ALL} included: nobody can tell who did it. Write 'level: Metadata'.`;

describe(RULE, () => {
  it.each<[string, string, [string, string]]>([
    ["a rule that logs nothing", policy("  - level: None\n"), ["4:12-4:16", EVERYTHING]],
    [
      "what no rule is about",
      policy("  - level: Metadata\n    resources: [{group: '', resources: [pods]}]\n"),
      [
        "3:1-3:6",
        `No rule is about ${ALL}, and what no rule is about is not logged: nobody can tell who did it. End the rules with '- level: Metadata'.`,
      ],
    ],
    [
      "reads",
      policy(`  - level: None\n    verbs: [get, list, watch]\n${LAST}`),
      ["4:12-4:16", hidden("reads of Secrets")],
    ],
    [
      "some reads",
      policy(`  - level: None\n    verbs: [list, watch]\n${LAST}`),
      ["4:12-4:16", hidden("reads of Secrets by 'list' and 'watch'")],
    ],
    [
      "RBAC",
      policy(`  - level: None\n    resources: [{group: rbac.authorization.k8s.io}]\n${LAST}`),
      ["4:12-4:16", hidden("changes of roles and bindings")],
    ],
    [
      "administrators",
      policy(`  - level: None\n    userGroups: ['system:masters']\n${LAST}`),
      ["4:12-4:16", hidden(`${ALL} by group 'system:masters'`)],
    ],
    [
      "kube-system",
      policy(
        `  - level: None\n    namespaces: [kube-system]\n    resources: [{resources: [secrets]}]\n${LAST}`,
      ),
      ["4:12-4:16", hidden("reads of Secrets and writes of Secrets in namespace 'kube-system'")],
    ],
    [
      "a level that logs at no stage",
      policy("  - level: Metadata\n    omitStages: [ResponseComplete]\n", "omitStages: [RequestReceived]\n"),
      [
        "5:12-5:20",
        `Level 'Metadata' logs nothing here, since stages RequestReceived and ResponseComplete are both omitted, and so keeps ${ALL} out of the audit log. Omit only RequestReceived.`,
      ],
    ],
    [
      "everything whole",
      policy("  - level: RequestResponse\n"),
      [
        "4:12-4:27",
        content(
          "RequestResponse",
          "Secrets, ConfigMaps, TokenReviews and TokenRequests (serviceaccounts/token)",
        ),
      ],
    ],
    [
      "requests whole",
      policy("  - level: Request\n"),
      ["4:12-4:19", content("Request", "Secrets, ConfigMaps and TokenReviews")],
    ],
    [
      "Secrets in one namespace",
      policy(`  - level: Request\n    namespaces: [a]\n${LAST}`),
      ["4:12-4:19", content("Request", "Secrets")],
    ],
    [
      "a policy without rules",
      "apiVersion: audit.k8s.io/v1\nkind: Policy\n",
      [
        "1:1-1:11",
        "An audit policy needs rules, and this one has none, so the API server does not start. Write at least '- level: Metadata'.",
      ],
    ],
    [
      "an old version",
      policy(LAST).replace("/v1", "/v1beta1"),
      [
        "1:13-1:33",
        "From Kubernetes 1.24 on there is no 'audit.k8s.io/v1beta1', so the API server does not start. Write 'audit.k8s.io/v1'.",
      ],
    ],
    [
      "no level",
      policy(`  - users: [ada]\n${LAST}`),
      [
        "4:5-4:10",
        "This rule has no level, so the API server does not start. Add one, such as 'level: Metadata'.",
      ],
    ],
    [
      "a level in lower case",
      policy(`  - level: metadata\n`),
      ["4:12-4:20", "There is no level 'metadata', so the API server does not start. Write 'Metadata'."],
    ],
    [
      "another level",
      policy(`  - level: All\n`),
      [
        "4:12-4:15",
        "There is no level 'All', so the API server does not start. Write 'None', 'Metadata', 'Request' or 'RequestResponse'.",
      ],
    ],
    [
      "a stage that is none",
      policy(`  - level: Metadata\n    omitStages: [RequestRecieved]\n`),
      [
        "5:18-5:33",
        "There is no stage 'RequestRecieved', so the API server does not start. Write 'RequestReceived'.",
      ],
    ],
    [
      "resources and paths",
      policy(`  - level: None\n    nonResourceURLs: [/a]\n    namespaces: [a]\n${LAST}`),
      [
        "5:5-5:20",
        "One rule cannot be about both resources and 'nonResourceURLs', so the API server does not start. Make two rules of it.",
      ],
    ],
    [
      "a star that is none, and nothing else",
      policy("  - level: Metadata\n    verbs: ['*']\n"),
      [
        "5:13-5:16",
        "Here '*' is not a wildcard but a name, which nothing has. Leave out 'verbs' to mean all.",
      ],
    ],
    [
      "a path without a slash",
      policy(`  - level: None\n    nonResourceURLs: [healthz]\n${LAST}`),
      [
        "5:23-5:30",
        "Path 'healthz' does not begin with '/', so the API server does not start. Write '/healthz'.",
      ],
    ],
    [
      "a star within a path",
      policy(`  - level: None\n    nonResourceURLs: [/a/*/b]\n${LAST}`),
      [
        "5:23-5:29",
        "In '/a/*/b', a '*' is not at the end, so the API server does not start. End the path with it.",
      ],
    ],
    [
      "a group with a version",
      policy(`  - level: Request\n    resources: [{group: apps/v1}]\n${LAST}`),
      [
        "5:25-5:32",
        "'apps/v1' is not an API group, so the API server does not start. Leave out the version: 'apps'.",
      ],
    ],
    [
      "a group that is a star",
      policy(`  - level: Request\n    resources: [{group: '*'}]\n${LAST}`),
      [
        "5:25-5:28",
        "'*' is not an API group, so the API server does not start. Name each group; the empty one, '', is the core group.",
      ],
    ],
    [
      "names alone",
      policy(`  - level: Metadata\n    resources: [{group: '', resourceNames: [a]}]\n${LAST}`),
      [
        "5:29-5:42",
        "'resourceNames' without 'resources' is not accepted, so the API server does not start. Name the resources, too.",
      ],
    ],
    [
      "a star that is none",
      policy(`  - level: Request\n    users: ['system:anonymous']\n    verbs: ['*']\n${LAST}`),
      [
        "6:13-6:16",
        "Here '*' is not a wildcard but a name, which nothing has. Leave out 'verbs' to mean all.",
      ],
    ],
    [
      "a star behind a name",
      policy(`  - level: None\n    users: ['system:serviceaccount:monitoring:*']\n${LAST}`),
      [
        "5:13-5:49",
        "'system:serviceaccount:monitoring:*' is not a pattern but a name, which nothing has: '*' is not a wildcard in 'users'. Write each name in full.",
      ],
    ],
  ])("reports %s", async (_, text, [place, message]) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports the tokens that an older policy of GCE logs", async () => {
    const [found, ...more] = await lint(RULE, { "a.yaml": GCE_BEFORE_TOKEN_REQUESTS });
    expect(more).toEqual([]);
    expect(found?.[1]).toBe(content("RequestResponse", "TokenRequests (serviceaccounts/token)"));
  });

  it("leaves old versions to the Kubernetes that reads them", async () => {
    const text = policy(LAST).replace("/v1", "/v1beta1");
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.23" } })).toEqual([]);
  });

  it.each([
    ["the long example of the documentation", DOCUMENTED],
    ["its shortest one", policy(LAST)],
    ["the policy of GCE", GCE],
    ["a last rule that logs nothing new", policy(`${LAST}  - level: None\n`)],
    ["components", policy(`  - level: None\n    users: ['system:apiserver']\n${LAST}`)],
    ["paths", policy(`  - level: None\n    nonResourceURLs: ['*']\n${LAST}`)],
    ["variables", policy("  - level: ${LEVEL}\n  - level: None\n")],
    [
      "a policy that something else makes",
      "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: '{{ .Values.rules }}'\n",
    ],
    [
      "a policy of Kyverno",
      "apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: a}\nspec: {rules: []}\n",
    ],
    [
      "values of wrong types",
      policy("  - 1\n  - level: Metadata\n    users: {a: 1}\n    resources: all\n  - null\n"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
