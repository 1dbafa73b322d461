import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { repository } from "../../rules/lint.js";

const RBAC = "rbac.authorization.k8s.io";
const ROLE = `apiVersion: ${RBAC}/v1
kind: Role
metadata: { name: dev, namespace: shop }
rules:
  - { apiGroups: [""], resources: [pods], verbs: [create] }
---
apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata: { name: dev, namespace: shop }
roleRef: { apiGroup: ${RBAC}, kind: Role, name: dev }
subjects:
  - { apiGroup: ${RBAC}, kind: User, name: jane }
`;
const PIPELINE = `apiVersion: v1
kind: ServiceAccount
metadata: { name: pipeline, namespace: shop }
---
apiVersion: ${RBAC}/v1
kind: ClusterRoleBinding
metadata: { name: pipeline }
roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: cluster-admin }
subjects:
  - { kind: ServiceAccount, name: pipeline, namespace: shop }
`;
const RESTRICTED =
  "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }\n";
const FILES = { "dev.yaml": ROLE, "admin.yaml": PIPELINE, "shop.yaml": RESTRICTED };
const NOTE =
  "Not counted: what every cluster has from Kubernetes, group system:masters, and whoever holds the target already. An image's own user, and programs with holes, are not looked at.";
const STEP = "creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/pipeline'";

async function run(files: Record<string, string>, ...argv: string[]) {
  const lines = { out: [] as string[], err: [] as string[] };
  const output = { out: (text: string) => lines.out.push(text), err: (text: string) => lines.err.push(text) };
  const code = await main(["paths", "--root", repository(files), ...argv], output);
  return { code, out: lines.out.join("\n").trimEnd(), err: lines.err.join("\n").trimEnd() };
}

