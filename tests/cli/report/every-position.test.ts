import fc from "fast-check";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FORMATS } from "../../../lib/cli/args.js";
import { put } from "../../repository/temporary.js";
import { run } from "../run.js";
import { ATOMS, expectHarmless, expectXml } from "./formats/harmless.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const pod = {
  serviceAccountName: "robot",
  hostNetwork: true,
  containers: [{ name: "web", image: "web:1", ports: [{ name: "http", containerPort: 80 }] }],
};
const source = { repoURL: "https://example.com/a.git", path: "nowhere", targetRevision: "main" };

/** Objects of many kinds, with something to find in most. */
const OBJECTS: Record<string, readonly object[]> = {
  "roles.yaml": [
    {
      apiVersion: RBAC,
      kind: "ClusterRole",
      metadata: { name: "reader", labels: { team: "a" } },
      rules: [
        { apiGroups: ["*", "appps"], resources: ["*", "pod"], verbs: ["*", "gte"], resourceNames: ["x"] },
      ],
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { team: "b" } }] },
    },
    {
      apiVersion: RBAC,
      kind: "RoleBinding",
      metadata: { name: "readers", namespace: "shop" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "missing" },
      subjects: [
        { kind: "ServiceAccount", name: "absent", namespace: "shop" },
        { kind: "User", name: "system:anonymous" },
        { kind: "Group", name: "system:masters" },
      ],
    },
    {
      apiVersion: RBAC,
      kind: "ClusterRoleBinding",
      metadata: { name: "admins" },
      roleRef: { kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "User", name: "ada", namespace: "shop" }],
    },
  ],
  "app.yaml": [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": "no" } },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "shop" },
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: { metadata: { labels: { app: "web" } }, spec: pod },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web", namespace: "shop" },
      spec: { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "web", namespace: "shop" },
      spec: { defaultBackend: { service: { name: "web", port: { name: "http" } } } },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "web", namespace: "shop" },
      spec: {
        podSelector: { matchLabels: { app: "wbe" } },
        policyTypes: ["Ingress", "egress"],
        ingress: [
          {
            from: [
              { ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/33"] } },
              { namespaceSelector: { matchLabels: { team: "c" } } },
            ],
            ports: [{ port: "htp", protocol: "TPC" }],
          },
        ],
      },
    },
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumNetworkPolicy",
      metadata: { name: "c", namespace: "shop" },
      spec: { endpointSelector: { matchLabels: { app: "web" } }, ingress: [{ fromEntities: ["al"] }] },
    },
  ],
  "controllers.yaml": [
    {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: { name: "apps", namespace: "flux-system" },
      spec: {
        path: "./over",
        targetNamespace: "shop",
        sourceRef: { kind: "GitRepository", name: "flux-system" },
        components: ["../none"],
        patches: [{ patch: "[{op: remove, path: /x}]", target: { kind: "Role" } }],
      },
    },
    {
      apiVersion: "helm.toolkit.fluxcd.io/v2",
      kind: "HelmRelease",
      metadata: { name: "gate", namespace: "shop" },
      spec: {
        chart: { spec: { chart: "gate", sourceRef: { kind: "HelmRepository", name: "gate" } } },
        targetNamespace: "shop",
      },
    },
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "shop", namespace: "argocd" },
      spec: {
        project: "default",
        destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
        sources: [source, { repoURL: "https://example.com/charts", chart: "gate" }],
      },
    },
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: { name: "default", namespace: "argocd" },
      spec: {
        destinations: [{ server: "*", namespace: "*" }],
        sourceRepos: ["*"],
        roles: [
          {
            name: "all",
            policies: ["p, proj:default:all, applications, *, default/*, allow"],
            groups: ["g"],
          },
        ],
      },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "argocd-rbac-cm", namespace: "argocd" },
      data: {
        "policy.csv": "p, role:x, applications, *, */*, allow\ng, ada, role:x",
        "policy.default": "role:readonly",
      },
    },
  ],
  "cluster.yaml": [
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        { name: "c", cluster: { server: "http://c.example.com", "insecure-skip-tls-verify": true } },
      ],
      users: [{ name: "u", user: { username: "u", password: "p4ssw0rd" } }],
      contexts: [{ name: "x", context: { cluster: "none", user: "u" } }],
    },
    {
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "EncryptionConfiguration",
      resources: [
        {
          resources: ["secrets", "secert"],
          providers: [{ identity: {} }, { aescbc: { keys: [{ name: "k", secret: "c2VjcmV0" }] } }],
        },
      ],
    },
    {
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "AuthorizationConfiguration",
      authorizers: [
        { type: "Webhook", name: "w", webhook: { failurePolicy: "NoOpinion" } },
        { type: "RBCA", name: "r" },
      ],
    },
    {
      apiVersion: "audit.k8s.io/v1",
      kind: "Policy",
      rules: [
        { level: "RequestResponse", resources: [{ group: "", resources: ["secrets"] }] },
        { level: "Nope" },
      ],
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "kube-apiserver", namespace: "kube-system" },
      spec: {
        containers: [
          {
            name: "kube-apiserver",
            command: [
              "kube-apiserver",
              "--anonymous-auth=true",
              "--authorization-mode=AlwaysAllow",
              "--enable-admission-plugins=Nope",
            ],
          },
        ],
      },
    },
  ],
  "over/kustomization.yaml": [
    {
      resources: ["../base", "https://example.com/x.yaml", "none.yaml"],
      namespace: "shop",
      namePrefix: "p-",
      patches: [{ path: "none.yaml", target: { kind: "Role" } }, { patch: "{kind: Role}" }],
      components: ["../base"],
      helmCharts: [{ name: "gate", repo: "https://example.com" }],
      generators: ["g.yaml"],
      nope: "x",
      configMapGenerator: [{ name: "c", literals: ["a=b"] }],
      replacements: [
        {
          source: { kind: "Nope", fieldPath: "a.b" },
          targets: [{ select: { kind: "Role" }, fieldPaths: ["x.y"] }],
        },
      ],
    },
  ],
  "base/kustomization.yaml": [{ resources: ["../roles.yaml", "../app.yaml"] }],
};
const TEXT = JSON.stringify(OBJECTS);
/** Where the texts of the objects are: keys and values, in their JSON. */
const POSITIONS = [...TEXT.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(({ index }) => index);

const payload = fc
  .array(fc.constantFrom(...ATOMS), { minLength: 1, maxLength: 4 })
  .map((atoms) => atoms.join(""));
const change = fc.record({
  position: fc.nat(POSITIONS.length - 1),
  payload,
  how: fc.constantFrom("all", "before", "after"),
});
const given = fc.record({
  changes: fc.array(change, { minLength: 4, maxLength: 16 }),
  comment: payload,
  file: payload,
  wrong: payload,
});

/** The objects with other texts at some positions. */
function changed(changes: readonly { position: number; payload: string; how: string }[]): typeof OBJECTS {
  const byPosition = new Map(changes.map((one) => [POSITIONS[one.position], one]));
  const text = TEXT.replace(/"((?:[^"\\]|\\.)*)"/g, (all, inner: string, index: number) => {
    const one = byPosition.get(index);
    // Paths of files are names of their own.
    if (!one || inner in OBJECTS) return all;
    const written = JSON.stringify(one.payload).slice(1, -1);
    return one.how === "all"
      ? `"${written}"`
      : one.how === "before"
        ? `"${written}${inner}"`
        : `"${inner}${written}"`;
  });
  return JSON.parse(text) as typeof OBJECTS;
}

