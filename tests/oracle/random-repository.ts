import fc from "fast-check";
import { stringify } from "yaml";

/** A repository that fast-check has made up: texts by path. Its kustomizations are small, but meet each other. */
export type Texts = Record<string, string>;

const RBAC = "rbac.authorization.k8s.io";
const name = fc.constantFrom("a", "b", "c", "default");
const namespace = fc.option(fc.constantFrom("x", "w", "default"), { nil: undefined });
/** Leaves a field out but for some percent. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, percent = 50) =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });

const meta = (withNamespace = true) =>
  fc.record({
    name,
    namespace: withNamespace ? namespace : fc.constant(undefined),
    labels: maybe(fc.constantFrom({ team: "one" }, { team: "two", app: "web" }), 40),
  });
const subject = fc.record({
  kind: fc.constantFrom("ServiceAccount", "ServiceAccount", "User"),
  name,
  namespace,
});
const rules = fc.array(
  fc.record({
    apiGroups: fc.constant([""]),
    resources: fc.constantFrom(["pods"], ["configmaps"]),
    verbs: fc.constantFrom(["get"], ["get", "list"]),
    resourceNames: maybe(fc.array(fc.constantFrom("a", "b", "config"), { minLength: 1, maxLength: 2 }), 40),
  }),
  { minLength: 1, maxLength: 2 },
);
const roleRef = fc.record({
  apiGroup: fc.constant(RBAC),
  kind: fc.constantFrom("Role", "ClusterRole"),
  name,
});
const selector = fc.constantFrom({}, { matchLabels: {} }, { matchLabels: { app: "web" } });

const role = fc.record({
  apiVersion: fc.constant(`${RBAC}/v1`),
  kind: fc.constant("Role"),
  metadata: meta(),
  rules,
});
const clusterRole = role.map((object) => ({
  ...object,
  kind: "ClusterRole",
  metadata: { ...object.metadata, namespace: undefined },
}));
const roleBinding = fc.record({
  apiVersion: fc.constant(`${RBAC}/v1`),
  kind: fc.constant("RoleBinding"),
  metadata: meta(),
  roleRef,
  subjects: fc.array(subject, { minLength: 1, maxLength: 2 }),
});
const clusterRoleBinding = roleBinding.map((object) => ({
  ...object,
  kind: "ClusterRoleBinding",
  metadata: { ...object.metadata, namespace: undefined },
  roleRef: { ...object.roleRef, kind: "ClusterRole" },
}));
const serviceAccount = fc.record({
  apiVersion: fc.constant("v1"),
  kind: fc.constant("ServiceAccount"),
  metadata: meta(),
});
const namespaceObject = fc.record({
  apiVersion: fc.constant("v1"),
  kind: fc.constant("Namespace"),
  metadata: meta(false),
});
const policy = fc.record({
  apiVersion: fc.constant("networking.k8s.io/v1"),
  kind: fc.constant("NetworkPolicy"),
  metadata: meta(),
  spec: fc.record({
    podSelector: selector,
    policyTypes: fc.constantFrom(["Ingress"], ["Ingress", "Egress"]),
    ingress: maybe(
      fc.array(fc.record({ from: fc.array(fc.record({ podSelector: selector }), { maxLength: 2 }) }), {
        maxLength: 2,
      }),
    ),
  }),
});
const object = fc.oneof(
  role,
  clusterRole,
  roleBinding,
  roleBinding,
  clusterRoleBinding,
  serviceAccount,
  serviceAccount,
  policy,
  namespaceObject,
);

/** An object that is always there, for what needs one. */
const ANCHOR = {
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name: "anchor", namespace: "x", labels: { team: "one" } },
};

