import { relative } from "node:path";
import { ESLint } from "eslint";
import { expect } from "vitest";
import { parseArguments } from "../../../lib/cli/args.js";
import { optionsFor } from "../../../lib/cli/lint/eslint-options.js";
import { main } from "../../../lib/cli/main.js";
import { forget, freeze } from "../../../lib/plugin/session.js";
import { readConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { rules } from "../../../rules/index.js";

/** What ESLint finds in all files of a repository, none left out beforehand. */
export async function throughESLint(root: string, argv: readonly string[]): Promise<string[]> {
  const args = parseArguments([...argv, root], "0", Object.keys(rules));
  const config = readConfigFile(root, Object.keys(rules));
  const repository = readRepository(root);
  freeze(repository, { ...config?.settings, root });
  const eslint = new ESLint(optionsFor({ content: { ...repository }, config, args }));
  const files = new Set([...repository.files.keys(), ...repository.chartFiles.keys()]);
  const results = await eslint.lintFiles([...files]);
  forget();
  return told(root, results);
}

/** What the command finds there. */
export async function throughCommand(root: string, argv: readonly string[]): Promise<string[]> {
  const out: string[] = [];
  const err: string[] = [];
  await main(["--format", "json", ...argv, root], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  forget();
  expect(err).toEqual([]);
  return told(root, JSON.parse(out.join("")) as ESLint.LintResult[]);
}

function told(root: string, results: readonly ESLint.LintResult[]): string[] {
  const lines = results.flatMap(({ filePath, messages, suppressedMessages }) =>
    [...messages, ...suppressedMessages]
      .filter(({ ruleId, message }) => ruleId?.startsWith("gitops/") ?? message.includes("'gitops/"))
      .map((message) => JSON.stringify([relative(root, filePath), message])),
  );
  return lines.sort();
}
