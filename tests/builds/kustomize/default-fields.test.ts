import { describe, expect, it } from "vitest";
import { field } from "../../../lib/util/plain-values.js";
import { applied, documents, first, text } from "./applied.js";

/* The fields that kustomize changes by itself: api/internal/konfig/builtinpluginconsts. */

const RBAC = "rbac.authorization.k8s.io/v1";
const object = (apiVersion: string, kind: string, rest: object, name = "by") =>
  `${JSON.stringify({ apiVersion, kind, metadata: { name }, ...rest })}\n`;
const subject = { kind: "ServiceAccount", name: "a" };
const podSpec = (rest: object) => ({ containers: [], ...rest });
const template = (rest: object) => ({ spec: { template: { metadata: {}, spec: podSpec(rest) } } });
const ACCOUNT = { serviceAccountName: "a" };
const path = (backend: object) => ({ spec: { rules: [{ http: { paths: [{ path: "/", backend }] } }] } });

type Row = [what: string, target: string, referrer: string, kind: string, at: (string | number)[]];

const SERVICE = object("v1", "Service", { spec: { selector: { app: "x" }, ports: [{ port: 80 }] } }, "a");
const V1 = "networking.k8s.io/v1";
const ROWS: Row[] = [
  [
    "the subjects of a RoleBinding",
    text.serviceAccount("name: a"),
    object(RBAC, "RoleBinding", { subjects: [subject] }),
    "RoleBinding",
    ["subjects", 0, "name"],
  ],
  [
    "the subjects of a ClusterRoleBinding",
    text.serviceAccount("name: a, namespace: n"),
    object(RBAC, "ClusterRoleBinding", { subjects: [{ ...subject, namespace: "n" }] }),
    "ClusterRoleBinding",
    ["subjects", 0, "name"],
  ],
  [
    "the account of a Pod",
    text.serviceAccount("name: a"),
    object("v1", "Pod", { spec: podSpec(ACCOUNT) }),
    "Pod",
    ["spec", "serviceAccountName"],
  ],
  ...(
    [
      ["apps/v1", "Deployment"],
      ["apps/v1", "StatefulSet"],
      ["apps/v1", "DaemonSet"],
      ["batch/v1", "Job"],
      ["v1", "ReplicationController"],
    ] as const
  ).map(([apiVersion, kind]): Row => {
    const at = ["spec", "template", "spec", "serviceAccountName"];
    return [
      `the account of a ${kind}`,
      text.serviceAccount("name: a"),
      object(apiVersion, kind, template(ACCOUNT)),
      kind,
      at,
    ];
  }),
  [
    "the account of a CronJob",
    text.serviceAccount("name: a"),
    object("batch/v1", "CronJob", { spec: { jobTemplate: template(ACCOUNT) } }),
    "CronJob",
    ["spec", "jobTemplate", "spec", "template", "spec", "serviceAccountName"],
  ],
  [
    "the Role of a RoleBinding",
    text.role("name: a"),
    text.binding("name: by", "kind: Role, name: a"),
    "RoleBinding",
    ["roleRef", "name"],
  ],
  [
    "the ClusterRole of a RoleBinding",
    text.clusterRole("name: a"),
    text.binding("name: by", "kind: ClusterRole, name: a"),
    "RoleBinding",
    ["roleRef", "name"],
  ],
  [
    "the ClusterRole of a ClusterRoleBinding",
    text.clusterRole("name: a"),
    text.clusterBinding("name: by", "kind: ClusterRole, name: a"),
    "ClusterRoleBinding",
    ["roleRef", "name"],
  ],
  [
    "the Service of an Ingress",
    SERVICE,
    object(V1, "Ingress", path({ service: { name: "a" } })),
    "Ingress",
    ["spec", "rules", 0, "http", "paths", 0, "backend", "service", "name"],
  ],
  [
    "the default Service of an Ingress",
    SERVICE,
    object(V1, "Ingress", { spec: { defaultBackend: { service: { name: "a" } } } }),
    "Ingress",
    ["spec", "defaultBackend", "service", "name"],
  ],
  [
    "the Service of an HTTPRoute",
    SERVICE,
    object("gateway.networking.k8s.io/v1", "HTTPRoute", {
      spec: { rules: [{ backendRefs: [{ name: "a", port: 80 }] }] },
    }),
    "HTTPRoute",
    ["spec", "rules", 0, "backendRefs", 0, "name"],
  ],
  [
    "the policy of a binding",
    object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", { spec: {} }, "a"),
    object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", {
      spec: { policyName: "a" },
    }),
    "ValidatingAdmissionPolicyBinding",
    ["spec", "policyName"],
  ],
];

