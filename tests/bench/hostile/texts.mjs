// Texts, files, configuration and git repositories that are made to cost much.
import { Buffer } from "node:buffer";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { times } from "../objects.mjs";

const MB = 1_000_000;
const filled = (text, size) => text.repeat(Math.ceil(size / text.length));

const RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n";
const role = (name, verb = "get") =>
  `${RBAC}kind: Role\nmetadata: { name: ${name}, namespace: shop }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: ["${verb}"] }\n`;
const roleJson = (name, verb = "get") =>
  JSON.stringify({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name, namespace: "shop" },
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: [verb] }],
  });
const roles = (count, verb) => times(count, (index) => role(`r${index}`, verb)).join("---\n");

const one = (text, path = "role.yaml") => ({ files: () => ({ [path]: text() }) });
/** A role after which a text is repeated. */
const after = (text, size = 5 * MB) => one(() => role("a", "*") + filled(text, size));
/** A text that is repeated from the start. */
const only = (text, size = 5 * MB) => one(() => filled(text, size));
/** A role with a text that is repeated as the value of an annotation. */
const value = (text, size = 5 * MB) =>
  one(() => role("a", "*").replace("shop }", `shop, annotations: { a: ${filled(text, size)} } }`));
const config = (text) => ({ files: () => ({ "role.yaml": role("a", "*"), ".gitops-lint.yaml": text() }) });
const beside = (path, text) => ({ files: () => ({ "role.yaml": role("a", "*"), [path]: text() }) });
const names = (text, count = 3000) => ({
  files: () => ({
    ...Object.fromEntries(times(count, (index) => [`f${index}/role.yaml`, role(`r${index}`, "*")])),
    ...text(),
  }),
});

/** Aliases that stand for ten times as much at each step. */
const bomb = (start = "a") =>
  times(10, (index) =>
    index === 0
      ? `x0: &x0 [${start}]\n`
      : `x${index}: &x${index} [${times(10, () => `*x${index - 1}`).join(", ")}]\n`,
  ).join("");

const secretOf = (text) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\ndata:\n  config: ${Buffer.from(text).toString("base64")}\n`;
const kubeconfig = (count) =>
  `apiVersion: v1\nkind: Config\ncurrent-context: c0\nclusters:\n${times(count, (i) => `  - { name: c${i}, cluster: { server: "http://h${i}", insecure-skip-tls-verify: true } }\n`).join("")}contexts:\n${times(count, (i) => `  - { name: c${i}, context: { cluster: c${i}, user: u${i} } }\n`).join("")}users:\n${times(count, (i) => `  - { name: u${i}, user: { token: t${i} } }\n`).join("")}`;
const configMapOf = (text) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s, namespace: shop }\ndata:\n  config: |\n${text.replace(/^/gm, "    ")}\n`;

