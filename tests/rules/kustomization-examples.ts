import { manifest } from "./manifests.js";

/** A repository in which one kustomization is refused by kustomize, or accepted, and what the rule says of it. */
export interface Example {
  name: string;
  files: Record<string, string>;
  /** The directory that is built; the root where it is left out. */
  directory?: string;
  /** The place and message of each finding. */
  found: readonly (readonly [place: string, message: string])[];
}

export const REFUSED = "so kustomize refuses to build this.";
const KUSTOMIZATION = "kustomization.yaml";
const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
const role = manifest("Role", "reader", undefined, "rules: []\n");
const deployment = manifest(
  "Deployment",
  "web",
  undefined,
  "spec:\n  template:\n    metadata:\n      labels: { app: web }\n",
);
const lines = (...all: string[]) => `${all.join("\n")}\n`;
const job = (metadata: string) => `apiVersion: batch/v1\nkind: Job\nmetadata: ${metadata}\n`;
const JSON_JOB = '{ "apiVersion": "batch/v1", "kind": "Job", "metadata": { "generateName": "once-" } }';
const nameless = (kind: string, path: string) =>
  `A ${kind} in '${path}' has no 'metadata.name', ${REFUSED} Give it one: 'generateName' is for 'kubectl create'.`;
/** A kustomization with one patch that is a text, in line 3 from column 12 on. */
const patched = (patch: string) => lines("resources: [role.yaml]", "patches:", `  - patch: '${patch}'`);
const operation = (op: string, path: string, value = "x") =>
  `[{ "op": "${op}", "path": "${path}", "value": "${value}" }]`;

const base = { "base/kustomization.yaml": lines("resources: [role.yaml]"), "base/role.yaml": role };
const two = {
  ...base,
  "one/kustomization.yaml": lines("resources: [../base]", "namePrefix: one-"),
  "two/kustomization.yaml": lines("resources: [../base]", "namePrefix: two-"),
};

