import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";

const RULE = "valid-manifest";
const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const NETWORKING = "apiVersion: networking.k8s.io/v1";
const role = (rules: string) => `${RBAC}\nkind: Role\nmetadata: { name: a, namespace: shop }\n${rules}\n`;
const binding = (rest: string) =>
  `${RBAC}\nkind: RoleBinding\nmetadata: { name: a, namespace: shop }\n${rest}\n`;
const policy = (spec: string) =>
  `${NETWORKING}\nkind: NetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec:\n${spec}\n`;
const refused = (kind: string) => `so the API server refuses this ${kind}`;
const dropped = (kind: string) =>
  `kubectl, Flux and Argo CD refuse this ${kind}, and other clients drop the field`;

const ADMISSION = "apiVersion: admissionregistration.k8s.io/v1";
const webhook = (rest: string) =>
  `${ADMISSION}\nkind: ValidatingWebhookConfiguration\nmetadata: { name: a }\nwebhooks:\n- name: a.example.com\n  ${rest}\n`;

const REF = "roleRef: { kind: Role, name: a }";

describe("valid-manifest", () => {
  it.each<[name: string, text: string, place: string, message: string]>([
    [
      "a text for a list",
      role("rules:\n  - apiGroups: ['']\n    resources: [pods]\n    verbs: get"),
      "7:12-7:15",
      `'verbs' must be a list but is the text 'get', ${refused("Role")}. Write '[get]'.`,
    ],
    [
      "a text with a sign for a list",
      role("rules:\n  - verbs: '*'"),
      "5:12-5:15",
      `'verbs' must be a list but is the text '*', ${refused("Role")}. Write '["*"]'.`,
    ],
    [
      "an empty text for a list",
      role("rules: ''"),
      "4:8-4:10",
      `'rules' must be a list but is the text '', ${refused("Role")}. Write '[""]'.`,
    ],
    [
      "a map for a list",
      role("rules:\n  apiGroups: ['']\n  resources: [pods]\n  verbs: [get]"),
      "4:1-4:6",
      `'rules' must be a list but is a map, ${refused("Role")}. Make it an item of a list, behind '- '.`,
    ],
    [
      "an item that is no text",
      role("rules:\n  - verbs: [get, 1_0]"),
      "5:18-5:21",
      `An item of 'verbs' must be a text but is the number 10, ${refused("Role")}. Put it in quotes.`,
    ],
    [
      "an item that is no map",
      binding(`${REF}\nsubjects: [jane]`),
      "5:12-5:16",
      `An item of 'subjects' must be a map but is the text 'jane', ${refused("RoleBinding")}.`,
    ],
    [
      "a list for a map",
      binding("roleRef:\n  - kind: Role\n    name: a"),
      "4:1-4:8",
      `'roleRef' must be a map but is a list, ${refused("RoleBinding")}. Write a map, without '- '.`,
    ],
    [
      "an empty list for a map",
      policy("  podSelector: []"),
      "5:3-5:14",
      `'podSelector' must be a map but is an empty list, ${refused("NetworkPolicy")}. Write '{}'.`,
    ],
    [
      "a text for a map, without a space",
      policy("  podSelector:\n    matchLabels:\n      app:web"),
      "7:7-7:14",
      `'matchLabels' must be a map but is the text 'app:web', ${refused("NetworkPolicy")}. Put a space after the ':'.`,
    ],
    [
      "a boolean for a label",
      policy("  podSelector:\n    matchLabels: { enabled: true }"),
      "6:29-6:33",
      `'enabled' must be a text but is the boolean true, ${refused("NetworkPolicy")}. Put it in quotes.`,
    ],
    [
      "a number for an annotation",
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations:\n    retries: 010\n`,
      "6:14-6:17",
      `'retries' must be a text but is the number 8, ${refused("Namespace")}. Put it in quotes.`,
    ],
    [
      "a number for a name",
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: 2024\n`,
      "4:9-4:13",
      `'name' must be a text but is the number 2024, ${refused("Namespace")}. Put it in quotes.`,
    ],
    [
      "a boolean of YAML 1.1",
      policy("  podSelector:\n    matchLabels: { enabled: yes }"),
      "6:29-6:32",
      `'enabled' must be a text but is the boolean yes, ${refused("NetworkPolicy")}. YAML 1.1, which kubectl reads, takes it for one. Put it in quotes.`,
    ],
    [
      "a text for a boolean",
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a }\nautomountServiceAccountToken: "false"\n`,
      "4:31-4:38",
      `'automountServiceAccountToken' must be true or false but is the text 'false', ${refused("ServiceAccount")}. Leave out the quotes.`,
    ],
    [
      "a text for a number",
      policy("  podSelector: {}\n  egress:\n    - ports: [{ port: 80, endPort: '90' }]"),
      "7:36-7:40",
      `'endPort' must be a whole number but is the text '90', ${refused("NetworkPolicy")}. Leave out the quotes.`,
    ],
    [
      "half a port",
      policy("  podSelector: {}\n  egress:\n    - ports: [{ port: 80.5 }]"),
      "7:23-7:27",
      `'port' must be a whole number or a name but is the number 80.5, ${refused("NetworkPolicy")}.`,
    ],
    [
      "no number",
      policy("  podSelector: {}\n  egress:\n    - ports: [{ port: .inf }]"),
      "7:23-7:27",
      `'port' must be a whole number or a name but is the number Infinity, ${refused("NetworkPolicy")}.`,
    ],
    [
      "a type alone",
      policy("  podSelector: {}\n  policyTypes: Ingress"),
      "6:16-6:23",
      `'policyTypes' must be a list but is the text 'Ingress', ${refused("NetworkPolicy")}. Write '[Ingress]'.`,
    ],
    [
      "a label beside matchLabels",
      policy("  podSelector:\n    app: web"),
      "6:5-6:8",
      `There is no field 'app' here: ${dropped("NetworkPolicy")}. Write it under 'matchLabels'.`,
    ],
    [
      "a field in another case",
      policy("  podSelector:\n    matchlabels:\n      app: web"),
      "6:5-6:16",
      `There is no field 'matchlabels' here: ${dropped("NetworkPolicy")}. Write 'matchLabels'.`,
    ],
    [
      "a field with a typo",
      policy("  podSelector: {}\n  egress:\n    - to: [{ ipBlock: { cidr: 10.0.0.0/8, excepts: [] } }]"),
      "7:43-7:50",
      `There is no field 'excepts' here: ${dropped("NetworkPolicy")}. Write 'except'.`,
    ],
    [
      "a shorter name",
      policy("  podSelector: {}\n  types: [Ingress]"),
      "6:3-6:8",
      `There is no field 'types' here: ${dropped("NetworkPolicy")}. Write 'policyTypes'.`,
    ],
    [
      "a field of a Service",
      policy("  podSelector: {}\n  ingress:\n    - ports: [{ targetPort: 80 }]"),
      "7:17-7:27",
      `There is no field 'targetPort' here: ${dropped("NetworkPolicy")}. Write 'port'.`,
    ],
    [
      "a namespace as a peer",
      policy("  podSelector: {}\n  ingress:\n    - from: [{ namespace: shop }]"),
      "7:16-7:25",
      `There is no field 'namespace' here: ${dropped("NetworkPolicy")}. Select it by 'namespaceSelector', with the label 'kubernetes.io/metadata.name'.`,
    ],
    [
      "the name of a host in a NetworkPolicy",
      policy("  podSelector: {}\n  egress:\n    - to: [{ dnsName: example.com }]"),
      "7:14-7:21",
      `There is no field 'dnsName' here: ${dropped("NetworkPolicy")}. A NetworkPolicy knows no names of hosts. Write their addresses as an 'ipBlock', or use a policy of Cilium or Calico.`,
    ],
    [
      "labels of a peer",
      policy("  podSelector: {}\n  ingress:\n    - from: [{ matchLabels: { app: web } }]"),
      "7:16-7:27",
      `There is no field 'matchLabels' here: ${dropped("NetworkPolicy")}. Write it under 'namespaceSelector' or 'podSelector'.`,
    ],
    [
      "a field that belongs deeper",
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\nlabels: { team: a }\n`,
      "4:1-4:7",
      `There is no field 'labels' here: ${dropped("Namespace")}. Write it under 'metadata'.`,
    ],
    [
      "a label of the metadata",
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  example.com/team: a\n`,
      "5:3-5:19",
      `There is no field 'example.com/team' here: ${dropped("Namespace")}. Write it under 'labels' or 'annotations'.`,
    ],
    [
      "a namespace of a role",
      binding("roleRef: { kind: Role, name: a, namespace: b }"),
      "4:33-4:42",
      `There is no field 'namespace' here: ${dropped("RoleBinding")}. A role is in no other namespace than its binding. Leave it out.`,
    ],
    [
      "an apiVersion of a subject",
      binding(`${REF}\nsubjects:\n  - apiVersion: v1\n    kind: User\n    name: a`),
      "6:5-6:15",
      `There is no field 'apiVersion' here: ${dropped("RoleBinding")}. Leave it out, or write 'apiGroup' without a version.`,
    ],
    [
      "a field twice, once misspelt",
      policy("  podSelector: {}\n  podselector: {}"),
      "6:3-6:14",
      `There is no field 'podselector' here: ${dropped("NetworkPolicy")}. Leave it out.`,
    ],
    [
      "a field of a workload in another case",
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n      serviceaccountName: a\n`,
      "7:7-7:25",
      `There is no field 'serviceaccountName' here: ${dropped("Deployment")}. Write 'serviceAccountName'.`,
    ],
    [
      "a value of a workload",
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a }\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec: { serviceAccountName: [a] }\n`,
      "8:17-8:35",
      `'serviceAccountName' must be a text but is a list, ${refused("CronJob")}.`,
    ],
    [
      "the types of another kind of policy",
      `apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: { name: a }\nspec: { selector: all(), types: Ingress }\n`,
      "4:33-4:40",
      `'types' must be a list but is the text 'Ingress', ${refused("GlobalNetworkPolicy")}. Write '[Ingress]'.`,
    ],
    [
      "a selector of another kind of policy",
      `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: a }\nspecs:\n  - endpointselector: {}\n`,
      "5:5-5:21",
      `There is no field 'endpointselector' here: ${dropped("CiliumNetworkPolicy")}. Write 'endpointSelector'.`,
    ],
    [
      "a field of a webhook",
      webhook("failurepolicy: Fail"),
      "6:3-6:16",
      `There is no field 'failurepolicy' here: ${dropped("ValidatingWebhookConfiguration")}. Write 'failurePolicy'.`,
    ],
    [
      "operations of an admission policy that are no list",
      `${ADMISSION}\nkind: ValidatingAdmissionPolicy\nmetadata: { name: a }\nspec:\n  matchConstraints:\n    resourceRules: [{ operations: CREATE }]\n`,
      "6:35-6:41",
      `'operations' must be a list but is the text 'CREATE', ${refused("ValidatingAdmissionPolicy")}. Write '[CREATE]'.`,
    ],
    [
      "actions of a binding that are no list",
      `${ADMISSION}\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: a }\nspec: { policyName: a, validationActions: Deny }\n`,
      "4:43-4:47",
      `'validationActions' must be a list but is the text 'Deny', ${refused("ValidatingAdmissionPolicyBinding")}. Write '[Deny]'.`,
    ],
  ])("finds %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[apiVersion: string, kind: string, place: string, message: string]>([
    [
      "rbac.authorization.k8s.io/v1beta1",
      "Role",
      "1:13-1:46",
      `Kubernetes 1.22 removed 'rbac.authorization.k8s.io/v1beta1', ${refused("Role")}. Write 'rbac.authorization.k8s.io/v1'.`,
    ],
    [
      "extensions/v1beta1",
      "NetworkPolicy",
      "1:13-1:31",
      `Kubernetes 1.16 removed 'extensions/v1beta1', ${refused("NetworkPolicy")}. Write 'networking.k8s.io/v1'.`,
    ],
    [
      "admissionregistration.k8s.io/v1beta1",
      "MutatingWebhookConfiguration",
      "1:13-1:49",
      `Kubernetes 1.22 removed 'admissionregistration.k8s.io/v1beta1', ${refused("MutatingWebhookConfiguration")}. Write 'admissionregistration.k8s.io/v1'.`,
    ],
    [
      "batch/v1beta1",
      "CronJob",
      "1:13-1:26",
      `Kubernetes 1.25 removed 'batch/v1beta1', ${refused("CronJob")}. Write 'batch/v1'.`,
    ],
    [
      "networking.k8s.io/v1beta1",
      "NetworkPolicy",
      "1:13-1:38",
      `No Kubernetes has a NetworkPolicy in 'networking.k8s.io/v1beta1', ${refused("NetworkPolicy")}. Write 'networking.k8s.io/v1'.`,
    ],
    [
      "rbac.authorization.k8s.io",
      "Role",
      "1:13-1:38",
      `No Kubernetes has a Role in 'rbac.authorization.k8s.io', ${refused("Role")}. Write 'rbac.authorization.k8s.io/v1'.`,
    ],
    [
      "rbac.authorization.k8s.io/v1",
      "ClusterRolebinding",
      "2:7-2:25",
      "There is no kind 'ClusterRolebinding' in API group 'rbac.authorization.k8s.io', so the API server refuses this object. Write 'ClusterRoleBinding'.",
    ],
    [
      "networking.k8s.io/v1",
      "NetworkPolcy",
      "2:7-2:19",
      "There is no kind 'NetworkPolcy' in API group 'networking.k8s.io', so the API server refuses this object. Write 'NetworkPolicy'.",
    ],
    [
      "v1",
      "namespace",
      "2:7-2:16",
      "There is no kind 'namespace' in the core group (''), so the API server refuses this object. Write 'Namespace'.",
    ],
    [
      "v1",
      "ClusterRole",
      "1:13-1:15",
      "There is no kind 'ClusterRole' in the core group (''), so the API server refuses this object. Write 'rbac.authorization.k8s.io/v1'.",
    ],
    [
      "rbac/v1",
      "ClusterRole",
      "1:13-1:20",
      `There is no API group 'rbac', ${refused("ClusterRole")}. Write 'rbac.authorization.k8s.io/v1'.`,
    ],
    [
      "rbac.authorisation.k8s.io/v1",
      "ClusterRole",
      "1:13-1:41",
      `There is no API group 'rbac.authorisation.k8s.io', ${refused("ClusterRole")}. Write 'rbac.authorization.k8s.io/v1'.`,
    ],
  ])("finds %s %s", async (apiVersion, kind, place, message) => {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["v1", "Config"],
    ["v1", "Node"],
    ["v1", "ConfigMap"],
    ["v2", "role"],
    ["v1alpha1", "Role"],
    ["policy/v1beta1", "PodSecurityPolicy"],
    ["cilium.io/v2", "NetworkPolicy"],
    ["iam.example.com/v1alpha1", "Role"],
    ["apps.openshift.io/v1", "Deployment"],
    ["authorization.openshift.io/v1", "RoleBinding"],
    ["monitoring.coreos.com/v1", "Rule"],
    ["batch.volcano.sh/v1alpha1", "Job"],
    ["{{ .version }}", "Role"],
    ["rbac.authorization.k8s.io/${VERSION}", "Role"],
    ["networking.k8s.io/{{ .version }}", "NetworkPolicy"],
    ["configuration.konghq.com/v1", "Ingress"],
    ["serving.knative.dev/v1", "Service"],
  ])("accepts %s %s", async (apiVersion, kind) => {
    const text = `apiVersion: "${apiVersion}"\nkind: ${kind}\nmetadata: { name: a }\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it.each<[string, string]>([
    ["a role", role("rules: [{ apiGroups: [''], resources: [pods], verbs: [get], resourceNames: [a] }]")],
    ["what a script replaces", webhook("rules: [OUR_WEBHOOK_RULES]\n  timeoutSeconds: OUR_TIMEOUT")],
    ["null in every place", role("rules: [~, { verbs: ~ }, { verbs: [~] }]")],
    [
      "numbers of YAML 1.1",
      policy("  podSelector: {}\n  egress: [{ ports: [{ port: 1_000, endPort: 0x400 }] }]"),
    ],
    ["a whole number with a fraction", policy("  podSelector: {}\n  egress: [{ ports: [{ port: 80.0 }] }]")],
    ["a quoted boolean", policy("  podSelector: { matchLabels: { a: 'yes' } }")],
    [
      "metadata of a server",
      policy("  podSelector: {}").replace("{ name: a", "{ uid: a, generation: 1, name: a"),
    ],
    ["a template for a list", role("rules: [{ verbs: '{{ verbs }}' }]")],
    [
      "a variable for a number",
      policy("  podSelector: {}\n  egress: [{ ports: [{ port: 80, endPort: ${END} }] }]"),
    ],
    ["a variable as a key", policy("  podSelector: { ${KEY}: a }")],
    [
      "other fields of a policy",
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nspec: { labels: [] }\n",
    ],
    [
      "OpenShift's own roles",
      role("rules: [{ attributeRestrictions: ~, verbs: [get] }]")
        .replace("rbac.auth", "auth")
        .replace("k8s.io", "openshift.io"),
    ],
  ])("accepts %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("finds each in its place of a List, in JSON as in YAML", async () => {
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "a", labels: { a: 1 } } },
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Rolebinding", metadata: { name: "a" } },
      ],
    };
    const text = JSON.stringify(list, undefined, 2);
    const found = [
      `'a' must be a text but is the number 1, ${refused("Namespace")}. Put it in quotes.`,
      "There is no kind 'Rolebinding' in API group 'rbac.authorization.k8s.io', so the API server refuses this object. Write 'RoleBinding'.",
    ];
    expect(await lint(RULE, { "a.json": text, "b.yaml": text })).toEqual([
      ["a.json:11:16-11:17", found[0]],
      ["a.json:17:15-17:28", found[1]],
      ["b.yaml:11:16-11:17", found[0]],
      ["b.yaml:17:15-17:28", found[1]],
    ]);
  });

  it.each<[name: string, written: string, wrong: string, right: string, words: string]>([
    ["a list", role("rules: [{ verbs: get }]"), "verbs: get", "verbs: [get]", "Make a list of it."],
    ["a list of a number", role("rules: [{ verbs: 5 }]"), "verbs: 5", "verbs: ['5']", "Make a list of it."],
    ["quotes", policy("  podSelector: { matchLabels: { a: 010 } }"), "010", "'010'", "Put it in quotes."],
    ["a field", policy("  podselector: {}"), "podselector", "podSelector", "Write 'podSelector'."],
    [
      "a quoted field",
      policy('  "podselector": {}'),
      '"podselector"',
      '"podSelector"',
      "Write 'podSelector'.",
    ],
    ["a kind", role("").replace("Role", "role"), "kind: role", "kind: Role", "Write 'Role'."],
    [
      "a version",
      role("").replace("/v1", "/v1beta1"),
      "/v1beta1",
      "/v1",
      "Write 'rbac.authorization.k8s.io/v1'.",
    ],
  ])("suggests %s", async (_, written, wrong, right, words) => {
    expect(await suggestions(RULE, "a.yaml", written)).toEqual([[words, written.replace(wrong, right)]]);
  });

  it("suggests no other group where the fields may be others", async () => {
    const text = "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: { name: a }\n";
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
  });

  it.each<[what: string, text: string, place: string, message: string]>([
    [
      "the schemas of a CustomResourceDefinition",
      object("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "spec: { group: a.example }"),
      "1:13-1:41",
      `Kubernetes 1.22 removed 'apiextensions.k8s.io/v1beta1', ${refused("CustomResourceDefinition")}. Write 'apiextensions.k8s.io/v1', which asks for a schema in each of 'versions'.`,
    ],
    [
      "what a webhook must say",
      object(
        "admissionregistration.k8s.io/v1beta1",
        "MutatingWebhookConfiguration",
        "webhooks: [{ name: a.example.com, sideEffects: None }]",
      ),
      "1:13-1:49",
      `Kubernetes 1.22 removed 'admissionregistration.k8s.io/v1beta1', ${refused("MutatingWebhookConfiguration")}. Write 'admissionregistration.k8s.io/v1', which asks for 'sideEffects' and 'admissionReviewVersions' in each webhook.`,
    ],
    [
      "a selector that was made of the labels",
      object("apps/v1beta1", "Deployment", "spec: { template: {} }"),
      "1:13-1:25",
      `Kubernetes 1.16 removed 'apps/v1beta1', ${refused("Deployment")}. Write 'apps/v1', which asks for a 'selector' with the labels of the template.`,
    ],
  ])(
    "says of a served version that it asks for %s, and suggests nothing",
    async (_, text, place, message) => {
      expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
      expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
    },
  );

  it.each([
    object("apps/v1beta1", "Deployment", "spec: { selector: {} }"),
    object(
      "admissionregistration.k8s.io/v1beta1",
      "ValidatingWebhookConfiguration",
      "webhooks: [{ name: a.example.com, sideEffects: None, admissionReviewVersions: [v1] }]",
    ),
  ])("suggests a version in which nothing else is to be changed", async (text) => {
    const [suggestion] = await suggestions(RULE, "a.yaml", text);
    expect(suggestion?.[1]).toBe(text.replace("/v1beta1", "/v1"));
  });

  it("knows the clusters' version", async () => {
    const text = role("").replace("/v1", "/v1beta1");
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.21" } })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.22" } })).toHaveLength(1);
  });

  it("leaves OpenShift the kinds that it once served without a group", async () => {
    const openshift = { settings: { platform: "openshift" as const } };
    const text = "apiVersion: v1\nkind: RoleBinding\nmetadata: { name: a }\n";
    expect(await lint(RULE, { "a.yaml": text }, openshift)).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text.replace("RoleB", "Roleb") }, openshift)).toHaveLength(1);
  });
});

