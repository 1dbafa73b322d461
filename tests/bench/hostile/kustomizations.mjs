// Kustomizations that include each other, and change each other's objects, more often than anyone would.
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const joined = (objects) => objects.join("---\n");

const role = (name) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, namespace: shop }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n`;

/** Storeys of kustomizations, each of which includes the next one twice. */
const diamond = (storeys, field) => ({
  files: () => ({
    ...Object.assign(
      {},
      ...times(storeys, (index) => ({
        [`s${index}/a/kustomization.yaml`]: `${kindOf(field)}${field}: [../../s${index + 1}/a, ../../s${index + 1}/b]\n`,
        [`s${index}/b/kustomization.yaml`]: `${kindOf(field)}${field}: [../../s${index + 1}/a, ../../s${index + 1}/b]\n`,
      })),
    ),
    [`s${storeys}/a/kustomization.yaml`]: `${kindOf(field)}resources: [role.yaml]\n`,
    [`s${storeys}/a/role.yaml`]: role("a"),
    [`s${storeys}/b/kustomization.yaml`]: `${kindOf(field)}resources: [role.yaml]\n`,
    [`s${storeys}/b/role.yaml`]: role("b"),
    ...(field === "components" && { "kustomization.yaml": "components: [s0/a]\n" }),
  }),
});

const kindOf = (field) =>
  field === "components" ? "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" : "";

export const scenarios = {
  "diamond of resources": diamond(25, "resources"),
  "diamond of components": diamond(25, "components"),
  "20,000 resources": {
    files: () => ({
      "kustomization.yaml": `resources:\n${times(20_000, (index) => `  - r/r${index}.yaml\n`).join("")}`,
      ...Object.fromEntries(times(20_000, (index) => [`r/r${index}.yaml`, role(`r${index}`)])),
    }),
  },
  "5,000 patches on 3,000 objects": {
    files: () => ({
      "roles.yaml": joined(times(3000, (index) => role(`r${index}`))),
      "kustomization.yaml": `resources: [roles.yaml]\npatches:\n${times(5000, (index) => `  - target: { kind: Role, name: r${index % 3000} }\n    patch: '[{ "op": "add", "path": "/rules/0/verbs/-", "value": "v${index}" }]'\n`).join("")}`,
    }),
  },
};
