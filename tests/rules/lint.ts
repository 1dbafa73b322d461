import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { onTestFinished } from "vitest";
import { forget } from "../../lib/plugin/session.js";
import plugin from "../../lib/index.js";
import type { Settings } from "../../lib/repository/configuration/settings.js";
import { put, temporary } from "../repository/temporary.js";

/** A repository in a directory of its own, until the test ends. */
export function repository(files: Record<string, string | Uint8Array>): string {
  // The plugin must not take it for one that it knows already.
  onTestFinished(forget);
  return temporary(files);
}

/** A finding: its place as `file:line:column-endLine:endColumn`, and its message. */
export type Found = [place: string, message: string];

interface Setup {
  options?: object;
  settings?: Settings;
}

/** What a rule says of each file of a repository, in one of the versions of ESLint. */
export async function messagesOf(
  rule: string,
  files: Record<string, string | Uint8Array>,
  { options, settings }: Setup = {},
  Engine = ESLint,
): Promise<[string, Linter.LintMessage][]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gitops-")));
  try {
    for (const [path, text] of Object.entries(files)) put(root, path, text);
    const config: Linter.Config = {
      files: ["**/*.{yaml,yml,json,jsonl}", "**/Kustomization"],
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
  } finally {
    forget();
    rmSync(root, { recursive: true });
  }
}

/** The findings of a rule on a repository. That ESLint 9 has the same is tested once for each rule. */
export async function lint(
  rule: string,
  files: Record<string, string | Uint8Array>,
  setup: Setup = {},
): Promise<Found[]> {
  const messages = await messagesOf(rule, files, setup);
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
  const messages = await messagesOf(rule, { ...more, [file]: written });
  return messages.flatMap(([, { suggestions: offered = [] }]) =>
    offered.map(({ desc, fix }) => [desc, text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])]),
  );
}

/** The text after `--fix`. */
export async function fixed(rule: string, text: string): Promise<string> {
  const messages = await messagesOf(rule, { "a.yaml": text });
  return messages
    .flatMap(([, { fix }]) => fix ?? [])
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce(
      (after, { range, text: added }) => after.slice(0, range[0]) + added + after.slice(range[1]),
      text,
    );
}
