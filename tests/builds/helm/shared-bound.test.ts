import { expect, test } from "vitest";
import { resolveBuilds } from "../../../lib/builds/resolve.js";
import { MAILER_RELEASE } from "../../repository/sources/mailer-release.js";
import { MemoryStore, repositoryWith } from "../../repository/sources/memory-store.js";
import { repositoryOf } from "../repository-of.js";

/** A chart of a role, which takes about a twelfth of what all charts of a repository may do. */
const chart = (name: string): Record<string, string> => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  [`${name}/templates/role.yaml`]: `{{ $_ := printf "%999999d" 1 }}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
`,
});
const names = Array.from({ length: 15 }, (_, index) => `chart-${String.fromCharCode(97 + index)}`);

function seenIn(texts: readonly Record<string, string>[]): string[] {
  const { builds } = resolveBuilds(repositoryOf(Object.assign({}, ...texts) as Record<string, string>));
  return builds.map(({ directory, objects, hidden }) => {
    const found = [
      ...objects.map(({ object }) => object.metadata?.name),
      ...hidden.map(({ kind, file, reason }) => `${kind} in ${file}: ${reason}`),
    ];
    return `${directory}: ${found.join(", ")}`;
  });
}

const SEEN = names.map((name, index) =>
  index < 12
    ? `${name}: ${name}`
    : `${name}: chart in ${name}/Chart.yaml: the chart in '${name}' is not rendered: the charts here do more together than is followed`,
);

test("charts that do too much together are hidden parts, and those before them are judged", () => {
  expect(seenIn(names.map(chart))).toEqual(SEEN);
});

test("a document that Kubernetes would not take for its size is a hidden part", () => {
  const rules = "  - { apiGroups: [''], resources: [pods], verbs: [get] }\n";
  const of = (count: number) => ({
    "a/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n",
    "a/templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n${rules.repeat(count)}`,
  });
  expect(seenIn([of(100)])).toEqual(["a: a"]);
  expect(seenIn([of(60_000)])).toEqual([
    "a: chart in a/templates/role.yaml: a/templates/role.yaml renders a document of more than 3 MB, which is not followed",
  ]);
});

test("what takes long to read is a hidden part, and what is plain YAML before it is judged", () => {
  const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: &a\n";
  const text = `${map}${`  a: ${"b".repeat(400_000)}\n`}`;
  const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }\n";
  const chart = {
    "a/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n",
    "a/templates/a.yaml": role,
    ...Object.fromEntries(
      [..."bcdef"].map((name) => [`a/templates/${name}.yaml`, `${text}  key: ${name}\n`]),
    ),
  };
  const [seen] = seenIn([chart]);
  expect(seen).toContain("a: a, ");
  expect(seen).toContain("a/templates/f.yaml is not followed: the templates write more than is read");
});

test("which of them are does not depend on the order in which files are found", () => {
  expect(seenIn(names.toReversed().map(chart))).toEqual(SEEN);
  expect(seenIn([...names.slice(7), ...names.slice(0, 7)].map(chart))).toEqual(SEEN);
});

test("a chart that was fetched may be installed often", () => {
  const store = new MemoryStore({
    request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: "1.4.x" },
    name: "chart mailer 1.4.0",
    chart: {
      "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n",
      "templates/role.yaml": (chart("mailer")["mailer/templates/role.yaml"] ?? "").replace(
        "name: mailer",
        "name: {{ .Release.Name }}",
      ),
    },
  });
  const files = names.map((name) => [
    `${name}.yaml`,
    MAILER_RELEASE.replace("name: mailer,", `name: ${name},`),
  ]);
  const { builds } = resolveBuilds(
    repositoryWith(Object.fromEntries(files) as Record<string, string>, store),
  );
  const roles = builds.flatMap(({ objects }) => objects).filter(({ kind }) => kind === "ClusterRole");
  expect(roles.map(({ object }) => object.metadata?.name).toSorted()).toEqual(names);
});

test("what Flux applies with changes is not rendered without these as well", () => {
  const flux = "toolkit.fluxcd.io";
  const sourceRef = "{ kind: GitRepository, name: flux-system, namespace: flux-system }";
  const release = (name: string) =>
    `apiVersion: helm.${flux}/v2\nkind: HelmRelease\nmetadata: { name: ${name} }\nspec: { chart: { spec: { chart: ./web, sourceRef: ${sourceRef} } } }\n`;
  const installed = names.slice(0, 10);
  const { builds } = resolveBuilds(
    repositoryOf({
      ...chart("web"),
      "web/templates/role.yaml": (chart("web")["web/templates/role.yaml"] ?? "").replace(
        "name: web",
        "name: {{ .Release.Name }}",
      ),
      "sync.yaml": `apiVersion: kustomize.${flux}/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ./apps, targetNamespace: shop, sourceRef: ${sourceRef} }\n`,
      ...Object.fromEntries(installed.map((name) => [`apps/${name}.yaml`, release(name)])),
    }),
  );
  const roles = builds.flatMap(({ objects }) => objects).filter(({ kind }) => kind === "ClusterRole");
  expect(roles.map(({ object }) => object.metadata?.name).toSorted()).toEqual(installed);
});