const QUESTIONS = [
  ["--print-builds"],
  ["--unknowns"],
  ["--unknowns", "--format", "json"],
  ["who-can", "*", "pods"],
  ["who-can", "get", "pods", "--format", "json"],
  ["who-can", "sync", "applications", "--argocd"],
  ["what-can", "User:ada"],
  ["access-path", "User:ada", "get", "pods"],
  ["access-path", "User:ada", "create", "pods", "--namespace", "shop", "--format", "json"],
  ["isolation"],
  ["isolation", "--format", "json"],
  ...["text", "json", "markdown", "svg", "dot"].map((format) => ["connections", "--format", format]),
  ["connections", "--explain-connection", "shop/web", "internet"],
];

describe.skipIf(process.platform === "win32")("texts of strangers at any position", () => {
  beforeEach(() => {
    vi.stubEnv("FORCE_COLOR", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("are harmless in whatever is printed or written", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ changes, comment, file, wrong }) => {
        const top = realpathSync(mkdtempSync(join(tmpdir(), "gitops-lint-")));
        try {
          const root = join(top, "repository");
          for (const [path, objects] of Object.entries(changed(changes))) {
            const documents = objects.map((object) => JSON.stringify(object, null, 1)).join("\n---\n");
            const directive = `# eslint-disable-next-line gitops/${comment} -- ${comment}\n# eslint ${comment}: 2\n`;
            put(root, path, `${directive}${documents}\n`);
          }
          const name = file.replace(/[/\0]/g, "") || "a";
          put(
            root,
            `${name}/${name}.yaml`,
            `kind: Role\napiVersion: ${RBAC}\nmetadata: { name: "${comment.replace(/["\\]/g, "")}\n`,
          );
          vi.stubEnv("GITHUB_STEP_SUMMARY", join(top, "summary.md"));
          const written = FORMATS.flatMap((format) => ["--format", `${format}:${join(top, format)}`]);
          const scope = ["--preset", "all", "--report-unused-disable-directives", "--root", root, root];
          const check = ({ out, err }: { out: string; err: string }, format = "") => {
            expectHarmless(out, format);
            expectHarmless(err);
            expect(`${out}${err}`).not.toContain("is a defect");
          };
          check(await run(root, ...written, ...scope.filter((one) => !one.startsWith("--report"))));
          for (const format of FORMATS) {
            const text = readFileSync(join(top, format), "utf8");
            expectHarmless(text, format);
            if (["json", "sarif", "gitlab"].includes(format)) JSON.parse(text);
            if (format === "junit") expectXml(text.trim());
          }
          expectHarmless(readFileSync(join(top, "summary.md"), "utf8"));
          for (const question of QUESTIONS) check(await run(root, ...question, "--root", root));
          check(await run(root, "--explain-silence", join(root, "roles.yaml"), "--root", root));
          // What a pipeline hands over may be a stranger's as well, such as the name of a branch.
          for (const argv of [
            ["--changed-since", wrong, root],
            ["--root", join(root, wrong)],
            [wrong],
            ["--format", wrong],
            ["--rule", wrong],
            ["--preset", wrong],
            ["who-can", wrong, wrong],
            ["what-can", wrong],
            ["connections", "--to", wrong],
            ["--explain", wrong],
            ["--explain-silence", wrong],
          ]) {
            check(await run(root, ...argv));
          }
        } finally {
          rmSync(top, { recursive: true, force: true });
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });
});