const crd = (filler) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: things.example.com }\nspec:\n  group: example.com\n  names: { kind: Thing, plural: things }\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n${filler}`;
const properties = (size) =>
  times(
    size / 100,
    (i) => `            p${i}:\n              type: string\n              description: What is said of it\n`,
  ).join("");

const git = (root, args, input) =>
  execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  }).trim();

/** A commit whose tree has the same tree ten times, which has the same one ten times, and so on. */
const treeBomb = (depth) => (root) => {
  git(root, ["init", "-q"]);
  const blob = git(root, ["hash-object", "-w", "--stdin"], role("a", "*"));
  let tree = git(root, ["mktree"], times(10, (i) => `100644 blob ${blob}\tf${i}.yaml\n`).join(""));
  for (let level = 1; level < depth; level++)
    tree = git(root, ["mktree"], times(10, (i) => `040000 tree ${tree}\td${i}\n`).join(""));
  const commit = git(root, ["commit-tree", tree, "-m", "a"]);
  git(root, ["update-ref", "refs/heads/bomb", commit]);
  const plain = git(root, ["mktree"], `100644 blob ${blob}\trole.yaml\n`);
  const head = git(root, ["commit-tree", plain, "-p", commit, "-m", "b"]);
  git(root, ["update-ref", "HEAD", head]);
};

const directives = (make, count = 130_000) => one(() => roles(100, "*") + times(count, make).join(""));

export const scenarios = {
  "80,000 roles that are wrong": one(() => roles(60_000, "*")),
  "80,000 roles": one(() => roles(60_000, "get")),
  "80,000 roles in a List": one(
    () =>
      `{"apiVersion":"v1","kind":"List","items":[${times(55_000, (i) => roleJson(`r${i}`, "*")).join()}]}`,
    "list.json",
  ),
  "8 MB of LF in a role": after("\n", 8 * MB),
  "8 MB of CR in a role": after("\r", 8 * MB),
  "8 MB of CRLF in a role": after("\r\n", 8 * MB),
  "8 MB of NEL in a role": after("\u0085", 4 * MB),
  "8 MB of mixed line ends in a role": after("\n\r\u0085\r\n\u2028", 5 * MB),
  "8 MB of LF inside a role": one(() => role("a", "*").replace("rules", `${filled("\n", 8 * MB)}rules`)),
  "8 MB of CR inside a role": one(() => role("a", "*").replace("rules", `${filled("\r", 8 * MB)}rules`)),
  "8 MB of LF in a block scalar": one(() => `${role("a", "*")}x: |${filled("\n", 8 * MB)}  a\n`),
  "8 MB of LF in quotes": one(() => `${role("a", "*")}x: "${filled("\n", 8 * MB)}"\n`),
  "8 MB of LF between documents": one(() =>
    times(100, (i) => role(`r${i}`, "*") + filled("\n", 80_000)).join("---\n"),
  ),
  "x: [ and 5 MB of ]": one(() => `${role("a", "*")}x: [${filled("]", 5 * MB)}`),
  ...Object.fromEntries(
    [
      ..."[{\"'#|>]}&*!%@`,",
      ...[
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a ",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "a: ",
        "{a: ",
        "- - - -\n",
        "\t",
        "\0",
        "\uFEFF",
        "x\n",
        "x: y\n",
        "<<: *a\n",
        "---\n...\n",
        "# a\n",
        "%YAML 1.2\n---\n",
        "\\",
        "---\n\uFEFF",
        "{{ x }}\n",
        "kind: Role\n",
        "a:\n",
        "-\n",
        "? a\n",
        "[\n",
        "[]\n",
        "[a]: b\n",
        '"a"\n',
        "|\n",
        "...",
        "--- ",
        "kind",
        "!!str a\n",
        "&a\n",
      ],
    ].flatMap((text) => [
      [`5 MB of ${JSON.stringify(text)}`, only(text)],
      [`5 MB of ${JSON.stringify(text)} after a role`, after(text)],
      [`5 MB of ${JSON.stringify(text)} in a role`, value(text)],
    ]),
  ),
  "a role on one line": one(
    () =>
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, namespace: shop}, rules: [${times(120_000, () => '{apiGroups: [""], resources: [pods], verbs: ["*"]}').join(", ")}]}`,
  ),
  "a JSON role on one line": one(
    () =>
      `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"a","namespace":"shop"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":[${times(900_000, (i) => `"v${i}"`).join()}]}]}`,
    "role.json",
  ),
  "a role with an annotation of 9 MB": one(() => `${role("a", "*")}x: ${filled("abcdefgh", 9 * MB)}\n`),
  "a role with 9 MB of words": one(() => `${role("a", "*")}x: ${filled("a b c d ", 9 * MB)}\n`),
  "a role with 9 MB of escapes": one(() => `${role("a", "*")}x: "${filled("\\u0061\\n", 9 * MB)}"\n`),
  "a role with 9 MB of '' in quotes": one(() => `${role("a", "*")}x: '${filled("''", 9 * MB)}'\n`),
  "a role with a name of 9 MB": one(() => role(filled("a", 9 * MB), "*")),
  "a role with a verb of 9 MB": one(() => role("a", filled("abc", 9 * MB))),
  "a role with a block scalar of 9 MB": one(
    () => `${role("a", "*")}x: |\n${filled("  some text\n", 9 * MB)}`,
  ),
  "a comment of 9 MB": one(() => `${role("a", "*")}# ${filled("abcdefgh", 9 * MB)}\n`),
  "a comment of 9 MB at the start": one(() => `# ${filled("generated by ", 9 * MB)}\n${role("a", "*")}`),
  "a directive of 9 MB": one(() => `# eslint-disable ${filled("gitops/x, ", 9 * MB)}\n${role("a", "*")}`),
  "130,000 directives": directives(() => "# eslint-disable gitops/no-wildcard-verbs\n"),
  "130,000 directives for all": directives(() => "# eslint-disable\n"),
  "130,000 directives for a line": directives(() => "# eslint-disable-next-line gitops/no-wildcard-verbs\n"),
  "130,000 directives that configure": directives(() => "# eslint gitops/no-wildcard-verbs: off\n"),
  "130,000 directives that do not parse": directives(() => "# eslint gitops/{: off\n"),
  "1,000 directives on 40,000 findings": one(
    () => times(1000, () => "# eslint-disable-line gitops/no-wildcard-verbs\n").join("") + roles(60_000, "*"),
  ),
  "130,000 eslint words in block scalars": one(
    () => `${role("a", "*")}x: |\n${filled("  # eslint-disable gitops/no-wildcard-verbs\n", 6 * MB)}`,
  ),
  "130,000 documents with eslint": one(() => roles(100, "*") + filled("---\n# eslint-disable x\n", 4 * MB)),
  "130,000 eslint comments in blocks": one(
    () => roles(100, "*") + filled("x: | # eslint-disable a\n  text\n", 4 * MB),
  ),
  "9 MB of ABAC policies": one(
    () =>
      times(
        55_000,
        (i) =>
          `{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"u${i}","namespace":"*","resource":"*","apiGroup":"*"}}\n`,
      ).join(""),
    "policies.jsonl",
  ),
  "9 MB of JSON lines": one(() => filled(`${roleJson("a", "*")}\n`, 9 * MB), "a.jsonl"),
  "9 MB of JSON in a YAML file": one(() => filled(`${roleJson("a", "*")}\n---\n`, 9 * MB)),
  "UTF-16 of 9 MB": one(() => Buffer.from(`\uFEFF${roles(28_000, "*")}`, "utf16le")),
  "UTF-16 that is wrong": one(() =>
    Buffer.concat([Buffer.from(`\uFEFF${role("a", "*")}`, "utf16le"), Buffer.alloc(8 * MB, 0xd8)]),
  ),
  "9 MB of invalid UTF-8": one(() =>
    Buffer.concat([Buffer.from(role("a", "*")), Buffer.alloc(9 * MB, 0xff)]),
  ),
  "9 MB of U+FFFD and an invalid byte": one(() =>
    Buffer.concat([Buffer.from(`${role("a", "*")}# ${filled("\uFFFD", 3 * MB)}`), Buffer.from([0xff])]),
  ),
  "a CRD of 9 MB": one(() => crd(properties(9 * MB))),
  "a CRD of 9 MB in flow style": one(() =>
    crd(`            ${filled("{a: ", 100)}1${filled("}", 100 / 4)}\n${properties(6 * MB)}`),
  ),
  "a CRD that is not plain": one(() =>
    crd(`            x: &a 1\n${properties(9 * MB)}`).replace("group: example.com", "group: &g example.com"),
  ),
  "a kubeconfig in a Secret": one(() => secretOf(kubeconfig(35_000))),
  "a kubeconfig in a ConfigMap": one(() => configMapOf(kubeconfig(35_000))),
  "texts within texts": one(() => {
    let text = kubeconfig(3000);
    for (let i = 0; i < 8; i++) text = configMapOf(text);
    return text;
  }),
  "Secrets within Secrets": one(() => {
    let text = kubeconfig(3000);
    for (let i = 0; i < 8; i++) text = secretOf(text);
    return text;
  }),
  "3,000 texts in a ConfigMap": one(
    () =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s, namespace: shop }\ndata:\n${times(3000, (i) => `  c${i}: |\n${kubeconfig(5).replace(/^/gm, "    ")}\n`).join("")}`,
  ),
  "an alias bomb in a role": one(() => `${role("a", "*")}${bomb()}`),
  "an alias bomb as rules": one(
    () =>
      `${bomb("{apiGroups: [''], resources: [pods], verbs: ['*']}")}${role("a", "*").replace(/rules:[^]*/, "rules: *x5\n")}`,
  ),
  "an alias bomb in a ConfigMap": one(() => configMapOf(bomb() + kubeconfig(2))),
  "an alias bomb in a kustomization": {
    files: () => ({
      "role.yaml": role("a", "*"),
      "kustomization.yaml": `${bomb("role.yaml")}resources: *x9\n`,
    }),
  },
  "an alias bomb of 6 steps in a kustomization": {
    files: () => ({
      "role.yaml": role("a", "*"),
      "kustomization.yaml": `${bomb("role.yaml")}resources: *x5\n`,
    }),
  },
  "100,000 aliases": one(() => `${role("a", "*")}x: &x [a, b]\ny: [${filled("*x, ", 2 * MB)}a]\n`),
  "100,000 anchors": one(() => `${role("a", "*")}y: [${times(200_000, (i) => `&a${i} b`).join(", ")}]\n`),
  "100,000 merge keys": one(() => `${role("a", "*")}x: &x { a: 1 }\ny:\n${filled("  - <<: *x\n", 3 * MB)}`),
  "100,000 keys": one(() => `${role("a", "*")}y:\n${times(400_000, (i) => `  k${i}: ${i}\n`).join("")}`),
  "500,000 documents": one(() => roles(10, "*") + filled("---\na: 1\n", 5 * MB)),
  "500,000 documents of no kind": one(() => roles(10, "*") + filled("---\n{\n", 5 * MB)),
  "200,000 broken roles": one(() => filled("---\nkind: Role\napiVersion: a\nx: [\n", 5 * MB)),
  "200,000 broken objects": one(() => filled("---\nkind: Thing\napiVersion: a/v1\nx: [\n", 5 * MB)),
  "200,000 templates": one(() => filled("---\nkind: Role\napiVersion: a\nx: {{ a }}\n", 5 * MB)),
  "flow collections to mend": one(() => `${role("a", "*")}x:\n${filled("  - a: [\n  b\n  ]\n", 5 * MB)}`),
  "5 MB of tags after kind": one(() => `${role("a", "*")}x: ]\n${filled("kind: !", 5 * MB)}`),
  "5 MB of escapes in quotes": one(() => `${role("a", "*")}x: ]\n"${filled("\\x", 5 * MB)}" a\n`),
  "8 MB of line ends before ABAC policies": one(
    () =>
      `${filled("\n", 8 * MB)}{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"a","resource":"*"}}\n`,
    "policies.json",
  ),
  "20,000 files that a kustomization names": {
    files: () => ({
      "kustomization.yaml": `resources:\n${times(20_000, (i) => `  - a/r${i}.txt\n`).join("")}`,
      ...Object.fromEntries(times(20_000, (i) => [`a/r${i}.txt`, role(`r${i}`)])),
    }),
  },
  "a chain of 1,000 layers with plugins": {
    files: () => ({
      ...Object.fromEntries(
        times(1000, (i) => [
          `node_modules/l${i}/kustomization.yaml`,
          `resources: [../l${i + 1}]\ntransformers: [../plugin.yaml]\n`,
        ]),
      ),
      "node_modules/l1000/kustomization.yaml": "resources: []\n",
      "node_modules/plugin.yaml": `apiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: a }\n${times(5000, (i) => `# ${i}\n`).join("")}path: a.txt\n`,
      "kustomization.yaml": "resources: [node_modules/l0]\n",
    }),
  },
  "1,000 nested roots": {
    files: () =>
      Object.assign(
        { "role.yaml": role("a", "*") },
        ...times(1000, (i) => ({ [`d${i}/.gitops-lint.yaml`]: "", [`d${i}/role.yaml`]: role(`r${i}`, "*") })),
      ),
    withoutRoot: true,
  },
  "3,000 files of a line": names(() => Object.fromEntries(times(3000, (i) => [`g${i}.yaml`, "a: 1\n"]))),
  "100,000 tiny files": {
    files: () => Object.fromEntries(times(100_000, (i) => [`d${i % 1000}/f${i}.yaml`, "a: 1\n"])),
  },
  "20,000 files with a role that is wrong": {
    files: () => Object.fromEntries(times(20_000, (i) => [`d${i % 100}/f${i}.yaml`, role(`r${i}`, "*")])),
  },
  "100 levels of directories": {
    files: () =>
      Object.fromEntries(
        [20, 60, 63, 64, 65, 100].map((depth) => [`${"d/".repeat(depth)}role.yaml`, role(`r${depth}`, "*")]),
      ),
  },
  "names of files": {
    files: () =>
      Object.fromEntries(
        [
          "a\nb",
          "a'b",
          'a"b',
          "a%0Ab",
          "::error::x",
          "##[error]x",
          "😀",
          "a\u202Eb",
          "a\rb",
          "a\u001B[31m",
          "a".repeat(250),
          "__proto__",
          "constructor",
        ].map((name) => [`${name}.yaml`, role("a", "*")]),
      ),
    prepare: (root) =>
      writeFileSync(
        Buffer.concat([Buffer.from(join(root, "a")), Buffer.from([0xff, 0xfe]), Buffer.from(".yaml")]),
        role("b", "*"),
      ),
  },

  "ten .gitignore of 9 million line breaks": {
    files: () => ({
      "role.yaml": role("a", "*"),
      ...Object.fromEntries(times(10, (i) => [`d${i}/.gitignore`, filled("\n", 9 * MB)])),
    }),
  },
  ".gitignore of 90 MB": beside(".gitignore", () => filled("abc\n", 90 * MB)),
  ".sourceignore of 90 MB": beside(".sourceignore", () => filled("abc\n", 90 * MB)),
  "ten .sourceignore of 9 million line breaks": {
    files: () => ({
      "role.yaml": role("a", "*"),
      "flux.yaml":
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a, namespace: flux-system }\nspec: { path: ./, interval: 1m, prune: true, sourceRef: { kind: GitRepository, name: a } }\n",
      ...Object.fromEntries(times(10, (i) => [`d${i}/.sourceignore`, filled("\n", 9 * MB)])),
    }),
  },
  "patterns with wildcards on long names": {
    files: () => ({
      ".gitignore": filled("*a*a*a*a*b\n", MB),
      ...Object.fromEntries(times(1000, (i) => [`${"a".repeat(200)}${i}.yaml`, role(`r${i}`, "*")])),
    }),
  },
  "2,000 patterns in each of 60 directories": {
    files: () => ({
      ...Object.fromEntries(
        times(60, (i) => [
          `${"d/".repeat(i)}.gitignore`,
          times(2000, (j) => `**/x${j}*y*z*/**/b\n`).join(""),
        ]),
      ),
      ...Object.fromEntries(times(300, (i) => [`${"d/".repeat(59)}f${i}.yaml`, role(`r${i}`, "*")])),
    }),
  },
  "a configuration with 9 MB of comments": config(() => `${filled("# a\n", 9 * MB)}preset: strict\n`),
  "a configuration of a million documents": config(() => `preset: strict\n${filled("---\n", 4 * MB)}`),
  "a configuration of 9 MB of line breaks": config(() => `${filled("\n", 9 * MB)}preset: strict\n`),
  "a configuration with 5 MB of rules": config(
    () => `rules:\n${times(150_000, (i) => `  rule-number-${i}-of-many: off\n`).join("")}`,
  ),
  "a configuration that is nested": config(() => `settings: ${filled("[", 5 * MB)}`),
  "a configuration with an alias bomb": config(() => `${bomb()}ignores: *x9\n`),
  "1,000 globs of ignores on 3,000 files": names(() => ({
    ".gitops-lint.yaml": `ignores:\n${times(999, (i) => `  - "**/a*b*c${i}/**/d*.yaml"\n`).join("")}`,
  })),
  "1,000 globs of an override on 3,000 files": names(() => ({
    ".gitops-lint.yaml": `overrides:\n  - files:\n${times(999, (i) => `      - "**/a*b*c${i}/**/d*.yaml"\n`).join("")}    rules: { no-wildcard-verbs: off }\n`,
  })),
  "1,000 overrides on 3,000 files": names(() => ({
    ".gitops-lint.yaml": `overrides:\n${times(999, (i) => `  - { files: ["**/f${i}*/*.yaml"], rules: { no-wildcard-verbs: ${i % 2 ? "off" : "warn"} } }\n`).join("")}`,
  })),
  "1,000 globs of vendored on 3,000 files": names(() => ({
    ".gitops-lint.yaml": `settings:\n  vendored:\n${times(999, (i) => `    - "**/a*b*c${i}/**/d*.yaml"\n`).join("")}`,
  })),
  "a million names that are known": config(
    () => `settings:\n  knownRoles:\n${times(400_000, (i) => `    - a*b${i}\n`).join("")}`,
  ),
  "200,000 names that are known": names(() => ({
    ".gitops-lint.yaml": `settings:\n  knownNamespaces:\n${times(60_000, (i) => `    - a*b${i}\n`).join("")}`,
  })),
  "suppressions of 30 MB": beside(
    "eslint-suppressions.json",
    () => `{${times(300_000, (i) => `"f${i}.yaml":{"gitops/no-wildcard-verbs":{"count":1}}`).join()}}`,
  ),
  "suppressions of 90 MB": beside("eslint-suppressions.json", () => `{${filled(" ", 90 * MB)}}`),
  "suppressions that are nested": beside("eslint-suppressions.json", () => `{"a":${filled("[", 9 * MB)}`),
  "Chart.yaml of 9 MB": {
    files: () => ({
      "Chart.yaml": `name: a\nversion: 1.0.0\n${filled("# kin\n", 9 * MB)}`,
      ...Object.fromEntries(times(300, (i) => [`templates/r${i}.yaml`, role(`r${i}`, "*")])),
    }),
  },
  "Chart.yaml with a million dependencies": {
    files: () => ({
      "Chart.yaml": `name: a\nversion: 1.0.0\ndependencies:\n${times(150_000, (i) => `  - { name: d${i}, version: "1", repository: "https://h" }\n`).join("")}`,
      ...Object.fromEntries(times(300, (i) => [`charts/d${i}/r.yaml`, role(`r${i}`, "*")])),
    }),
  },
  "git's own files of 90 MB": {
    files: () => ({
      "role.yaml": role("a", "*"),
      ".git/config": filled('[remote "a"]\nurl = https://h/a\n', 90 * MB),
      ".git/packed-refs": filled("a\n", 90 * MB),
      ".git/HEAD": filled("ref: refs/heads/main\n", 90 * MB),
      ".git/commondir": filled("../", 9 * MB),
    }),
  },
  "git's configuration of 1 MB": {
    files: () => ({
      ...Object.fromEntries(
        times(3000, (i) => [
          `f${i}.yaml`,
          `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a${i}, namespace: argocd }\nspec: { project: default, source: { repoURL: "https://h/b${i}", path: . }, destination: { namespace: a, server: "https://kubernetes.default.svc" } }\n`,
        ]),
      ),
      ".git/config": filled('[remote "a"]\nurl = https://h/a\n', 0.99 * MB),
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/main\n",
    }),
  },
  "a .git that leads to itself": beside(".git", () => "gitdir: .git\n"),
  "a .git that leads to itself, compared": { ...beside(".git", () => "gitdir: .git\n"), args: ["--staged"] },
  "a tree of 10^6 files": {
    files: () => ({ "role.yaml": role("a", "*") }),
    prepare: treeBomb(6),
    args: ["--changed-since", "bomb"],
  },
  "a tree of 10^10 files": {
    files: () => ({ "role.yaml": role("a", "*") }),
    prepare: treeBomb(10),
    args: ["--changed-since", "bomb"],
  },
  "a base with a file of 1 GB": {
    files: () => ({ "role.yaml": role("a", "*") }),
    prepare: (root) => {
      git(root, ["init", "-q"]);
      writeFileSync(join(root, "big.yaml"), Buffer.alloc(2 ** 30, "a\n"));
      mkdirSync(join(root, "d"));
      writeFileSync(join(root, "d/.gitignore"), Buffer.alloc(2 ** 26, "a\n"));
      git(root, ["add", "."]);
      git(root, ["commit", "-qm", "a"]);
      git(root, ["rm", "-q", "big.yaml"]);
      git(root, ["commit", "-qm", "b"]);
    },
    args: ["--changed-since", "HEAD~1"],
  },
  "a base with thirty files of 31 MB": {
    files: () => ({ "role.yaml": role("a", "*") }),
    prepare: (root) => {
      git(root, ["init", "-q"]);
      for (let i = 0; i < 30; i++)
        writeFileSync(join(root, `big${i}.yaml`), Buffer.alloc(31 * 2 ** 20, `a${i}\n`));
      git(root, ["add", "."]);
      git(root, ["commit", "-qm", "a"]);
      git(root, ["rm", "-q", "big*.yaml"]);
      git(root, ["commit", "-qm", "b"]);
    },
    args: ["--changed-since", "HEAD~1"],
  },

  ...Object.fromEntries(
    ["stylish", "json", "sarif", "github", "gitlab", "junit", "markdown"].map((format) => [
      `80,000 findings as ${format}`,
      { ...one(() => roles(60_000, "*")), args: ["--format", format] },
    ]),
  ),
  "80,000 findings suppressed": { ...one(() => roles(60_000, "*")), args: ["--suppress-all"] },
  "80,000 findings fixed": { ...one(() => roles(60_000, "*")), args: ["--fix"] },
};