/** What kustomize refuses. */
export const invalid: readonly Example[] = [
  {
    name: "a file that does not exist",
    files: { [KUSTOMIZATION]: lines("resources:", "  - role.yaml", "  - binding.yaml"), "role.yaml": role },
    found: [
      [
        "kustomization.yaml:3:5-3:17",
        `There is nothing at 'binding.yaml', ${REFUSED} Correct the path, or remove it.`,
      ],
    ],
  },
  {
    name: "a file whose name has a slip",
    files: { [KUSTOMIZATION]: lines("resources: [roles.yaml]"), "role.yaml": role },
    found: [
      [
        "kustomization.yaml:1:13-1:23",
        `There is nothing at 'roles.yaml', ${REFUSED} Did you mean 'role.yaml'?`,
      ],
    ],
  },
  {
    name: "a directory whose name has a slip",
    files: { "app/kustomization.yaml": lines("resources: [../bases]"), ...base },
    directory: "app",
    found: [
      [
        "app/kustomization.yaml:1:13-1:21",
        `There is nothing at '../bases', ${REFUSED} Did you mean '../base'?`,
      ],
    ],
  },
  {
    name: "a wildcard",
    files: { [KUSTOMIZATION]: lines("resources: ['*.yaml']"), "role.yaml": role },
    found: [
      [
        "kustomization.yaml:1:13-1:21",
        `There is nothing at '*.yaml', ${REFUSED} It does not expand wildcards: list every file.`,
      ],
    ],
  },
  {
    name: "a directory without a kustomization",
    files: { [KUSTOMIZATION]: lines("resources: [rbac]"), "rbac/role.yaml": role },
    found: [
      [
        "kustomization.yaml:1:13-1:17",
        `Directory 'rbac' has no kustomization, ${REFUSED} Add one to it, or list its files.`,
      ],
    ],
  },
  {
    name: "a base, a component and a patch that do not exist, and other files",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "bases: [base]",
        "components: [component]",
        "patches: [{ path: patch.yaml }]",
        "patchesStrategicMerge: [merge.yaml]",
        "patchesJson6902: [{ path: json.yaml, target: { kind: Role, name: reader } }]",
        "configurations: [names.yaml]",
        "crds: [crd.json]",
        "generators: [generator.yaml]",
        "transformers: [transformer.yaml]",
        "validators: [validator.yaml]",
        "replacements: [{ path: replacement.yaml }]",
        "openapi: { path: schema.json }",
        "configMapGenerator: [{ name: settings, files: [key=settings.yaml] }]",
      ),
      "role.yaml": role,
    },
    found: (
      [
        ["2:9-2:13", "base"],
        ["3:14-3:23", "component"],
        ["4:19-4:29", "patch.yaml"],
        ["5:25-5:35", "merge.yaml"],
        ["6:27-6:36", "json.yaml"],
        ["7:18-7:28", "names.yaml"],
        ["8:8-8:16", "crd.json"],
        ["9:14-9:28", "generator.yaml"],
        ["10:16-10:32", "transformer.yaml"],
        ["11:14-11:28", "validator.yaml"],
        ["12:24-12:40", "replacement.yaml"],
        ["13:18-13:29", "schema.json"],
        ["14:48-14:65", "settings.yaml"],
      ] as const
    ).map(([place, path]) => [
      `kustomization.yaml:${place}`,
      `There is nothing at '${path}', ${REFUSED} Correct the path, or remove it.`,
    ]),
  },
  {
    name: "a file as a component",
    files: { [KUSTOMIZATION]: lines("resources: []", "components: [role.yaml]"), "role.yaml": role },
    found: [
      [
        "kustomization.yaml:2:14-2:23",
        `File 'role.yaml' is not a component, ${REFUSED} List it under 'resources'.`,
      ],
    ],
  },
  {
    name: "a component as a resource",
    files: {
      [KUSTOMIZATION]: lines("resources: [component]"),
      "component/kustomization.yaml": `${COMPONENT}namePrefix: x-\n`,
    },
    found: [
      [
        "kustomization.yaml:1:13-1:22",
        `Directory 'component' is a component, ${REFUSED} List it under 'components'.`,
      ],
    ],
  },
  {
    name: "a kustomization as a component",
    files: { [KUSTOMIZATION]: lines("components: [base]"), ...base },
    found: [
      [
        "kustomization.yaml:1:14-1:18",
        `Directory 'base' is not a component, ${REFUSED} List it under 'resources', or write 'kind: Component' in it.`,
      ],
    ],
  },
  {
    name: "the file of a kustomization",
    files: { [KUSTOMIZATION]: lines("resources: [base/kustomization.yaml]"), ...base },
    found: [
      [
        "kustomization.yaml:1:13-1:36",
        `File 'base/kustomization.yaml' is a kustomization, not an object, ${REFUSED} List its directory.`,
      ],
    ],
  },
  {
    name: "its own file",
    files: { [KUSTOMIZATION]: lines("resources: [role.yaml, ./kustomization.yaml]"), "role.yaml": role },
    found: [
      [
        "kustomization.yaml:1:24-1:44",
        `File './kustomization.yaml' is a kustomization, not an object, ${REFUSED} Remove it.`,
      ],
    ],
  },
  {
    name: "its own directory",
    files: { "app/kustomization.yaml": lines("resources: [., ../app]") },
    directory: "app",
    found: ["1:13-1:14", "1:16-1:22"].map((place, index) => [
      `app/kustomization.yaml:${place}`,
      `Directory '${index === 0 ? "." : "../app"}' is this kustomization's own or one above it, which counts as a cycle, ${REFUSED} Include a directory next to it.`,
    ]),
  },
  {
    name: "a directory above it, whatever that includes",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]"),
      "role.yaml": role,
      "app/kustomization.yaml": lines("resources: [..]"),
    },
    directory: "app",
    found: [
      [
        "app/kustomization.yaml:1:13-1:15",
        `Directory '..' is this kustomization's own or one above it, which counts as a cycle, ${REFUSED} Include a directory next to it.`,
      ],
    ],
  },
  {
    name: "two that include each other, in the one that lies less deep",
    files: {
      "overlays/prod/kustomization.yaml": lines("resources: [../../base]"),
      "base/kustomization.yaml": lines("resources: [../overlays/prod]"),
    },
    directory: "overlays/prod",
    found: [
      [
        "base/kustomization.yaml:1:13-1:29",
        `Directory '../overlays/prod' includes this kustomization again, ${REFUSED} Remove what leads back.`,
      ],
    ],
  },
  {
    name: "components that include each other",
    files: {
      "app/kustomization.yaml": lines("resources: [role.yaml]", "components: [../a]"),
      "app/role.yaml": role,
      "a/kustomization.yaml": `${COMPONENT}components: [../b]\n`,
      "b/kustomization.yaml": `${COMPONENT}components: [../c]\n`,
      "c/kustomization.yaml": `${COMPONENT}components: [../a]\n`,
    },
    directory: "app",
    found: [
      [
        "c/kustomization.yaml:3:14-3:18",
        `Directory '../a' includes this kustomization again through 'b', ${REFUSED} Remove what leads back.`,
      ],
    ],
  },
  {
    name: "a file twice",
    files: { [KUSTOMIZATION]: lines("resources:", "  - role.yaml", "  - ./role.yaml"), "role.yaml": role },
    found: [["kustomization.yaml:3:5-3:16", `Path './role.yaml' is listed twice, ${REFUSED} List it once.`]],
  },
  {
    name: "a file of a kind that is not read twice",
    files: {
      [KUSTOMIZATION]: lines("resources: [map.yaml, map.yaml]"),
      "map.yaml": lines("apiVersion: v1", "kind: ConfigMap", "metadata: { name: settings }"),
    },
    found: [["kustomization.yaml:1:23-1:31", `Path 'map.yaml' is listed twice, ${REFUSED} List it once.`]],
  },
  {
    name: "a base twice",
    files: { [KUSTOMIZATION]: lines("resources: [base]", "bases: [./base/]"), ...base },
    found: [["kustomization.yaml:2:9-2:16", `Path './base/' is listed twice, ${REFUSED} List it once.`]],
  },
  {
    name: "an object through two bases",
    files: {
      "app/kustomization.yaml": lines("resources:", "  - ../one", "  - ../two"),
      ...base,
      "one/kustomization.yaml": lines("resources: [../base]"),
      "two/kustomization.yaml": lines("resources: [../base]", "commonAnnotations: { a: b }"),
    },
    directory: "app",
    found: [
      [
        "app/kustomization.yaml:3:5-3:11",
        `Role 'reader' of '../two' is in '../one' as well, ${REFUSED} Include it once.`,
      ],
    ],
  },
  {
    name: "an object in two files",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml, other.yaml]"),
      "role.yaml": role,
      "other.yaml": manifest("Role", "reader", "default"),
    },
    found: [
      [
        "kustomization.yaml:1:24-1:34",
        `Role 'reader' in namespace 'default' of 'other.yaml' is in 'role.yaml' as well, ${REFUSED} Include it once.`,
      ],
    ],
  },
  ...(
    [
      ["a generateName", "job.yaml", job("{ generateName: once- }"), "Job"],
      ["an empty name", "job.yaml", job('{ name: "", generateName: once- }'), "Job"],
      ["a generateName in a List", "job.yaml", `apiVersion: v1\nkind: List\nitems: [${JSON_JOB}]\n`, "Job"],
      ["a generateName in JSON", "job.json", JSON_JOB, "Job"],
      [
        "a generateName behind another object",
        "job.yaml",
        `${role}---\n${job("{ generateName: a- }")}`,
        "Job",
      ],
      [
        "a generateName of a kind that no rule reads",
        "job.yaml",
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { generateName: once- }\n",
        "Workflow",
      ],
    ] as const
  ).flatMap(([what, file, text, kind]): Example[] => [
    {
      name: `an object with ${what}`,
      files: { [KUSTOMIZATION]: lines(`resources: [${file}]`), [file]: text },
      found: [[`kustomization.yaml:1:13-1:21`, nameless(kind, file)]],
    },
  ]),
  {
    name: "an object with a generateName in a component",
    files: {
      [KUSTOMIZATION]: lines("components: [part]"),
      "part/kustomization.yaml": lines(COMPONENT.trim(), "resources:", "  - job.yaml"),
      "part/job.yaml": job("{ generateName: once- }"),
    },
    found: [["part/kustomization.yaml:4:5-4:13", nameless("Job", "job.yaml")]],
  },
  {
    name: "an object twice in a file",
    files: { [KUSTOMIZATION]: lines("resources: [role.yaml]"), "role.yaml": `${role}---\n${role}` },
    found: [
      [
        "kustomization.yaml:1:13-1:22",
        `Role 'reader' appears twice in 'role.yaml', ${REFUSED} Delete one of them.`,
      ],
    ],
  },
  {
    name: "a patch for an object that is not there",
    files: {
      [KUSTOMIZATION]: lines("resources: [web.yaml]", "patches:", "  - path: patch.yaml"),
      "web.yaml": deployment,
      "patch.yaml": manifest("Deployment", "frontend"),
    },
    found: [
      [
        "kustomization.yaml:3:11-3:21",
        `This patch is for Deployment 'frontend', which this kustomization does not have, ${REFUSED} Correct the object it names, or remove it.`,
      ],
    ],
  },
  {
    name: "a patch for a name with a slip",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]", "patchesStrategicMerge: [patch.yaml]"),
      "role.yaml": role,
      "patch.yaml": manifest("Role", "readers"),
    },
    found: [
      [
        "kustomization.yaml:2:25-2:35",
        `This patch is for Role 'readers', which this kustomization does not have, ${REFUSED} Did you mean 'reader'?`,
      ],
    ],
  },
  {
    name: "a patch for another version",
    files: {
      [KUSTOMIZATION]: patched(
        "{ apiVersion: rbac.authorization.k8s.io/v1beta1, kind: Role, metadata: { name: reader } }",
      ),
      "role.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:3:12-3:103",
        `This patch is for Role 'reader', which this kustomization does not have, ${REFUSED} There is one of apiVersion 'rbac.authorization.k8s.io/v1'.`,
      ],
    ],
  },
  {
    name: "a patch that names the namespace that its own kustomization sets",
    files: {
      [KUSTOMIZATION]: lines("namespace: shop", "resources: [role.yaml]", "patches: [{ path: patch.yaml }]"),
      "role.yaml": role,
      "patch.yaml": manifest("Role", "reader", "shop"),
    },
    found: [
      [
        "kustomization.yaml:3:19-3:29",
        `This patch is for Role 'reader' in namespace 'shop', which this kustomization does not have, ${REFUSED} There is one without a namespace.`,
      ],
    ],
  },
  {
    name: "a patch without the namespace of its object",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]", "patches: [{ path: patch.yaml }]"),
      "role.yaml": manifest("Role", "reader", "shop"),
      "patch.yaml": manifest("Role", "reader"),
    },
    found: [
      [
        "kustomization.yaml:2:19-2:29",
        `This patch is for Role 'reader', which this kustomization does not have, ${REFUSED} There is one in namespace 'shop'.`,
      ],
    ],
  },
  {
    name: "a patch for what another one has deleted",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - path: delete.yaml",
        "  - path: patch.yaml",
      ),
      "role.yaml": role,
      "delete.yaml": `${manifest("Role", "reader")}$patch: delete\n`,
      "patch.yaml": manifest("Role", "reader"),
    },
    found: [
      [
        "kustomization.yaml:4:11-4:21",
        `This patch is for Role 'reader', which this kustomization does not have, ${REFUSED} Correct the object it names, or remove it.`,
      ],
    ],
  },
  {
    name: "a second document for an object that is not there",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]", "patches:", "  - path: patch.yaml"),
      "role.yaml": role,
      "patch.yaml": `${manifest("Role", "reader")}---\n${manifest("Role", "writer")}`,
    },
    found: [
      [
        "kustomization.yaml:3:11-3:21",
        `This patch is for Role 'writer', which this kustomization does not have, ${REFUSED} Correct the object it names, or remove it.`,
      ],
    ],
  },
  {
    name: "a patch for an object of which there are several",
    files: {
      ...two,
      "app/kustomization.yaml": lines("resources: [../one, ../two]", "patches: [{ path: patch.yaml }]"),
      "app/patch.yaml": manifest("Role", "reader"),
    },
    directory: "app",
    found: [
      [
        "app/kustomization.yaml:2:19-2:29",
        `This patch is for Role 'reader', which matches several objects, ${REFUSED} Say which with a 'target'.`,
      ],
    ],
  },
  {
    name: "a patch that is nothing, and one that is two",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - target: { kind: Role }",
        "  - { path: patch.yaml, patch: '[]' }",
      ),
      "role.yaml": role,
      "patch.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:3:5-3:11",
        `This patch needs either 'path' or 'patch' and has neither, ${REFUSED} Write one of them.`,
      ],
      [
        "kustomization.yaml:4:7-4:11",
        `This patch needs either 'path' or 'patch' and has both, ${REFUSED} Write one of them.`,
      ],
    ],
  },
  {
    name: "a JSON patch without a target",
    files: { [KUSTOMIZATION]: patched(operation("remove", "/rules")), "role.yaml": role },
    found: [
      ["kustomization.yaml:3:12-3:66", `A JSON patch needs a 'target' that says what it is for, ${REFUSED}`],
    ],
  },
  {
    name: "a JSON patch that is YAML in brackets",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - target: { kind: Role }",
        "    patch: '[{ op: add, path: /metadata/labels, value: {} }]'",
      ),
      "role.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:4:12-4:62",
        `This JSON patch begins with '[' but is not JSON, ${REFUSED} Put its keys and texts in double quotes, or begin each operation with '- '.`,
      ],
    ],
  },
  {
    name: "an old JSON patch for no name",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patchesJson6902:",
        `  - { target: { kind: Role, version: v1 }, patch: '${operation("replace", "/rules")}' }`,
      ),
      "role.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:3:51-3:106",
        `A JSON patch needs a 'target' with a 'name' that says what it is for, ${REFUSED}`,
      ],
    ],
  },
  {
    name: "a patch without a name, although it has a target",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - target: { kind: Role }",
        "    path: patch.yaml",
      ),
      "role.yaml": role,
      "patch.yaml": lines("apiVersion: rbac.authorization.k8s.io/v1", "kind: Role", "rules: []"),
    },
    found: [
      [
        "kustomization.yaml:4:11-4:21",
        `This patch has no 'kind' or no 'metadata.name', ${REFUSED} It needs both, even where a 'target' selects what it is for.`,
      ],
    ],
  },
  {
    name: "a patch of several documents with a target",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - target: { kind: Role }",
        "    path: patch.yaml",
      ),
      "role.yaml": role,
      "patch.yaml": `${role}---\n${role}`,
    },
    found: [
      [
        "kustomization.yaml:4:11-4:21",
        `A patch with a 'target' must be one document but this one has several, ${REFUSED} Make each an entry of its own.`,
      ],
    ],
  },
  ...(
    [
      ["add", "/metadata/labels/team"],
      ["add", "/rules/1"],
      ["replace", "/rules/0"],
      ["replace", "/metadata/labels/team"],
      ["remove", "/metadata/namespace"],
      ["remove", "/metadata/annotations/team"],
      ["remove", "/rules/0"],
    ] as const
  ).map(([op, path]) => ({
    name: `a JSON patch that is to ${op} ${path}`,
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches:",
        "  - path: patch.yaml",
        "    target: { kind: Role, name: read.* }",
      ),
      "role.yaml": role,
      "patch.yaml": lines(`- { op: ${op}, path: ${path}, value: {} }`),
    },
    found: [
      [
        "kustomization.yaml:3:11-3:21",
        `Operation '${op}' of this JSON patch does not fit Role 'reader', which has nothing at '${path}' or on the way there, ${REFUSED} Correct the path, or add what is missing first.`,
      ] as const,
    ],
  })),
  {
    name: "a JSON patch on the annotations of a pod template that has none",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [web.yaml]",
        "patchesJson6902:",
        "  - path: patch.yaml",
        "    target: { group: apps, version: v1, kind: Deployment, name: web }",
      ),
      "web.yaml": deployment,
      "patch.yaml": lines("- { op: add, path: /spec/template/metadata/annotations/team, value: shop }"),
    },
    found: [
      [
        "kustomization.yaml:3:11-3:21",
        `Operation 'add' of this JSON patch does not fit Deployment 'web', which has nothing at '/spec/template/metadata/annotations/team' or on the way there, ${REFUSED} Correct the path, or add what is missing first.`,
      ],
    ],
  },
  {
    name: "two Namespaces under one namespace",
    files: {
      [KUSTOMIZATION]: lines("namespace: shop", "resources: [a.yaml, b.yaml]"),
      "a.yaml": manifest("Namespace", "a"),
      "b.yaml": manifest("Namespace", "b"),
    },
    found: [
      [
        "kustomization.yaml:1:12-1:16",
        `In namespace 'shop' Namespace 'a' and Namespace 'b' would be the same object, ${REFUSED} Keep one of them, or take out 'namespace'.`,
      ],
    ],
  },
  {
    name: "two Roles of different namespaces under one namespace, one of them in a component",
    files: {
      [KUSTOMIZATION]: lines("namespace: shop", "resources: [a.yaml]", "components: [c]"),
      "a.yaml": manifest("Role", "reader", "a"),
      "c/kustomization.yaml": `${COMPONENT}resources: [b.yaml]\n`,
      "c/b.yaml": manifest("Role", "reader", "b"),
    },
    found: [
      [
        "kustomization.yaml:1:12-1:16",
        `In namespace 'shop' Role 'reader' in namespace 'a' and Role 'reader' in namespace 'b' would be the same object, ${REFUSED} Keep one of them, or take out 'namespace'.`,
      ],
    ],
  },
  {
    name: "two Namespaces that components bring, one of which renames both",
    directory: "overlay",
    files: {
      "overlay/kustomization.yaml": lines("components: [../one, ../two]"),
      "one/kustomization.yaml": `${COMPONENT}namespace: one\nresources: [namespace.yaml]\n`,
      "one/namespace.yaml": manifest("Namespace", "one"),
      "two/kustomization.yaml": `${COMPONENT}namespace: two\nresources: [namespace.yaml]\n`,
      "two/namespace.yaml": manifest("Namespace", "two"),
    },
    found: [
      [
        "two/kustomization.yaml:3:12-3:15",
        "A component moves what is gathered before it as well: in namespace 'two' Namespace 'one' and Namespace 'two' would be the same object in what 'overlay' applies, so kustomize refuses to build that. Keep one of them, or take out 'namespace'.",
      ],
    ],
  },
  {
    name: "two Roles that a component moves into one namespace, below what is built",
    directory: "all",
    files: {
      "all/kustomization.yaml": lines("resources: [../overlay]"),
      "overlay/kustomization.yaml": lines("resources: [roles.yaml]", "components: [../move]"),
      "overlay/roles.yaml": `${manifest("Role", "a", "x")}---\n${manifest("Role", "a", "y")}`,
      "move/kustomization.yaml": `${COMPONENT}components: [../deep]\n`,
      "deep/kustomization.yaml": `${COMPONENT}namespace: z\n`,
    },
    found: [
      [
        "deep/kustomization.yaml:3:12-3:13",
        "A component moves what is gathered before it as well: in namespace 'z' Role 'a' in namespace 'x' and Role 'a' in namespace 'y' would be the same object in what 'all' applies, so kustomize refuses to build that. Keep one of them, or take out 'namespace'.",
      ],
    ],
  },
  {
    name: "an object that a component brings and its parent has",
    directory: "overlay",
    files: {
      "overlay/kustomization.yaml": lines("resources: [../base]", "components: [../part]"),
      "part/kustomization.yaml": `${COMPONENT}resources: [role.yaml]\n`,
      "part/role.yaml": role,
      ...base,
    },
    found: [
      [
        "overlay/kustomization.yaml:2:14-2:21",
        `Role 'reader' of '../part' is in 'base/role.yaml' as well, ${REFUSED} Include it once.`,
      ],
    ],
  },
  {
    name: "an object that two components bring",
    directory: "overlay",
    files: {
      "overlay/kustomization.yaml": lines("components: [../one, ../two]"),
      "one/kustomization.yaml": `${COMPONENT}resources: [../base]\n`,
      "two/kustomization.yaml": `${COMPONENT}components: [../one]\n`,
      ...base,
    },
    found: [
      [
        "two/kustomization.yaml:3:14-3:20",
        `Role 'reader' of '../one' is in 'base/role.yaml' as well, ${REFUSED} Include it once.`,
      ],
    ],
  },
  {
    name: "an object that a component has twice, in the component",
    directory: "overlay",
    files: {
      "overlay/kustomization.yaml": lines("components: [../part]"),
      "part/kustomization.yaml": `${COMPONENT}resources: [a.yaml, b.yaml]\n`,
      "part/a.yaml": role,
      "part/b.yaml": role,
    },
    found: [
      [
        "part/kustomization.yaml:3:21-3:27",
        `Role 'reader' of 'b.yaml' is in 'a.yaml' as well, ${REFUSED} Include it once.`,
      ],
    ],
  },
  {
    name: "objects without a name, which only kubectl creates",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml, job.yaml, more.yaml, list.json]"),
      "role.yaml": role,
      "job.yaml": lines("apiVersion: batch/v1", "kind: Job", "metadata:", "  generateName: migrate-"),
      "more.yaml": `${manifest("Role", "a")}---\n${lines("apiVersion: v1", "kind: Namespace", "metadata: { labels: { a: b } }")}`,
      "list.json": `{ "apiVersion": "v1", "kind": "List", "items": [{ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": { "name": "" } }] }\n`,
    },
    found: [
      [
        "kustomization.yaml:1:24-1:32",
        `A Job in 'job.yaml' has no 'metadata.name', ${REFUSED} Give it one: 'generateName' is for 'kubectl create'.`,
      ],
      [
        "kustomization.yaml:1:34-1:43",
        `A Namespace in 'more.yaml' has no 'metadata.name', ${REFUSED} Give it one.`,
      ],
      [
        "kustomization.yaml:1:45-1:54",
        `A ServiceAccount in 'list.json' has no 'metadata.name', ${REFUSED} Give it one.`,
      ],
    ],
  },
  {
    name: "an object without a name in a component",
    directory: "overlay",
    files: {
      "overlay/kustomization.yaml": lines("components: [../part]"),
      "part/kustomization.yaml": `${COMPONENT}resources: [job.yaml]\n`,
      "part/job.yaml": lines("apiVersion: batch/v1", "kind: Job", "metadata: { generateName: a- }"),
    },
    found: [
      [
        "part/kustomization.yaml:3:13-3:21",
        `A Job in 'job.yaml' has no 'metadata.name', ${REFUSED} Give it one: 'generateName' is for 'kubectl create'.`,
      ],
    ],
  },
  {
    name: "two kustomization files in one directory",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]"),
      "kustomization.yml": lines("resources: [role.yaml]"),
      "role.yaml": role,
    },
    found: [
      [
        "kustomization.yml:1:1-1:10",
        `This directory has 'kustomization.yaml' as well, ${REFUSED} Keep one of them.`,
      ],
    ],
  },
  {
    name: "a second file that is none",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]"),
      Kustomization: "",
      "role.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:1:1-1:10",
        `This directory has 'Kustomization' as well, ${REFUSED} Keep one of them.`,
      ],
    ],
  },
  ...(["{}\n", "kind: Kustomization\nresources:\n", "namespace: ''\nbases: []\n"] as const).map(
    (text, index) => ({
      name: `nothing, ${index}`,
      files: { [KUSTOMIZATION]: text },
      found: [
        [
          `kustomization.yaml:${["1:1-1:3", "1:1-1:5", "1:1-1:10"][index]}`,
          `This kustomization is empty, ${REFUSED} Write 'resources: []' if it is to apply nothing.`,
        ] as const,
      ],
    }),
  ),
  ...(
    [
      ["ressources: []", "1:13-1:15", "ressources", " Did you mean 'resources'?", "1:1-1:11"],
      ["inventory: {}", "", "inventory", " Delete it.", "1:1-1:10"],
      ["spec: {}", "", "spec", " Delete it.", "1:1-1:5"],
      ["foo: null", "1:6-1:10", "foo", " Delete it."],
      [
        "images: [{ name: a, tag: b }]",
        "1:26-1:27",
        "tag",
        " Known fields: name, newName, tagSuffix, newTag, digest.",
      ],
      [
        "patches: [{ path: role.yaml, target: { kind: Role, apiVersion: v1 } }]",
        "1:64-1:66",
        "apiVersion",
        " Known fields: group, version, kind, name, namespace, annotationSelector, labelSelector.",
      ],
      [
        "labels: [{ pairs: {}, includeSelector: true }]",
        "1:40-1:44",
        "includeSelector",
        " Did you mean 'includeSelectors'?",
      ],
      [
        "secretGenerator: [{ name: a, commands: {} }]",
        "",
        "commands",
        " Generate the values before the build, and name them in 'files', 'envs' or 'literals'.",
        "1:30-1:38",
      ],
      [
        "metadata: { creationTimestamp: null }",
        "1:32-1:36",
        "creationTimestamp",
        " Known fields: name, namespace, labels, annotations.",
      ],
    ] as const
  ).map(([text, place, field, hint, key]) => ({
    name: `an unknown field in ${text}`,
    files: { [KUSTOMIZATION]: lines(text, "resources: [role.yaml]"), "role.yaml": role },
    found: [
      [`kustomization.yaml:${key ?? place}`, `Field '${field}' is unknown here, ${REFUSED}${hint}`] as const,
    ],
  })),
  ...(
    [
      ["namespace: 1", "1:12-1:13", "'namespace' must be a string but is a number", " Put it in quotes."],
      [
        "images: [{ name: a, newTag: 1.20 }]",
        "1:29-1:33",
        "'newTag' must be a string but is a number",
        " Put it in quotes.",
      ],
      [
        "commonLabels: { on: true }",
        "1:21-1:25",
        "'on' must be a string but is true or false",
        " Put it in quotes.",
      ],
      [
        "patches: [role.yaml]",
        "1:11-1:20",
        "An item of 'patches' must be a map but is a string",
        " Write 'path: role.yaml'.",
      ],
      ["crds: role.yaml", "1:7-1:16", "'crds' must be a list but is a string", ""],
      ["components: {}", "1:1-1:11", "'components' must be a list but is a map", ""],
      ["labels: [{ pairs: [a] }]", "1:12-1:17", "'pairs' must be a map but is a list", ""],
      [
        "replicas: [{ name: a, count: '3' }]",
        "1:30-1:33",
        "'count' must be a whole number but is a string",
        " Leave out the quotes.",
      ],
      [
        "generatorOptions: { disableNameSuffixHash: 'true' }",
        "1:44-1:50",
        "'disableNameSuffixHash' must be true or false but is a string",
        " Leave out the quotes.",
      ],
    ] as const
  ).map(([text, place, what, hint]) => ({
    name: `a wrong type in ${text}`,
    files: { [KUSTOMIZATION]: lines(text, "resources: [role.yaml]"), "role.yaml": role },
    found: [[`kustomization.yaml:${place}`, `${what}, ${REFUSED}${hint}`] as const],
  })),
  ...(
    [
      ["kind: kustomization", "1:7-1:20", "kind", "kustomization", "Kustomization"],
      [
        "apiVersion: kustomize.config.k8s.io/v1",
        "1:13-1:39",
        "apiVersion",
        "kustomize.config.k8s.io/v1",
        "kustomize.config.k8s.io/v1beta1",
      ],
    ] as const
  ).map(([text, place, field, word, wanted]) => ({
    name: `the wrong word in ${text}`,
    files: { [KUSTOMIZATION]: lines(text, "resources: [role.yaml]"), "role.yaml": role },
    found: [
      [
        `kustomization.yaml:${place}`,
        `The ${field} '${word}' is unknown here, ${REFUSED} Write '${wanted}'.`,
      ] as const,
    ],
  })),
  {
    name: "a component of the version of kustomizations",
    files: {
      [KUSTOMIZATION]: lines("resources: [role.yaml]", "components: [c]"),
      "role.yaml": role,
      "c/kustomization.yaml": lines(
        "apiVersion: kustomize.config.k8s.io/v1beta1",
        "kind: Component",
        "namePrefix: x-",
      ),
    },
    found: [
      [
        "c/kustomization.yaml:1:13-1:44",
        `The apiVersion 'kustomize.config.k8s.io/v1beta1' is unknown here, ${REFUSED} Write 'kustomize.config.k8s.io/v1alpha1'.`,
      ],
    ],
  },
];

