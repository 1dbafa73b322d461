import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import { afterEach, expect } from "vitest";
import { forget } from "../../lib/plugin/session.js";
import plugin from "../../lib/index.js";
import type { Settings } from "../../lib/repository/configuration/settings.js";

const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  forget();
});

/** Writes a repository into a directory of its own that is gone after the test. */
export function repository(files: Record<string, string | Uint8Array>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gitops-")));
  directories.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A finding: its place as `file:line:column-endLine:endColumn`, and its message. */
export type Found = [place: string, message: string];

interface Setup {
  options?: object;
  settings?: Settings;
}

async function messagesOf(
  Engine: typeof ESLint,
  root: string,
  rule: string,
  { options, settings }: Setup,
): Promise<[string, Linter.LintMessage][]> {
  const config: Linter.Config = {
    files: ["**/*.{yaml,yml,json}", "**/Kustomization"],
    plugins: { gitops: plugin },
    language: "gitops/yaml",
    settings: { gitops: { ...settings, root } },
    rules: { [`gitops/${rule}`]: options ? ["error", options] : "error" },
  };
  const eslint = new Engine({ cwd: root, overrideConfigFile: true, overrideConfig: config });
  const results = await eslint.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map((message): [string, Linter.LintMessage] => [filePath.slice(root.length + 1), message]),
  );
}

async function both(root: string, rule: string, setup: Setup): Promise<[string, Linter.LintMessage][]> {
  const messages = await messagesOf(ESLint, root, rule, setup);
  forget();
  const older = await messagesOf(ESLint9 as unknown as typeof ESLint, root, rule, setup);
  // ESLint 9 still says `nodeType`.
  expect(older).toEqual(
    messages.map(([file, message]) => [file, expect.objectContaining(message) as object]),
  );
  return messages;
}

/** The findings of a rule on a repository, the same with ESLint 9 and 10. */
export async function lint(
  rule: string,
  files: Record<string, string | Uint8Array>,
  setup: Setup = {},
): Promise<Found[]> {
  const messages = await both(repository(files), rule, setup);
  return messages.map(([file, { line, column, endLine, endColumn, message }]) => [
    `${file}:${line}:${column}-${endLine}:${endColumn}`,
    message,
  ]);
}

/** What each suggestion of the findings would make of the file, with its words. */
export async function suggestions(
  rule: string,
  file: string,
  written: string | Uint8Array,
  more: Record<string, string> = {},
) {
  const text = written.toString();
  const messages = await both(repository({ ...more, [file]: written }), rule, {});
  return messages.flatMap(([, { suggestions: offered = [] }]) =>
    offered.map(({ desc, fix }) => [desc, text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])]),
  );
}

/** The text after `--fix`. */
export async function fixed(rule: string, text: string): Promise<string> {
  const messages = await both(repository({ "a.yaml": text }), rule, {});
  return messages
    .flatMap(([, { fix }]) => fix ?? [])
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce(
      (after, { range, text: added }) => after.slice(0, range[0]) + added + after.slice(range[1]),
      text,
    );
}
