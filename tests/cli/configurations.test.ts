import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { put, temporary } from "../repository/temporary.js";
import { repository } from "../rules/lint.js";
import { run } from "./run.js";

const SERVER = `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
    - name: kube-apiserver
      command: [kube-apiserver, "--authorization-mode=Node,RBAC,ABAC", "--authorization-policy-file=/etc/kubernetes/policies.txt", --enable-admission-plugins=NodeRestriction]
`;
const LINES = '# ours\n{"user": "alice"}\n';

function kubeconfig(token: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: "https://192.0.2.1"}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
current-context: a
users: [{name: a, user: {token: ${token}}}]
`;
}

/** The rule and place of each finding. */
async function found(root: string, ...argv: string[]): Promise<string[]> {
  const { out } = await run(root, "--format", "json", ...argv, root);
  const results = JSON.parse(out) as {
    filePath: string;
    messages: { ruleId: string; line: number; column: number }[];
  }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line, column }) => `${filePath.split("/").at(-1)}:${line}:${column} ${ruleId}`),
  );
}

describe("what sets up clusters", () => {
  it("is counted among what was looked at", async () => {
    const root = repository({
      "server.yaml": SERVER,
      "policies.txt": LINES,
      kubeconfig: kubeconfig("abcdefgh"),
    });
    const { out } = await run(root, "--preset", "none", root);
    expect(out).toContain("Nothing found in 3 objects of 3 files");
  });

  it("includes the file that a flag names, until nothing names it, with a cache as without", async () => {
    const root = repository({ "server.yaml": SERVER, "policies.txt": LINES });
    const cache = ["--cache", "--cache-location", temporary()];
    const named = [
      "server.yaml:7:33 gitops/no-permissive-authorization",
      "policies.txt:2:10 gitops/no-abac-wildcard",
    ];
    for (const options of [[], cache, cache]) expect(await found(root, ...options)).toEqual(named);
    put(root, "server.yaml", SERVER.replace(',ABAC"', '"').replace(/"--authorization-policy[^ ]*/, ""));
    for (const options of [[], cache, cache]) expect(await found(root, ...options)).toEqual([]);
    put(root, "server.yaml", SERVER);
    for (const options of [[], cache, cache]) expect(await found(root, ...options)).toEqual(named);
    rmSync(join(root, "policies.txt"));
    const [server] = named;
    for (const options of [[], cache, cache]) expect(await found(root, ...options)).toEqual([server]);
  });

  it("leaves no secret in a report or in the cache", async () => {
    const root = repository({ kubeconfig: kubeconfig("marked-s3cr3t") });
    const directory = temporary();
    for (const format of ["stylish", "sarif", "gitlab", "github", "junit", "markdown"]) {
      const { out } = await run(root, "--format", format, "--cache", "--cache-location", directory, root);
      expect(out).toContain("kubeconfig");
      expect(out).not.toContain("s3cr3t");
    }
    const cached = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(cached.length).toBeGreaterThan(0);
    for (const { parentPath, name } of cached) {
      expect(readFileSync(join(parentPath, name), "latin1")).not.toContain("s3cr3t");
    }
  });
});