const accepted = (name: string, files: Record<string, string>, directory?: string): Example => {
  return { name, files, directory, found: [] };
};

/** What looks much like it, and kustomize accepts. */
export const valid: readonly Example[] = [
  accepted(
    "components that move what others bring, each thing once",
    {
      "overlay/kustomization.yaml": lines("resources: [../base]", "components: [../one, ../two]"),
      "one/kustomization.yaml": `${COMPONENT}namespace: one\nresources: [namespace.yaml]\n`,
      "one/namespace.yaml": manifest("Namespace", "one"),
      "two/kustomization.yaml": `${COMPONENT}namespace: two\nresources: [account.yaml]\n`,
      "two/account.yaml": manifest("ServiceAccount", "one"),
      ...base,
    },
    "overlay",
  ),
  accepted("an object with a name of both kinds", {
    [KUSTOMIZATION]: lines("resources: [job.yaml]"),
    "job.yaml": lines("apiVersion: batch/v1", "kind: Job", "metadata: { name: a, generateName: a- }"),
  }),
  accepted("a kustomization without apiVersion and kind", base, "base"),
  accepted("a directory below, and a path that ends with a slash", {
    [KUSTOMIZATION]: lines("resources: [./base/]"),
    ...base,
  }),
  accepted("keys in another case", {
    [KUSTOMIZATION]: lines("Resources: [role.yaml]", "nameprefix: x-"),
    "role.yaml": role,
  }),
  accepted("an empty list", { [KUSTOMIZATION]: lines("resources: []") }),
  accepted("empty fields", {
    [KUSTOMIZATION]: lines(
      "resources: [role.yaml]",
      "patches:",
      "namePrefix:",
      "images: [{ name: a, newTag: null }]",
    ),
    "role.yaml": role,
  }),
  accepted("an object with a name beside its generateName", {
    [KUSTOMIZATION]: lines("resources: [job.yaml]"),
    "job.yaml": job("{ name: once, generateName: once- }"),
  }),
  accepted("a List without a name", {
    [KUSTOMIZATION]: lines("resources: [list.yaml]"),
    "list.yaml": `apiVersion: v1\nkind: List\nitems: [${JSON_JOB.replace('"generateName"', '"name"')}]\n`,
  }),
  accepted("a generateName in the template of an object", {
    [KUSTOMIZATION]: lines("resources: [job.yaml]"),
    "job.yaml": `${job("{ name: once }")}spec: { template: { metadata: { generateName: once- } } }\n`,
  }),
  accepted("a file of nothing twice", {
    [KUSTOMIZATION]: lines("resources: [role.yaml, nothing.yaml, nothing.yaml]"),
    "role.yaml": role,
    "nothing.yaml": "# nothing\n",
  }),
  accepted("a component that only changes things, twice", {
    [KUSTOMIZATION]: lines("resources: [role.yaml]", "components: [c, c]"),
    "role.yaml": role,
    "c/kustomization.yaml": `${COMPONENT}namePrefix: x-\n`,
  }),
  accepted(
    "a base through two overlays that name it differently",
    { ...two, "app/kustomization.yaml": lines("resources: [../one, ../two]") },
    "app",
  ),
  accepted("objects of two versions", {
    [KUSTOMIZATION]: lines("resources: [role.yaml, other.yaml]"),
    "role.yaml": role,
    "other.yaml": role.replace("/v1", "/v1beta1"),
  }),
  accepted("a patch for the namespace default where there is none", {
    [KUSTOMIZATION]: lines("resources: [role.yaml]", "patches: [{ path: patch.yaml }]"),
    "role.yaml": role,
    "patch.yaml": manifest("Role", "reader", "default"),
  }),
  accepted(
    "a patch for a former name",
    {
      ...two,
      "app/kustomization.yaml": lines("resources: [../one]", "patches: [{ path: patch.yaml }]"),
      "app/patch.yaml": manifest("Role", "reader"),
    },
    "app",
  ),
  accepted("a patch for what a component brings", {
    [KUSTOMIZATION]: lines("resources: []", "components: [c]", "patches: [{ path: patch.yaml }]"),
    "c/kustomization.yaml": `${COMPONENT}resources: [role.yaml]\n`,
    "c/role.yaml": role,
    "patch.yaml": manifest("Role", "reader"),
  }),
  accepted("a component that patches what its parent brings", {
    [KUSTOMIZATION]: lines("resources: [role.yaml]", "components: [c]"),
    "role.yaml": role,
    "c/kustomization.yaml": `${COMPONENT}patches: [{ path: patch.yaml }]\n`,
    "c/patch.yaml": manifest("Role", "reader"),
  }),
  accepted("a patch for a generated object", {
    [KUSTOMIZATION]: lines(
      "configMapGenerator: [{ name: settings, literals: [a=b] }]",
      "patches: [{ patch: '{ apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { c: d } }' }]",
    ),
  }),
  accepted("two Namespaces of which a patch deletes one", {
    [KUSTOMIZATION]: lines(
      "namespace: shop",
      "resources: [a.yaml, b.yaml]",
      "patches: [{ path: patch.yaml }]",
    ),
    "a.yaml": manifest("Namespace", "a"),
    "b.yaml": manifest("Namespace", "b"),
    "patch.yaml": `${manifest("Namespace", "a")}$patch: delete\n`,
  }),
  ...(
    [
      ["add", "/metadata/annotations/team"],
      ["remove", "/metadata/annotations"],
      ["add", "/metadata/labels"],
      ["replace", "/metadata/namespace"],
      ["add", "/rules/0"],
      ["add", "/rules/-"],
      ["add", "/anything"],
    ] as const
  ).map(([op, path]) =>
    accepted(`a JSON patch that is to ${op} ${path}`, {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: Role } }]",
      ),
      "role.yaml": role,
      "patch.yaml": lines(
        `- { op: ${op}, path: ${path}, value: ${path.endsWith("namespace") ? "x" : "{}"} }`,
      ),
    }),
  ),
  accepted("a JSON patch that removes null", {
    [KUSTOMIZATION]: lines(
      "resources: [role.yaml]",
      "patches: [{ path: patch.yaml, target: { kind: Role } }]",
    ),
    "role.yaml": role.replace("  name: reader\n", "  name: reader\n  namespace: null\n"),
    "patch.yaml": lines("- { op: remove, path: /metadata/namespace }"),
  }),
  accepted("a JSON patch on labels that the same kustomization sets before", {
    [KUSTOMIZATION]: lines(
      "resources: [role.yaml]",
      "commonLabels: { team: shop }",
      "patchesJson6902: [{ path: patch.yaml, target: { version: v1, kind: Role, name: reader } }]",
    ),
    "role.yaml": role,
    "patch.yaml": lines("- { op: add, path: /metadata/labels/tier, value: front }"),
  }),
  accepted("a Kustomization of Flux as an object", {
    [KUSTOMIZATION]: lines("resources: [flux/kustomization.yaml]"),
    "flux/kustomization.yaml": lines(
      "apiVersion: kustomize.toolkit.fluxcd.io/v1",
      "kind: Kustomization",
      "metadata: { name: apps }",
    ),
  }),
];

