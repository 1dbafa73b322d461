import { IS_INSTALL, IS_UPGRADE, type Renderable } from "./data.js";
import { hookOf } from "./hooks.js";
import { type Changes, type Journal, UNCHANGED } from "./journal.js";
import type { FileWorld, RenderedDocument } from "./rendered.js";
import { splitDocuments } from "./split.js";
import { type Decision, inAllWorlds, type World } from "./worlds.js";
import type { Budget } from "../template/budget.js";
import { execute } from "../template/evaluate.js";
import type { TemplateSet } from "../template/template-set.js";
import { Text } from "../values/text.js";
import { type CallContext, dict, type Func, LimitError, TemplateError } from "../values/value.js";

/** What all renderings of the templates of a release share. */
export interface PassContext {
  templates: TemplateSet;
  functions: ReadonlyMap<string, Func>;
  journal: Journal;
  /** For the first rendering of each template, and for all others. */
  budgets: { first: Budget; others: Budget };
}

/** The worlds of a template as they are found. */
export interface FoundWorlds {
  renderable: Renderable;
  worlds: FileWorld[];
  isComplete: boolean;
}

interface Outcome {
  documents: FileWorld["documents"];
  changes: Changes;
}

/** States of the shared values that are followed after templates that change them in more than one way. */
const MOST_STATES = 32;
/** Templates that change them in more than one way, each after the other. The worlds of later ones have all their decisions. */
const MOST_BRANCHES = 64;
const TOO_MANY_BRANCHES = "more templates before it change the values in several ways than are followed";

/**
 * Renders templates one after the other, as Helm does, each in all worlds. Most leave the values alone that they share. One
 * that changes them has the later ones rendered for each way in which it may.
 */
export class RenderPass {
  #states = 1;
  #depth = 0;

  /**
   * @param files in Helm's order
   * @param found what was found of them before, which is added to
   */
  constructor(
    private readonly files: readonly Renderable[],
    private readonly context: PassContext,
    private readonly found: Map<string, FoundWorlds>,
  ) {}

  run(given: readonly Decision[], from = 0): void {
    for (let index = from; index < this.files.length; index++) {
      const states = this.#render(this.files[index] as Renderable, given);
      const [only] = states;
      if (states.length === 1 && only) this.context.journal.redo(only.changes);
      if (states.length < 2) continue;
      if (this.#depth === MOST_BRANCHES - 1) this.#leave(given, index + 1);
      else this.#branch(states, given, index + 1);
      return;
    }
  }

  /** Goes on in each of several states of the shared values. */
  #branch(states: readonly State[], given: readonly Decision[], from: number): void {
    const { journal } = this.context;
    const room = Math.max(1, MOST_STATES - this.#states + 1);
    if (states.length > room) this.#leaveOpen(from);
    const followed = states.slice(0, room);
    this.#states += followed.length - 1;
    this.#depth++;
    for (const { decisions, changes } of followed) {
      const mark = journal.mark();
      journal.redo(changes);
      this.run([...given, ...decisions], from);
      journal.rollback(mark);
    }
    this.#depth--;
  }

  /** Follows none of the later templates. */
  #leave(decisions: readonly Decision[], from: number): void {
    const documents = { error: new LimitError(TOO_MANY_BRANCHES) };
    for (const renderable of this.files.slice(from))
      this.#worldsOf(renderable).worlds.push({ decisions, documents });
  }

  #leaveOpen(from: number): void {
    for (const renderable of this.files.slice(from)) this.#worldsOf(renderable).isComplete = false;
  }

  #worldsOf(renderable: Renderable): FoundWorlds {
    const { path } = renderable;
    let found = this.found.get(path);
    if (!found) this.found.set(path, (found = { renderable, worlds: [], isComplete: true }));
    return found;
  }

  /** Renders a template in all worlds, and says in which ways it changes the shared values. */
  #render(renderable: Renderable, given: readonly Decision[]): State[] {
    const found = this.#worldsOf(renderable);
    renderable.data.entries.set(
      "Template",
      dict(
        [
          ["Name", Text.plain(renderable.path)],
          ["BasePath", Text.plain(renderable.basePath)],
        ],
        "chartutil.Values",
      ),
    );
    const worlds = this.#worlds(renderable, given, found);
    for (const { decisions, result } of worlds) {
      found.worlds.push({ decisions: [...given, ...decisions], documents: result.documents });
    }
    return statesAfter(worlds);
  }

  #worlds(renderable: Renderable, given: readonly Decision[], found: FoundWorlds): readonly World<Outcome>[] {
    const { budgets } = this.context;
    const first = found.worlds.length === 0 ? budgets.first.part() : undefined;
    let budget = first ?? budgets.others;
    try {
      const { worlds, isComplete } = inAllWorlds(given, (decide) => {
        const current = budget;
        budget = budgets.others;
        return this.#outcome(renderable, withOpposites(decide), current, current === first);
      });
      found.isComplete &&= isComplete;
      return worlds;
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      found.isComplete = false;
      return [];
    }
  }

  #outcome(renderable: Renderable, decide: CallContext["decide"], budget: Budget, isFirst: boolean): Outcome {
    const { journal } = this.context;
    const mark = journal.mark();
    try {
      const documents = this.#documents(renderable, decide, budget);
      return { documents, changes: journal.rollback(mark) };
    } catch (error) {
      journal.rollback(mark);
      const isFound = error instanceof TemplateError || (error instanceof LimitError && isFirst);
      if (!isFound) throw error;
      return { documents: { error }, changes: UNCHANGED };
    }
  }

  #documents({ path, data }: Renderable, decide: CallContext["decide"], budget: Budget): RenderedDocument[] {
    const { templates, functions } = this.context;
    const written = execute(templates, path, data, { functions, decide, budget });
    // Only whether Helm refuses it matters of what it says to people.
    if (path.endsWith("NOTES.txt")) return [];
    return splitDocuments(written).map((text) => {
      const hook = hookOf(text);
      return { text, ...(hook && { hook }) };
    });
  }
}

/** What the shared values become in some worlds. */
interface State {
  /** What is decided in all of them. */
  decisions: readonly Decision[];
  changes: Changes;
}

/** The ways in which a template changes the shared values. Where Helm refuses it, nothing comes after it. */
function statesAfter(worlds: readonly World<Outcome>[]): State[] {
  const states = new Map<string, State>();
  const accepted = worlds.filter(({ result }) => !("error" in result.documents));
  for (const { decisions, result } of accepted) {
    const { changes } = result;
    const known = states.get(changes.identity);
    const common = known
      ? known.decisions.filter((one) => decisions.some((other) => isSame(one, other)))
      : decisions;
    states.set(changes.identity, { decisions: common, changes: known?.changes ?? changes });
  }
  return [...states.values()];
}

function isSame(one: Decision, other: Decision): boolean {
  return one.unknown.id === other.unknown.id && one.holds === other.holds;
}

function withOpposites(decide: CallContext["decide"]): CallContext["decide"] {
  return (unknown) => (unknown.id === IS_UPGRADE.id ? !decide(IS_INSTALL) : decide(unknown));
}
