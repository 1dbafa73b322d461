import type { Part } from "./shown-text.js";

/** An action of a template: `{{ … }}`. */
interface Action {
  start: number;
  end: number;
  /** Whether it names values and functions and nothing else: a text in it can be a secret. */
  isHarmless: boolean;
}

/** A template with other text in place of its actions, so that it may be YAML, with all offsets as they were. */
export interface BlankedTemplate {
  text: string;
  actions: readonly Action[];
}

/** Overwrites the actions of a template: with nothing where they fill a line, else with a word. */
export function blankActions(text: string): BlankedTemplate {
  const actions: Action[] = [];
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
    const close = text.indexOf("}}", start + 2);
    if (close < 0) break;
    const end = close + 2;
    const action = text.slice(start, end);
    const isAlone =
      /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(at, start - 200), start)) &&
      /^[ \t\r]*(?:\n|$)/.test(text.slice(end, end + 200));
    parts.push(text.slice(at, start), action.replace(/[^\r\n]/g, isAlone ? " " : "x"));
    actions.push({ start, end, isHarmless: HARMLESS.test(action) });
    at = end;
  }
  return { text: [...parts, text.slice(at)].join(""), actions };
}

const HARMLESS = /^\{\{-?[ \t\w.$|]{1,100}-?\}\}$/;

/** Parts of a text in which every action is one of its own, shown only if it is harmless and so is what is there. */
export function withActions(parts: readonly Part[], actions: readonly Action[]): Part[] {
  const from = parts[0]?.start ?? 0;
  const to = parts.at(-1)?.end ?? 0;
  const near = actions.filter(({ start, end }) => end > from && start < to);
  return parts.flatMap((part): Part[] => {
    const found: Part[] = [];
    let at = part.start;
    for (const { start, end, isHarmless } of near) {
      const [first, last] = [Math.max(start, at), Math.min(end, part.end)];
      if (first >= last) continue;
      found.push(
        { ...part, start: at, end: first },
        { start: first, end: last, isShown: part.isShown && isHarmless },
      );
      at = last;
    }
    return [...found, { ...part, start: at }].filter(({ start, end }) => start < end);
  });
}
