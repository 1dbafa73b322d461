import { posix } from "node:path";

/** What kustomize and the controllers apply although no walk would take it for a manifest. */
export interface Variant {
  name: string;
  files: Record<string, string | Uint8Array>;
  links?: Record<string, string>;
  /** The Roles that are applied, with the verbs of each. */
  applied: Record<string, string>;
  /** The files in which a `*` is found. */
  found: string[];
  /** Left out for what kustomize itself does not build. */
  isForController?: true;
}

export function role(name: string, verb = "*"): string {
  return [
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    `metadata: { name: ${name}, namespace: shop }`,
    "rules:",
    "  - apiGroups: ['']",
    "    resources: [pods]",
    `    verbs: ['${verb}']`,
    "",
  ].join("\n");
}

const PATCH = role("reader");
const JSON_PATCH = '- { op: replace, path: /rules/0/verbs/0, value: "*" }\n';
const BASE = { "base.yaml": role("reader", "get") };
const UTF16LE = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le");
const UTF16BE = (text: string) => UTF16LE(text).swap16();

/** A kustomization of one resource. */
function resource(path: string, text: string | Uint8Array = role("reader")): Variant {
  return {
    name: `resource ${path}`,
    files: { "kustomization.yaml": `resources: [${JSON.stringify(path)}]\n`, [posix.normalize(path)]: text },
    applied: { reader: "*" },
    found: [posix.normalize(path)],
  };
}

/** A kustomization of one Role, with this text. */
function written(name: string, kustomization: string): Variant {
  return {
    name: `a kustomization with ${name}`,
    files: { "kustomization.yaml": `${kustomization}\n`, "role.txt": role("reader") },
    applied: { reader: "*" },
    found: ["role.txt"],
  };
}

/** An object in this many Lists, each in the next one. */
function inLists(depth: number, text: string): string {
  if (depth === 0) return text;
  const item = inLists(depth - 1, text)
    .trimEnd()
    .replaceAll("\n", "\n    ");
  return `apiVersion: v1\nkind: List\nitems:\n  - ${item}\n`;
}

/** A kustomization whose directory is behind a link, out of which it climbs, and what lies around that link. */
function climbing(links: Record<string, string>, around: Record<string, string> = {}): Variant {
  return {
    name: `a kustomization that climbs out of a directory behind the link ${Object.keys(links).join()}`,
    files: {
      ...around,
      "kustomization.yaml": "resources: [base/sub]\n",
      ".terraform/real/sub/kustomization.yaml": "resources: [../x]\n",
      ".terraform/real/x/kustomization.yaml": "resources: [role.txt]\n",
      ".terraform/real/x/role.txt": role("reader"),
    },
    links,
    applied: { reader: "*" },
    found: [".terraform/real/x/role.txt"],
  };
}

/** A kustomization that patches a Role which allows little. */
function patched(name: string, path: string, text: string | Uint8Array, field: string): Variant {
  return {
    name,
    files: { ...BASE, "kustomization.yaml": `resources: [base.yaml]\n${field}\n`, [path]: text },
    applied: { reader: "*" },
    found: [text === JSON_PATCH ? "base.yaml" : path],
  };
}

const COMPONENT =
  "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{ path: p.txt }]\n";
const TRANSFORMER = `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: p }\npath: p.txt\n`;
const FLUX = (path: string) =>
  [
    "apiVersion: kustomize.toolkit.fluxcd.io/v1",
    "kind: Kustomization",
    "metadata: { name: flux-system, namespace: flux-system }",
    `spec: { path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }`,
    "",
  ].join("\n");
const ARGO = (path: string, options = "") =>
  [
    "apiVersion: argoproj.io/v1alpha1",
    "kind: Application",
    "metadata: { name: shop, namespace: argocd }",
    "spec:",
    "  project: default",
    "  destination: { namespace: shop, server: https://kubernetes.default.svc }",
    `  source: { repoURL: https://example.com/shop/infra.git, path: ${path}${options} }`,
    "",
  ].join("\n");
const BY_CONTROLLER = { applied: { reader: "*" }, isForController: true as const };

