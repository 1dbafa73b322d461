import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint, suggestions } from "./lint.js";

const RULE = "known-resource";
const CORE = "the core group ('')";
const misspelled = (name: string, why: string, near: string, group = CORE) =>
  `There is no resource '${name}' in ${group}, so this allows nothing: ${why}. Write '${near}'.`;

describe("known-resource", () => {
  it.each([
    ["a singular", "pod", "resources are written in the plural here", "pods"],
    [
      "a kind",
      "ConfigMap",
      "that is a kind, and resources are written in the plural and in lower case here",
      "configmaps",
    ],
    ["a short name", "svc", "that is a short name, which only kubectl knows", "services"],
    ["another case", "Secrets", "resources are written in lower case here", "secrets"],
    ["a typo", "serets", "no resource has that name", "secrets"],
    ["a subresource", "pods/logs", "no resource has that name", "pods/log"],
    ["a subresource of a singular", "pod/log", "resources are written in the plural here", "pods/log"],
  ])("finds %s", async (_, name, why, near) => {
    const text = entryRole('""', `configmap-free, ${name}`.replace("configmap-free, ", ""), "get");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [`a.yaml:6:35-6:${35 + name.length}`, misspelled(name, why, near)],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [`Write '${near}'.`, entryRole('""', near, "get")],
    ]);
  });

  it("names a group once that is written several times", async () => {
    const text = entryRole("apps, apps", "deploy", "get");
    const why = "that is a short name, which only kubectl knows";
    expect(await lint(RULE, { "a.yaml": text })).toMatchObject([
      [expect.anything(), misspelled("deploy", why, "deployments", "API group 'apps'")],
    ]);
  });

  it("suggests to remove what is there already", async () => {
    expect(await suggestions(RULE, "a.yaml", entryRole('""', "pods, pod", "get"))).toEqual([
      ["Remove 'pod'.", entryRole('""', "pods", "get")],
    ]);
  });

  it("names the group that has it", async () => {
    const text = entryRole('""', "deployments", "get");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:6:35-6:46",
        `Resource 'deployments' is not in ${CORE}, so this allows nothing: it is in API group 'apps'.`,
      ],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Write API group 'apps' as the group.", entryRole('"apps"', "deployments", "get")],
    ]);
  });

  it("does not suggest a group that other resources of the entry are not in", async () => {
    const text = entryRole('""', "pods, deployments", "get");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
  });

  describe("the group extensions", () => {
    const GONE = "API group 'extensions' has been empty since Kubernetes 1.22, so this allows nothing";

    it.each([
      ["one resource", "ingresses", ": 'ingresses' is in API group 'networking.k8s.io'."],
      [
        "several, in one finding",
        "deployments, deployments/scale, daemonsets, ingresses, replicationcontrollers/scale, deployments/rollback",
        ": 'deployments' and 2 more are in API group 'apps', 'ingresses' is in API group 'networking.k8s.io', 'replicationcontrollers/scale' is in the core group.",
      ],
      ["what is nowhere", "deployments/rollback", ". Correct or remove the entry."],
    ])("is empty: %s", async (_, resources, now) => {
      const [first = ""] = resources.split(",");
      expect(await lint(RULE, { "a.yaml": entryRole("extensions", resources, "get") })).toEqual([
        [`a.yaml:6:43-6:${43 + first.length}`, GONE + now],
      ]);
    });

    it("adds nothing to another one", async () => {
      const text = entryRole('"", extensions', "pods, ingresses", "get");
      expect(await lint(RULE, { "a.yaml": text })).toEqual([
        [
          "a.yaml:6:53-6:62",
          `Resource 'ingresses' is not in ${CORE} or API group 'extensions' (empty since Kubernetes 1.22), so this allows nothing: it is in API group 'networking.k8s.io'.`,
        ],
      ]);
    });

    it.each([
      ["extensions", "ingresses, networkpolicies", '"networking.k8s.io"'],
      ['"", extensions', "pods, ingresses", '"", networking.k8s.io'],
      ["extensions, policy", "poddisruptionbudgets, deployments", "apps, policy"],
    ])("is replaced in [%s] by the group that has the rest of %s", async (groups, resources, after) => {
      const text = entryRole(groups, resources, "get");
      const changed = entryRole(
        after.replaceAll('"networking.k8s.io"', "networking.k8s.io"),
        resources,
        "get",
      );
      const group = /[a-z.0-9]*(?:apps|networking)[a-z.0-9]*/.exec(after)?.[0];
      expect(await suggestions(RULE, "a.yaml", text)).toEqual([
        [`Write API group '${group}' as the group.`, changed],
      ]);
    });

    it.each([
      // It would give more than before: everything in the group.
      ['"", extensions', "ingresses, '*'"],
      ["extensions", "deployments, ingresses"],
      ["extensions", "podsecuritypolicies, ingresses"],
    ])("stays where no single group has all: [%s] %s", async (groups, resources) => {
      const text = entryRole(groups, resources, "get");
      expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
      expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
    });

    it.each([
      ["beside the group that has it", "extensions, networking.k8s.io", "ingresses"],
      ["with all that it has", "extensions", "'*'"],
      ["with what old roles have", "extensions", "podsecuritypolicies"],
      ["beside a group that only its owner knows", "extensions, example.com", "ingresses"],
    ])("is fine %s", async (_, groups, resources) => {
      expect(await lint(RULE, { "a.yaml": entryRole(groups, resources, "use") })).toEqual([]);
    });

    it.each([
      ["an entry", "extensions", "ingresses"],
      ["a resource of an entry", '"", extensions', "pods, ingresses"],
    ])("is fine in %s, if another entry gives the same where it is now", async (_, groups, resources) => {
      const more = (verbs: string, name: string) =>
        `  - {apiGroups: [networking.k8s.io], resources: [${name}], verbs: [${verbs}]}\n`;
      const text = entryRole(groups, resources, "get, list");
      expect(await lint(RULE, { "a.yaml": text + more("get, list, watch", "ingresses") })).toEqual([]);
      expect(await lint(RULE, { "a.yaml": text + more("'*'", "'*'") })).toEqual([]);
      expect(await lint(RULE, { "a.yaml": text + more("get", "ingresses") })).toHaveLength(1);
      expect(await lint(RULE, { "a.yaml": text + more("get, list", "networkpolicies") })).toHaveLength(1);
    });

    it("names only what no other entry gives", async () => {
      const text = `${entryRole("extensions", "ingresses, deployments", "get")}  - {apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [get]}\n`;
      expect(await lint(RULE, { "a.yaml": text })).toEqual([
        ["a.yaml:6:54-6:65", `${GONE}: 'deployments' is in API group 'apps'.`],
      ]);
    });

    it("leads to Kubernetes' own group, and not to that of a definition with the same name", async () => {
      const crd =
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: ingresses.example.com }\nspec: { group: example.com, names: { plural: ingresses, kind: Ingress }, scope: Namespaced, versions: [{ name: v1 }] }\n";
      const text = entryRole("extensions", "ingresses", "get");
      expect(await lint(RULE, { "a.yaml": text, "crd.yaml": crd })).toEqual([
        ["a.yaml:6:43-6:52", `${GONE}: 'ingresses' is in API group 'networking.k8s.io'.`],
      ]);
    });

    it("may be more in a version that is not known", async () => {
      const files = { "a.yaml": entryRole("extensions", "ingresses", "get") };
      expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.21" } })).toEqual([]);
    });

    it.each([
      ["a List", "kind: List\napiVersion: v1\nitems:\n  - ", "    "],
      ["a RoleList", "kind: RoleList\napiVersion: rbac.authorization.k8s.io/v1\nitems:\n  - ", "    "],
    ])("is found in %s", async (_, head, indent) => {
      const role = entryRole("extensions", "ingresses", "get", "", "Role").trimEnd();
      const text = head + role.replaceAll("\n", `\n${indent}`) + "\n";
      expect(await lint(RULE, { "a.yaml": text })).toEqual([
        ["a.yaml:10:47-10:56", `${GONE}: 'ingresses' is in API group 'networking.k8s.io'.`],
      ]);
    });

    it("is found in a JSON file, and in what a patch writes", async () => {
      const role = {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "x", namespace: "shop" },
        rules: [{ apiGroups: ["extensions"], resources: ["ingresses"], verbs: ["get"] }],
      };
      const files = {
        "kustomization.yaml": "resources: [b.yaml]\npatches:\n  - path: p.yaml\n",
        "a.json": JSON.stringify(role),
        "b.yaml": entryRole('""', "pods", "get"),
        "p.yaml": entryRole("extensions", "ingresses", "get"),
      };
      const message = `${GONE}: 'ingresses' is in API group 'networking.k8s.io'.`;
      expect(await lint(RULE, files)).toEqual([
        ["a.json:1:153-1:164", message],
        ["p.yaml:6:43-6:52", message],
      ]);
    });
  });

  it("says that there is no such thing, as of a subresource that was there long ago", async () => {
    const text = entryRole("apps", "deployments, deployments/rollback", "create");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:6:50-6:70",
        "There is no resource 'deployments/rollback' in API group 'apps', so this allows nothing. Correct or remove it.",
      ],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Remove 'deployments/rollback'.", entryRole("apps", "deployments", "create")],
    ]);
  });

  it.each([
    ["'*/*'", "*/*", "List the resources and subresources that are needed."],
    ["pods/*", "pods/*", "List the subresources, as in 'pods/status'."],
  ])("finds %s, which is no pattern, in any group", async (written, name, instead) => {
    const found = await lint(RULE, { "a.yaml": entryRole("example.com", written, "get") });
    expect(found).toEqual([
      [
        `a.yaml:6:44-6:${44 + written.length}`,
        `Resource '${name}' is not a pattern in RBAC, so this allows nothing: only '*' and '*/subresource' are. ${instead}`,
      ],
    ]);
  });

  it.each([
    [
      "resources and subresources that are there",
      '""',
      "pods, pods/log, pods/exec, services/proxy, '*', '*/status'",
    ],
    ["finalizers of anything", "apps", "deployments/finalizers, '*/finalizers'"],
    ["what only the kubelet knows", '""', "nodes/metrics, nodes/stats, nodes/log, nodes/configz"],
    [
      "who can be impersonated",
      '"", authentication.k8s.io',
      "users, groups, serviceaccounts, userextras/scopes, userextras/*, uids",
    ],
    ["signers", "certificates.k8s.io", "signers"],
    ["what other approvers ask about", "certificates.k8s.io", "certificatesigningrequests/selfnodeserver"],
    ["what kube-rbac-proxy asks about", '""', "namespaces/metrics, namespace/metrics"],
    ["policies of Kubernetes before 1.25", "policy", "podsecuritypolicies"],
    ["a group that only its owner knows", "example.com", "widget, pod"],
    ["a group beside one that only its owner knows", '"", example.com', "widget, pod"],
    ["every group", '"*"', "pod"],
    ["one group of several that has it", '"", apps, extensions', "pods, deployments"],
    ["what is filled in later", '""', "'${RESOURCE}', '{{ .resource }}', 7"],
    ["no groups", "", "pod"],
  ])("is quiet about %s", async (_, groups, resources) => {
    expect(await lint(RULE, { "a.yaml": entryRole(groups, resources, "get, use, impersonate") })).toEqual([]);
  });

  it("is quiet about audiences of tokens, which stand in the place of resources", async () => {
    const text = entryRole('""', "vault", "request-serviceaccounts-token-audience");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("is quiet about rules that Kubernetes overwrites", async () => {
    const text = `${entryRole('""', "pod", "get")}aggregationRule: { clusterRoleSelectors: [{}] }\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("knows what the version of the clusters has", async () => {
    const files = { "a.yaml": entryRole('""', "pods/resize", "get") };
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.34" } })).toEqual([]);
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.30" } })).toEqual([
      [
        "a.yaml:6:35-6:46",
        `There is no resource 'pods/resize' in ${CORE}, so this allows nothing. Correct or remove it.`,
      ],
    ]);
  });
});
