import type { ESLint, Linter } from "eslint";
import { rules } from "../../../rules/index.js";
import { restIn } from "../../plugin/vendored-reports.js";
import { isAboutNamespaces } from "../../rule-kit/run-rule.js";
import { summedUpIn } from "../../rule-kit/source-findings.js";

type Message = Linter.LintMessage;

/**
 * Which findings in files that have not changed were there before. The text of such a file is the same, so a
 * finding is the same if its place in the text is; its words need not be, since they can mention other files.
 * A finding about a namespace can move to another file with its words unchanged. One that stands for more than before
 * is new. In a file that builds of a stranger's change apply otherwise, one with other words is new, too.
 * @param now the results for files that have not changed
 * @param before what the same rules report on the files before the change
 * @param pathBefore where a file was before
 * @param isSteered whether builds apply a file otherwise, for all that can be told, by the change of a stranger
 */
export function matchFindings(
  now: readonly ESLint.LintResult[],
  before: readonly ESLint.LintResult[],
  {
    pathBefore,
    isSteered = () => false,
  }: { pathBefore: (file: string) => string; isSteered?: (file: string) => boolean },
): Set<Message> {
  const unmatched = new Unmatched(before);
  const known = new Set<Message>();
  const match = (keyOf: (file: string, message: Message) => string | undefined, all = now) => {
    for (const { filePath, messages } of all) {
      for (const message of messages) {
        const key = known.has(message) ? undefined : keyOf(pathBefore(filePath), message);
        if (key !== undefined && unmatched.take(key, message)) known.add(message);
      }
    }
  };
  // If there are several findings in one place, those with the same words come first.
  match((file, message) => `${placeOf(file, message)}\n${message.message}`);
  const others = now.filter(({ filePath }) => !isSteered(filePath));
  match(placeOf, others);
  match((_, message) => (isOfNamespace(message) ? wordsOf(message) : undefined));
  // It can be one of those that another finding of the file stood for.
  match(restOf, others);
  return known;
}

/** Findings from before that are not matched yet, by each of the keys that can match them. */
class Unmatched {
  readonly #byKey = new Map<string, Set<Message>>();
  readonly #taken = new Set<Message>();

  constructor(results: readonly ESLint.LintResult[]) {
    for (const { filePath, messages } of results) {
      for (const message of messages) {
        const place = placeOf(filePath, message);
        const keys = [`${place}\n${message.message}`, place, wordsOf(message)];
        if (restIn(message) > 0) keys.push(restOf(filePath, message));
        for (const key of keys) {
          const others = this.#byKey.get(key);
          if (others) others.add(message);
          else this.#byKey.set(key, new Set([message]));
        }
      }
    }
  }

  /** Takes one if there is any left, so that two findings of now never match the same one from before. */
  take(key: string, now: Message): boolean {
    const unmatched = this.#byKey.get(key);
    for (const message of unmatched ?? []) {
      if (standsFor(now) > standsFor(message)) continue;
      unmatched?.delete(message);
      if (this.#taken.has(message)) continue;
      this.#taken.add(message);
      return true;
    }
    return false;
  }
}

/** How many findings one stands for besides, or sums up. */
function standsFor(message: Message): number {
  return restIn(message) + summedUpIn(message.message);
}

function placeOf(file: string, { ruleId, messageId, line, column, endLine, endColumn }: Message): string {
  return [file, ruleId, messageId, line, column, endLine, endColumn].join("\n");
}

function restOf(file: string, { ruleId }: Message): string {
  return `${file}\n${ruleId}`;
}

function wordsOf({ ruleId, message }: Message): string {
  return `${ruleId}\n${message}`;
}

function isOfNamespace({ ruleId }: Message): boolean {
  const rule = rules[ruleId?.replace(/^gitops\//, "") ?? ""];
  return rule !== undefined && isAboutNamespaces(rule);
}
