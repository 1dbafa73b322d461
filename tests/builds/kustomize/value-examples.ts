import { documents, text } from "./applied.js";

/** A kustomization in which a binding gets the name of its role from somewhere else, and what that name is. */
export interface ValueExample {
  name: string;
  files: Record<string, string>;
  directory: string;
  /** `?` for a name that is not known. */
  role: string;
}

const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
const binding = text.clusterBinding("name: b", "kind: ClusterRole, name: PLACEHOLDER");
const values = (role = "admin", name = "values") =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}, data: {role: ${role}}}\n`;
const replacing = (source = "kind: ConfigMap, name: values, fieldPath: data.role", more = "") =>
  `- source: {${source}}\n  targets: [{select: {kind: ClusterRoleBinding}, fieldPaths: [roleRef.name]${more}}]\n`;
const replacements = (...parts: Parameters<typeof replacing>) => `replacements:\n${replacing(...parts)}`;

const example = (
  name: string,
  files: Record<string, string>,
  role = "admin",
  directory = "overlay",
): ValueExample => ({
  name,
  directory,
  role,
  files: { "base/binding.yaml": binding, "base/values.yaml": values(), ...files },
});
const base = (rest = "") => ({
  "base/kustomization.yaml": `resources: [binding.yaml, values.yaml]\n${rest}`,
});
const overlay = (rest: string) => ({ "overlay/kustomization.yaml": `resources: [../base]\n${rest}` });

/** Values that replacements take from objects of kinds that are not read otherwise. */
export const valueExamples: readonly ValueExample[] = [
  example("a ConfigMap beside it", base(replacements()), "admin", "base"),
  example("a ConfigMap of a base", { ...base(), ...overlay(replacements()) }),
  example("a ConfigMap that a base gives a prefix, by its first name", {
    ...base("namePrefix: x-\n"),
    ...overlay(replacements()),
  }),
  example("a ConfigMap that a base gives a prefix, by its present name", {
    ...base("namePrefix: x-\n"),
    ...overlay(replacements("kind: ConfigMap, name: x-values, fieldPath: data.role")),
  }),
  example(
    "the name that a base gives it",
    {
      ...base("namePrefix: x-\n"),
      ...overlay(replacements("kind: ConfigMap, name: values")),
    },
    "x-values",
  ),
  example(
    "the namespace that a base gives it",
    {
      ...base("namespace: team\n"),
      ...overlay(replacements("kind: ConfigMap, name: values, fieldPath: metadata.namespace")),
    },
    "team",
  ),
  example(
    "a ConfigMap that a merge patch changes",
    {
      ...base(),
      ...overlay(`patches: [{path: patch.yaml}]\n${replacements()}`),
      "overlay/patch.yaml": values("edit"),
    },
    "edit",
  ),
  example(
    "a ConfigMap that a JSON patch changes",
    {
      ...base(),
      ...overlay(
        `patches: [{target: {kind: ConfigMap}, patch: '- {op: replace, path: /data/role, value: edit}'}]\n${replacements()}`,
      ),
    },
    "edit",
  ),
  example(
    "a ConfigMap with which a generator merges",
    {
      ...base(),
      ...overlay(
        `configMapGenerator: [{name: values, behavior: merge, literals: [role=edit]}]\n${replacements()}`,
      ),
    },
    "edit",
  ),
  example(
    "a ConfigMap with which a generator merges a file",
    {
      ...base(),
      ...overlay(`configMapGenerator: [{name: values, behavior: merge, files: [role]}]\n${replacements()}`),
      "overlay/role": "edit",
    },
    "?",
  ),
  example(
    "a ConfigMap with which a generator merges variables",
    {
      ...base(),
      ...overlay(`configMapGenerator: [{name: values, behavior: merge, envs: [env]}]\n${replacements()}`),
      "overlay/env": "role=edit\n",
    },
    "?",
  ),
  example(
    "a ConfigMap of a component",
    {
      "base/kustomization.yaml": "resources: [binding.yaml]\n",
      ...overlay(`components: [../part]\n${replacements()}`),
      "part/kustomization.yaml": `${COMPONENT}resources: [values.yaml]\n`,
      "part/values.yaml": values("edit"),
    },
    "edit",
  ),
  example("a ConfigMap, by a component", {
    ...base(),
    ...overlay("components: [../part]\n"),
    "part/kustomization.yaml": COMPONENT + replacements(),
  }),
  example(
    "a ConfigMap in a List",
    {
      ...base(replacements()),
      "base/values.yaml": `{apiVersion: v1, kind: List, items: [${values().trimEnd()}]}\n`,
    },
    "admin",
    "base",
  ),
  example(
    "a ConfigMap behind another document",
    {
      ...base(replacements()),
      "base/values.yaml": documents(values("edit", "others"), values()),
    },
    "admin",
    "base",
  ),
  example("a ConfigMap, by a file of replacements", {
    ...base(),
    ...overlay("replacements: [{path: replacements.yaml}]\n"),
    "overlay/replacements.yaml": replacing(),
  }),
  example("a ConfigMap, by a transformer", {
    ...base(),
    ...overlay("transformers: [replace.yaml]\n"),
    "overlay/replace.yaml": `apiVersion: builtin\nkind: ReplacementTransformer\nmetadata: {name: x}\n${replacements()}`,
  }),
  example(
    "a part of a value",
    {
      ...base(
        replacements(
          "kind: ConfigMap, name: values, fieldPath: data.role, options: {delimiter: ., index: 1}",
        ),
      ),
      "base/values.yaml": values("a.edit.c"),
    },
    "edit",
    "base",
  ),
  example(
    "a custom resource",
    {
      ...base(replacements("kind: Settings, fieldPath: spec.roles.0")),
      "base/values.yaml":
        "{apiVersion: example.com/v1, kind: Settings, metadata: {name: s, annotations: {config.kubernetes.io/local-config: 'true'}}, spec: {roles: [edit]}}\n",
    },
    "edit",
    "base",
  ),
];
