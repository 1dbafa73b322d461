import type { ESLint, Linter } from "eslint";
import { notListedIn } from "../../plugin/room.js";
import { restIn } from "../../plugin/vendored-reports.js";
import { groupBy } from "../../util/group-by.js";
import { printable } from "../../util/phrases.js";
import { Fingerprints, placesIn } from "../report/formats/fingerprints.js";
import { ALL, type Entry } from "./fingerprints-file.js";

type Message = Linter.LintMessage;

/** The longest name of an object that is kept, in characters. */
const LONGEST = 200;

/** The findings of a file that can be accepted, by rule. */
export class Findings {
  readonly byRule: ReadonlyMap<string, readonly Message[]>;
  readonly #result: ESLint.LintResult | undefined;
  readonly #path: string;
  readonly #messages: readonly Message[];
  #named: Map<Message, { fingerprint: string; object: string }> | undefined;

  /**
   * @param result undefined if nothing was found in the file
   * @param path the path of the file below the root, which does not change from machine to machine
   * @param only the findings that can be accepted, if not all can
   */
  constructor(result: ESLint.LintResult | undefined, path: string, only?: ReadonlySet<Message>) {
    this.#result = result;
    this.#path = path;
    const messages = result?.messages ?? [];
    this.#messages = messages.filter((message) => message.ruleId !== null && only?.has(message) !== false);
    // A comment can name a rule that is none, in words that are not to be written anywhere.
    this.byRule = groupBy(this.#messages, ({ ruleId }) => printable(ruleId ?? ""));
  }

  /** What a finding is called, and the object that it is in. */
  name(message: Message): { fingerprint: string; object: string } {
    // All at once, since those that are alike are numbered. It parses the file again.
    this.#named ??= this.#nameAll();
    return this.#named.get(message) ?? { fingerprint: "", object: "" };
  }

  #nameAll(): Map<Message, { fingerprint: string; object: string }> {
    if (!this.#result) return new Map();
    const places = placesIn(this.#result);
    const fingerprints = new Fingerprints();
    return new Map(
      this.#messages.map((message) => {
        const { object = "" } = places.at(message.line, message.column);
        const fingerprint = fingerprints.of(this.#path, message, places);
        return [message, { fingerprint, object: printable(object).slice(0, LONGEST) }];
      }),
    );
  }

  /**
   * What accepts all findings of a rule.
   * @param before what was accepted of it
   * @param errorsOnly whether warnings are left as they were
   */
  accepting(rule: string, before: Entry, errorsOnly: boolean): Entry {
    const all = this.byRule.get(rule) ?? [];
    const errors = all.filter(isError);
    const meant = errorsOnly ? errors : all;
    const names = meant.map((message) => this.name(message));
    const known = Object.fromEntries(names.map(({ fingerprint, object }) => [fingerprint, object]));
    return {
      count: errors.length > 0 ? (errors.some(isCut) ? countAll(errors) : errors.length) : before.count,
      known: meant.length === 0 ? before.known : meant.some(standsForMore) ? { [ALL]: "" } : known,
    };
  }
}

/** What becomes of the findings of a rule in a file, and of what was accepted of it. */
export interface Match {
  accepted: ReadonlySet<Message>;
  /** How many accepted findings are not there any more, and the objects of those that are known. */
  gone: { count: number; objects: readonly string[] };
  /** What is still accepted. */
  kept: Entry;
}

/**
 * Which findings of a rule are accepted. By their fingerprints, if these are known, so that another one in the place of
 * an accepted one is noticed; else by their number, as ESLint does: all of them, as long as there are no more.
 */
export function match(findings: Findings, rule: string, entry: Entry): Match {
  const all = findings.byRule.get(rule) ?? [];
  const errors = all.filter(isError);
  const warnings = all.filter((message) => !isError(message));
  const { count = 0, known } = entry;
  if (!known || Object.hasOwn(known, ALL) || all.some(standsForMore)) {
    // The one that is listed stands for the others, so nothing says which these are.
    const isListed = known !== undefined && Object.keys(known).length === 1 && warnings.length === 1;
    return byNumber(errors, entry, isListed ? warnings : []);
  }
  const isKnown = (message: Message) => Object.hasOwn(known, findings.name(message).fingerprint);
  const there = new Set(all.filter(isKnown).map((message) => findings.name(message).fingerprint));
  const named = Object.entries(known);
  const kept = Object.fromEntries(named.filter(([fingerprint]) => there.has(fingerprint)));
  // ESLint has removed some, or what was a warning is an error now: its number says less, and that counts.
  if (errors.length > 0 && named.length > count) {
    const numbered = byNumber(errors, entry, []);
    return { ...numbered, kept: { ...numbered.kept, known: kept } };
  }
  const objects = named.filter(([fingerprint]) => !there.has(fingerprint)).map(([, object]) => object);
  // ESLint can have accepted more than is known.
  const room = Math.max(0, count - named.length);
  const others = errors.filter((message) => !isKnown(message));
  const left = errors.filter(isKnown).length + Math.min(room, others.length);
  return {
    accepted: new Set([...all.filter(isKnown), ...(others.length <= room ? others : [])]),
    gone: { count: objects.length + Math.max(0, room - others.length), objects },
    kept: { count: left > 0 ? left : undefined, known: kept },
  };
}

/**
 * Whoever accepted just the one that is listed accepted those that it stands for; a greater number was counted where all
 * were listed. Where a report has no room for all, the number of all was accepted.
 * @param others warnings that are accepted
 */
function byNumber(errors: readonly Message[], entry: Entry, others: readonly Message[]): Match {
  const { count, known } = entry;
  const all = countAll(errors);
  const isListed = errors.length === count && !errors.some(isCut);
  const isAccepted = errors.length > 0 && (all <= (count ?? 0) || isListed);
  // An entry that allows none is too much as well, where there is none.
  const tooMany = count === undefined || all > 0 ? Math.max(0, (count ?? 0) - all) : Math.max(1, count);
  const isOver = count === undefined && known !== undefined && errors.length + others.length === 0;
  return {
    accepted: new Set([...(isAccepted ? errors : []), ...others]),
    gone: { count: isOver ? 1 : tooMany, objects: [] },
    kept: {
      count: all > 0 && count !== undefined ? Math.min(count, all) : undefined,
      known: errors.length + others.length > 0 ? known : undefined,
    },
  };
}

function isError({ severity }: Message): boolean {
  return severity === 2;
}

function standsForMore(message: Message): boolean {
  return restIn(message) > 0 || isCut(message);
}

/** Whether it stands for findings that a report has no room for. */
function isCut(message: Message): boolean {
  return notListedIn(message) > 0;
}

/** How many findings there are with those that a listed one stands for. */
function countAll(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + 1 + restIn(message), 0);
}