/** What kustomize accepts and strict reports all the same: a target that selects nothing. */
export const strict: readonly Example[] = [
  {
    name: "a name that nothing has",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: Role, name: writer } }]",
      ),
      "role.yaml": role,
      "patch.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:2:59-2:65",
        "This target selects nothing, so the patch changes nothing. Without 'name' it would select Role 'reader'.",
      ],
    ],
  },
  {
    name: "a name with the suffix that comes after patches",
    files: {
      [KUSTOMIZATION]: lines(
        "nameSuffix: -prod",
        "resources: [role.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: Role, name: reader-prod } }]",
      ),
      "role.yaml": role,
      "patch.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:3:59-3:70",
        "This target selects nothing, so the patch changes nothing. Without 'name' it would select Role 'reader'.",
      ],
    ],
  },
  {
    name: "a namespace that nothing is in",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patchesJson6902:",
        "  - path: patch.yaml",
        "    target: { version: v1, kind: Role, name: reader, namespace: shop }",
      ),
      "role.yaml": manifest("Role", "reader", "store"),
      "patch.yaml": lines("- { op: add, path: /rules, value: [] }"),
    },
    found: [
      [
        "kustomization.yaml:4:65-4:69",
        "This target selects nothing, so the patch changes nothing. Without 'namespace' it would select Role 'reader' in namespace 'store'.",
      ],
    ],
  },
  {
    name: "a kind that is not there",
    files: {
      [KUSTOMIZATION]: lines(
        "resources: [role.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: RoleBinding } }]",
      ),
      "role.yaml": role,
      "patch.yaml": role,
    },
    found: [
      [
        "kustomization.yaml:2:47-2:58",
        "This target selects nothing, so the patch changes nothing. Without 'kind' it would select Role 'reader'.",
      ],
    ],
  },
];