const KUSTOMIZATION = "kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\n";
const DENY = policy("  podSelector: {}\n  policyTypes: [Ingress]");

const object = (apiVersion: string, kind: string, rest: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n${rest}\n`;
const pod = (rest: string) => object("v1", "Pod", `spec:\n  ${rest}`);
const deployment = (rest: string) => object("apps/v1", "Deployment", `spec:\n  ${rest}`);
const container = (rest: string) => pod(`containers:\n    - name: a\n      ${rest}`);
const ingress = (backend: string) =>
  object("networking.k8s.io/v1", "Ingress", `spec:\n  defaultBackend: ${backend}`);

describe("valid-manifest on workloads, Services, Ingresses and Secrets", () => {
  it.each<[name: string, text: string, place: string, message: string]>([
    [
      "a number for a variable, which is not quoted",
      container("env: [{ name: A, value: 5432 }]"),
      "7:31-7:35",
      `'value' must be a text but is a number, ${refused("Pod")}. Put it in quotes.`,
    ],
    [
      "a boolean for a variable",
      container("env: [{ name: A, value: on }]"),
      "7:31-7:33",
      `'value' must be a text but is the boolean on, ${refused("Pod")}. YAML 1.1, which kubectl reads, takes it for one. Put it in quotes.`,
    ],
    [
      "a boolean among arguments",
      container("args: [--debug, true]"),
      "7:23-7:27",
      `An item of 'args' must be a text but is the boolean true, ${refused("Pod")}. Put it in quotes.`,
    ],
    [
      "a number for a label of a template",
      deployment("template: { metadata: { labels: { version: 1.10 } } }"),
      "5:46-5:50",
      `'version' must be a text but is the number 1.1, ${refused("Deployment")}. Put it in quotes.`,
    ],
    [
      "a number for an annotation",
      object("v1", "Service", "spec: {}").replace("name: a", "name: a, annotations: { port: 80 }"),
      "3:43-3:45",
      `'port' must be a text but is the number 80, ${refused("Service")}. Put it in quotes.`,
    ],
    [
      "a text for a port",
      object("v1", "Service", "spec: { ports: [{ port: '80' }] }"),
      "4:25-4:29",
      `'port' must be a whole number but is the text '80', ${refused("Service")}. Leave out the quotes.`,
    ],
    [
      "bytes that are no quantity",
      container("resources: { limits: { memory: 512MB } }"),
      "7:38-7:43",
      `'memory' must be a quantity but is the text '512MB', ${refused("Pod")}. Write '512Mi' or '512M'.`,
    ],
    [
      "a space in a quantity",
      container("resources: { requests: { cpu: 100 m } }"),
      "7:37-7:42",
      `'cpu' must be a quantity but is the text '100 m', ${refused("Pod")}. Write '100m'.`,
    ],
    [
      "a misspelt field",
      container("volumeMounts: [{ name: a, mountPath: /a, readOlny: true }]"),
      "7:48-7:56",
      `There is no field 'readOlny' here: ${dropped("Pod")}. Write 'readOnly'.`,
    ],
    [
      "what belongs to the pod",
      container("serviceAccountName: a"),
      "7:7-7:25",
      `There is no field 'serviceAccountName' here: ${dropped("Pod")}. Write it further out, in 'spec'.`,
    ],
    [
      "what belongs to the template's pod",
      deployment("serviceAccountName: a"),
      "5:3-5:21",
      `There is no field 'serviceAccountName' here: ${dropped("Deployment")}. Write it under 'template.spec'.`,
    ],
    [
      "what belongs deeper",
      container("capabilities: { drop: [ALL] }"),
      "7:7-7:19",
      `There is no field 'capabilities' here: ${dropped("Pod")}. Write it under 'securityContext'.`,
    ],
    [
      "what belongs to the containers",
      pod("securityContext: { allowPrivilegeEscalation: false, fsGroup: 1 }"),
      "5:22-5:46",
      `There is no field 'allowPrivilegeEscalation' here: ${dropped("Pod")}. Write it in the 'securityContext' of each container.`,
    ],
    [
      "what belongs to the containers, in another case",
      pod("securityContext: { readonlyRootFilesystem: true }"),
      "5:22-5:44",
      `There is no field 'readonlyRootFilesystem' here: ${dropped("Pod")}. Write it as 'readOnlyRootFilesystem' in the 'securityContext' of each container.`,
    ],
    [
      "what belongs to the security context of the pod",
      container("securityContext: { fsGroup: 1 }"),
      "7:26-7:33",
      `There is no field 'fsGroup' here: ${dropped("Pod")}. Write it in the 'securityContext' of the pod.`,
    ],
    [
      "what belongs to limits",
      container("resources: { cpu: 1 }"),
      "7:20-7:23",
      `There is no field 'cpu' here: ${dropped("Pod")}. Write it under 'limits' or 'requests'.`,
    ],
    [
      "what is nobody's",
      pod("unheardOf: 1"),
      "5:3-5:12",
      `There is no field 'unheardOf' here: ${dropped("Pod")}. Leave it out.`,
    ],
    [
      "a label beside matchLabels",
      deployment("selector: { app: web }"),
      "5:15-5:18",
      `There is no field 'app' here: ${dropped("Deployment")}. Write it under 'matchLabels'.`,
    ],
    [
      "the namespace of a backend",
      ingress("{ service: { name: web, namespace: shop, port: { number: 80 } } }"),
      "5:43-5:52",
      `There is no field 'namespace' here: ${dropped("Ingress")}. An Ingress sends only to Services of its own namespace. Leave it out, and put the Ingress where the Service is.`,
    ],
    [
      "a field of an older Ingress",
      ingress("{ serviceName: web }"),
      "5:21-5:32",
      `There is no field 'serviceName' here: ${dropped("Ingress")}. Write it as 'service.name'.`,
    ],
    [
      "a field that was removed",
      object("v1", "Service", "spec: { topologyKeys: ['*'] }"),
      "4:9-4:21",
      `There is no field 'topologyKeys' here: ${dropped("Service")}. Kubernetes 1.22 removed it. Leave it out.`,
    ],
    [
      "a number in a Secret, which is not quoted",
      object("v1", "Secret", "type: kubernetes.io/service-account-token\nstringData: { pin: 1234 }"),
      "5:20-5:24",
      `'pin' must be a text but is a number, ${refused("Secret")}. Put it in quotes.`,
    ],
    [
      "a text for the data of a Secret, which is not quoted",
      object("v1", "Secret", "type: kubernetes.io/service-account-token\ndata: hunter2"),
      "5:7-5:14",
      `'data' must be a map but is a text, ${refused("Secret")}.`,
    ],
    [
      "a pod's field in a DeploymentConfig",
      object(
        "apps.openshift.io/v1",
        "DeploymentConfig",
        "spec: { test: false, template: { spec: { hostNetwok: true } } }",
      ),
      "4:42-4:52",
      `There is no field 'hostNetwok' here: ${dropped("DeploymentConfig")}. Write 'hostNetwork'.`,
    ],
  ])("finds %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[string, string]>([
    [
      "what a cluster writes",
      object("v1", "Pod", "status: { podIP: 10.0.0.1, anything: [] }").replace(
        "name: a",
        "name: a, creationTimestamp: null, managedFields: [{ fieldsV1: { 'f:a': {} } }]",
      ),
    ],
    ["an empty status", deployment("replicas: 1\nstatus: {}")],
    [
      "alpha fields of all versions",
      pod("workloadRef: { name: a }\n  evictionResponders: []\n  resourceClaims: [{ name: a, source: {} }]"),
    ],
    [
      "quantities as numbers",
      container(
        "resources: { limits: { cpu: 0.5, memory: 1e9, a.com/gpu: 1 }, requests: { cpu: 100m, memory: .5Gi } }",
      ),
    ],
    [
      "ports as names and numbers",
      container("livenessProbe: { httpGet: { port: http }, tcpSocket: { port: 80 } }"),
    ],
    ["booleans of YAML 1.1", pod("hostNetwork: yes\n  automountServiceAccountToken: Off")],
    ["null everywhere", pod("volumes: ~\n  containers: [~, { env: [~, { value: ~ }], resources: ~ }]")],
    [
      "a hash that looks like a number",
      object("v1", "Pod", "spec: {}").replace("name: a", "name: a, annotations: { hash: 2e848593 }"),
    ],
    [
      "templates",
      pod(
        'hostNetwork: ${HOST}\n  priority: "{{ .priority }}"\n  containers: [{ image: {IMAGE}, resources: { limits: { cpu: ${CPU} } } }]',
      ),
    ],
    [
      "what scripts replace",
      pod(
        "containers: [{ ports: [{ containerPort: PORT }] }]\n  tolerations: { OUR_TOLERATIONS: '' }\n  OUR_FIELDS: ''",
      ),
    ],
    ["other tokens for numbers", deployment("replicas: '#{replicas}'")],
    [
      "what SOPS has encrypted",
      object(
        "apps/v1",
        "Deployment",
        "spec: { replicas: 'ENC[AES256_GCM,data:a]' }\nsops: { version: 3.9.0 }",
      ),
    ],
    ["what a test asserts", deployment("(replicas >= `1`): true\n  selector: { app: a }")],
    ["what a test asserts of a list", pod("volumes: { (length(@)): 2 }\n  unheardOf: 1")],
    ["a version that is filled in", deployment("serviceName: a").replace("apps/v1", '"apps/{{ .version }}"')],
    [
      "Knative's Service",
      object(
        "serving.knative.dev/v1",
        "Service",
        "spec: { template: { spec: { containerConcurrency: 1 } } }",
      ),
    ],
    ["a Rollout", object("argoproj.io/v1alpha1", "Rollout", "spec: { strategy: { canary: {} } }")],
  ])("accepts %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("reports of a removed version only that", async () => {
    const text = object(
      "networking.k8s.io/v1beta1",
      "Ingress",
      "spec: { backend: { serviceName: web, servicePort: 80 } }",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:1:13-1:38",
        `Kubernetes 1.22 removed 'networking.k8s.io/v1beta1', ${refused("Ingress")}. Write 'networking.k8s.io/v1', which writes a backend as 'service.name' and 'service.port.number', and asks for the 'pathType' of a path.`,
      ],
    ]);
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion: "1.21" } })).toEqual([]);
  });

  it("knows the clusters' version", async () => {
    const at = async (kubernetesVersion: string, spec: string) => {
      const text = object("v1", "Service", `spec: { ${spec} }`);
      return (await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion } })).length;
    };
    expect(await at("1.21", "topologyKeys: []")).toBe(0);
    expect(await at("1.22", "topologyKeys: []")).toBe(1);
    // A version that is not known yet can have more fields.
    expect(await at("1.99", "unheardOf: 1")).toBe(0);
    expect(await at("1.99", "selectr: {}")).toBe(1);
  });

  it.each<[name: string, written: string, wrong: string, right: string, words: string]>([
    ["a quantity", container("resources: { limits: { memory: 1 gib } }"), "1 gib", "'1Gi'", "Write '1Gi'."],
    ["quotes", container("env: [{ name: A, value: 010 }]"), "010", "'010'", "Put it in quotes."],
  ])("suggests %s", async (_, written, wrong, right, words) => {
    expect(await suggestions(RULE, "a.yaml", written)).toEqual([[words, written.replace(wrong, right)]]);
  });
});

describe("valid-manifest on what is applied", () => {
  const kustomization = (rest: string) => `${KUSTOMIZATION}resources: [a.yaml]\n${rest}`;

  it("knows what kustomize makes texts of", async () => {
    const annotated = deployment("replicas: 1").replace(
      "name: a",
      "name: a, annotations: { port: 80, on: true }",
    );
    expect(await lint(RULE, { "kustomization.yaml": kustomization(""), "a.yaml": annotated })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": annotated })).toHaveLength(2);
    const labelled = annotated.replace("annotations", "labels");
    expect(await lint(RULE, { "kustomization.yaml": kustomization(""), "a.yaml": labelled })).toHaveLength(2);
    const files = {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml }]\n"),
      "a.yaml": deployment("replicas: 1"),
    };
    expect(await lint(RULE, { ...files, "patch.yaml": labelled })).toEqual([]);
    expect(await lint(RULE, { ...files, "patch.yaml": annotated })).toEqual([]);
  });

  it("finds a boolean of YAML 1.1 that kustomize makes a text of", async () => {
    const text = pod("hostNetwork: on");
    expect(await lint(RULE, { "kustomization.yaml": kustomization(""), "a.yaml": text })).toEqual([
      [
        "a.yaml:5:16-5:18",
        `'hostNetwork' must be true or false but is the text 'on', ${refused("Pod")}. kubectl takes it for true, kustomize for a text. Write 'true'.`,
      ],
    ]);
  });

  it.each<[name: string, patch: string]>([
    [
      "instructions",
      deployment(
        "$patch: merge\n  template:\n    spec:\n      $setElementOrder/containers: [{ name: a }]\n      $retainKeys: [a]\n      volumes: [{ name: a, $patch: delete }]\n      $deleteFromPrimitiveList/finalizers: [a]",
      ),
    ],
    ["null for what may not be there", deployment("unheardOf: ~")],
  ])("accepts %s in a patch", async (_, patch) => {
    const files = {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml }]\n"),
      "a.yaml": deployment("replicas: 1"),
    };
    expect(await lint(RULE, { ...files, "patch.yaml": patch })).toEqual([]);
  });

  it("finds what a patch writes, in the patch", async () => {
    const patch = deployment(
      "template: { spec: { containers: [{ name: a, env: [{ name: A, value: 1 }] }] } }",
    );
    const files = {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml }]\n"),
      "a.yaml": deployment("replicas: 1"),
    };
    expect(await lint(RULE, { ...files, "patch.yaml": patch })).toEqual([
      [
        "patch.yaml:5:71-5:72",
        `'value' must be a text but is a number, ${refused("Deployment")}. Put it in quotes.`,
      ],
    ]);
  });

  it("leaves alone a patch that names another kind than it is for", async () => {
    const patch = deployment("type: LoadBalancer");
    const files = {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml, target: { kind: Service } }]\n"),
      "a.yaml": object("v1", "Service", "spec: {}"),
    };
    expect(await lint(RULE, { ...files, "patch.yaml": patch })).toEqual([]);
  });

  it("reports a patch where it is written, and not what it changes", async () => {
    const files = {
      "kustomization.yaml": `${KUSTOMIZATION}resources: [deny.yaml]\npatches: [{ path: patch.yaml }]\n`,
      "deny.yaml": DENY,
      "patch.yaml": policy("  $patch: merge\n  policytypes: [Egress]\n  policyTypes: Egress"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "patch.yaml:6:3-6:14",
        `There is no field 'policytypes' here: ${dropped("NetworkPolicy")}. Leave it out.`,
      ],
      [
        "patch.yaml:7:16-7:22",
        `'policyTypes' must be a list but is the text 'Egress', ${refused("NetworkPolicy")}. Write '[Egress]'.`,
      ],
    ]);
  });

  it.each<[name: string, files: Record<string, string>]>([
    [
      "a kustomization",
      {
        "prod/kustomization.yaml": `${KUSTOMIZATION}resources: [../base]\npatches: [{ target: { kind: NetworkPolicy }, patch: PATCH }]\n`,
      },
    ],
    [
      "a component",
      {
        "prod/kustomization.yaml": `${KUSTOMIZATION}resources: [../base]\ncomponents: [../component]\n`,
        "component/kustomization.yaml":
          "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: [{ target: { kind: NetworkPolicy }, patch: PATCH }]\n",
      },
    ],
  ])("reports what a JSON patch of %s breaks, where it is written", async (_, files) => {
    const json =
      '"[{ op: replace, path: /spec/policyTypes, value: Ingress }, { op: add, path: /spec/types, value: [] }]"';
    const all = Object.entries(files).map(([path, text]) => [path, text.replace("PATCH", json)] as const);
    const found = await lint(RULE, {
      "base/kustomization.yaml": `${KUSTOMIZATION}resources: [deny.yaml]\n`,
      "base/deny.yaml": DENY,
      ...Object.fromEntries(all),
    });
    expect(found).toEqual([
      [
        "base/deny.yaml:4:1-4:5",
        `There is no field 'types' here: kubectl, Flux and Argo CD refuse this NetworkPolicy (as 'prod' applies it), and other clients drop the field. Leave it out.`,
      ],
      [
        "base/deny.yaml:6:3-6:14",
        `'policyTypes' must be a list but is the text 'Ingress', so the API server refuses this NetworkPolicy (as 'prod' applies it). Write '[Ingress]'.`,
      ],
    ]);
  });

  it("reports what a patch of Flux breaks", async () => {
    const apps = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec:\n  path: ./base\n  sourceRef: { kind: GitRepository, name: flux-system }\n  patches: [{ target: { kind: NetworkPolicy }, patch: "[{ op: add, path: /spec/policyTypes/0, value: 5 }]" }]\n`;
    const source = `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { url: https://example.com/a }\n`;
    const files = {
      "base/kustomization.yaml": `${KUSTOMIZATION}resources: [deny.yaml]\n`,
      "base/deny.yaml": DENY,
      "clusters/apps.yaml": apps,
      "clusters/source.yaml": source,
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/deny.yaml:6:17-6:24",
        "An item of 'policyTypes' must be a text but is the number 5, so the API server refuses this NetworkPolicy (as 'base' applies it). Put it in quotes.",
      ],
    ]);
  });

  it("reports what an Application applies where it is written", async () => {
    const application = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec:\n  source: { repoURL: https://github.com/acme/fleet, path: apps }\n  destination: { namespace: shop }\n`;
    const files = {
      ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/fleet.git\n',
      "argocd/app.yaml": application,
      "apps/role.yaml": role("rules: {}"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "apps/role.yaml:4:1-4:6",
        `'rules' must be a list but is an empty map, ${refused("Role")}. Write '[]'.`,
      ],
    ]);
  });

  it("leaves alone what is left over from an older Kubernetes, and what no kustomization lists", async () => {
    const old = DENY.replace("networking.k8s.io/v1", "extensions/v1beta1");
    const files = { "kustomization.yaml": `${KUSTOMIZATION}resources: [deny.yaml]\n`, "deny.yaml": DENY };
    expect(await lint(RULE, { ...files, "old.yaml": old })).toEqual([]);
    expect(await lint(RULE, { "old.yaml": old })).toHaveLength(1);
  });

  it("is silent where every build mends the value", async () => {
    const files = {
      "kustomization.yaml": `${KUSTOMIZATION}resources: [deny.yaml]\npatches: [{ path: patch.yaml }]\n`,
      "deny.yaml": DENY.replace("[Ingress]", "Ingress"),
      "patch.yaml": DENY,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("takes a boolean of YAML 1.1 for a text where kustomize makes one of it", async () => {
    const text = policy("  podSelector: { matchLabels: { a: yes } }");
    const kustomization = `${KUSTOMIZATION}resources: [a.yaml]\n`;
    expect(await lint(RULE, { "kustomization.yaml": kustomization, "a.yaml": text })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
  });
});

describe("valid-manifest on what charts render", () => {
  const deployment = (context: string) =>
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web
          securityContext:
${context}`;
  const places = async (context: string) => {
    const files = {
      "Chart.yaml": "{ name: web, version: 1.0.0 }",
      "templates/web.yaml": deployment(context),
    };
    return (await lint(RULE, files)).map(([place]) => place);
  };
  const HAS = `.Capabilities.APIVersions.Has "security.openshift.io/v1"`;

  it("finds a field that is not there", async () => {
    expect(await places("            fsGroup: 65534\n")).toEqual(["templates/web.yaml:13:13-13:20"]);
  });

  it.each([
    ["that one way renders", `{{ if ${HAS} }}`],
    ["that the other way renders", `{{ if not (${HAS}) }}`],
  ])("leaves alone a field %s of two that are not known apart", async (_, condition) => {
    expect(
      await places(`            runAsUser: 1\n            ${condition}\n            fsGroup: 1{{ end }}\n`),
    ).toEqual([]);
  });

  it("leaves alone a value of the wrong type in one of two ways", async () => {
    expect(await places(`            runAsUser: {{ ternary "many" 1 (${HAS}) }}\n`)).toEqual([]);
    expect(
      await places(
        `            {{ if ${HAS} }}\n            runAsUser: a\n            {{ else }}\n            runAsUser: 1\n            {{ end }}`,
      ),
    ).toEqual([]);
  });
});

describe("what is refused", () => {
  it("isolates nobody", async () => {
    const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";
    const wrong = [
      DENY.replace("[Ingress]", "Ingress"),
      DENY.replace("podSelector", "podselector"),
      DENY.replace("networking.k8s.io/v1", "extensions/v1beta1"),
      DENY.replace("NetworkPolicy", "Networkpolicy"),
      policy("  podSelector: {}\n  policyTypes: ['']"),
      policy("  podSelector: {}\n  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.1 } }] }]"),
    ];
    for (const text of wrong) {
      const found = await lint("require-default-deny", { "a.yaml": `${namespace}---\n${text}` });
      expect(found.map(([place]) => place)).toEqual(["a.yaml:3:19-3:23"]);
    }
    expect(await lint("require-default-deny", { "a.yaml": `${namespace}---\n${DENY}` })).toEqual([]);
  });

  it("is not a policy to which a patch adds a label that is a number", async () => {
    const patch = `${NETWORKING}\nkind: NetworkPolicy\nmetadata: { name: a, namespace: shop, labels: { tier: 1 } }\n`;
    const files = {
      "kustomization.yaml": `${KUSTOMIZATION}resources: [namespace.yaml, deny.yaml]\npatches: [{ path: patch.yaml }]\n`,
      "namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
      "deny.yaml": DENY,
      "patch.yaml": patch,
    };
    expect(await lint("require-default-deny", files)).toEqual([]);
  });

  it("isolates nobody from the version on that refuses it", async () => {
    const text = policy("  podSelector: {}\n  ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.1/8 } }] }]");
    const files = { "a.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\n${text}` };
    expect(await lint("require-default-deny", files)).toEqual([]);
    expect(await lint("require-default-deny", files, { settings: { kubernetesVersion: "1.35" } })).toEqual(
      [],
    );
    expect(
      await lint("require-default-deny", files, { settings: { kubernetesVersion: "1.36" } }),
    ).toHaveLength(1);
  });

  it("is a role that is not missing, but not there for sure", async () => {
    const files = { "binding.yaml": binding(REF), "role.yaml": role("rules: [{ verbs: get }]") };
    expect(await lint("no-missing-role", files)).toEqual([]);
    expect(await lint("no-missing-role", files, { options: { strict: true } })).toEqual([
      [
        "binding.yaml:4:30-4:31",
        "Role 'a' in namespace 'shop' cannot be resolved: the API server refuses the one in role.yaml.",
      ],
    ]);
    const old = {
      "binding.yaml": files["binding.yaml"].replace("/v1", "/v1beta1"),
      "role.yaml": files["role.yaml"].replace("/v1", "/v1beta1"),
    };
    expect(await lint("no-missing-role", old)).toEqual([]);
  });

  it("is an account that is not missing", async () => {
    const subject = "subjects: [{ kind: ServiceAccount, name: app, namespace: shop }]";
    const account =
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app, namespace: shop, label: {} }\n";
    const files = {
      "binding.yaml": binding(`${REF}\n${subject}`),
      "role.yaml": role(""),
      "app.yaml": account,
    };
    expect(await lint("no-missing-subject", files)).toEqual([]);
    const other = { ...files, "binding.yaml": files["binding.yaml"].replace("name: app,", "name: other,") };
    expect(
      await lint("no-missing-subject", {
        ...other,
        "web.yaml": account.replaceAll("app", "web").replace(", label: {}", ""),
      }),
    ).toHaveLength(1);
  });

  it("gives a role to nobody", async () => {
    const secrets = `${RBAC}\nkind: ClusterRole\nmetadata: { name: a }\nrules: [{ apiGroups: [''], resources: [secrets], verbs: [get] }]\n`;
    const given = (subject: string) =>
      `${RBAC}\nkind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef: { kind: ClusterRole, name: a }\nsubjects: [${subject}]\n`;
    const found = async (subject: string) =>
      (await lint("no-secret-read", { "a.yaml": secrets, "b.yaml": given(subject) })).map(
        ([, message]) => message,
      );
    expect(await found("{ kind: User, name: jane }")).toEqual([expect.stringContaining("User 'jane'")]);
    expect(await found("{ kind: User, name: jane, apiVersion: v1 }")).toEqual([
      expect.not.stringContaining("jane"),
    ]);
  });
});

