import fc from "fast-check";
import { stringify } from "yaml";

const maybe = <T>(...values: T[]): fc.Arbitrary<T | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(...values) },
  );

const target = fc.constantFrom<object>(
  { kind: "Role" },
  { kind: "RoleBinding|ClusterRoleBinding" },
  { kind: "ServiceAccount", name: ".*" },
  { labelSelector: "team=one" },
  { kind: "Deployment", namespace: "shop" },
  {},
);
const operations = fc.constantFrom(
  '[{"op": "add", "path": "/rules/0/verbs/-", "value": "*"}]',
  '[{"op": "replace", "path": "/metadata/name", "value": "renamed"}]',
  "- op: remove\n  path: /rules/0\n",
  '[{"op": "add", "path": "/metadata/labels", "value": {"a~1b": "c"}}, {"op": "remove", "path": "/metadata/labels/a~1b"}]',
  '[{"op": "copy", "from": "/metadata/name", "path": "/metadata/namespace"}]',
  '[{"op": "test", "path": "/kind", "value": "Role"}]',
  '[{"op": "replace", "path": "/kind", "value": "ClusterRole"}]',
  '[{"op": "add", "path": "/subjects/0/namespace", "value": "shop"}]',
);
const merges = fc.constantFrom(
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader }\nrules: []\n",
  "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { a: b } }\n",
  "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n$patch: delete\n",
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: x }] } } }\n",
);
const patch = fc.oneof(
  fc.record({ target, patch: operations }),
  fc.record({ patch: merges }),
  fc.constant({ path: "patch.yaml" }),
  fc.constant({ path: "gone.yaml", target: { kind: "Role" } }),
);

/** Kustomizations of every field, over files that may be there. */
export const kustomization: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    apiVersion: maybe("kustomize.config.k8s.io/v1beta1", "kustomize.config.k8s.io/v1alpha1"),
    kind: maybe("Kustomization", "Component"),
    resources: maybe(
      ...[["a.yaml"], ["a.yaml", "../base"], ["../base", "../o"], ["."], ["../"], ["gone.yaml"], []],
      ["https://example.com/x//y?ref=v1", "a.yaml"],
    ),
    components: maybe(["../component"], ["../o"]),
    namespace: maybe("shop", "team-x", "${NS}", ""),
    namePrefix: maybe("p-", "{{x}}", "9"),
    nameSuffix: maybe("-s"),
    labels: maybe([{ pairs: { team: "one" }, includeSelectors: true }], [{ pairs: {} }]),
    commonLabels: maybe({ app: "shop" }),
    commonAnnotations: maybe({ note: "x" }),
    patches: fc.option(fc.array(patch, { maxLength: 3 }), { nil: undefined }),
    patchesStrategicMerge: maybe(["patch.yaml"], ["kind: Role\nmetadata: {name: reader}\n"]),
    patchesJson6902: fc.option(
      fc.array(
        fc.record({
          target: fc.constant({ version: "v1", kind: "Role", name: "reader" }),
          patch: operations,
        }),
        {
          maxLength: 2,
        },
      ),
      { nil: undefined },
    ),
    replicas: maybe([{ name: "web", count: 3 }]),
    images: maybe([{ name: "x", newTag: "2" }]),
    replacements: maybe(
      [
        {
          source: { kind: "ServiceAccount", name: "web", fieldPath: "metadata.name" },
          targets: [
            { select: { kind: "RoleBinding" }, fieldPaths: ["subjects.0.name"], options: { create: true } },
          ],
        },
      ],
      [{ path: "patch.yaml" }],
    ),
    vars: maybe([{ name: "V", objref: { apiVersion: "v1", kind: "ServiceAccount", name: "web" } }]),
    configMapGenerator: maybe(
      [{ name: "config", literals: ["a=b"] }],
      [{ name: "config", behavior: "merge", literals: ["c=d"] }],
      [{ name: "config", files: ["a.yaml"] }],
    ),
    secretGenerator: maybe([{ name: "secret", literals: ["password=hunter2"] }]),
    generatorOptions: maybe({ disableNameSuffixHash: true }),
    transformers: maybe(
      [
        "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: { name: t, namespace: q }\nunsetOnly: true\n",
      ],
      [
        "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: t }\nprefix: t-\nfieldSpecs: [{ path: metadata/name }]\n",
      ],
      ["apiVersion: example.com/v1\nkind: Program\nmetadata: { name: t }\n"],
    ),
    generators: maybe(["generator.yaml"]),
    configurations: maybe(["patch.yaml"]),
    buildMetadata: maybe(["originAnnotations"]),
    helmCharts: maybe([{ name: "chart", repo: "https://charts.example.com" }]),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

