import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { LOCK_FILE } from "../../../lib/repository/sources/locked.js";
import { fetchedOnDisk } from "../../repository/sources/fetched-on-disk.js";
import { MAILER_RELEASE } from "../../repository/sources/mailer-release.js";
import type { TestSource } from "../../repository/sources/memory-store.js";
import { put, temporary } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";

/** A chart that runs a workload with an account, and gives that a role. */
const chart = (version: string, resources: string): Record<string, string> => ({
  "Chart.yaml": `apiVersion: v2\nname: mailer\nversion: ${version}\n`,
  "templates/all.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: mailer }
rules:
  - { apiGroups: [''], resources: [${resources}], verbs: [create] }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: mailer, namespace: {{ .Release.Namespace }} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: mailer }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mailer }
subjects: [{ kind: ServiceAccount, name: mailer, namespace: {{ .Release.Namespace }} }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: mailer, namespace: {{ .Release.Namespace }} }
spec:
  selector: { matchLabels: { app: mailer } }
  template:
    metadata: { labels: { app: mailer } }
    spec: { serviceAccountName: mailer, containers: [{ name: mailer, image: mailer }] }
`,
});
const source = (range: string, version: string, resources: string): TestSource => ({
  request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: range },
  ...{ name: `chart mailer ${version}`, version, chart: chart(version, resources) },
});
const FIRST = source("1.4.x", "1.4.0", "configmaps");
const SECOND = source("1.5.x", "1.5.0", "configmaps, serviceaccounts/token");
/** A binding of the repository to a role that only the chart has. */
const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: own, namespace: mail }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mailer }
subjects: [{ kind: ServiceAccount, name: mailer, namespace: mail }]
`;
const FILES = { "apps/release.yaml": MAILER_RELEASE, "apps/binding.yaml": BINDING };

async function run(...argv: string[]): Promise<{ code: number; out: string }> {
  const lines: string[] = [];
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) };
  const code = await main(argv, output);
  return { code, out: lines.join("\n").replace(/\([\d.]+ s\)/, "(0.2 s)") };
}

describe("what was fetched", () => {
  it("is named in answers, and vouches for what refers to it", async () => {
    const root = repository({ ...FILES, [LOCK_FILE]: fetchedOnDisk(FIRST) });
    const { out } = await run("who-can", "--root", root, "create", "configmaps");
    expect(out.split("\n").slice(1, 3)).toEqual([
      "ServiceAccount:mail/mailer  whole cluster   all    ClusterRoleBinding mailer (from chart mailer 1.4.0) > ClusterRole mailer (from chart mailer 1.4.0)",
      "ServiceAccount:mail/mailer  namespace mail  all    RoleBinding mail/own (apps/binding.yaml:5) > ClusterRole mailer (from chart mailer 1.4.0)",
    ]);
    expect((await run("unknowns", "--root", root)).out).toBe(
      "Every reference and every namespace could be judged.",
    );
    expect((await run("builds", "--root", root)).out.split("\n").slice(0, 3)).toEqual([
      "chart mailer 1.4.0 (helm, from apps/release.yaml)",
      "  templates/all.yaml of chart mailer 1.4.0",
      "    ClusterRole mailer",
    ]);
  });

  it("is linted only by what is said where it is brought in", async () => {
    const root = repository({ ...FILES, [LOCK_FILE]: fetchedOnDisk(FIRST) });
    const { out } = await run(
      "--root",
      root,
      "--rule",
      "require-default-deny: error",
      "--preset",
      "none",
      root,
    );
    expect(out).toContain("apps/release.yaml\n  7:14  error  Namespace 'mail'");
    expect(out).not.toContain("templates/all.yaml");
  });

  it.each([
    ["in the preset", ["--preset", "strict"], undefined],
    ["on the command line", ["--preset", "none", "--rule", "no-unsafe-source: error"], undefined],
    [
      "in the configuration",
      ["--preset", "none"],
      "rules: { no-unsafe-source: [warn, { preset: all }] }\noverrides: [{ files: [apps/**], rules: { no-unsafe-source: error } }]\n",
    ],
  ])("is listed with --vendored all, where the rule is on %s", async (_, argv, config) => {
    const root = repository({
      ...FILES,
      ...(config !== undefined && { ".gitops-lint.yaml": config }),
      [LOCK_FILE]: fetchedOnDisk(source("1.4.x", "1.4.0", "'*', pods/exec")),
    });
    const lint = async (...more: string[]) => {
      const { out } = await run("--root", root, ...argv, ...more, "--format", "json", root);
      const results = JSON.parse(out) as { messages: { ruleId: string; line: number; message: string }[] }[];
      return results
        .flatMap(({ messages }) => messages)
        .filter(({ ruleId }) => ruleId === "gitops/no-unsafe-source")
        .map(({ line, message }) => `${line} ${message}`);
    };
    const [summary, ...others] = await lint();
    expect(others).toEqual([]);
    const [, count = "0"] =
      /^7 What chart mailer 1\.4\.0 brings here has (\d+) findings: /.exec(summary ?? "") ?? [];
    const listed = await lint("--vendored", "all");
    expect(listed).toHaveLength(Number(count));
    expect(listed[0]).toMatch(
      /^7 In templates\/all\.yaml:5 of chart mailer 1\.4\.0, no-[\w-]+ finds this: .*\.$/,
    );
  });

  it("counts with a cache as without one", async () => {
    const cache = temporary();
    const lock = fetchedOnDisk(FIRST);
    const root = repository({
      ...FILES,
      "apps/binding.yaml": BINDING.replace("name: mailer }", "name: mailer-admin }"),
    });
    const lint = async () => {
      const argv = [
        "--root",
        root,
        "--preset",
        "none",
        "--rule",
        "no-missing-role: error",
        "--cache",
        "--cache-location",
        cache,
        root,
      ];
      return (await run(...argv)).code;
    };
    // Until it was fetched, the chart may have the role.
    expect([await lint(), await lint()]).toEqual([0, 0]);
    put(root, LOCK_FILE, lock);
    expect([await lint(), await lint()]).toEqual([1, 1]);
    put(root, LOCK_FILE, "version: 1\nsources: []\n");
    expect(await lint()).toBe(0);
  });
});

