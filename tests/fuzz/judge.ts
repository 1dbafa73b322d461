import { Analysis } from "../../lib/analysis/analysis.js";
import type { Edit } from "../../lib/manifests/edit.js";
import type { Path } from "../../lib/manifests/locate.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { brokenIn } from "../../lib/repository/facts.js";
import type { Repository } from "../../lib/repository/repository.js";
import type { RuleDefinition } from "../../lib/rule-kit/define-rule.js";
import { runRule } from "../../lib/rule-kit/run-rule.js";
import { beginSentence, printable } from "../../lib/util/phrases.js";
import { rules } from "../../rules/index.js";
import { repositoryOf } from "../builds/repository-of.js";
import type { Texts } from "./repositories.js";

/** A finding, with its place as offsets in its file. */
export interface Found {
  rule: string;
  file: string;
  document: number;
  at: Path;
  start: number;
  end: number;
  message: string;
  fix?: Edit;
  suggest: readonly Edit[];
}

export interface Judged {
  analysis: Analysis;
  found: Found[];
  files: ReadonlyMap<string, ManifestFile>;
}

/** The options of a rule that say the most. */
function optionsOf({ meta: { defaultOptions, docs } }: RuleDefinition): unknown {
  return { ...(defaultOptions[0] as object | undefined), ...docs.presetOptions, ...docs.strictOptions };
}

/**
 * What all rules say of a repository, without ESLint.
 * @param options.repository the same as it was read elsewhere
 * @param options.only some of the rules
 * @throws what a rule throws
 */
export function judge(
  texts: Texts,
  {
    repository = repositoryOf(texts),
    only = Object.values(rules),
  }: { repository?: Repository; only?: readonly RuleDefinition[] } = {},
): Judged {
  const analysis = new Analysis(repository, {});
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, new ManifestFile(text)]));
  const found: Found[] = [];
  for (const path of analysis.repository.files.keys()) {
    const manifests = files.get(path);
    if (!manifests) continue;
    const text = { manifests, broken: brokenIn(path, manifests), refused: undefined };
    for (const rule of only) {
      const words = (id: string, data: Record<string, string> = {}, note = "") => {
        const template = (rule.meta.messages as Record<string, string>)[id] ?? `no message ${id}`;
        const all = beginSentence(template, data);
        return (
          template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => printable(all[key] ?? whole)) +
          printable(note)
        );
      };
      runRule(rule, { path, manifests, text, analysis, template: undefined }, optionsOf(rule), {
        finding(document, at, { at: rest, atItem, isKey, messageId, data, note, fix, suggest = [] }) {
          const whole = [...at, ...rest];
          const { start, end } = manifests.locate(
            document,
            whole,
            atItem ? "item" : isKey ? "key" : undefined,
          );
          const inDocument = (edit: Edit): Edit => ({ ...edit, path: [...at, ...edit.path] });
          found.push({
            ...{ rule: rule.name, file: path, document, at: whole, start, end },
            message: words(messageId, data, note),
            ...(fix && { fix: inDocument(fix) }),
            suggest: suggest.map(({ edit }) => inDocument(edit)),
          });
          for (const one of suggest) checkSentence(words(one.messageId, one.data));
        },
        textFinding({ start, end, messageId, data }) {
          found.push({
            ...{ rule: rule.name, file: path, document: -1, at: [], start, end },
            message: words(messageId, data),
            suggest: [],
          });
        },
        failure(document, at, error) {
          throw error;
        },
      });
    }
  }
  return { analysis, found, files };
}

/** Throws unless a text is a sentence for somebody to read. */
export function checkSentence(message: string): void {
  const odd =
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(message) ||
    !/^[\p{Lu}'`{"]/u.test(message) ||
    !/[.?]$/.test(message) ||
    /undefined|NaN|\{\{\w+\}\}/.test(message);
  if (odd) throw new Error(`This is no sentence: ${JSON.stringify(message)}`);
}

/** Throws unless a range is one of whole characters of a text. */
export function checkRange(text: string, start: number, end: number): void {
  const cuts = (at: number) => {
    const pair = text.slice(at - 1, at + 1);
    return at > 0 && at < text.length && (/^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) || pair === "\r\n");
  };
  const isIn =
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length;
  if (!isIn) throw new Error(`${start} to ${end} is no place in a text of ${text.length}`);
  if (cuts(start) || cuts(end))
    throw new Error(
      `${start} to ${end} cuts a character in ${JSON.stringify(text.slice(Math.max(0, start - 3), end + 3))}`,
    );
}
