import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ESLint, Linter, Rule } from "eslint";
import { afterAll, vi } from "vitest";
import type gitops from "../../lib/index.js";

/** The oldest ESLint that is supported, and the newest. */
export const VERSIONS = [9, 10] as const;
export type Version = (typeof VERSIONS)[number];

/** An empty directory outside of every repository; the linted texts are said to lie in it. */
export const directory = mkdtempSync(join(realpathSync(tmpdir()), "gitops-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** An ESLint, and the plugin as it is when installed beside it. */
export interface Loaded {
  version: Version;
  plugin: typeof gitops;
  /** Makes a rule of that ESLint. */
  eslintRule: typeof import("../../lib/plugin/eslint-rule.js").eslintRule;
  /** The presets of `@eslint/js` that belong to it. */
  js: { configs: Record<"recommended" | "all", Linter.Config> };
  /** What ESLint says of a text; `file` is a path below the directory. */
  lint(configs: Linter.Config[], text: string, file?: string): Promise<ESLint.LintResult>;
}

const require = createRequire(import.meta.url);

/** Loads the plugin from its sources, with the asked version as its `eslint`. */
export async function load(version: Version): Promise<Loaded> {
  const name = version === 9 ? "eslint9" : "eslint";
  const eslint = await vi.importActual<typeof import("eslint")>(name);
  vi.resetModules();
  vi.doMock("eslint", () => eslint);
  const { default: plugin } = await import("../../lib/index.js");
  const { eslintRule } = await import("../../lib/plugin/eslint-rule.js");
  return {
    version,
    plugin,
    eslintRule,
    js: createRequire(require.resolve(name))("@eslint/js") as Loaded["js"],
    async lint(configs, text, file = "manifest.yaml") {
      const { ESLint } = eslint;
      const linter = new ESLint({ cwd: directory, overrideConfigFile: true, overrideConfig: configs });
      const [result] = await linter.lintText(text, { filePath: join(directory, file) });
      if (!result) throw new Error(`ESLint says nothing of ${file}.`);
      return result;
    },
  };
}

/** One finding as `line:column-endLine:endColumn rule message`. */
export function short({ line, column, endLine, endColumn, ruleId, message }: Linter.LintMessage): string {
  return `${line}:${column}-${endLine}:${endColumn} ${ruleId}: ${message}`;
}

/** The findings of the rules whose names begin so. */
export function only<Message extends { ruleId: string | null }>(
  prefix: string,
  messages: Message[],
): Message[] {
  return messages.filter(({ ruleId }) => ruleId?.startsWith(prefix));
}

/** What ESLint 9 says besides, and 10 no longer does. */
export function withoutNodeType(messages: Linter.LintMessage[]): Omit<Linter.LintMessage, "nodeType">[] {
  return messages.map((message) => {
    const copy: Linter.LintMessage & { nodeType?: unknown } = { ...message };
    delete copy.nodeType;
    return copy;
  });
}

/** The text after a suggestion or fix. */
export function apply(text: string, { range: [start, end], text: replacement }: Rule.Fix): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
