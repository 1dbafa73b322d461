import { truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { repository } from "../../rules/lint.js";

type Files = Record<string, string>;

async function ask(given: Files | string, question: string) {
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const root = typeof given === "string" ? given : repository(given);
  const code = await main(["who-can", ...question.split(" "), "--argocd", "--root", root], output);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

function configMap(name: string, data: Record<string, string>, namespace = "argocd"): string {
  const entries = Object.entries(data).map(([key, value]) => {
    return value.includes(",")
      ? `  ${key}: |\n    ${value.replaceAll("\n", "\n    ")}\n`
      : `  ${key}: ${value}\n`;
  });
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata:\n${entries.join("")}`;
}

const rbac = (data: Record<string, string>, namespace?: string) =>
  configMap("argocd-rbac-cm", data, namespace);
const policy = (text: string) => ({ "argocd-rbac-cm.yaml": rbac({ "policy.csv": text }) });
const project = (name: string, roles: string, namespace = "argocd") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec:\n  roles:\n${roles}`;

const DEPLOYER = `    - name: deployer
      groups: [my-org:shop]
      policies:
        - p, proj:shop:deployer, applications, sync, shop/*, allow
        - p, proj:shop:deployer, applications, sync, pay/*, allow
`;
const ADMIN = "Not counted: account admin, which has role:admin.";

describe("who-can --argocd", () => {
  const given = {
    ...policy(
      "p, role:ops, applications, sync, */*, allow\np, bob, applications, sync, */*, deny\ng, bob, role:ops\ng, my-org:ops, role:ops",
    ),
    "shop.yaml": project("shop", DEPLOYER),
    "pay.yaml": project("pay", DEPLOYER.replaceAll("shop", "x"), "elsewhere"),
  };

  it("prints each line that allows it, and what leads there", async () => {
    expect(await ask(given, "sync applications")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                       OBJECTS  THROUGH
my-org:ops                    */*      g, my-org:ops, role:ops (argocd-rbac-cm.yaml:9) > p, role:ops, applications, sync, */*, allow (argocd-rbac-cm.yaml:6)
my-org:shop                   shop/*   g, my-org:shop, proj:shop:deployer (shop.yaml:7) > p, proj:shop:deployer, applications, sync, shop/*, allow (shop.yaml:9)
tokens of proj:shop:deployer  shop/*   p, proj:shop:deployer, applications, sync, shop/*, allow (shop.yaml:9)

${ADMIN}`,
    });
    expect((await ask(given, "sync applications pay/api")).out).toBe(`SUBJECT     OBJECTS  THROUGH
my-org:ops  */*      g, my-org:ops, role:ops (argocd-rbac-cm.yaml:9) > p, role:ops, applications, sync, */*, allow (argocd-rbac-cm.yaml:6)

${ADMIN}`);
  });

  it("lets the roles of a project see it", async () => {
    expect((await ask(given, "get projects shop")).out).toBe(`SUBJECT                       OBJECTS  THROUGH
my-org:shop                   shop     g, my-org:shop, proj:shop:deployer (shop.yaml:7) > p, proj:shop:deployer, projects, get, shop, allow (shop.yaml:6)
tokens of proj:shop:deployer  shop     p, proj:shop:deployer, projects, get, shop, allow (shop.yaml:6)

${ADMIN}`);
    expect((await ask(given, "get certificates")).code).toBe(1);
  });

  it("prints JSON for programs", async () => {
    const { out } = await ask(
      policy("g, ops, role:admin\np, ops, clusters, update, prod, deny"),
      "update clusters --format json",
    );
    expect(JSON.parse(out)).toEqual({
      answers: [
        {
          kind: "name",
          name: "ops",
          policy: "argocd-rbac-cm.yaml",
          objects: "*",
          except: ["prod"],
          through: [
            { kind: "g", name: "ops, role:admin", file: "argocd-rbac-cm.yaml", line: 6 },
            { kind: "p", name: "role:admin, clusters, update, *, allow" },
          ],
        },
      ],
      cannotKnow: [],
      policies: [{ file: "argocd-rbac-cm.yaml", line: 1 }],
    });
    expect(
      (await ask(policy("p, ops, exec, *, */*, allow\np, ops, exec, *, prod/*, deny"), "create exec")).out,
    ).toBe(`SUBJECT  OBJECTS             THROUGH
ops      */* but not prod/*  p, ops, exec, *, */*, allow (argocd-rbac-cm.yaml:6)

${ADMIN}`);
  });

  it("says that everyone may, by policy.default", async () => {
    const files = { "cm.yaml": rbac({ "policy.default": "role:readonly" }) };
    const line =
      "policy.default role:readonly (cm.yaml:5) > p, role:readonly, logs, get, */*, allow (of every Argo CD)";
    expect((await ask(files, "get logs")).out).toBe(`SUBJECT               OBJECTS  THROUGH
everyone who logs in  */*      ${line}

${ADMIN}`);
    const anonymous = configMap("argocd-cm", {
      "users.anonymous.enabled": '"true"',
      "admin.enabled": '"false"',
    });
    expect((await ask({ ...files, "argocd-cm.yaml": anonymous }, "get logs")).out).toBe(
      `SUBJECT                OBJECTS  THROUGH
anyone, without login  */*      users.anonymous.enabled (argocd-cm.yaml:5) > ${line}
`,
    );
    expect((await ask({ ...files, "argocd-cm.yaml": anonymous }, "create exec")).out).toBe(
      "Nobody, as far as the repository shows.\n",
    );
  });

  it("reads the object of the operator, with what it sets by itself", async () => {
    const operator = (spec: string) =>
      `apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: argocd }\nspec:\n${spec}`;
    const files = { "argocd.yaml": operator("  disableAdmin: true\n  usersAnonymousEnabled: true\n") };
    expect((await ask(files, "get logs")).out).toBe(`SUBJECT                OBJECTS  THROUGH
anyone, without login  */*      users.anonymous.enabled (argocd.yaml:6) > policy.default role:readonly (argocd.yaml:4) > p, role:readonly, logs, get, */*, allow (of every Argo CD)
`);
    const own = operator(
      "  rbac:\n    defaultPolicy: ''\n    policy: g, system:cluster-admins, role:admin\n",
    );
    expect((await ask({ "argocd.yaml": own }, "create exec")).out)
      .toBe(`SUBJECT                OBJECTS  THROUGH
system:cluster-admins  */*      g, system:cluster-admins, role:admin (argocd.yaml:7) > p, role:admin, exec, create, */*, allow (of every Argo CD)

${ADMIN}`);
    expect((await ask({ "argocd.yaml": own }, "get logs")).out).not.toContain("everyone");
  });

  it("takes a patch for what it says itself", async () => {
    const object = "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: argocd }\nspec:\n";
    const files = {
      "kustomization.yaml":
        "resources: [argocd.yaml]\npatches: [{ path: admins.yaml }, { path: tls.yaml }]\n",
      "argocd.yaml": `${object}  rbac: { defaultPolicy: "" }\n`,
      "admins.yaml": `${object}  rbac:\n    policy: g, ops, role:admin\n`,
      "tls.yaml": `${object}  server: { insecure: true }\n`,
    };
    expect((await ask(files, "get logs")).out).toBe(`SUBJECT  POLICY       OBJECTS  THROUGH
ops      admins.yaml  */*      g, ops, role:admin (admins.yaml:6) > g, role:admin, role:readonly (of every Argo CD) > p, role:readonly, logs, get, */*, allow (of every Argo CD)

Each policy is asked for itself: 'admins.yaml:1' and 'argocd.yaml:1'.
${ADMIN}`);
  });

  it("assumes the policy of every Argo CD where there is none, and counts the roles of projects", async () => {
    const none = "The repository has no argocd-rbac-cm: the policy that every Argo CD has is assumed.";
    expect(await ask({}, "create exec")).toEqual({
      code: 1,
      err: "",
      out: `Nobody, as far as the repository shows.\n\n${none}\n${ADMIN}`,
    });
    const { out } = await ask({ "shop.yaml": project("shop", DEPLOYER) }, "sync applications shop/cart");
    expect(out).toContain(
      "my-org:shop                   shop/*   g, my-org:shop, proj:shop:deployer (shop.yaml:7)",
    );
    expect(out).toContain(none);
  });

  it("asks each of several policies, and names its file", async () => {
    const files = {
      "a/cm.yaml": rbac({ "policy.csv": "g, ops, role:admin" }),
      "b/cm.yaml": rbac({ "policy.csv": "p, dev, exec, create, shop/*, allow" }),
    };
    expect((await ask(files, "create exec")).out).toBe(`SUBJECT  POLICY     OBJECTS  THROUGH
ops      a/cm.yaml  */*      g, ops, role:admin (a/cm.yaml:6) > p, role:admin, exec, create, */*, allow (of every Argo CD)
dev      b/cm.yaml  shop/*   p, dev, exec, create, shop/*, allow (b/cm.yaml:6)

Each policy is asked for itself: 'a/cm.yaml:1' and 'b/cm.yaml:1'.
${ADMIN}`);
  });

  it("says what it cannot know", async () => {
    const files = {
      "cm.yaml": rbac({
        "policy.csv":
          "g, ops, role:admin, x\np, {{ .Values.group }}, exec, create, *, allow\np, ada, exec, (create|get), a/b, allow",
        "policy.default": "${DEFAULT}",
        "policy.matchMode": "regex",
      }),
      "shop.yaml": project("shop", DEPLOYER.replace("[my-org:shop]", '["${GROUP}", "a,b"]')),
      "other.yaml": project("'${PROJECT}'", DEPLOYER),
      "k/kustomization.yaml":
        "configMapGenerator: [{ name: argocd-rbac-cm, files: [policy.csv] }]\nresources: [argocd-rbac-cm.yaml]\n",
    };
    const { out } = await ask(files, "create exec");
    expect(out.split("\n").filter((line) => !line.startsWith("Cannot know: what else"))).toEqual([
      "Nobody, as far as the repository shows.",
      "",
      ADMIN,
      "Cannot know: whether 'ada' may do it (cm.yaml:8): a pattern of this line is too complicated to be read here.",
      "Cannot know: what this line of a policy says (cm.yaml:7): it is filled in later.",
      "Cannot know: what this line of a policy means (cm.yaml:6): Argo CD does not load it, and so loads no policy.",
      "Cannot know: what everyone who logs in may do (cm.yaml:9): it is filled in later.",
      "Cannot know: of which project these roles are (other.yaml:3): it is filled in later.",
      "Cannot know: what this line of a policy says (shop.yaml:7): it is filled in later.",
      "Cannot know: what this line of a policy means (shop.yaml:7): Argo CD does not load it, and so loads no roles of this project.",
      "Cannot know: what 'k/kustomization.yaml' says of a policy of Argo CD: it has no ConfigMap argocd-rbac-cm.",
    ]);
    const mode = { "cm.yaml": rbac({ "policy.matchMode": "${MODE}" }) };
    expect((await ask(mode, "create exec")).out).toContain(
      "Cannot know: how this policy compares its patterns (cm.yaml:1): it is filled in later.",
    );
  });

  it("exits with 2 where nobody was found and something could not be read", async () => {
    const root = repository({ ...policy("p, ada, exec, get, *, allow"), "big.yaml": "" });
    truncateSync(join(root, "big.yaml"), 100_000_000);
    expect(await ask(root, "create exec")).toMatchObject({
      code: 2,
      err: "gitops-lint: Nobody was found, but 'big.yaml' could not be read.",
    });
  });

  it.each([
    [
      "sync aplications",
      "Argo CD has no resource 'aplications', and no policy here names one. Did you mean 'applications'?",
    ],
    ["sync applications -n shop", "Argo CD's policies know no namespaces; leave out '--namespace'."],
    [
      "sync applications a/b c",
      "Too many arguments for 'who-can'. Expected 3 arguments but got 4. See gitops-lint who-can --help.",
    ],
  ])("refuses %s", async (question, words) => {
    expect(await ask({}, question)).toEqual({ code: 2, out: "", err: `gitops-lint: ${words}` });
  });
});