describe("paths", () => {
  it("prints the steps to cluster-admin, and where to cut", async () => {
    expect(await run(FILES)).toEqual({
      code: 0,
      err: "",
      out: `1 path from 1 subject to cluster-admin.

User 'jane' reaches cluster-admin in 1 step:
  1. ${STEP}
       by RoleBinding shop/dev (dev.yaml:12) > Role shop/dev (dev.yaml:5)
     and has it by ClusterRoleBinding pipeline (admin.yaml:10) > ClusterRole cluster-admin (of every cluster)

Cut best: without RoleBinding shop/dev (dev.yaml:12), the path is gone.
Or: without Role shop/dev (dev.yaml:5), the path is gone.
Or: without ClusterRoleBinding pipeline (admin.yaml:10), the path is gone.

${NOTE}`,
    });
  });

  it("says what is not sure", async () => {
    const { out } = await run({ ...FILES, "shop.yaml": "" }, "--to", "node");
    expect(out).toContain(`User 'jane' may reach a node in 1 step:
  1. creates a pod in namespace 'shop' that takes over its node
       by RoleBinding shop/dev (dev.yaml:12) > Role shop/dev (dev.yaml:5)
       only while Pod Security of namespace 'shop' is neither baseline nor restricted, which is not known`);
  });

  it("answers with 1 where there is none", async () => {
    expect(await run({ ...FILES, "admin.yaml": "" })).toEqual({
      code: 1,
      err: "",
      out: `No path to cluster-admin, as far as the repository shows.\n\n${NOTE}`,
    });
    const nobody = await run(FILES, "--from", "User:janee");
    expect(nobody.code).toBe(1);
    expect(nobody.out).toContain("No path from User:janee to cluster-admin, as far as the repository shows.");
    expect(nobody.out).toContain("No binding in this repository names User 'janee'. Did you mean 'jane'?");
  });

  const PIPELINE_HAS =
    "ServiceAccount:shop/pipeline has cluster-admin already, by ClusterRoleBinding pipeline (admin.yaml:10) > ClusterRole cluster-admin (of every cluster).";

  it("says by what the subject holds the target already", async () => {
    expect(await run(FILES, "--from", "ServiceAccount:shop/pipeline")).toEqual({
      code: 0,
      err: "",
      out: `${PIPELINE_HAS}\n\n${NOTE}`,
    });
    const secrets = await run(
      { ...FILES, "dev.yaml": ROLE.replace("pods], verbs: [create]", "secrets], verbs: [list]") },
      ...["--from", "User:jane", "--to", "secrets:shop"],
    );
    expect(secrets.code).toBe(0);
    expect(secrets.out.split("\n")[0]).toBe(
      "User:jane has the Secrets of namespace 'shop' already, by RoleBinding shop/dev (dev.yaml:12) > Role shop/dev (dev.yaml:5).",
    );
    const itself = await run(FILES, "--from", "User:jane", "--to", "User:jane");
    expect(itself.out.split("\n")[0]).toBe("User:jane is User 'jane'.");
  });

  it("says it in JSON and Markdown as well", async () => {
    const from = ["--from", "ServiceAccount:shop/pipeline", "--format"];
    const { clusters } = JSON.parse((await run(FILES, ...from, "json")).out) as { clusters: unknown[] };
    expect(clusters).toEqual([
      {
        paths: [],
        held: [
          [
            { kind: "ClusterRoleBinding", name: "pipeline", file: "admin.yaml", line: 10 },
            { kind: "ClusterRole", name: "cluster-admin" },
          ],
        ],
        cuts: [],
        stopped: [],
      },
    ]);
    expect((await run(FILES, ...from, "markdown")).out.split("\n")[0]).toContain(
      "ServiceAccount:shop/pipeline has cluster-admin already, by ClusterRoleBinding pipeline",
    );
  });

  it("prints JSON", async () => {
    const { code, out } = await run(
      FILES,
      "--from",
      "User:jane",
      "--to",
      "ServiceAccount:shop/pipeline",
      "-f",
      "json",
    );
    const through = [
      [
        { kind: "RoleBinding", name: "dev", namespace: "shop", file: "dev.yaml", line: 12 },
        { kind: "Role", name: "dev", namespace: "shop", file: "dev.yaml", line: 5 },
      ],
    ];
    const [from, to] = ["User:jane", "ServiceAccount:shop/pipeline"].map((name) => ({
      kind: "subject",
      name,
    }));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      from: "User:jane",
      to,
      clusters: [
        {
          paths: [
            {
              from,
              to,
              isSure: true,
              steps: [{ technique: "create-pod", from, to, words: STEP, isSure: true, through }],
              holds: [],
            },
          ],
          cuts: [
            { ...through[0]?.[0], paths: 1 },
            { ...through[0]?.[1], paths: 1 },
          ],
          stopped: [],
        },
      ],
      cannotKnow: [],
    });
  });

  it("prints Markdown in which no name means anything", async () => {
    const files = { ...FILES, "dev.yaml": ROLE.replace("name: jane", 'name: "a`|@b\\u202e![x](y)"') };
    const { out } = await run(files, "--format", "markdown");
    expect(out.split("\n").slice(0, 3)).toEqual([
      "| From | Steps | Through | Only if |",
      "| :--- | :--- | :--- | :--- |",
      expect.stringContaining("| `User 'a`&#96;&#124;`@b\uFFFD![x](y)'` | "),
    ]);
  });

  it("names the clusters that the repository tells apart", async () => {
    const flux = (name: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { path: ./${name}, sourceRef: { kind: GitRepository, name: flux-system } }\n---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { url: https://git.example.com/fleet }\n`;
    const files = {
      "one/flux-system/sync.yaml": flux("one"),
      "two/flux-system/sync.yaml": flux("two"),
      "one/dev.yaml": ROLE,
      "one/admin.yaml": PIPELINE,
      "two/dev.yaml": ROLE,
    };
    const both = await run(files);
    expect(both.out).toContain("Cluster 'flux:one': ");
    expect(both.out).toContain("User 'jane' reaches cluster-admin in 1 step:");
    const two = await run(files, "--cluster", "two");
    expect(two.code).toBe(1);
    expect(two.out).toContain("Cluster 'flux:two': 1 path from 1 subject to cluster-admin.");
    expect(two.out).not.toContain("reaches");
    expect((await run(files, "--cluster", "two", "--to", "ServiceAccount:shop/pipeline")).code).toBe(1);
    expect((await run(files, "--cluster", "tow")).err).toContain(
      "This repository has no cluster 'tow'. Did you mean 'two'?",
    );
  });

  it.each([
    [["--to", "nodes"], "'nodes' is not a target. Did you mean 'node'?"],
    [
      ["--to", "everything"],
      "'everything' is not a target. Write 'cluster-admin', 'node', 'secrets:NAMESPACE' or a subject, such as 'User:name'.",
    ],
    [["--to", "secrets:A_B"], "No namespace can have the name 'A_B'."],
    [["--to", "sa:shop/web"], "'sa:shop/web' is not a subject. Did you mean 'ServiceAccount:shop/web'?"],
    [["--from", "jane"], "'jane' is not a subject."],
    [["User:jane"], "'User:jane' is one argument too many. Write '--from' before a subject."],
  ])("refuses %o", async (argv, message) => {
    const { code, out, err } = await run(FILES, ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`gitops-lint: ${message}`);
  });
});