export const VARIANTS: readonly Variant[] = [
  resource("role.txt"),
  resource("ROLE.YAML"),
  resource("noext"),
  resource("Role.Yml.bak"),
  resource(".hidden"),
  resource("role[1] {a,b}!.txt"),
  resource("node_modules/r.yaml"),
  resource("node_modules/a/b/r.txt"),
  resource(".terraform/r.yaml"),
  resource(
    ".venv/lib/r.json",
    '{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"reader","namespace":"shop"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["*"]}]}',
  ),
  {
    ...resource("ignored.yaml"),
    name: "resource that .gitignore names",
    files: { ...resource("ignored.yaml").files, ".gitignore": "ignored.yaml\n" },
  },
  { ...resource("r.yaml", UTF16LE(role("reader"))), name: "UTF-16, little endian" },
  { ...resource("r.yaml", UTF16BE(role("reader"))), name: "UTF-16, big endian" },
  {
    ...resource("r.txt", UTF16LE(role("reader").replaceAll("\n", "\r\n"))),
    name: "UTF-16 as PowerShell writes it",
  },
  { ...resource("r.yaml", `\uFEFF${role("reader")}`), name: "a byte order mark" },
  {
    ...resource("r.yaml", `${role("other", "get")}---\n\uFEFF${role("reader")}`),
    name: "a byte order mark behind ---",
    applied: { other: "get", reader: "*" },
  },
  {
    ...resource("r.yaml", UTF16LE(`${role("reader")}---\n${role("other")}`)),
    name: "UTF-16 of two documents, of which kustomize reads one",
  },
  {
    ...resource("templates/r.yaml"),
    name: "a template of a chart",
    files: {
      "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
      "kustomization.yaml": "resources: [templates/r.yaml]\n",
      "templates/r.yaml": role("reader"),
    },
  },
  {
    ...BY_CONTROLLER,
    name: "what is no template, next to a Chart.yaml that is an object",
    files: {
      "flux.yaml": FLUX("./app"),
      "app/Chart.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\n",
      "app/templates/r.yaml": role("reader"),
    },
    found: ["app/templates/r.yaml"],
  },
  resource("{role}.txt"),
  resource("two\nlines.txt"),
  resource("${x}/role.txt"),
  resource("a{{ x }}/$(y).txt"),
  resource("%s/@x@.txt"),
  resource("x://a/role.txt"),
  written("fields in another case", "Resources: [role.txt]"),
  written("a null apiVersion", "apiVersion:\nresources: [role.txt]"),
  written("an empty apiVersion", 'apiVersion: ""\nresources: [role.txt]'),
  written("a lone CR", "# x\rresources: [role.txt]"),
  written("a next line", "# x\u0085resources: [role.txt]"),
  written("a line separator", "# x\u2028resources: [role.txt]"),
  ...["\r", "\u0085", "\u2028", "\u2029"].flatMap((end) => [
    {
      ...resource("r.yaml", role("reader").replace("kind: Role", `# x${end}kind: Role`)),
      name: `the line end ${JSON.stringify(end)} before a kind`,
    },
    {
      ...resource("r.yaml", role("reader").replaceAll("\n", end)),
      name: `the line end ${JSON.stringify(end)} only`,
    },
  ]),
  {
    ...resource("r.yaml", role("reader").replace("kind: Role", "kind: !!binary Um9sZQ==")),
    name: "a kind in base64",
  },
  {
    ...resource("r.yaml", role("reader").replace("'*'", "!!binary Kg==")),
    name: "a verb in base64",
  },
  { ...resource("r.yaml", inLists(12, role("reader"))), name: "Lists of Lists" },
  {
    ...resource("r.yaml", `${role("other", "get")}--- # c\n\uFEFF${role("reader")}`),
    name: "a byte order mark behind --- and a comment",
    applied: { other: "get", reader: "*" },
  },
  {
    ...resource("r.yaml"),
    name: "a kustomization in UTF-16",
    files: { "kustomization.yaml": UTF16LE("resources: [r.yaml]\n"), "r.yaml": role("reader") },
  },
  {
    name: "a kustomization in node_modules",
    files: {
      "kustomization.yaml": "resources: [node_modules/base]\n",
      "node_modules/base/kustomization.yaml": "resources: [role.txt]\n",
      "node_modules/base/role.txt": role("reader"),
    },
    applied: { reader: "*" },
    found: ["node_modules/base/role.txt"],
  },
  {
    name: "a directory behind a link inside of the root",
    files: { "kustomization.yaml": "resources: [link/role.txt]\n", "real/role.txt": role("reader") },
    links: { link: "real" },
    applied: { reader: "*" },
    found: ["link/role.txt"],
  },
  climbing({ base: ".terraform/real" }),
  climbing(
    { "base/sub": "../.terraform/real/sub" },
    {
      // What `../x` would mean where the link lies.
      "base/x/kustomization.yaml": "resources: [role.txt]\n",
      "base/x/role.txt": role("reader", "get"),
    },
  ),
  {
    name: "links to a kustomization and to what it lists",
    files: { "real/k.txt": "resources: [r.yaml]\n", ".venv/r": role("reader") },
    links: { "kustomization.yaml": "real/k.txt", "r.yaml": "a", a: ".venv/r" },
    applied: { reader: "*" },
    found: ["r.yaml"],
  },
  ...["", "apiVersion: v2\n", "apiVersion: 1\n", "apiVersion: example.com/v1\n"].map((apiVersion) => ({
    ...resource("r.yaml", inLists(1, role("reader")).replace("apiVersion: v1\n", apiVersion)),
    name: `a List with ${apiVersion.trim() || "no apiVersion"}`,
  })),
  patched("patch p.txt", "p.txt", PATCH, "patches: [{ path: p.txt }]"),
  patched("patch in node_modules", "node_modules/p.yaml", PATCH, "patches: [{ path: node_modules/p.yaml }]"),
  patched("patch in UTF-16", "p", UTF16LE(PATCH), "patches: [{ path: p }]"),
  patched("patchesStrategicMerge", "P.YAML", PATCH, "patchesStrategicMerge: [P.YAML]"),
  patched(
    "JSON patch",
    "p.jsonpatch",
    JSON_PATCH,
    "patches: [{ path: p.jsonpatch, target: { kind: Role } }]",
  ),
  {
    ...patched("transformer", "p.txt", PATCH, "transformers: [t.cfg]"),
    files: {
      ...BASE,
      "kustomization.yaml": "resources: [base.yaml]\ntransformers: [t.cfg]\n",
      "t.cfg": TRANSFORMER,
      "p.txt": PATCH,
    },
  },
  {
    name: "a component in .terraform",
    files: {
      ...BASE,
      "kustomization.yaml": "resources: [base.yaml]\ncomponents: [.terraform/c]\n",
      ".terraform/c/kustomization.yaml": COMPONENT,
      ".terraform/c/p.txt": PATCH,
    },
    applied: { reader: "*" },
    found: [".terraform/c/p.txt"],
  },
  {
    name: "a component that a generator's input lies beside",
    files: {
      ...BASE,
      "kustomization.yaml":
        "resources: [base.yaml]\ncomponents: [c]\nconfigMapGenerator: [{ name: c, files: [input.bin, k=node_modules/in] }]\n",
      "c/kustomization.yaml": COMPONENT,
      "c/p.txt": PATCH,
      "input.bin": Buffer.from([0, 255, 1]),
      "node_modules/in": role("no-object"),
    },
    applied: { reader: "*" },
    found: ["c/p.txt"],
  },
  {
    ...BY_CONTROLLER,
    name: "Flux path in node_modules",
    files: { "flux.yaml": FLUX("./node_modules/app"), "node_modules/app/sub/r.yaml": role("reader") },
    found: ["node_modules/app/sub/r.yaml"],
  },
  {
    ...BY_CONTROLLER,
    name: "Flux path with packages below",
    files: {
      "flux.yaml": FLUX("./apps"),
      "apps/a.yaml": "",
      "apps/node_modules/r.yml": role("reader"),
    },
    found: ["apps/node_modules/r.yml"],
  },
  {
    ...BY_CONTROLLER,
    name: "Flux path to a kustomization in .venv",
    files: {
      "flux.yaml": FLUX("/.venv/app/"),
      ".venv/app/Kustomization": "resources: [role.txt]\n",
      ".venv/app/role.txt": role("reader"),
    },
    found: [".venv/app/role.txt"],
  },
  {
    ...BY_CONTROLLER,
    name: "components that Flux adds",
    files: {
      "flux.yaml": FLUX("./app").replace("prune: true", "prune: true, components: [../node_modules/c]"),
      "app/base.yaml": role("reader", "get"),
      "app/kustomization.yaml": "resources: [base.yaml]\n",
      "node_modules/c/kustomization.yaml": COMPONENT,
      "node_modules/c/p.txt": PATCH,
    },
    found: ["node_modules/c/p.txt"],
  },
  {
    ...BY_CONTROLLER,
    name: "components that Argo CD adds",
    files: {
      "app.yaml": ARGO("app", ", kustomize: { components: [../.venv/c] }"),
      "app/base.yaml": role("reader", "get"),
      "app/kustomization.yaml": "resources: [base.yaml]\n",
      ".venv/c/kustomization.yaml": COMPONENT,
      ".venv/c/p.txt": PATCH,
    },
    found: [".venv/c/p.txt"],
  },
  {
    ...BY_CONTROLLER,
    name: "Argo CD directory in .terraform",
    files: { "app.yaml": ARGO(".terraform/app"), ".terraform/app/r.json": role("reader") },
    found: [".terraform/app/r.json"],
  },
  {
    ...BY_CONTROLLER,
    name: "Argo CD directory that is read with all below",
    files: {
      "app.yaml": ARGO("apps", ", directory: { recurse: true }"),
      "apps/a.yaml": "",
      "apps/node_modules/x/r.yaml": UTF16LE(role("reader")),
    },
    found: ["apps/node_modules/x/r.yaml"],
  },
  {
    ...BY_CONTROLLER,
    name: "a directory that .gitignore names",
    files: { ".gitignore": "out/\n", "app.yaml": ARGO("out"), "out/r.yaml": role("reader") },
    found: ["out/r.yaml"],
  },
];
