// Kustomizations that include each other, and change each other's objects, more often than anyone would.
import { joined, lines, times } from "../objects.mjs";

const role = (name, namespace = "shop", more = "") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, namespace: ${namespace}${more} }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n`;
const binding = (name, to) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: ${name}, namespace: shop }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${to} }\nsubjects:\n  - { kind: ServiceAccount, name: ${to}, namespace: shop }\n`;
const account = (name) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: shop }\n`;
const roles = (count) => joined(times(count, (index) => role(`r${index}`)));
const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

/** One kustomization over many roles. */
const over = (count, text, more = () => ({})) => ({
  files: () => ({
    "roles.yaml": roles(count),
    "kustomization.yaml": `resources: [roles.yaml]\n${text()}`,
    ...more(),
  }),
});

/** Storeys of kustomizations, each of which includes the next one twice. */
const diamond = (storeys, fieldOf, own = () => "") => ({
  files: () => {
    const next = (index) => {
      const field = fieldOf(index);
      return `${field}: [../../s${index + 1}/a, ../../s${index + 1}/b]\n`;
    };
    const kind = (index) => (index > 0 && fieldOf(index - 1) === "components" ? COMPONENT : "");
    return {
      ...Object.assign(
        {},
        ...times(storeys, (index) =>
          Object.assign(
            {},
            ...["a", "b"].map((side) => ({
              [`s${index}/${side}/kustomization.yaml`]: `${kind(index)}${next(index)}${own(index, side)}`,
            })),
          ),
        ),
      ),
      ...Object.assign(
        {},
        ...["a", "b"].map((side) => ({
          [`s${storeys}/${side}/kustomization.yaml`]: `${kind(storeys)}resources: [role.yaml]\n`,
          [`s${storeys}/${side}/role.yaml`]: role(side),
        })),
      ),
    };
  },
});
const resources = () => "resources";
const components = () => "components";

/** A kustomization of a few roles under many storeys. */
const tower = (storeys, own, count = 1000) => ({
  files: () => ({
    "roles.yaml": roles(count),
    "kustomization.yaml": "resources: [roles.yaml]\n",
    ...Object.assign(
      {},
      ...times(storeys, (index) => ({
        [`s${index}/kustomization.yaml`]: `resources: [${index === 0 ? "../" : `../s${index - 1}`}]\n${own(index)}`,
      })),
    ),
  }),
});

const jsonPatch = (operations) => `'[${operations.join(",")}]'`;
const verb = (index) => `{"op":"add","path":"/rules/0/verbs/-","value":"v${index}"}`;
const merge = (name, index, namespace = "shop") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { l: "${index}" } }\n`;
const inline = (text) => JSON.stringify(text);

const GROWING = [
  '{"op":"add","path":"/metadata/annotations","value":{"a":"x"}}',
  ...times(60, (index) => `{"op":"copy","from":"/rules","path":"/rules/0/n${index}"}`),
];

