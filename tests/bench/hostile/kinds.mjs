// Builds that write what kind of object something is, and variables that Flux fills in, in numbers that nobody has.
import { joined, lines, times } from "../objects.mjs";

const thing = (name, kind = "Widget") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { a: b }\n`;
const things = (count, kind) => joined(times(count, (index) => thing(`w${index}`, kind)));
const role = (name, verbs = "get") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [${verbs}] }\n`;
const KIND_OPERATIONS =
  '\'[{"op":"replace","path":"/kind","value":"ClusterRole"},{"op":"replace","path":"/apiVersion","value":"rbac.authorization.k8s.io/v1"}]\'';

const flux = (name, path, substitute) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  path: ${path}\n  sourceRef: { kind: GitRepository, name: flux-system }\n  postBuild:\n    substitute:\n${substitute}`;

export const scenarios = {
  "5,000 patches that write the kind of 20,000 objects": {
    files: () => ({
      "things.yaml": things(20_000),
      "kustomization.yaml": `resources: [things.yaml]\npatches:\n${lines(5000, (index) => `- target: { kind: Widget, name: w${index} }\n  options: { allowKindChange: true }\n  patch: |\n    kind: ClusterRole\n    metadata: { name: w${index} }\n    rules: []\n`)}`,
    }),
  },
  "5,000 JSON patches that write the kind of 20,000 objects": {
    files: () => ({
      "things.yaml": things(20_000),
      "kustomization.yaml": `resources: [things.yaml]\npatches:\n${lines(5000, (index) => `- target: { kind: Widget, name: w${index} }\n  patch: ${KIND_OPERATIONS}\n`)}`,
    }),
  },
  "90 patches that write the kind of all of 20,000 objects": {
    files: () => ({
      "things.yaml": things(20_000),
      "kustomization.yaml": `resources: [things.yaml]\npatches:\n${lines(90, (index) => `- target: { kind: Widget, name: w.*${index} }\n  patch: ${KIND_OPERATIONS}\n`)}`,
    }),
  },
  "2,000 replacements of kinds": {
    files: () => ({
      "things.yaml": things(10_000),
      "source.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: source }\ndata: { kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1 }\n",
      "kustomization.yaml": `resources: [things.yaml, source.yaml]\nreplacements:\n${lines(2000, (index) => `- source: { kind: ConfigMap, name: source, fieldPath: data.kind }\n  targets:\n  - { select: { kind: Widget, name: w${index} }, fieldPaths: [kind] }\n- source: { kind: ConfigMap, name: source, fieldPath: data.apiVersion }\n  targets:\n  - { select: { kind: ClusterRole, name: w${index} }, fieldPaths: [apiVersion] }\n`)}`,
    }),
  },
  "300 values of 4.4 MB that Flux fills in": {
    files: () => {
      const nested = (index) => `"{a: ${"[".repeat(400)}${`x${index}, `.repeat(2000)}${"]".repeat(400)}}"`;
      return {
        "apps/roles.yaml": joined(times(300, (index) => role(`r${index}`, `"\${V${index}}"`))),
        "apps/plain.yaml": joined(
          times(300, (index) => role(`p${index}`).replace(/rules:\n.*\n/, `rules: \${V${index}}\n`)),
        ),
        "flux.yaml": flux(
          "apps",
          "./apps",
          lines(300, (index) => `      V${index}: ${nested(index)}\n`),
        ),
      };
    },
  },
  "variables in the verbs of 3,000 roles in 200 overlays": {
    files: () => ({
      "base/roles.yaml": joined(times(3000, (index) => role(`r${index}`, "${V}"))),
      ...Object.assign(
        {},
        ...times(200, (index) => ({
          [`flux/k${index}.yaml`]: flux(`k${index}`, "./base", `      V: v${index}\n`),
        })),
      ),
    }),
  },
  "variables for kinds of 20,000 objects": {
    files: () => ({
      "base/things.yaml": things(20_000, "${K}"),
      ...Object.assign(
        {},
        ...times(50, (index) => ({
          [`flux/k${index}.yaml`]: flux(`k${index}`, "./base", `      K: ClusterRole\n`),
        })),
      ),
    }),
  },
};
