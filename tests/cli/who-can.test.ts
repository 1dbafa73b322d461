import { describe, expect, it } from "vitest";
import { main } from "../../lib/cli/main.js";
import { repository } from "../rules/lint.js";
import { clusterBinding, manifest, roleBinding, user } from "../rules/manifests.js";

const READ = 'rules:\n  - { apiGroups: ["", apps], resources: [secrets], verbs: [get, list] }\n';
const files = {
  "role.yaml": manifest("Role", "reader", "shop", READ),
  "bindings/a.yaml": roleBinding("reader", "shop", "Role", "  - { kind: ServiceAccount, name: ci }\n"),
  "bindings/b.yaml": `# who may look\n---\n${clusterBinding("cluster-admin", user("jane"))}`,
  "bindings/c.yaml": roleBinding("missing", "shop", "Role", user("jane")),
};

async function run(given: Record<string, string>, ...argv: string[]) {
  const root = repository(given);
  const [question = "", ...rest] = argv;
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const code = await main([question, "--root", root, ...rest], output);
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const NOTE =
  "Not counted: the bindings that every cluster has, and group system:masters, which may do everything.";

describe("who-can", () => {
  it("prints a line for each answer, and what cannot be known", async () => {
    expect(await run(files, "who-can", "list", "secrets")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                 WHERE           NAMES  THROUGH
ServiceAccount:shop/ci  namespace shop  all    RoleBinding shop/readers (bindings/a.yaml:11) > Role shop/reader (role.yaml:7)
User:jane               whole cluster   all    ClusterRoleBinding readers (bindings/b.yaml:12) > ClusterRole cluster-admin (of every cluster)

${NOTE}
Cannot know: RoleBinding 'shop/readers' (bindings/c.yaml:9): Role 'missing': the repository does not have it.`,
    });
  });

  it("prints JSON for programs", async () => {
    const { code, out } = await run(files, "who-can", "list", "secrets", "-n", "shop", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      answers: [
        {
          subject: "ServiceAccount:shop/ci",
          namespace: "shop",
          rule: { apiGroups: ["", "apps"], resources: ["secrets"], verbs: ["get", "list"] },
          through: [
            { kind: "RoleBinding", namespace: "shop", name: "readers", file: "bindings/a.yaml", line: 11 },
            { kind: "Role", namespace: "shop", name: "reader", file: "role.yaml", line: 7 },
          ],
        },
        {
          subject: "User:jane",
          rule: { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
          through: [
            { kind: "ClusterRoleBinding", name: "readers", file: "bindings/b.yaml", line: 12 },
            { kind: "ClusterRole", name: "cluster-admin" },
          ],
        },
      ],
      cannotKnow: [
        {
          what: "RoleBinding 'shop/readers'",
          why: "Role 'missing': the repository does not have it",
          file: "bindings/c.yaml",
          line: 9,
        },
      ],
    });
  });

  it("follows roles that take in others as far as people nest them", async () => {
    const role = (index: number) => {
      const labels = `{ metadata: { name: r${index}, labels: { l${index}: "1" } }`;
      const rule = `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { l${index + 1}: "1" } }] }`;
      return `${labels}, apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, ${rule} }\n`;
    };
    const chain = Array.from({ length: 40 }, (_, index) => role(index));
    const end = `metadata: { name: end, labels: { l40: "1" } }\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\n${READ}`;
    const given = (name: string) => ({
      "a.yaml": [...chain, end, clusterBinding(name, user("jane"))].join("---\n"),
    });
    expect((await run(given("r30"), "who-can", "list", "secrets")).code).toBe(0);
    expect((await run(given("r0"), "who-can", "list", "secrets")).code).toBe(1);
  });

  it("exits with 1 where there is no answer", async () => {
    expect(await run({ "role.yaml": files["role.yaml"] }, "who-can", "get", "po")).toEqual({
      code: 1,
      err: "",
      out: `Nobody, by what the repository shows.\n\n${NOTE}`,
    });
  });

  it.each([
    [["who-can", "get"], "Missing required argument 'resource'"],
    [["who-can", "get", "a", "b"], "Too many arguments. Expected 2 arguments but got 3."],
    [
      ["who-can", "get", "pods", "--namespaces", "x"],
      "Unknown option '--namespaces' (Did you mean --namespace?)",
    ],
    [
      ["who-can", "get", "pods", "-n", ""],
      "Option '-n, --namespace <name>' argument '' is invalid. No namespace can have that name.",
    ],
    [
      ["who-can", "get", "pods", "-n", "Shop"],
      "Option '-n, --namespace <name>' argument 'Shop' is invalid. No namespace can have that name.",
    ],
    [
      ["what-can", "User:x", "--root", ""],
      "Option '--root <directory>' argument '' is invalid. It is empty, as a variable is that is not set.",
    ],
    [["who-can", "GET", "pods"], "'GET' is no verb. Verbs are in small letters, as in 'get'."],
    [["who-can", "", "pods"], "'' is no verb. Verbs are in small letters, as in 'get'."],
    [["who-can", "get", "x.apps"], "API group 'apps' has no resource 'x'."],
    [
      ["what-can", "jane"],
      "'jane' is no subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'.",
    ],
    [
      ["what-can", "ServiceAccount:ci"],
      "'ServiceAccount:ci' is no subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'.",
    ],
    [["who-can", "get", "pods", "--root", "/nowhere"], "There is no directory '/nowhere'."],
  ])("refuses %j", async (argv, words) => {
    expect(await run(files, ...argv)).toEqual({ code: 2, out: "", err: `gitops-lint: ${words}` });
  });

  it("helps", async () => {
    const { code, out } = await run({}, "who-can", "--help");
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: gitops-lint who-can \[options\] <verb> <resource>\n/);
  });

  it("leaves a directory of that name to whoever names it as a path", async () => {
    const root = repository({
      "who-can/role.yaml": manifest("Role", "x", "shop", 'rules: [{ verbs: ["*"] }]\n'),
    });
    const lines: string[] = [];
    const write = (text: string) => lines.push(text);
    expect(await main([`${root}/who-can`, "--preset", "none"], { out: write, err: write })).toBe(0);
    expect(lines.join("\n")).toMatch(/^Nothing found in 1 object of 1 file/);
  });

  it("shows nothing of a name that could be mistaken for something else", async () => {
    const given = { "a.yaml": clusterBinding("cluster-admin", user("\\e[2Jjane\\u202e")) };
    const { out } = await run(given, "who-can", "get", "pods");
    expect(out).toContain("\nUser:\uFFFD[2Jjane\uFFFD ");
  });
});

describe("what-can", () => {
  it("prints what somebody is allowed, with what and where", async () => {
    expect(await run(files, "what-can", "ServiceAccount:shop/ci")).toEqual({
      code: 0,
      err: "",
      out: `SUBJECT                 WHERE           VERBS     ON                    NAMES  THROUGH
ServiceAccount:shop/ci  namespace shop  get,list  secrets,secrets.apps  all    RoleBinding shop/readers (bindings/a.yaml:11) > Role shop/reader (role.yaml:7)

${NOTE}`,
    });
  });

  it("exits with 1 for somebody who is allowed nothing", async () => {
    expect(await run(files, "what-can", "Group:nobody")).toEqual({
      code: 1,
      err: "",
      out: `Nothing, by what the repository shows.\n\n${NOTE}`,
    });
  });

  it("tells paths from resources", async () => {
    const { out } = await run(files, "what-can", "User:jane");
    expect(
      out
        .split("\n")
        .map((line) => line.slice(0, 44).trimEnd())
        .slice(1, 3),
    ).toEqual([
      "User:jane  whole cluster  *      *.*     all",
      "User:jane  whole cluster  *      path *  all",
    ]);
  });
});