/** What a kustomization may have besides, in a form that is accepted: merged into one of the layers of a repository. */
const EXTRAS: readonly ((layer: string) => Record<string, unknown>)[] = [
  () => ({ commonAnnotations: { note: "all" } }),
  () => ({ labels: [{ pairs: { zone: "one" }, fields: [{ path: "metadata/annotations", create: true }] }] }),
  () => ({ generatorOptions: { labels: { generated: "yes" }, annotations: { from: "kustomize" } } }),
  (layer) => ({ secretGenerator: [{ name: `${layer}-secret`, literals: ["a=b"] }] }),
  (layer) => ({ configMapGenerator: [{ name: layer, literals: ["a=b"], options: { immutable: true } }] }),
  () => ({ patchesStrategicMerge: [stringify(anchor({ labels: { merged: "yes" } }))] }),
  () => ({
    patchesStrategicMerge: [stringify({ ...anchor({}), secrets: [{ name: "config" }, { name: "z" }] })],
  }),
  () => ({ patches: [{ patch: stringify({ ...anchor({ annotations: { a: null, b: "c" } }) }) }] }),
  () => ({
    patches: [
      {
        target: { kind: "ServiceAccount", name: "anchor" },
        patch: '[{"op":"add","path":"/imagePullSecrets","value":[{"name":"config"}]}]',
      },
    ],
  }),
  () => ({
    patches: [
      { target: { kind: ".*" }, patch: '[{"op":"add","path":"/metadata/annotations","value":{"x/y":"z"}}]' },
    ],
  }),
  () => ({
    patches: [
      {
        target: { annotationSelector: "note=all" },
        patch:
          '[{"op":"test","path":"/metadata/annotations/note","value":"all"},{"op":"remove","path":"/metadata/annotations/note"}]',
      },
    ],
  }),
  () => ({
    patches: [
      {
        target: { kind: "Role", group: "rbac.authorization.k8s.io", version: "v1" },
        patch:
          '[{"op":"copy","from":"/rules/0","path":"/rules/-"},{"op":"move","from":"/rules/0","path":"/rules/-"}]',
      },
    ],
  }),
  () => ({
    patchesJson6902: [
      {
        target: { version: "v1", kind: "ServiceAccount", name: "anchor", namespace: "x" },
        patch: '[{"op":"add","path":"/metadata/labels/seven","value":"7"}]',
      },
    ],
  }),
  () => ({ patches: [{ patch: stringify({ ...anchor({}), automountServiceAccountToken: false }) }] }),
  () => ({ patches: [{ patch: stringify({ $patch: "replace", ...anchor({ labels: { only: "this" } }) }) }] }),
  () => ({
    patches: [
      {
        patch: `${stringify(anchor({ labels: { one: "1" } }))}---\n${stringify(anchor({ labels: { two: "2" } }))}`,
      },
    ],
  }),
  () => ({
    transformers: [
      stringify({
        apiVersion: "builtin",
        kind: "AnnotationsTransformer",
        metadata: { name: "n" },
        annotations: { by: "t" },
        fieldSpecs: [{ path: "metadata/annotations", create: true }],
      }),
    ],
  }),
  () => ({
    transformers: [
      stringify({
        apiVersion: "builtin",
        kind: "SuffixTransformer",
        metadata: { name: "n" },
        suffix: "-t",
        fieldSpecs: [{ path: "metadata/name", kind: "ServiceAccount" }],
      }),
    ],
  }),
  () => ({
    transformers: [
      stringify({
        apiVersion: "builtin",
        kind: "PatchJson6902Transformer",
        metadata: { name: "n" },
        target: { version: "v1", kind: "ServiceAccount", name: "anchor", namespace: "x" },
        jsonOp: '[{"op":"add","path":"/metadata/labels/j","value":"6"}]',
      }),
    ],
  }),
  () => ({
    generators: [
      stringify({
        apiVersion: "builtin",
        kind: "ConfigMapGenerator",
        metadata: { name: "made" },
        literals: ["a=b"],
      }),
    ],
  }),
  () => ({ configurations: ["configuration.yaml"] }),
  () => ({
    vars: [
      {
        name: "ANCHOR",
        objref: { apiVersion: "v1", kind: "ServiceAccount", name: "anchor" },
        fieldref: { fieldPath: "metadata.name" },
      },
    ],
    configurations: ["configuration.yaml"],
  }),
  () => ({ sortOptions: { order: "legacy" } }),
  () => ({
    replacements: [
      {
        source: { kind: "ServiceAccount", name: "anchor", fieldPath: "metadata.labels.team" },
        targets: [
          {
            select: { kind: "NetworkPolicy" },
            fieldPaths: ["spec.podSelector.matchLabels.team"],
            options: { create: true },
          },
        ],
      },
    ],
  }),
];

function anchor(metadata: object): object {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "anchor", namespace: "x", ...metadata },
  };
}

/** Which extras go into which layers. */
export const extras = fc.array(
  fc.tuple(fc.constantFrom("one", "two", "overlay"), fc.nat({ max: EXTRAS.length - 1 })),
  { minLength: 1, maxLength: 4 },
);

/** A kustomization with one more of the extras. */
export function withExtra(
  value: Record<string, unknown>,
  layer: string,
  extra: number,
): Record<string, unknown> {
  const all = { ...value };
  for (const [key, more] of Object.entries(EXTRAS[extra]?.(layer) ?? {})) {
    const present = all[key];
    all[key] =
      Array.isArray(present) && Array.isArray(more)
        ? [...(present as unknown[]), ...(more as unknown[])]
        : more;
  }
  return all;
}

/** The file that the extras name as a configuration of transformers. */
export const CONFIGURATION = stringify({
  namePrefix: [{ path: "metadata/annotations/note", create: false }],
  varReference: [{ path: "metadata/labels", kind: "ServiceAccount" }],
  nameReference: [
    { kind: "ConfigMap", version: "v1", fieldSpecs: [{ path: "secrets/name", kind: "ServiceAccount" }] },
  ],
});
