import { describe, expect, it } from "vitest";
import { readRepository } from "../../lib/repository/read-repository.js";
import { temporary } from "./temporary.js";

const OLD_POLICY = '{"user":"alice"}\n';

function server(file: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver}
spec:
  containers:
    - name: kube-apiserver
      command: [kube-apiserver, --authorization-mode=ABAC, "--authorization-policy-file=${file}"]
`;
}

/** The files that are read as ABAC policies. */
function policies(files: Record<string, string>): string[] {
  return policiesIn(readRepository(temporary(files)).files);
}

function policiesIn(files: ReturnType<typeof readRepository>["files"]): string[] {
  return [...files].flatMap(([path, { configurations = [] }]) => {
    return configurations.some(({ format }) => format === "AbacPolicy") ? [path] : [];
  });
}

describe("a file of ABAC policies", () => {
  it("is none of git's own, in which CI runners have credentials", () => {
    const files = { "a.yaml": server(".git/config"), ".git/config": OLD_POLICY };
    expect(policies(files)).toEqual([]);
  });

  it("is no manifest, whatever names it", () => {
    const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\n";
    const files = { "a.yaml": server("a.yaml"), "b/a.yaml": server("r.json"), "b/r.json": role };
    expect(policies(files)).toEqual([]);
    const kustomization = "resources: []\n";
    expect(policies({ "a.yaml": server("kustomization.yaml"), "kustomization.yaml": kustomization })).toEqual(
      [],
    );
  });

  it.each([
    ["by a path", "policies/abac", "a/policies/abac"],
    ["by a path with dots", "../abac", "abac"],
    ["by its path on the node", "/etc/kubernetes/abac.txt", "a/abac.txt"],
    ["although it is read anyway", "abac.json", "a/abac.json"],
  ])("is the one that a flag names %s", (_, named, path) => {
    expect(policies({ "a/server.yaml": server(named), [path]: OLD_POLICY })).toEqual([path]);
  });

  it.each([
    ["leads out of the repository", "../../../abac"],
    ["is filled in later", "${DIRECTORY}/abac"],
    ["names nothing", ""],
    ["names no file", "policies"],
  ])("is none where the flag %s", (_, named) => {
    expect(
      policies({ "a/server.yaml": server(named), "a/policies/abac": OLD_POLICY, "a/b.json": OLD_POLICY }),
    ).toEqual([]);
  });

  it("is one by what it says", () => {
    const policy = '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{}}';
    expect(policies({ "a.jsonl": policy, "b.json": policy, "c.jsonl": OLD_POLICY })).toEqual([
      "a.jsonl",
      "b.json",
    ]);
  });
});

describe("lines of JSON that are no policies", () => {
  const event = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}\n';

  it("are data, however many there are", () => {
    const { files } = readRepository(temporary({ "events.jsonl": event.repeat(200_000), "one.json": event }));
    expect([...files].map(([path, { objects, broken }]) => [path, objects.length, broken])).toEqual([
      ["events.jsonl", 0, 0],
      ["one.json", 1, 0],
    ]);
  });
});

describe("further files that are read", () => {
  const kubeconfig = "apiVersion: v1\nkind: Config\n";

  it.each([
    "kubeconfig",
    "ops.kubeconfig",
    "dev-kubeconfig",
    ".kube/config",
    ".kube/config-prod",
    "home/.kube/cluster-1.config",
    "test/kube-config",
    "kube_config",
    "pki/admin.conf",
    "kubelet.conf",
  ])("%s", (path) => {
    expect([...readRepository(temporary({ [path]: kubeconfig })).files.keys()]).toEqual([path]);
  });

  it.each([
    "config",
    "nginx.conf",
    "kubeconfig.md",
    "kubeconfigs",
    "cluster.config",
    ".kube/cache/config",
    ".kube/config.md",
    ".kube/kubectx",
  ])("not %s", (path) => {
    expect([...readRepository(temporary({ [path]: kubeconfig })).files.keys()]).toEqual([]);
  });
});
