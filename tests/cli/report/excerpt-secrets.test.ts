import type { ESLint } from "eslint";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../../lib/cli/args.js";
import { Excerpts } from "../../../lib/cli/report/excerpt/excerpts.js";
import { PLAIN } from "../../../lib/cli/report/paint.js";
import { temporary } from "../../repository/temporary.js";
import { run } from "../run.js";
import { base64, PLACES, ROLE, secret } from "../secret-places.js";

const secretWith = (body: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\n${body}`;
const CORE = `type: kubernetes.io/service-account-token\nmetadata:\n  name: s\n  annotations: { kubernetes.io/service-account.name: robot }\n`;
const deployment = (container: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: c, image: i, ${container} }] } } }\n`;

/** Where else a secret can stand on the line of a finding, or next to it. */
const MORE: Record<string, (where: string) => Record<string, string>> = {
  "one-line-JSON": (where) => ({
    "s.json": `{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token","metadata":{"name":"s","namespace":"shop","annotations":{"kubernetes.io/service-account.name":"robot"}},"stringData":{"password":"${secret(where)}"}}`,
  }),
  "one-line-flow": (where) => ({
    "s.yaml": `{apiVersion: v1, kind: Secret, stringData: {password: ${secret(where)}}, type: kubernetes.io/service-account-token, metadata: {name: s}}\n`,
  }),
  "long-line": (where) => ({
    "s.json": `{"apiVersion":"v1","kind":"Secret","data":{"a":"${base64(secret(where)).repeat(20)}"},"type":"kubernetes.io/service-account-token","metadata":{"name":"s"},"stringData":{"b":"${secret(where).repeat(20)}"}}`,
  }),
  "block-scalar": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\n${CORE}stringData:\n  password: |-\n    ${secret(where)}\n    ${secret(where)}\n`,
  }),
  "folded-scalar": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\n${CORE}stringData:\n  password: >\n    ${secret(where)}\n`,
  }),
  "quoted-in-lines": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\n${CORE}stringData:\n  password: "a\n    ${secret(where)}"\n`,
  }),
  "plain-in-lines": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\n${CORE}stringData:\n  password: a\n    ${secret(where)}\n`,
  }),
  "key-without-value": (where) => ({
    "s.yaml": `{ apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: s }, stringData: { password: { ${secret(where)} } } }\n`,
  }),
  anchor: (where) => ({
    "s.yaml": `{ apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: s }, stringData: { a: &x ${secret(where)}, b: *x } }\n`,
  }),
  "comment-behind": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/service-account-token # ${secret(where)}\nmetadata: { name: s }\n`,
  }),
  label: (where) => ({
    "s.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop, labels: { db-password: ${secret(where)} } }\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n`,
  }),
  "unknown-field": (where) => ({
    "s.yaml": secretWith(`strngData: { password: ${secret(where)} }\n`),
  }),
  "unknown-fields-of-a-Role": (where) => ({
    "s.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop, password: ${secret(where)} }\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"], stringData: { a: ${secret(where)} } }]\n`,
  }),
  annotation: (where) => ({
    "s.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop, annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"p":"${secret(where)}"}}' } }\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n`,
  }),
  SealedSecret: (where) => ({
    "s.yaml": `{ apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: { name: s, namespace: nowhere }, spec: { encryptedData: { a: ${secret(where)} }, template: { data: { b: ${secret(where)} } } } }\n`,
  }),
  ExternalSecret: (where) => ({
    "s.yaml": `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: s, namespace: nowhere }, spec: { target: { template: { data: { b: ${secret(where)} } } } } }\n`,
  }),
  ConfigMap: (where) => ({
    "s.yaml": `{ apiVersion: v1, kind: ConfigMap, metadata: { name: s, namespace: nowhere }, data: { password: ${secret(where)} } }\n`,
  }),
  environment: (where) => ({
    "s.yaml": deployment(`env: [{ name: PASSWORD, value: ${secret(where)} }]`),
  }),
  arguments: (where) => ({
    "s.yaml": deployment(
      `args: [--anonymous-auth=true, "--password=${secret(where)}", --token, ${secret(where)}]`,
    ),
  }),
  command: (where) => ({
    "s.yaml": deployment(`command: [kube-apiserver, --anonymous-auth=true, -p${secret(where)}]`),
  }),
  probe: (where) => ({
    "s.yaml": deployment(`livenessProbe: { exec: { command: [curl, ${secret(where)}] } }`),
  }),
  "header-of-a-probe": (where) => ({
    "s.yaml": deployment(
      `livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: Authorization, value: ${secret(where)} }] } }`,
    ),
  }),
  "values-of-HelmRelease": (where) => ({
    "s.yaml": `{ apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: { name: x, namespace: nowhere }, spec: { chart: { spec: { chart: c, sourceRef: { kind: HelmRepository, name: gone } } }, values: { name: ${secret(where)}, values: { key: ${secret(where)} } } } }\n`,
  }),
  "values-of-Argo-CD": (where) => ({
    "s.yaml": `{ apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: { name: x, namespace: nowhere }, spec: { project: default, destination: { server: "https://kubernetes.default.svc" }, source: { repoURL: "https://example.com/a.git", path: ., helm: { values: "name: ${secret(where)}", valuesObject: { name: ${secret(where)} }, parameters: [{ name: a, value: ${secret(where)} }] } } } }\n`,
  }),
  "substitution-of-Flux": (where) => ({
    "s.yaml": `{ apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: { name: x, namespace: nowhere }, spec: { path: ., prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: gone }, postBuild: { substitute: { name: ${secret(where)} } } } }\n`,
  }),
  "kustomization-on-one-line": (where) => ({
    "kustomization.yaml": `{ resources: [r.yaml, gone.yaml], secretGenerator: [{ name: s, literals: [password=${secret(where)}] }], nonsense: ${secret(where)}, patches: [{ patch: "kind: Secret, stringData: ${secret(where)}" }], patchesStrategicMerge: ["kind: ${secret(where)}"] }\n`,
  }),
  "kubeconfig-on-one-line": (where) => ({
    "kubeconfig.yaml": `{ apiVersion: v1, kind: Config, clusters: [{ name: c, cluster: { server: "http://c.example.com", insecure-skip-tls-verify: true } }], users: [{ name: u, user: { token: ${secret(where)}, username: u, password: ${secret(where)}, client-key-data: ${base64(secret(where))} } }], contexts: [] }\n`,
  }),
  "kubeconfig-without-a-kind": (where) => ({
    "kubeconfig.yaml": `clusters: [{ name: c, cluster: { server: "http://c.example.com" } }]\nusers: [{ name: u, user: { token: ${secret(where)} } }]\ncontexts: []\n`,
  }),
  encryption: (where) => ({
    "e.yaml": `{ apiVersion: apiserver.config.k8s.io/v1, kind: EncryptionConfiguration, resources: [{ resources: [secrets], providers: [{ identity: {} }, { aescbc: { keys: [{ name: key1, secret: ${base64(secret(where))} }] } }] }] }\n`,
  }),
  "Secret-in-a-one-line-List": (where) => ({
    "l.yaml": `{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: s }, stringData: { name: ${secret(where)} } }] }\n`,
  }),
  "Secret-of-another-group": (where) => ({
    "s.yaml": `{ apiVersion: example.com/v1, kind: Role, metadata: { name: s, namespace: nowhere }, spec: { name: ${secret(where)}, key: ${secret(where)} } }\n`,
  }),
  "kind-twice": (where) => ({
    "s.yaml": `{ apiVersion: v1, kind: Pod, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: s }, spec: { hostname: ${secret(where)} } }\n`,
  }),
  tags: (where) => ({
    "s.yaml": secretWith(
      `type: kubernetes.io/service-account-token\nstringData: { a: !!null ${secret(where)}, b: !!bool ${secret(where)}, c: !x ${secret(where)}, d: !${secret(where)} e }\n`,
    ),
  }),
  "keys-that-are-maps": (where) => ({
    "s.yaml": secretWith(
      `type: kubernetes.io/service-account-token\nstringData: { ? { a: ${secret(where)} } : b, ? [${secret(where)}] : c }\n`,
    ),
  }),
  "merged-maps": (where) => ({
    "s.yaml": `x: &x { name: ${secret(where)} }\napiVersion: v1\nkind: Secret\ntype: kubernetes.io/service-account-token\nmetadata: { name: s }\nstringData: { <<: *x, <<: { name: ${secret(where)} } }\n`,
  }),
  "no-YAML": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: { name: s\nstringData: { password: ${secret(where)} }\n`,
  }),
};

/** What would tell a secret. */
function tellingIn(text: string, where: string): string[] {
  const signs = [secret(where), base64(secret(where)), "S3cr3t", "kQ9vX2wZ7", base64("S3cr3t").slice(0, 7)];
  return signs.filter((sign) => text.includes(sign));
}

/** The excerpts of every place in a file: of each character, of each line, and from each line to the end. */
function everyExcerpt(path: string, source: string): string {
  const excerpts = new Excerpts({ filePath: path, source } as ESLint.LintResult);
  const lines = source.split("\n");
  const texts: string[] = [];
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const message = { line, severity: 2, message: "", ruleId: null } as const;
    for (let column = 1; column <= text.length; column++) {
      for (const columns of [50, 200])
        texts.push(
          ...excerpts.of({ ...message, column, endLine: line, endColumn: column + 5 }, columns, PLAIN),
        );
    }
    texts.push(...excerpts.of({ ...message, column: 1, endLine: lines.length, endColumn: 1 }, 120, PLAIN));
    texts.push(
      ...excerpts.of({ ...message, column: 1, endLine: line, endColumn: text.length }, 20_000, PLAIN),
    );
  }
  return texts.join("\n");
}

describe("an excerpt", () => {
  const ALL = Object.entries({ ...PLACES, ...MORE });

  it("is tried with many places", () => {
    expect(ALL.length).toBeGreaterThan(70);
  });

  it.each(ALL)("of what is found shows no secret, in whatever format: %s", async (where, filesWith) => {
    const root = temporary({ "r.yaml": ROLE, ...filesWith(where) });
    const reports = temporary();
    const all = ["--preset", "all", "--root", root, root];
    const written = FORMATS.flatMap((format) => ["--format", `${format}:${join(reports, format)}`]);
    await run(root, "--excerpt", ...written, ...all);
    const { out, err } = await run(root, "--excerpt", "--fix-dry-run", ...all);
    const texts = FORMATS.map((format) => readFileSync(join(reports, format), "utf8"));
    expect([...texts, out, err].flatMap((text) => tellingIn(text, where))).toEqual([]);
  });

  it.each(ALL)("of any place shows no secret: %s", (where, filesWith) => {
    for (const [path, text] of Object.entries(filesWith(where)))
      expect(tellingIn(everyExcerpt(`/${path}`, text), where)).toEqual([]);
  });

  it("keeps the key of what it hides", () => {
    const text = secretWith(
      `type: kubernetes.io/service-account-token\nstringData: { password: ${secret("x")} }\n`,
    );
    expect(everyExcerpt("/s.yaml", text)).toContain("stringData: { password: *** }");
  });
});
