import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-argocd-policy-wildcard";

function rbac(policy: string, more = ""): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-rbac-cm
  namespace: argocd
data:
  policy.csv: |
${policy.replace(/^(?=.)/gm, "    ")}${more}`;
}

function project(policies: string, name = "shop"): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${name}
spec:
  roles:
    - name: dev
      policies:
${policies.replace(/^(?=.)/gm, "        ")}`;
}

const EVERYTHING =
  "do everything in Argo CD: every action on every resource of every project, shells in pods and whatever later versions add included.";
const OTHERS = "and give others only the resources, actions and projects that they need.";
const NO_POLICY =
  "It then loads no policy at all: argocd-server does not start, and one that runs fails every request. Write 'p, SUBJECT, RESOURCE, ACTION, OBJECT, allow' or 'g, GROUP, ROLE'.";

describe("no-argocd-policy-wildcard", () => {
  it("reports a line that allows everything, and who has it", async () => {
    const text = rbac(
      "# The platform team\np, role:org-admin, *, *, */*, allow\n\ng, my-org:platform, role:org-admin\n",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:9:5-9:40",
        `This line lets 'role:org-admin', and so 'my-org:platform', ${EVERYTHING} Make administrators with 'g, role:org-admin, role:admin', ${OTHERS}`,
      ],
    ]);
  });

  it.each([
    ["an object without a slash", "p, dev, *, *, *, allow"],
    ["more stars", "p, dev, **, *, *, allow"],
    ["quotes", 'p, "dev", "*", "*", "*/*", allow'],
    [
      "every resource by name",
      'p, dev, "{app*,clusters,projects,repositories,accounts,certificates,gpgkeys,logs,exec}", *, *, allow',
    ],
    ["a deny for somebody else", "p, dev, *, *, *, allow\np, ops, exec, *, *, deny"],
    ["a deny for some objects", "p, dev, *, *, *, allow\np, dev, applications, delete, prod/*, deny"],
  ])("reports %s", async (_, policy) => {
    expect(await lint(RULE, { "a.yaml": rbac(`${policy}\n`) })).toEqual([
      [
        expect.stringMatching(/^a\.yaml:8:5-8:/),
        `This line lets 'dev' ${EVERYTHING} Make administrators with 'g, dev, role:admin', ${OTHERS}`,
      ],
    ]);
  });

  it("reports regular expressions that match everything, and no globs where they are none", async () => {
    const policy = "p, dev, .*, .*, .*, allow\np, ops, *, *, */*, allow\np, all, .*, .*, .*/.*, allow\n";
    const found = await lint(RULE, { "a.yaml": rbac(policy, "  policy.matchMode: regex\n") });
    expect(found.map(([place]) => place)).toEqual(["a.yaml:8:5-8:30", "a.yaml:10:5-10:33"]);
  });

  it("reads every policy.*.csv, and a text on one line", async () => {
    const text = rbac(
      "",
      '  policy.team.csv: "p, dev, *, *, *, allow"\n  policy.csv.old: p, dev, *, *, *, allow\n',
    );
    expect(await lint(RULE, { "a.yaml": text })).toMatchObject([["a.yaml:8:20-8:44", expect.anything()]]);
  });

  it("reads the ArgoCD of Argo CD's operator", async () => {
    const text = `apiVersion: argoproj.io/v1beta1
kind: ArgoCD
metadata:
  name: openshift-gitops
spec:
  rbac:
    defaultPolicy: role:admin
    policy: |
      g, system:cluster-admins, role:admin
      p, dev, *, *, *, allow
`;
    expect(await lint(RULE, { "a.yaml": text })).toMatchObject([
      ["a.yaml:7:20-7:30", expect.stringContaining("'role:admin' to everyone who can log in")],
      ["a.yaml:10:7-10:29", expect.anything()],
    ]);
  });

  it.each([
    ["administrators", "g, my-org:platform, role:admin"],
    ["more for administrators", "p, role:admin, *, *, */*, allow\np, admin, *, *, *, allow"],
    ["everything denied", "p, role:none, *, *, */*, deny"],
    ["a subject that is no pattern", "p, *, *, *, *, allow"],
    ["a whole resource of it denied", "p, dev, *, *, *, allow\np, dev, exec, *, */*, deny"],
    [
      "a whole resource denied to a role of it",
      "p, dev, *, *, *, allow\ng, dev, less\np, less, exec, *, *, deny",
    ],
    ["everything of one project", "p, dev, *, *, shop/*, allow"],
    ["one action on everything", "p, dev, *, get, *, allow"],
    ["every application", "p, dev, applications, *, */*, allow"],
    ["what is filled in later", "p, dev, {{ .resource }}, *, *, allow\n{{ range }}\np, ${A}, <b>, c"],
    ["nothing", "# p, dev, *, *, *, allow"],
  ])("is silent on %s", async (_, policy) => {
    expect(await lint(RULE, { "a.yaml": rbac(`${policy}\n`) })).toEqual([]);
  });

  it("is silent where the mode is filled in later, and on values of other types", async () => {
    const text = rbac("p, dev, *, *, *, allow\n", "  policy.matchMode: ${MODE}\n");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
    const odd =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-rbac-cm}\ndata: {policy.csv: [1], policy.default: 3}\n";
    expect(await lint(RULE, { "a.yaml": odd, "b.yaml": project("- 1\n- {}\n") })).toEqual([]);
  });

  it("reports every application, cluster and shell if asked to", async () => {
    const options = { everyObjectOf: ["applications", "clusters", "exec", "accounts"] };
    const policy =
      "p, dev, applications, *, */*, allow\np, ops, clusters, *, *, allow\np, on-call, exec, create, */*, allow\np, hr, accounts, *, *, allow\np, dev, clusters, get, *, allow\np, dev, exec, create, shop/*, allow\n";
    const instead = "Name the objects that it is for, such as 'my-project/*'.";
    expect(await lint(RULE, { "a.yaml": rbac(policy) }, { options })).toEqual([
      [
        "a.yaml:8:5-8:40",
        `This line lets 'dev' do everything with every application of every project, and so deploy whatever the projects let through. ${instead}`,
      ],
      [
        "a.yaml:9:5-9:34",
        `This line lets 'ops' add, change and remove every cluster that Argo CD deploys to. ${instead}`,
      ],
      [
        "a.yaml:10:5-10:41",
        `This line lets 'on-call' open a shell in the pods of every application. ${instead}`,
      ],
      ["a.yaml:11:5-11:33", `This line lets 'hr' do everything with all accounts. ${instead}`],
    ]);
  });
});