describe("one defect is one finding of the rules on validity", () => {
  const RULES = [
    RULE,
    "valid-role-rules",
    "valid-role-ref",
    "valid-subject",
    "valid-network-policy",
    "valid-policy-types",
  ];

  it.each<[rule: string, text: string]>([
    [RULE, binding("roleref: { kind: Role, name: a }")],
    [RULE, binding("roleRef: { Kind: Role, name: a }")],
    [RULE, binding("roleRef: Role")],
    ["valid-role-ref", binding("roleRef: { kind: role, name: a }")],
    [RULE, binding(`${REF}\nsubjects: [{ kind: User, Name: jane }]`)],
    [RULE, binding(`${REF}\nsubjects: { kind: User, name: jane }`)],
    ["valid-subject", binding(`${REF}\nsubjects: [{ kind: user, name: jane }]`)],
    ["valid-subject", binding(`${REF}\nsubjects: [~]`)],
    [RULE, role("rules: [{ apiGroup: [''], resources: [pods], verbs: [get] }]")],
    [RULE, role("rules: [{ apiGroups: '', resources: [pods], verbs: [get] }]")],
    [RULE, role("rules: [{ apiGroups: [''], resources: [pods], verbs: 5 }]")],
    ["valid-role-rules", role("rules: [{ apiGroups: [''], resources: [pods] }]")],
    ["valid-role-rules", role("rules: [~]")],
    ["valid-role-rules", role("rules: [{ verbs: [get], nonResourceURLs: [''] }]")],
    [RULE, role("aggregationRule: { clusterRoleSelector: [] }").replace("Role", "ClusterRole")],
    ["valid-role-rules", role("aggregationRule: {}").replace("Role", "ClusterRole")],
    [RULE, policy("  podSelector: {}\n  egress: [{ to: [{ ipBlock: { CIDR: 10.0.0.0/8 } }] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ to: [{ podselector: {} }] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ to: [{ ipBlock: 10.0.0.0/8 }] }]")],
    ["valid-network-policy", policy("  podSelector: {}\n  egress: [{ to: [{}] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ ports: [{ port: 0.5 }] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ ports: [{ port: true, endPort: 90 }] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ ports: [{ targetPort: 80, endPort: 90 }] }]")],
    ["valid-network-policy", policy("  podSelector: {}\n  egress: [{ ports: [{ port: 99999999999 }] }]")],
    [RULE, policy("  podSelector: {}\n  egress: [{ ports: [{ protocol: yes }] }]").replace("yes", "true")],
    [RULE, policy("  podSelector: { matchExpressions: [{ key: a, Operator: Exists }] }")],
    [RULE, policy("  podSelector: { matchExpressions: [{ key: a, operator: In, value: [b] }] }")],
    ["valid-network-policy", policy("  podSelector: { matchExpressions: [{ key: a }] }")],
    [RULE, policy("  podSelector: {}\n  policyTypes: Ingress\n  egress: []")],
    ["valid-network-policy", policy("  podSelector: {}\n  policyTypes: ['']\n  egress: []")],
  ])("of %s: %s", async (rule, text) => {
    const found = await Promise.all(
      RULES.map(async (one) => [one, await lint(one, { "a.yaml": text })] as const),
    );
    expect(found.flatMap(([one, findings]) => findings.map(() => one))).toEqual([rule]);
  });
});
