import { FUNCTIONS } from "../functions/index.js";
import type { Node, Place } from "../template/nodes.js";
import { type ParsedTemplate, parseTemplate } from "../template/parse.js";
import { LimitError, TemplateError } from "../values/value.js";

/** Nodes that are written together, such as those between an `if` and its `end`. */
interface Branch {
  outer: Branch | undefined;
}

/** Text between two actions, which comments do not interrupt. */
interface Run extends Place {
  branch: Branch;
  /** Whether no action follows that could add to it. */
  isLast: boolean;
}

/** Which parts of the text of a template are written whenever others are, whatever the values. */
export class Branches {
  readonly #runs: Run[] = [];

  readonly #text: string;

  constructor({ main, defines }: ParsedTemplate) {
    this.#text = main.source.text;
    for (const { nodes } of [main, ...defines.values()]) this.#add(nodes, undefined);
    this.#runs.sort((one, other) => one.start - other.start);
  }

  /** Whether nothing but text is between two offsets. */
  isText(start: number, end: number): boolean {
    const run = this.#runAt(start);
    return run !== undefined && run === this.#runAt(end);
  }

  /** Whether the document that the text at an offset belongs to, or the branch, ends with that text. */
  isLast(offset: number): boolean {
    const run = this.#runAt(offset);
    return run !== undefined && (run.isLast || this.#text.slice(offset, run.end).includes("\n---"));
  }

  /** Whether the text at an offset is written whenever that at another one is. */
  isWith(offset: number, other: number): boolean {
    const run = this.#runAt(offset);
    for (let branch = this.#runAt(other)?.branch; run && branch; branch = branch.outer)
      if (branch === run.branch) return true;
    return false;
  }

  #add(nodes: readonly Node[], outer: Branch | undefined): void {
    const branch = { outer };
    let run: Run | undefined;
    for (const node of nodes) {
      if (node.type === "text") {
        if (run) run.end = node.end;
        else this.#runs.push((run = { start: node.start, end: node.end, branch, isLast: true }));
        continue;
      }
      if (run) run.isLast = false;
      run = undefined;
      if (!("then" in node)) continue;
      this.#add(node.then, branch);
      if (node.otherwise) this.#add(node.otherwise, branch);
    }
  }

  #runAt(offset: number): Run | undefined {
    let [low, high] = [0, this.#runs.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const run = this.#runs[middle];
      if (!run || offset < run.start) high = middle - 1;
      else if (offset >= run.end) low = middle + 1;
      else return run;
    }
    return undefined;
  }
}

/** The branches of a file; undefined if it is no template that Helm takes. */
export function branchesOf(file: string, text: string): Branches | undefined {
  try {
    return new Branches(parseTemplate({ file, text }, FUNCTIONS));
  } catch (error) {
    if (error instanceof TemplateError || error instanceof LimitError) return undefined;
    throw error;
  }
}