export const scenarios = {
  "diamond of resources": diamond(25, resources),
  "diamond of components": diamond(25, components),
  "diamond of both": diamond(25, (index) => (index % 2 === 0 ? "resources" : "components")),
  "diamond with labels": diamond(25, resources, (index, side) => `commonLabels: { l${index}: ${side} }\n`),
  "diamond with suffixes": diamond(25, resources, (index, side) => `nameSuffix: -${side}\n`),
  "diamond of components with suffixes": diamond(25, components, (_, side) => `nameSuffix: -${side}\n`),
  "diamond with patches": diamond(
    25,
    resources,
    (index, side) =>
      `nameSuffix: -${side}\npatches:\n  - target: { kind: Role }\n    patch: ${jsonPatch([verb(index)])}\n`,
  ),
  "diamond with generators": diamond(
    25,
    resources,
    (index, side) => `nameSuffix: -${side}\nconfigMapGenerator:\n  - { name: c${index}, literals: [a=b] }\n`,
  ),
  "diamond of namespaces": diamond(25, resources, (index, side) => `namespace: n${index}-${side}\n`),

  "20,000 resources": {
    files: () => ({
      "kustomization.yaml": `resources:\n${lines(20_000, (index) => `  - r/r${index}.yaml\n`)}`,
      ...Object.fromEntries(times(20_000, (index) => [`r/r${index}.yaml`, role(`r${index}`)])),
    }),
  },
  "20,000 resources that are not there": {
    files: () => ({
      "kustomization.yaml": `resources:\n${lines(20_000, (index) => `  - r/r${index}.yaml\n`)}`,
    }),
  },
  "one resource 200,000 times": {
    files: () => ({
      "role.yaml": role("a"),
      "kustomization.yaml": `resources:\n${lines(200_000, () => "  - role.yaml\n")}`,
    }),
  },
  "3,000 bases": {
    files: () => ({
      "kustomization.yaml": `resources:\n${lines(3000, (index) => `  - b${index}\n`)}`,
      ...Object.assign(
        {},
        ...times(3000, (index) => ({
          [`b${index}/kustomization.yaml`]: `resources: [role.yaml]\nnameSuffix: -x${index}\n`,
          [`b${index}/role.yaml`]: role(`r${index}`),
        })),
      ),
    }),
  },
  "1,000 components on 3,000 objects": over(
    3000,
    () => `components:\n${lines(1000, (index) => `  - c${index}\n`)}`,
    () =>
      Object.fromEntries(
        times(1000, (index) => [
          `c${index}/kustomization.yaml`,
          `${COMPONENT}commonLabels: { l${index % 7}: "${index}" }\n`,
        ]),
      ),
  ),
  "200 overlays of 3,000 roles": {
    files: () => ({
      "base/roles.yaml": roles(3000),
      "base/kustomization.yaml": "resources: [roles.yaml]\n",
      ...Object.fromEntries(
        times(200, (index) => [`o${index}/kustomization.yaml`, "resources: [../base]\n"]),
      ),
    }),
  },
  "200 overlays of 3,000 roles with names": {
    files: () => ({
      "base/roles.yaml": roles(3000),
      "base/kustomization.yaml": "resources: [roles.yaml]\n",
      ...Object.fromEntries(
        times(200, (index) => [
          `o${index}/kustomization.yaml`,
          `resources: [../base]\nnamespace: n${index}\nnameSuffix: -x${index}\n`,
        ]),
      ),
    }),
  },
  "48 storeys of names and namespaces": tower(
    48,
    (index) => `namespace: n${index}\nnamePrefix: p${index}-\nnameSuffix: -s${index}\n`,
  ),
  "48 storeys of labels": tower(
    48,
    (index) => `commonLabels: { l${index}: x }\ncommonAnnotations: { a${index}: x }\n`,
  ),

  "5,000 patches on 3,000 objects": over(
    3000,
    () =>
      `patches:\n${lines(5000, (index) => `  - target: { kind: Role, name: r${index % 3000} }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),
  "5,000 patches on 3,000 objects with labels": {
    files: () => ({
      "roles.yaml": joined(
        times(3000, (index) => role(`r${index}`, "shop", `, labels: { l: "${index}", m: x }`)),
      ),
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n${lines(5000, (index) => `  - target: { labelSelector: "l=${index % 3000},m in (x, y)", annotationSelector: "!z" }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
    }),
  },
  "5,000 patches in patchesJson6902": over(
    3000,
    () =>
      `patchesJson6902:\n${lines(5000, (index) => `  - target: { version: v1, kind: Role, name: r${index % 3000} }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),
  "300 patches for all of 3,000 objects": over(
    3000,
    () =>
      `patches:\n${lines(300, (index) => `  - target: { kind: Role }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),
  "300 merge patches for all of 3,000 objects": over(
    3000,
    () =>
      `patches:\n${lines(300, (index) => `  - target: { kind: Role }\n    patch: ${inline(merge("x", index))}\n`)}`,
  ),
  "5,000 merge patches on 3,000 objects": over(
    3000,
    () => `patches:\n${lines(5000, (index) => `  - patch: ${inline(merge(`r${index % 3000}`, index))}\n`)}`,
  ),
  "5,000 merge patches in patchesStrategicMerge": over(
    3000,
    () =>
      `patchesStrategicMerge:\n${lines(5000, (index) => `  - ${inline(merge(`r${index % 3000}`, index))}\n`)}`,
  ),
  "5,000 merge patches in one text": over(
    3000,
    () =>
      `patchesStrategicMerge:\n  - ${inline(joined(times(5000, (index) => merge(`r${index % 3000}`, index))))}\n`,
  ),
  "5,000 merge patches in one file": over(
    3000,
    () => "patches:\n  - path: patches.yaml\n",
    () => ({ "patches.yaml": joined(times(5000, (index) => merge(`r${index % 3000}`, index))) }),
  ),
  "5,000 merge patches in files": over(
    3000,
    () => `patches:\n${lines(5000, (index) => `  - path: p/p${index}.yaml\n`)}`,
    () => Object.fromEntries(times(5000, (index) => [`p/p${index}.yaml`, merge(`r${index % 3000}`, index)])),
  ),
  "5,000 merge patches on one object": over(
    3000,
    () =>
      `patches:\n${lines(5000, (index) => `  - patch: ${inline(merge("r0", index).replace("l:", `l${index}:`))}\n`)}`,
  ),
  "5,000 merge patches for nothing": over(
    3000,
    () => `patches:\n${lines(5000, (index) => `  - patch: ${inline(merge(`x${index}`, index))}\n`)}`,
  ),
  "3,000 regular expressions on 3,000 objects": over(
    3000,
    () =>
      `patches:\n${lines(3000, (index) => `  - target: { kind: Role|ClusterRole, name: ^r.*${index}$, namespace: s.+ }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),
  "3,000 expensive expressions on 3,000 objects": {
    files: () => ({
      "roles.yaml": joined(times(3000, (index) => role(`${"a".repeat(200)}${index}`))),
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n${lines(3000, (index) => `  - target: { kind: Role, name: "${".*a".repeat(100)}b${index}" }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
    }),
  },
  "3,000 choices of 100 on 3,000 objects": over(
    3000,
    () =>
      `patches:\n${lines(3000, (index) => `  - target: { name: "(${times(100, (one) => `x${one}.*`).join("|")}|r${index})" }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),
  "nested repetitions in expressions": over(
    3000,
    () =>
      `patches:\n${lines(3000, (index) => `  - target: { name: "(r+)+${index}" }\n    patch: ${jsonPatch([verb(index)])}\n`)}`,
  ),

  "20,000 operations on 500 objects": over(
    500,
    () => `patches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(times(20_000, verb))}\n`,
  ),
  "60,000 insertions at the front": over(
    1,
    () =>
      `patches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(times(60_000, (index) => `{"op":"add","path":"/rules/0","value":{"verbs":["v${index}"]}}`))}\n`,
  ),
  "60,000 removals at the front": {
    files: () => ({
      "roles.yaml": `${role("r")}${'  - { apiGroups: [""], resources: [pods], verbs: [get] }\n'.repeat(60_000)}`,
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(times(60_000, () => '{"op":"remove","path":"/rules/0"}'))}\n`,
    }),
  },
  "60,000 keys of one map": over(
    1,
    () =>
      `patches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(['{"op":"add","path":"/metadata/labels","value":{}}', ...times(60_000, (index) => `{"op":"add","path":"/metadata/labels/l${index}","value":"x"}`)])}\n`,
  ),
  "60 operations that double a value": over(
    1,
    () => `patches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(GROWING)}\n`,
  ),
  "60 operations that double a value of any shape": {
    files: () => ({
      "app.yaml":
        "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\nspec: { a: { b: x } }\n",
      "kustomization.yaml": `resources: [app.yaml]\npatches:\n  - target: { kind: AppProject }\n    patch: ${jsonPatch(times(60, (index) => `{"op":"copy","from":"/spec","path":"/spec/n${index}"}`))}\n`,
    }),
  },
  "doubled values that are tested": {
    files: () => ({
      "app.yaml":
        "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\nspec: { a: { b: x } }\n",
      "kustomization.yaml": `resources: [app.yaml]\npatches:\n  - target: { kind: AppProject }\n    patch: ${jsonPatch([...times(16, (index) => `{"op":"copy","from":"/spec","path":"/spec/n${index}"}`), ...times(20_000, () => '{"op":"test","path":"/spec","value":{}}'), ...times(20_000, () => '{"op":"move","from":"/spec/n1","path":"/spec/n1"}')])}\n`,
    }),
  },
  "an operation 100,000 steps deep": over(
    1,
    () =>
      `patches:\n  - target: { kind: Role }\n    patch: ${jsonPatch(times(40, () => `{"op":"add","path":"${"/a".repeat(10_000)}","value":1}`))}\n`,
  ),

  "2,000 replacements on 2,000 objects": over(
    2000,
    () =>
      `replacements:\n${lines(2000, (index) => `  - source: { kind: Role, name: r${index}, fieldPath: metadata.name }\n    targets:\n      - select: { kind: Role, name: r${(index + 1) % 2000} }\n        fieldPaths: [rules.0.verbs.0]\n`)}`,
  ),
  "300 replacements in all of 2,000 objects": over(
    2000,
    () =>
      `replacements:\n${lines(300, (index) => `  - source: { kind: Role, name: r${index} }\n    targets:\n      - select: { kind: Role }\n        fieldPaths: ["metadata.labels.l${index}"]\n        options: { create: true }\n`)}`,
  ),
  "20,000 targets of a replacement": over(
    2000,
    () =>
      `replacements:\n  - source: { kind: Role, name: r0 }\n    targets:\n${lines(20_000, (index) => `      - select: { name: r${index % 2000} }\n        fieldPaths: [rules.0.verbs.0]\n`)}`,
  ),
  "20,000 paths of a replacement": over(
    2000,
    () =>
      `replacements:\n  - source: { kind: Role, name: r0 }\n    targets:\n      - select: { kind: Role }\n        fieldPaths:\n${lines(20_000, (index) => `          - metadata.labels.l${index}\n`)}        options: { create: true }\n`,
  ),
  "20,000 rejects of a replacement": over(
    2000,
    () =>
      `replacements:\n  - source: { kind: Role, name: r0 }\n    targets:\n      - select: { kind: Role }\n        reject:\n${lines(20_000, (index) => `          - { name: x${index} }\n`)}        fieldPaths: [rules.0.verbs.0]\n`,
  ),
  "replacements that double a text": over(
    2,
    () =>
      `replacements:\n${lines(60, () => `  - source: { kind: Role, name: r0, fieldPath: rules.0.verbs.0 }\n    targets:\n      - select: { name: r0 }\n        fieldPaths: [rules.0.verbs.0]\n        options: { delimiter: "/", index: 99 }\n`)}`,
  ),
  "replacements that double a text in many": over(
    3000,
    () =>
      `replacements:\n${lines(24, () => `  - source: { kind: Role, name: r0, fieldPath: rules.0.verbs.0 }\n    targets:\n      - select: { kind: Role }\n        fieldPaths: [rules.0.verbs.0]\n        options: { delimiter: "/", index: 99999999 }\n`)}`,
  ),
  "replacements that double a value": {
    files: () => ({
      "app.yaml":
        "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\nspec: { a: { b: x } }\n",
      "kustomization.yaml": `resources: [app.yaml]\nreplacements:\n${lines(60, (index) => `  - source: { kind: AppProject, fieldPath: spec }\n    targets:\n      - select: { kind: AppProject }\n        fieldPaths: [spec.n${index}]\n        options: { create: true }\n`)}`,
    }),
  },
  "replacements that split a long text": over(
    1,
    () =>
      `commonAnnotations: { a: "${"a/".repeat(400_000)}" }\nreplacements:\n${lines(500, (index) => `  - source: { kind: Role, name: r0 }\n    targets:\n      - select: { name: r0 }\n        fieldPaths: [metadata.annotations.a]\n        options: { delimiter: "/", index: ${index} }\n`)}`,
  ),

  "3,000 vars on 3,000 objects": over(
    3000,
    () =>
      `vars:\n${lines(3000, (index) => `  - { name: V${index}, objref: { kind: Role, name: r${index}, apiVersion: rbac.authorization.k8s.io/v1 } }\n`)}`,
  ),
  "3,000 vars of one object": over(
    3000,
    () =>
      `commonAnnotations: { a: "$(V0) $(V2999)" }\nvars:\n${lines(3000, (index) => `  - { name: V${index}, objref: { kind: Role, name: r1, apiVersion: rbac.authorization.k8s.io/v1 } }\n`)}`,
  ),
  "vars that are written 50,000 times": over(
    1000,
    () =>
      `commonAnnotations: { a: "${"$(V)".repeat(5000)}" }\nvars:\n  - { name: V, objref: { kind: Role, name: ${"r1"}, apiVersion: rbac.authorization.k8s.io/v1 }, fieldpath: metadata.labels.l }\ncommonLabels: { l: ${"x".repeat(5000)} }\n`,
  ),
  "5,000 name references": {
    files: () => ({
      "all.yaml": joined(
        times(5000, (index) => [
          role(`r${index}`),
          account(`r${index}`),
          binding(`r${index}`, `r${index}`),
        ]).flat(),
      ),
      "kustomization.yaml": "resources: [all.yaml]\nnamePrefix: p-\n",
    }),
  },
  "5,000 references to one name": {
    files: () => ({
      "kustomization.yaml": `resources:\n${lines(100, (index) => `  - b${index}\n`)}  - bindings.yaml\n`,
      ...Object.assign(
        {},
        ...times(100, (index) => ({
          [`b${index}/kustomization.yaml`]: `resources: [role.yaml]\nnameSuffix: -x${index}\n`,
          [`b${index}/role.yaml`]: joined([role("r"), account("r")]),
        })),
      ),
      "bindings.yaml": joined(times(5000, (index) => binding(`b${index}`, "r"))),
    }),
  },
  "names of generated objects": {
    files: () => ({
      "roles.yaml": joined(
        times(2000, (index) => role(`r${index}`).replace("verbs:", `resourceNames: [c${index}, c0], verbs:`)),
      ),
      "kustomization.yaml": `resources: [roles.yaml]\nconfigMapGenerator:\n${lines(5000, (index) => `  - { name: c${index}, namespace: shop, literals: [a=b] }\n`)}`,
    }),
  },
  "30,000 names in a role": {
    files: () => ({
      "role.yaml": `${role("r")}  - { apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: [${times(30_000, (index) => `c${index % 5000}`).join(", ")}] }\n`,
      "kustomization.yaml": `resources: [role.yaml]\nconfigMapGenerator:\n${lines(5000, (index) => `  - { name: c${index}, namespace: shop, literals: [a=b] }\n`)}`,
    }),
  },
  "2,000 kinds of name references": over(
    2000,
    () => "configurations: [c.yaml]\nnamePrefix: p-\n",
    () => ({
      "c.yaml": `nameReference:\n${lines(2000, (index) => `  - kind: Role\n    group: g${index}\n    fieldSpecs: [{ kind: Role, path: metadata/annotations }]\n`)}`,
    }),
  ),
  "1,000 fields of names": over(
    2000,
    () => "configurations: [c.yaml]\nnamePrefix: p-\n",
    () => ({
      "c.yaml": `nameReference:\n  - kind: Role\n    fieldSpecs:\n${lines(1000, (index) => `      - { kind: Role, path: metadata/annotations/a${index} }\n`)}`,
    }),
  ),

  "2,000 label transformers on 2,000 objects": over(
    2000,
    () => `labels:\n${lines(2000, (index) => `  - pairs: { l${index % 20}: "${index}" }\n`)}`,
  ),
  "2,000 label transformers with new labels": over(
    2000,
    () => `labels:\n${lines(2000, (index) => `  - pairs: { l${index}: "x" }\n`)}`,
  ),
  "2,000 label transformers with fields": over(
    2000,
    () =>
      `labels:\n${lines(2000, (index) => `  - pairs: { l${index % 20}: "${index}" }\n    includeSelectors: ${index % 2 === 0}\n    fields: [{ path: spec/template/metadata/labels, create: true, kind: Deployment }, { path: metadata/annotations, create: true }]\n`)}`,
  ),
  "100,000 common labels on 3,000 objects": over(
    3000,
    () => `commonLabels:\n${lines(100_000, (index) => `  l${index}: x\n`)}`,
  ),
  "2,000 label transformers in files": over(
    2000,
    () => `transformers:\n${lines(2000, (index) => `  - t/t${index}.yaml\n`)}`,
    () =>
      Object.fromEntries(
        times(2000, (index) => [
          `t/t${index}.yaml`,
          `apiVersion: builtin\nkind: LabelTransformer\nmetadata: { name: t }\nlabels: { l${index % 20}: "${index}" }\nfieldSpecs: [{ path: metadata/labels, create: true }]\n`,
        ]),
      ),
  ),
  "2,000 prefix transformers": over(
    2000,
    () => "transformers: [t.yaml]\n",
    () => ({
      "t.yaml": joined(
        times(
          2000,
          (index) =>
            `apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: t }\nprefix: p${index}-\nfieldSpecs: [{ path: metadata/name }]\n`,
        ),
      ),
    }),
  ),
  "2,000 namespace transformers": over(
    2000,
    () => "transformers: [t.yaml]\n",
    () => ({
      "t.yaml": joined(
        times(
          2000,
          (index) =>
            `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: { name: t, namespace: n${index} }\n`,
        ),
      ),
    }),
  ),
  "5,000 generators": over(
    3000,
    () => `configMapGenerator:\n${lines(5000, (index) => `  - { name: c${index}, literals: [a=b] }\n`)}`,
  ),
  "5,000 generators that merge": over(
    3000,
    () =>
      `configMapGenerator:\n${lines(5000, (index) => `  - { name: c${index}, literals: [a=b] }\n  - { name: c${index}, behavior: merge, literals: [c${index}=d] }\n`)}`,
  ),
  "5,000 generators that merge into one": over(
    1,
    () =>
      `configMapGenerator:\n  - { name: c, literals: [a=b] }\n${lines(5000, (index) => `  - { name: c, behavior: merge, literals: [c${index}=d] }\n`)}`,
  ),
  "a generator of huge literals": over(
    1,
    () =>
      `configMapGenerator:\n  - name: c\n    literals:\n${lines(20_000, (index) => `      - "k${index}=${"x".repeat(300)}"\n`)}`,
  ),
  "5,000 generators from plugins": over(
    3000,
    () => "generators: [g.yaml]\n",
    () => ({
      "g.yaml": joined(
        times(
          5000,
          (index) =>
            `apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: { name: c${index} }\nliterals: [a=b]\n`,
        ),
      ),
    }),
  ),
  "2,000 field specs on 2,000 objects": over(
    2000,
    () => "commonLabels: { a: b }\ncommonAnnotations: { a: b }\nconfigurations: [c.yaml]\n",
    () => ({
      "c.yaml": `commonLabels:\n${lines(2000, (index) => `  - { path: metadata/annotations/a${index}, create: true, kind: Role }\n`)}commonAnnotations:\n${lines(2000, (index) => `  - { path: spec/a${index}, create: true }\n`)}`,
    }),
  ),
  "2,000 configurations": over(
    2000,
    () => `commonLabels: { a: b }\nconfigurations:\n${lines(2000, (index) => `  - c/c${index}.yaml\n`)}`,
    () =>
      Object.fromEntries(
        times(2000, (index) => [
          `c/c${index}.yaml`,
          `commonLabels:\n  - { path: metadata/annotations/a${index}, create: true, kind: X }\nnameReference:\n  - { kind: A${index}, fieldSpecs: [{ path: a/b }] }\n`,
        ]),
      ),
  ),
  "5,000 images and replicas": over(
    3000,
    () =>
      `images:\n${lines(5000, (index) => `  - { name: i${index}, newTag: t }\n`)}replicas:\n${lines(5000, (index) => `  - { name: r${index}, count: 2 }\n`)}`,
  ),
  "openapi and crds": over(
    3000,
    () => `openapi: { path: o.json }\ncrds:\n${lines(5000, () => "  - o.json\n")}`,
    () => ({
      "o.json": JSON.stringify({
        definitions: Object.fromEntries(times(20_000, (index) => [`d${index}`, { properties: { a: {} } }])),
      }),
    }),
  ),
  "20,000 webhooks merged by name": {
    files: () => {
      const webhooks = lines(20_000, (index) => `  - { name: w${index}.example.com }\n`);
      const head =
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: { name: w }\nwebhooks:\n";
      return {
        "webhooks.yaml": head + webhooks,
        "patch.yaml": `${head}${lines(20_000, (index) => `  - { name: w${19_999 - index}.example.com, failurePolicy: Fail }\n`)}`,
        "kustomization.yaml": "resources: [webhooks.yaml]\npatches:\n  - path: patch.yaml\n",
      };
    },
  },
  "20,000 fields in a merge patch": {
    files: () => {
      const head = "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: a }\nspec:\n";
      return {
        "app.yaml": `${head}${lines(20_000, (index) => `  f${index}: { a: b }\n`)}`,
        "patch.yaml": `${head}${lines(20_000, (index) => `  f${index}: { a: c }\n`)}`,
        "kustomization.yaml": "resources: [app.yaml]\npatches:\n  - path: patch.yaml\n",
      };
    },
  },
  "100,000 values of a label selector": {
    files: () => ({
      "roles.yaml": joined(times(3000, (index) => role(`r${index}`, "shop", `, labels: { l: "${index}" }`))),
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n  - target: { labelSelector: "l in (${times(100_000, (index) => `v${index}`).join(",")}),l!=x" }\n    patch: ${jsonPatch([verb(0)])}\n`,
    }),
  },
  "100,000 parts of a label selector": {
    files: () => ({
      "roles.yaml": joined(times(3000, (index) => role(`r${index}`, "shop", `, labels: { l: "${index}" }`))),
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n  - target: { labelSelector: "${times(100_000, (index) => `l!=v${index}`).join(",")}" }\n    patch: ${jsonPatch([verb(0)])}\n`,
    }),
  },
  "a label selector of blanks": over(
    3000,
    () =>
      `patches:\n  - target: { labelSelector: "a ${" ".repeat(900_000)}!" }\n    patch: ${jsonPatch([verb(0)])}\n  - target: { labelSelector: "a in ${"(".repeat(100_000)}" }\n    patch: ${jsonPatch([verb(0)])}\n`,
  ),
  "anchors in resources": {
    files: () => {
      const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${lines(12, (index) => `a${index + 1}: &a${index + 1} [${times(9, () => `*a${index}`).join(", ")}]\n`)}`;
      return {
        "role.yaml": `${role("r")}${bomb}`,
        "patch.yaml": `${merge("r", 0)}${bomb}`,
        "kustomization.yaml": "resources: [role.yaml]\npatches:\n  - path: patch.yaml\n",
      };
    },
  },
  "anchors in a kustomization": {
    files: () => ({
      "role.yaml": role("r"),
      "kustomization.yaml": `x-a: &a "${"x".repeat(5000)}"\nresources: [role.yaml]\ncommonAnnotations:\n${lines(90, (index) => `  a${index}: *a\n`)}`,
    }),
  },
};
