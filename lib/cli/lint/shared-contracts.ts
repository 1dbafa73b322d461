import { resolve } from "node:path";
import type { Linter } from "eslint";
import type { Arguments } from "../args.js";
import { withMessages } from "./lint-repository.js";
import type { RootResult } from "./outcome.js";

/**
 * The results of several roots for which one file has the contracts: what is wrong with these themselves is wrong with them in
 * each of the roots, and said once.
 */
export function withSharedContracts(done: readonly RootResult[], { config: file }: Arguments): RootResult[] {
  const sharing = done.filter(({ config }) => config?.settings.hasNamedContracts);
  if (file === undefined || sharing.length < 2) return [...done];
  const path = resolve(file);
  const found = sharing.map(({ results }) => results.find(({ filePath }) => filePath === path));
  const isEverywhere = ({ line, message }: Linter.LintMessage) =>
    found.every((one) => one?.messages.some((other) => other.line === line && other.message === message));
  return done.map((one) => {
    const results = one.results.flatMap((result) => {
      if (result.filePath !== path || !sharing.includes(one)) return [result];
      const messages = one === sharing[0] ? result.messages.filter(isEverywhere) : [];
      return messages.length > 0 ? [withMessages(result, messages)] : [];
    });
    return { ...one, results };
  });
}