const kind = fc.constantFrom(
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ServiceAccount",
  "Role|ClusterRole",
  ".*Binding",
  "NetworkPolicy",
);
const target = fc.record({
  kind: maybe(kind, 80),
  name: maybe(fc.constantFrom("a", "a|b", ".*a", "p-a", "(a|b|p-b)", "c.*")),
  namespace: maybe(fc.constantFrom("x", "default", "x|w"), 40),
  labelSelector: maybe(fc.constantFrom("team=one", "team in (one,two)", "!app", "team!=two"), 40),
});
const metadataPatch = fc.constantFrom(
  [{ op: "replace", path: "/metadata/name", value: "renamed" }],
  [{ op: "add", path: "/metadata/namespace", value: "w" }],
  [{ op: "add", path: "/metadata/labels", value: { patched: "all" } }],
);
const mergePatch = fc.constantFrom(
  { metadata: { name: "other", labels: { team: "three" }, annotations: { note: "x" } } },
  { metadata: { name: "other" }, rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["*"] }] },
  { metadata: { name: "other", labels: null } },
  { $patch: "delete", metadata: { name: "other" } },
  { metadata: { name: "renamed" }, rules: null },
);
const patch = fc.oneof(
  fc.record({ target, patch: metadataPatch.map((value) => stringify(value)) }),
  fc.record({
    target,
    patch: mergePatch.map((value) => stringify({ apiVersion: `${RBAC}/v1`, kind: "Role", ...value })),
    options: maybe(fc.constantFrom({ allowNameChange: true }, { allowKindChange: false }), 40),
  }),
);
const label = fc.record({
  pairs: fc.constantFrom({ app: "shop" }, { tier: "front" }),
  includeSelectors: maybe(fc.boolean()),
  includeTemplates: maybe(fc.boolean()),
});
const transformer = fc
  .oneof(
    fc.record({
      kind: fc.constant("NamespaceTransformer"),
      metadata: fc.constantFrom({ name: "n", namespace: "x" }, { name: "n", namespace: "z" }),
      unsetOnly: fc.boolean(),
      setRoleBindingSubjects: fc.constantFrom("defaultOnly", "allServiceAccounts", "none"),
      fieldSpecs: maybe(fc.constant([{ path: "metadata/name", kind: "Namespace", create: true }])),
    }),
    fc.record({
      kind: fc.constant("PrefixTransformer"),
      metadata: fc.constant({ name: "n" }),
      prefix: fc.constant("t-"),
      fieldSpecs: fc.constantFrom([{ path: "metadata/name" }], [{ path: "metadata/name", kind: "Role" }]),
    }),
    fc.record({
      kind: fc.constant("LabelTransformer"),
      metadata: fc.constant({ name: "n" }),
      labels: fc.constant({ by: "transformer" }),
      fieldSpecs: fc.constant([
        { path: "metadata/labels", create: true },
        { path: "spec/podSelector/matchLabels", create: true, kind: "NetworkPolicy" },
      ]),
    }),
    patch.map((value) => ({ kind: "PatchTransformer", metadata: { name: "n" }, ...value })),
  )
  .map((value) => stringify({ apiVersion: "builtin", ...value }));
const replacement = fc.record({
  source: fc.record({
    kind: fc.constant("ServiceAccount"),
    name: fc.constant("anchor"),
    fieldPath: maybe(fc.constantFrom("metadata.name", "metadata.namespace")),
  }),
  targets: fc.constantFrom(
    [{ select: { kind: "RoleBinding" }, fieldPaths: ["subjects.0.name"] }],
    [{ select: { kind: "RoleBinding" }, fieldPaths: ["subjects.*.namespace"], options: { create: true } }],
    [
      {
        select: { kind: "ClusterRoleBinding", name: "a" },
        fieldPaths: ["roleRef.name"],
        options: { delimiter: "-", index: 1 },
      },
    ],
    [
      {
        select: { kind: "RoleBinding" },
        reject: [{ name: "b" }],
        fieldPaths: ["subjects.[kind=ServiceAccount].namespace"],
        options: { create: true },
      },
    ],
  ),
});
const operators = (layer: string) =>
  fc.record({
    namespace: maybe(fc.constantFrom("x", "w", "z"), 30),
    namePrefix: maybe(fc.constantFrom("p-", "q-"), 30),
    nameSuffix: maybe(fc.constantFrom("-s"), 20),
    commonLabels: maybe(fc.constant({ common: "all" }), 20),
    labels: maybe(fc.array(label, { minLength: 1, maxLength: 2 }), 20),
    patches: maybe(fc.array(patch, { minLength: 1, maxLength: 2 }), 40),
    transformers: maybe(fc.array(transformer, { minLength: 1, maxLength: 2 }), 25),
    replacements: maybe(fc.array(replacement, { minLength: 1, maxLength: 1 }), layer === "two" ? 0 : 20),
    configMapGenerator: maybe(
      fc.constantFrom(
        [{ name: "config", literals: ["a=b"] }],
        [{ name: "a", literals: ["a=b"], options: { disableNameSuffixHash: true } }],
      ),
      layer === "two" ? 40 : 0,
    ),
  });
const objects = (maxLength: number) =>
  fc.uniqueArray(object, {
    maxLength,
    selector: ({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.namespace ?? "default"}`,
  });

/** A component, two bases and an overlay over them, all with operators of their own. */
export const repositories: fc.Arbitrary<Texts> = fc
  .record({
    one: fc.tuple(objects(7), operators("one")),
    two: fc.tuple(objects(3), operators("two")),
    component: maybe(fc.tuple(objects(2), operators("component"))),
    overlay: fc.tuple(objects(3), operators("overlay")),
  })
  .map(({ one, two, component, overlay }) => {
    const layers = { one, two, overlay, ...(component && { component }) };
    const includes: Record<string, object> = {
      one: {},
      two: { namePrefix: two[1].namePrefix ?? "two-" },
      component: { apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component" },
      overlay: component ? { components: ["../component"] } : {},
    };
    const texts: Texts = { "one/anchor.yaml": stringify(ANCHOR) };
    for (const [layer, [content, operator]] of Object.entries(layers)) {
      const bases = layer === "overlay" ? ["../one", "../two"] : layer === "one" ? ["anchor.yaml"] : [];
      texts[`${layer}/objects.yaml`] =
        content.map((value) => stringify(value)).join("---\n") || "# nothing\n";
      texts[`${layer}/kustomization.yaml`] = stringify(
        JSON.parse(
          JSON.stringify({ ...operator, ...includes[layer], resources: ["objects.yaml", ...bases] }),
        ),
      );
    }
    return texts;
  });