describe("no-argocd-policy-wildcard, policy.default", () => {
  const settings = (enabled: string, namespace = "argocd") => `apiVersion: v1
kind: ConfigMap
metadata:
  name: argocd-cm
  namespace: ${namespace}
data:
  users.anonymous.enabled: ${enabled}
`;
  const message = (role: string, anonymous = "") =>
    `'policy.default' gives '${role}' to everyone who can log in${anonymous}, and '${role}' may do everything with every application, cluster and repository. No line that denies something to a user or a group takes that away. Set policy.default to 'role:readonly' or leave it empty, and write 'g, GROUP, ${role}' for those who need it.`;

  it("reports role:admin for everyone", async () => {
    const text = rbac("p, ada, exec, create, *, deny\n", "  policy.default: role:admin\n");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:9:19-9:29", message("role:admin")]]);
  });

  it.each([
    ["a role of a role", "g, everyone, role:admin\n"],
    [
      "a policy of its own",
      'p, everyone, "{applications,applicationsets,exec,logs,clusters,repositories}", *, *, allow\n',
    ],
  ])("reports %s", async (_, policy) => {
    const text = rbac(policy, "  policy.default: everyone\n");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([["a.yaml:9:19-9:27", message("everyone")]]);
  });

  it.each([
    ["the reader's role", "\n", "role:readonly"],
    ["nothing", "\n", '""'],
    ["a role without permissions", "\n", "role:none"],
    [
      "a role that is denied something",
      "g, everyone, role:admin\np, everyone, exec, *, *, deny\n",
      "everyone",
    ],
    ["a part", "p, everyone, applications, *, *, allow\n", "everyone"],
    ["what is filled in later", "\n", "${ROLE}"],
  ])("is silent on %s", async (_, policy, role) => {
    expect(await lint(RULE, { "a.yaml": rbac(policy, `  policy.default: ${role}\n`) })).toEqual([]);
  });

  it("knows that the built-in roles permit nothing in the mode regex", async () => {
    const text = rbac("\n", "  policy.default: role:admin\n  policy.matchMode: regex\n");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("says who needs no login", async () => {
    const policy = rbac("\n", "  policy.default: role:admin\n");
    const found = async (files: Record<string, string>) => (await lint(RULE, files)).map(([, text]) => text);
    const anyone = message(
      "role:admin",
      ", and to everyone else who reaches the server, since 'b.yaml' sets users.anonymous.enabled",
    );
    expect(await found({ "a.yaml": policy, "b.yaml": settings('"true"') })).toEqual([anyone]);
    for (const other of [settings('"false"'), settings("true"), settings('"true"', "argocd-2")]) {
      expect(await found({ "a.yaml": policy, "b.yaml": other })).toEqual([message("role:admin")]);
    }
    const two = { "x/a.yaml": policy, "y/a.yaml": rbac("\n"), "y/b.yaml": settings('"true"') };
    expect(await found(two)).toEqual([message("role:admin")]);
  });
});

describe("no-argocd-policy-wildcard, lines that do nothing", () => {
  it.each([
    [
      "p, role:dev, applications, get, allow",
      `Argo CD cannot load this line: a line that begins with 'p' has 6 fields, and this one has 5. ${NO_POLICY}`,
    ],
    [
      "g, my-team role:dev",
      `Argo CD cannot load this line: a line that begins with 'g' has 3 fields, and this one has 2. ${NO_POLICY}`,
    ],
    [
      "p, dev, {logs,exec}, *, shop/*, allow",
      `Argo CD cannot load this line: a line that begins with 'p' has 6 fields, and this one has 7, as commas in braces count unless the field is in quotes. ${NO_POLICY}`,
    ],
    [
      "// admins",
      `Argo CD cannot load this line: a line begins with 'p' or 'g', and this one with '// admins'. ${NO_POLICY}`,
    ],
    [
      'g, my "team", role:dev',
      `Argo CD cannot load this line: a quote stands inside of a field, or is not closed at its end. ${NO_POLICY}`,
    ],
    [
      "p, dev, exec, create, shop/*, Deny",
      "'Deny' is not an effect, so this line does nothing: Argo CD knows only 'allow' and 'deny'.",
    ],
    [
      "p, dev, exec, create, shop/*, deny # for now",
      "'deny # for now' is not an effect, so this line does nothing: Argo CD knows only 'allow' and 'deny', and comments only on lines of their own.",
    ],
    [
      "p, dev, applications , get, shop/*, allow",
      "'applications ' ends in a blank, so this line does nothing: Argo CD drops the blanks before a field and keeps those behind it. Remove the blank.",
    ],
    [
      "g, my-team , role:dev",
      "'my-team ' ends in a blank, so this line does nothing: Argo CD drops the blanks before a field and keeps those behind it. Remove the blank.",
    ],
    [
      "p, dev, application, get, shop/*, allow",
      "Argo CD has no resource 'application', so this line does nothing. Write 'applications', if that was meant.",
    ],
    [
      "p, dev, Applications, get, shop/*, allow",
      "Argo CD has no resource 'Applications', so this line does nothing. Write 'applications', if that was meant.",
    ],
    [
      "p, dev, repositories, list, *, allow",
      "Argo CD has no action 'list', so this line does nothing. Those on repositories are 'get', 'create', 'update', 'delete'.",
    ],
    [
      "p, dev, *, gett, *, allow",
      expect.stringMatching(
        /^Argo CD has no action 'gett', so this line does nothing\. Those are 'get', 'create', /,
      ),
    ],
  ])("reports %s", async (line, message) => {
    expect(await lint(RULE, { "a.yaml": rbac(`\n${line}\n`) })).toEqual([
      [`a.yaml:9:5-9:${5 + line.length}`, message],
    ]);
  });

  it.each([
    "p, dev, plugins, get, *, allow",
    "p, dev, applications, action/apps/Deployment/*, shop/*, allow",
    "p, dev, applications, delete/*/Pod/*/*, shop/*, allow",
    'p, dev, "{applications,logs}", "{get,sync}", shop/*, allow',
    'p, "dev ", logs, get, *, allow\ng, "ada", "dev "',
    "p, dev, exec, get, *, allow",
    "p, dev, applications, promote, *, allow",
  ])("is silent on %s", async (policy) => {
    expect(await lint(RULE, { "a.yaml": rbac(`${policy}\n`) })).toEqual([]);
  });
});

describe("no-argocd-policy-wildcard, roles of projects", () => {
  it.each([
    [
      "p, proj:shop:dev, *, *, shop/*, allow",
      "This line lets role 'dev' do everything in project 'shop', shells in pods included. Argo CD's own API refuses '*' as the resource of a role. Name the resources that the role needs, such as applications and logs.",
    ],
    [
      "p, proj:shop:admin, applications, get, shop/*, allow",
      "This line is for 'proj:shop:admin' and does nothing for role 'dev', in which it stands. Write 'proj:shop:dev'.",
    ],
    [
      "p, proj:shop:dev, applications, get, store/*, allow",
      "A role of project 'shop' can be given objects of that project alone, and 'store/*' is none, so this line does nothing. Write 'shop/*', or the name of an application behind 'shop/'.",
    ],
    [
      "p, proj:shop:dev, applications, get, allow",
      "Argo CD cannot load this line: a line that begins with 'p' has 6 fields, and this one has 5. It then leaves out the roles of this project. Write 'p, SUBJECT, RESOURCE, ACTION, OBJECT, allow' or 'g, GROUP, ROLE'.",
    ],
    [
      "p, proj:shop:dev, applications, read, shop/*, allow",
      "Argo CD has no action 'read', so this line does nothing. Those on applications are 'get', 'create', 'update', 'delete', 'sync', 'rollback', 'override', 'action'.",
    ],
  ])("reports %s", async (line, message) => {
    expect(await lint(RULE, { "a.yaml": project(`- ${line}\n`) })).toEqual([
      [`a.yaml:9:11-9:${11 + line.length}`, message],
    ]);
  });

  it.each([
    "- p, proj:shop:dev, applications, *, shop/*, allow\n- p, proj:shop:dev, logs, get, shop/cart, allow\n",
    "- p, proj:shop:dev, applications, get, */cart, allow\n",
    "- p, proj:shop:dev, applications, get, sh*, allow\n",
    "- p, proj:{{ .name }}:dev, applications, get, {{ .name }}/*, allow\n",
  ])("is silent on %s", async (policies) => {
    expect(await lint(RULE, { "a.yaml": project(policies) })).toEqual([]);
  });

  it("does not know the name of a project that a kustomization renames", async () => {
    const files = {
      "a.yaml": project("- p, proj:team-shop:dev, applications, get, team-shop/*, allow\n"),
      "kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamePrefix: team-\nresources: [a.yaml]\n",
    };
    expect(await lint(RULE, files)).toEqual([]);
  });
});