describe("a version that is raised", () => {
  const committed = (lock: string) => {
    const root = repository({ ...FILES, [LOCK_FILE]: lock });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: root });
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message=before");
    return root;
  };
  const changed = (lock: string, locked: string) => {
    const root = committed(lock);
    put(root, "apps/release.yaml", MAILER_RELEASE.replace("1.4.x", "1.5.x"));
    put(root, LOCK_FILE, locked);
    return run("diff", "HEAD", "--root", root);
  };

  it("shows what access it brings", async () => {
    const lock = fetchedOnDisk(FIRST, SECOND);
    const { out } = await changed(lock, lock);
    expect(out).toContain(
      "HelmRelease 'mailer' (apps/release.yaml) brings chart mailer 1.5.0 now; before, it was chart mailer 1.4.0.",
    );
    expect(out).toContain(`Dangerous
  + ServiceAccount:mail/mailer can now create tokens for the ServiceAccounts of the cluster and act as them
      create serviceaccounts/token in the whole cluster
      through ClusterRoleBinding mailer (from chart mailer 1.5.0) > ClusterRole mailer (from chart mailer 1.5.0)
      the binding was there before (from chart mailer 1.4.0)`);
  });

  it.each([
    ["'*', pods/exec, secrets", 1],
    ["'*', pods/exec", 0],
    ["'*'", 0],
  ])("is reported where it brings more than before: %s", async (resources, code) => {
    const before = fetchedOnDisk(source("1.4.x", "1.4.0", "'*', pods/exec"));
    const root = committed(before);
    // What is fetched later is in the same store.
    const store = process.env.GITOPS_LINT_STORE ?? "";
    put(root, LOCK_FILE, fetchedOnDisk(source("1.4.x", "1.4.1", resources)));
    cpSync(store, process.env.GITOPS_LINT_STORE ?? "", { recursive: true });
    const ONLY = ["--preset", "none", "--rule", "no-unsafe-source: [error, { preset: all }]"];
    const ran = await run("--root", root, ...ONLY, "--changed-since", "HEAD", root);
    expect([ran.code, ran.out]).toEqual([code, expect.any(String)]);
  });

  it("is not known where it was not fetched, and what brings it is said", async () => {
    const lock = fetchedOnDisk(FIRST);
    const { out } = await changed(lock, lock);
    expect(out).toContain(
      "What HelmRelease 'mailer' (apps/release.yaml) brings now is not known: 'gitops-lint fetch' brings it. Before, it was chart mailer 1.4.0.",
    );
    expect(out).toContain(
      "HelmRelease 'mailer' installs objects that are not in this repository; 'gitops-lint fetch' brings it (not so before)",
    );
  });
});