describe("a name that a prefix changes", () => {
  it.each(ROWS)("is followed by %s", (_, target, referrer, kind, at) => {
    const followed = (documents_: string) =>
      at.reduce<unknown>(
        (value, step) => (Array.isArray(value) ? value[Number(step)] : field(value, String(step))),
        first(applied("namePrefix: p-\n", documents_), kind),
      );
    expect(followed(documents(target, referrer))).toBe("p-a");
    expect(followed(referrer)).toBe("a");
  });

  it.each(["configMapGenerator", "secretGenerator"])(
    "is followed by resourceNames, from a %s",
    (generator) => {
      const resource = generator === "configMapGenerator" ? "configmaps" : "secrets";
      const rules = `[{apiGroups: [""], resources: [${resource}], resourceNames: [a, b], verbs: [get]}]`;
      const built = applied(
        `namePrefix: p-\ngeneratorOptions: { disableNameSuffixHash: true }\n${generator}: [{ name: a, literals: [x=y] }]\n`,
        documents(text.role("name: r", rules), text.clusterRole("name: c", rules)),
      );
      for (const kind of ["Role", "ClusterRole"]) {
        expect(field(first(built, kind), "rules")).toMatchObject([{ resourceNames: ["p-a", "b"] }]);
      }
    },
  );
});

describe("commonLabels", () => {
  const policy = text.policy(
    "name: p",
    "{podSelector: {matchLabels: {x: y}}, ingress: [{from: [{podSelector: {matchLabels: {x: y}}}, {namespaceSelector: {matchLabels: {x: y}}}]}], egress: [{to: [{podSelector: {matchLabels: {x: y}}}]}]}",
  );

  it("are put into selectors of pods, of NetworkPolicies and Services, and not of namespaces", () => {
    const built = applied("commonLabels: { a: b }\n", documents(policy, SERVICE));
    const both = { x: "y", a: "b" };
    expect(first(built, "NetworkPolicy")).toMatchObject({
      metadata: { labels: { a: "b" } },
      spec: {
        podSelector: { matchLabels: both },
        ingress: [
          {
            from: [
              { podSelector: { matchLabels: both } },
              { namespaceSelector: { matchLabels: { x: "y" } } },
            ],
          },
        ],
        egress: [{ to: [{ podSelector: { matchLabels: both } }] }],
      },
    });
    const { from } =
      (field(first(built, "NetworkPolicy"), "spec") as { ingress: { from: object[] }[] }).ingress[0] ?? {};
    expect(from?.[1]).toEqual({ namespaceSelector: { matchLabels: { x: "y" } } });
    expect(first(built, "Service")).toMatchObject({ spec: { selector: { app: "x", a: "b" } } });
  });

  it("are put into the templates of pods, and labels only where that is said", () => {
    const deployment = object("apps/v1", "Deployment", {
      spec: { selector: {}, template: { metadata: { labels: { x: "y" } }, spec: podSpec({}) } },
    });
    const labelsOf = (kustomization: string) => {
      const found = first(applied(kustomization, deployment), "Deployment");
      return [found.metadata?.labels, field(found, "spec", "template", "metadata", "labels")];
    };
    expect(labelsOf("commonLabels: { a: b }\n")).toEqual([{ a: "b" }, { x: "y", a: "b" }]);
    expect(labelsOf("labels: [{ pairs: { a: b } }]\n")).toEqual([{ a: "b" }, { x: "y" }]);
    expect(labelsOf("labels: [{ pairs: { a: b }, includeTemplates: true }]\n")).toEqual([
      { a: "b" },
      { x: "y", a: "b" },
    ]);
  });
});

describe("a NamespaceTransformer", () => {
  const objects = documents(
    text.serviceAccount("name: default"),
    text.serviceAccount("name: a"),
    text.clusterBinding(
      "name: by",
      "kind: ClusterRole, name: c",
      "{kind: ServiceAccount, name: default, namespace: old}, {kind: ServiceAccount, name: other, namespace: old}, {kind: User, name: ada}",
    ),
  );
  it.each<[string, (string | undefined)[]]>([
    ["", ["new", "old", undefined]],
    ["setRoleBindingSubjects: defaultOnly\n", ["new", "old", undefined]],
    ["setRoleBindingSubjects: allServiceAccounts\n", ["new", "new", undefined]],
    ["setRoleBindingSubjects: none\n", ["old", "old", undefined]],
  ])("with '%s' sets the namespaces of subjects", (rest, expected) => {
    const transformer = `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: { name: n, namespace: new }\n${rest}`;
    const built = applied("transformers: [t.yaml]\n", objects, { "t.yaml": transformer });
    const subjects = field(first(built, "ClusterRoleBinding"), "subjects") as { namespace?: string }[];
    expect(subjects.map(({ namespace }) => namespace)).toEqual(expected);
  });

  it("leaves what has one, if it is told to", () => {
    const at = (rest: string) => {
      const transformer = `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: { name: n, namespace: new }\nfieldSpecs: [{ path: metadata/namespace, create: true }]\n${rest}`;
      const built = applied("transformers: [t.yaml]\n", text.role("name: a, namespace: old"), {
        "t.yaml": transformer,
      });
      return first(built, "Role").metadata?.namespace;
    };
    expect([at(""), at("unsetOnly: true\n"), at("unsetOnly: false\n")]).toEqual(["new", "old", "new"]);
  });
});

describe("a namespace for all", () => {
  it.each([
    ["namespace: team\n", ["team"]],
    ["", [undefined]],
  ])("is that of what is hidden: '%s'", (kustomization, expected) => {
    const built = applied(
      `${kustomization}helmCharts: [{ name: c, repo: https://example.org }]\n`,
      text.role("name: a"),
    );
    expect(built.hidden.map(({ namespace }) => namespace)).toEqual(expected);
  });
});
