/**
 * Writes a rule with all that it needs, which finds something small and passes every check: what it finds, says and
 * shows is then replaced.
 *
 *   npm run new NAME
 *   npm run new NAME -- --kind RoleBinding --preset strict
 *   npm run new NAME -- --on namespace
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";

const home = join(import.meta.dirname, "..");

/** The kinds that a rule can be started with, and how the manifest of one begins. */
const KINDS = {
  Role: { apiVersion: "rbac.authorization.k8s.io/v1", namespaced: true },
  ClusterRole: { apiVersion: "rbac.authorization.k8s.io/v1" },
  RoleBinding: { apiVersion: "rbac.authorization.k8s.io/v1", namespaced: true },
  ClusterRoleBinding: { apiVersion: "rbac.authorization.k8s.io/v1" },
  Namespace: { apiVersion: "v1" },
  ServiceAccount: { apiVersion: "v1", namespaced: true },
  Deployment: { apiVersion: "apps/v1", namespaced: true },
  NetworkPolicy: { apiVersion: "networking.k8s.io/v1", namespaced: true },
};
const PRESETS = ["recommended", "strict", "all"];

/** What a rule can judge, and the rule that it is started with. */
const EXAMPLES = {
  object: (kind) => ({
    finds: `a ${kind} with the name \`example\``,
    description: `Disallow the name \`example\` for a ${kind}`,
    message: `${kind} '{{name}}' has the name of an example. Name it after what it is for.`,
    printed: `${kind} 'example' has the name of an example. Name it after what it is for.`,
    why: "The name is what the next reader goes by. This one says nothing of what the object is for, and the next copy of the example has it too.",
    file: "a.yaml",
    manifest: (name) => manifest(kind, name),
    place: "4:9-4:16",
    names: ["example", "checkout"],
    check: `on: "object",
      kinds: ["${kind}"],
      // A patch names the object again: it is reported once, where the object is written.
      patches: false,
      check({ metadata }, { report }) {
        if (metadata?.name !== "example") return;
        report({ at: ["metadata", "name"], messageId: "example", data: { name: metadata.name } });
      },`,
  }),
  namespace: () => ({
    ...EXAMPLES.object("Namespace"),
    finds: "a namespace with the name `example`, at the first manifest that makes it",
    description: "Disallow the name `example` for a namespace",
    check: `on: "namespace",
      check({ name, place }, { report }) {
        if (name === "example") report({ at: place.path, messageId: "example", data: { name } });
      },`,
  }),
  kustomization: () => ({
    finds: "a kustomization that makes names begin with `example-`",
    description: "Disallow the prefix `example-` in a kustomization",
    message: "Prefix '{{prefix}}' is that of an example. Write what sets these objects apart.",
    printed: "Prefix 'example-' is that of an example. Write what sets these objects apart.",
    why: "The prefix is what sets the objects of two overlays apart. This one says nothing of them, and the next copy of the example has it too.",
    file: "kustomization.yaml",
    manifest: (prefix) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namePrefix: ${prefix}
resources: []
`,
    place: "3:13-3:21",
    names: ["example-", "checkout-"],
    check: `on: "kustomization",
      check({ value: { namePrefix } }, { report }) {
        if (namePrefix !== "example-") return;
        report({ at: ["namePrefix"], messageId: "example", data: { prefix: namePrefix } });
      },`,
  }),
};

const { name, on, kind, preset } = asked();
const paths = [`rules/${name}.ts`, `tests/rules/${name}.test.ts`, `docs/rules/${name}.md`];
for (const path of paths)
  if (existsSync(join(home, path))) stop(`There is ${path} already: take another name, or delete it.`);
const example = EXAMPLES[on](kind);
await write(paths[0], ruleText());
await write(paths[1], testText());
await write(paths[2], pageText());
await write("CHANGELOG.md", changelogText());
console.log(`Written: ${paths.join(", ")}, and a line in CHANGELOG.md.`);
const { status } = spawnSync(process.execPath, [join(home, "scripts/generate.mjs")], { stdio: "inherit" });
if (status !== 0) process.exit(1);
console.log(`It finds ${example.finds}: replace that with what it is for. Then:
  npm run generate
  npx prettier --write .
  npx vitest run ${paths[1]} tests/rules/eslint-9.test.ts tests/docs.test.ts
  npm run test:package -- examples plugin
  npm run check`);

function asked() {
  let given;
  try {
    given = parseArgs({
      allowPositionals: true,
      options: {
        on: { type: "string", default: "object" },
        kind: { type: "string" },
        preset: { type: "string", default: "all" },
      },
    });
  } catch (error) {
    stop(`${error.message.split(".")[0]}.`);
  }
  const { values, positionals } = given;
  if (positionals.length !== 1)
    stop("Give one name, and options behind '--': npm run new NAME -- --kind ClusterRole --preset strict");
  const [rule] = positionals;
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(rule))
    stop(
      `'${rule}' is no name of a rule: two or more words in small letters with hyphens, as 'no-empty-binding'.`,
    );
  oneOf("on", values.on, Object.keys(EXAMPLES));
  oneOf("preset", values.preset, PRESETS);
  if (values.kind !== undefined && values.on !== "object") stop("--kind goes with --on object only.");
  const objectKind = values.kind ?? "Role";
  oneOf("kind", objectKind, Object.keys(KINDS));
  return { name: rule, on: values.on, kind: objectKind, preset: values.preset };
}

function oneOf(option, value, allowed) {
  if (!allowed.includes(value)) stop(`--${option} takes one of ${allowed.join(", ")}, and not '${value}'.`);
}

function manifest(of, objectName) {
  const { apiVersion, namespaced } = KINDS[of];
  return `apiVersion: ${apiVersion}
kind: ${of}
metadata:
  name: ${objectName}
${namespaced ? "  namespace: shop\n" : ""}`;
}

function ruleText() {
  return `import { defineRule } from "../lib/rule-kit/define-rule.js";

    export default defineRule({
      name: "${name}",
      meta: {
        docs: {
          description: "${example.description}",
          topic: "Files and references",
          consequence: "hygiene",
          preset: "${preset}",
          controls: [],
        },
        messages: {
          example: "${example.message}",
        },
        schema: [],
        defaultOptions: [],
      },
      ${example.check}
    });
  `;
}

function testText() {
  const [wrong, right] = example.names;
  return `import { describe, expect, it } from "vitest";
    import { lint } from "./lint.js";

    const RULE = "${name}";

    const named = (name: string): string => \`${example.manifest("${name}")}\`;

    describe("${name}", () => {
      it("reports the name of an example, at the name", async () => {
        expect(await lint(RULE, { "${example.file}": named("${wrong}") })).toEqual([
          ["${example.file}:${example.place}", "${example.printed}"],
        ]);
      });

      it("is silent on every other name", async () => {
        expect(await lint(RULE, { "${example.file}": named("${right}") })).toEqual([]);
      });
    });
  `;
}

function pageText() {
  const [wrong, right] = example.names;
  const file = example.file === "a.yaml" ? "" : `# file: ${example.file}\n`;
  const block = (value) => `\`\`\`yaml\n${file}${example.manifest(value)}\`\`\``;
  return `# gitops/${name}

<!-- end auto-generated rule header -->

This rule finds ${example.finds}.

## Why it matters

${example.why}

## Wrong

${block(wrong)}

## Right

${block(right)}

## When not to use it

Switch the rule off where examples are what the repository is for.

## Controls

None. This rule is about correctness, and no benchmark asks for it.
`;
}

/** The list of changes with the rule among those of the newest version. */
function changelogText() {
  const [head, newest, ...older] = readFileSync(join(home, "CHANGELOG.md"), "utf8").split(/^(?=## )/m);
  const line = `- New in \`${preset}\`: \`${name}\`.\n`;
  const parts = newest.split(/^(?=### )/m);
  const index = parts.findIndex((part) => part.startsWith("### Rules\n"));
  if (index < 0) parts.push(`\n### Rules\n\n${line}\n`);
  else {
    const lastBullet = /(.*^- [^\n]*\n)/ms.exec(parts[index])?.[0] ?? "### Rules\n\n";
    parts[index] = lastBullet + line + parts[index].slice(lastBullet.length);
  }
  return [head, parts.join(""), ...older].join("");
}

async function write(path, text) {
  const file = join(home, path);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
