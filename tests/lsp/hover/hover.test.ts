import { describe, expect, it } from "vitest";
import { escaped } from "../../../lib/lsp/text/markup.js";
import { hoverAt } from "./hover-at.js";

const role = (rule: string, name = "reader") => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:
  - ${rule}
`;
const at = async (rule: string, marked: string) =>
  await hoverAt({ "role.yaml": role(rule) }, "role.yaml", marked);

describe("a hover on an entry of a rule", () => {
  it("says what a verb does, and what it lets one do", async () => {
    expect(await at('{ apiGroups: [""], resources: [secrets], verbs: [list] }', "[li|st]")).toBe(
      "Verb `list`: reads all objects at once, with all that is in them.\n\nWith it, one can:\n\n- **read every Secret of the cluster**",
    );
  });

  it("says which group has a resource, its scope and its verbs", async () => {
    expect(await at("{ apiGroups: [apps], resources: [deployments], verbs: [get] }", "[deploy|ments]")).toBe(
      [
        "Resource `deployments` of API group 'apps': namespaced.",
        "",
        "- Verbs: get, list, watch, create, update, patch, delete and deletecollection",
        "- Subresources: `scale` and `status`, each of which needs an entry of its own",
      ].join("\n"),
    );
  });

  it("says why an entry does nothing", async () => {
    expect(await at('{ apiGroups: [""], resources: [pod], verbs: [get] }', "[po|d]")).toContain(
      "**No effect**: There is no resource 'pod' in the core group (''), so this allows nothing: resources are written in the plural here. Write 'pods'.",
    );
  });

  it("says what a star covers, and what a path is", async () => {
    expect(await at('{ apiGroups: ["*"], resources: [pods], verbs: [get] }', '["|*"]')).toBe(
      "Every API group, also those of CustomResourceDefinitions that are installed later.",
    );
    expect(await at("{ nonResourceURLs: [/healthz], verbs: [get] }", "[/hea|lthz]")).toContain(
      "Path `/healthz` of the API server, which is no resource: whether the API server is healthy.",
    );
  });
});

describe("a hover", () => {
  it("says what a rule is for, in the configuration and in comments", async () => {
    const config = "rules:\n  no-wildcard-verbs: error\nsettings:\n  platform: openshift\n";
    const files = { ".gitops-lint.yaml": config };
    expect(await hoverAt(files, ".gitops-lint.yaml", "no-wild|card")).toContain(
      "**no-wildcard-verbs**: Disallow `*` as a verb in a Role or ClusterRole.",
    );
    expect(await hoverAt(files, ".gitops-lint.yaml", "plat|form")).toContain(
      "**platform**: The platform that the clusters run on, whose own roles are then known.",
    );
    const text = `# eslint-disable-next-line gitops/no-node-proxy -- for now\n${role('{ apiGroups: [""], resources: [pods], verbs: [get] }')}`;
    expect(await hoverAt({ "role.yaml": text }, "role.yaml", "no-node|-proxy")).toContain(
      "**no-node-proxy**: ",
    );
  });

  it("counts in UTF-16, and is plain text for a client that shows no Markdown", async () => {
    const text = `{ "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": { "annotations": { "a": "😀" }, "name": "reader" }, "rules": [] }\n`;
    const capabilities = { textDocument: { hover: { contentFormat: ["plaintext" as const] } } };
    expect(await hoverAt({ "role.yaml": text }, "role.yaml", '"rea|der"', { capabilities })).toBe(
      "ClusterRole 'reader'\nWould grant nothing in the whole cluster: it has no rules.\nNo binding here gives it to anybody.",
    );
  });

  it("has places as text in Neovim, which breaks lines as if the addresses of links were to be seen", async () => {
    const text = `${role('{ apiGroups: [""], resources: [pods], verbs: [get] }')}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: read }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: a }]
`;
    expect(await hoverAt({ "_role_.yaml": text }, "_role_.yaml", "name: rea|der", { name: "Neovim" })).toBe(
      [
        "**ClusterRole `reader`**\n",
        "Grants in the whole cluster:\n",
        "- get on `pods` (\\_role\\_.yaml:6)\n",
        "Bound by:\n",
        "- ClusterRoleBinding `read` (\\_role\\_.yaml:10) in the whole cluster to Group `a`",
      ].join("\n"),
    );
  });

  it("takes nothing in a name for Markdown", async () => {
    const name = "'a`b](http://x.example)'";
    const text = role('{ apiGroups: [""], resources: [pods], verbs: [get] }', name);
    expect((await hoverAt({ "role.yaml": text }, "role.yaml", "name: 'a|`b"))?.split("\n")[0]).toBe(
      "**ClusterRole ``a`b](http://x.example)``**",
    );
    expect(escaped("a_b _c_ *d* [e](f) <g> `h`")).toBe("a_b \\_c\\_ \\*d\\* \\[e\\](f) \\<g\\> \\`h\\`");
  });

  it("says nothing of what is broken, or is a template", async () => {
    const broken = { "role.yaml": "kind: Role\nmetadata: {name: [\n" };
    expect(await hoverAt(broken, "role.yaml", "kind: Ro|le")).toBeUndefined();
    const template = { "role.yaml": "kind: Role\nmetadata:\n  {{ include }}\n" };
    expect(await hoverAt(template, "role.yaml", "kind: Ro|le")).toBeUndefined();
  });
});
