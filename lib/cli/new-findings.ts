import type { ESLint, Linter } from "eslint";
import { rules } from "../../rules/index.js";
import { withMessages } from "./lint-root.js";

type Message = Linter.LintMessage;

/**
 * The findings in files that have not changed, without those that were there before. The text of such a file is the
 * same, so a finding is the same where its place in the text is; its words need not be, since they also
 * tell of other files. What is said of a namespace can move to another file with its words unchanged.
 * @param now the results for files that have not changed
 * @param before what the same rules say of the files before the change
 * @param pathBefore where a file was before
 */
export function onlyNew(
  now: readonly ESLint.LintResult[],
  before: readonly ESLint.LintResult[],
  pathBefore: (file: string) => string,
): ESLint.LintResult[] {
  const known = new Known(before);
  const fresh = now.map((result): [ESLint.LintResult, Message[]] => {
    const file = pathBefore(result.filePath);
    const others = result.messages.filter(
      (message) => !known.take(`${placeOf(file, message)}\n${message.message}`),
    );
    return [result, others.filter((message) => !known.take(placeOf(file, message)))];
  });
  return fresh.map(([result, messages]) => {
    const left = messages.filter((message) => !(isOfNamespace(message) && known.take(wordsOf(message))));
    return withMessages(result, left);
  });
}

/** Findings from before that none of now has been matched with, by each of the ways to tell them. */
class Known {
  readonly #left = new Map<string, Set<Message>>();
  readonly #taken = new Set<Message>();

  constructor(results: readonly ESLint.LintResult[]) {
    for (const { filePath, messages } of results) {
      for (const message of messages) {
        const place = placeOf(filePath, message);
        for (const key of [`${place}\n${message.message}`, place, wordsOf(message)]) {
          const others = this.#left.get(key);
          if (others) others.add(message);
          else this.#left.set(key, new Set([message]));
        }
      }
    }
  }

  /** Whether there is still one; it is gone then, so that two findings of now are never the same one of before. */
  take(key: string): boolean {
    const left = this.#left.get(key);
    for (const message of left ?? []) {
      left?.delete(message);
      if (this.#taken.has(message)) continue;
      this.#taken.add(message);
      return true;
    }
    return false;
  }
}

function placeOf(file: string, { ruleId, messageId, line, column, endLine, endColumn }: Message): string {
  return [file, ruleId, messageId, line, column, endLine, endColumn].join("\n");
}

function wordsOf({ ruleId, message }: Message): string {
  return `${ruleId}\n${message}`;
}

function isOfNamespace({ ruleId }: Message): boolean {
  return rules[ruleId?.replace(/^gitops\//, "") ?? ""]?.on === "namespace";
}
