import type { Command, Field, Node, Operand, Pipe, Place, Variable } from "./nodes.js";

/** Where a template reads a value of its chart: `.Values.image.tag`. */
export interface ValueRead extends Place {
  /** Those behind `.Values`; at least one. */
  names: readonly string[];
}

/** Where a template calls another one by a name that is written there. */
export interface TemplateCall {
  name: string;
  /** Whether it passes on what it was itself given. */
  passesOn: boolean;
}

/** What a template does with the values of its chart. */
export interface ValueUse {
  /** As long as it is given what Helm gives the file of a template, in the order in which they are written. */
  reads: readonly ValueRead[];
  calls: readonly TemplateCall[];
  /** Whether it writes into the values, as `set .Values` does: then what is read later may be another one. */
  isChanging: boolean;
}

/** Functions of Sprig that change their first argument. */
const CHANGING: ReadonlySet<string> = new Set([
  ...["set", "unset", "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite"],
]);

/**
 * What a template does with the values of its chart. Left out is what is read through a variable or with `index`, and what
 * is read of the dot within `with` and `range`, where it is something else (text/template/exec.go, walkIfOrWith and
 * walkRange).
 */
export function valueUseIn(nodes: readonly Node[]): ValueUse {
  const walk = new Walk();
  walk.nodes(nodes, true);
  const { reads, calls, isChanging } = walk;
  return { reads, calls, isChanging };
}

class Walk {
  readonly reads: ValueRead[] = [];
  readonly calls: TemplateCall[] = [];
  isChanging = false;

  /** @param isRoot whether the dot is what the template was given */
  nodes(all: readonly Node[], isRoot: boolean): void {
    for (const node of all) {
      switch (node.type) {
        case "action":
          this.#pipe(node.pipe, isRoot);
          break;
        case "template":
          this.calls.push({ name: node.name, passesOn: isPassedOn(soleOperand(node.pipe), isRoot) });
          if (node.pipe) this.#pipe(node.pipe, isRoot);
          break;
        case "if":
        case "with":
        case "range":
          this.#pipe(node.pipe, isRoot);
          this.nodes(node.then, isRoot && node.type === "if");
          this.nodes(node.otherwise ?? [], isRoot);
          break;
      }
    }
  }

  #pipe({ commands }: Pipe, isRoot: boolean): void {
    for (const command of commands) this.#command(command, isRoot);
  }

  #command({ first, rest }: Command, isRoot: boolean): void {
    const [one, other] = rest;
    if (first.type === "identifier") {
      if (first.name === "include" && one?.type === "string")
        this.calls.push({ name: one.value, passesOn: isPassedOn(other, isRoot) });
      if (CHANGING.has(first.name) && one && "names" in one && one.names[0] === "Values")
        this.isChanging = true;
    }
    for (const operand of [first, ...rest]) this.#operand(operand, isRoot);
  }

  #operand(operand: Operand, isRoot: boolean): void {
    if (operand.type === "pipe") this.#pipe(operand, isRoot);
    else if (operand.type === "chain") this.#operand(operand.of, isRoot);
    else if (operand.type === "field" && isRoot) this.#read(operand);
    else if (operand.type === "variable" && operand.name === "$") this.#read(operand);
  }

  #read({ names: [first, ...names], start, end }: Field | Variable): void {
    if (first === "Values" && names.length > 0) this.reads.push({ names, start, end });
  }
}

/** Whether an argument is what the template itself was given. */
function isPassedOn(operand: Operand | undefined, isRoot: boolean): boolean {
  if (operand?.type === "dot") return isRoot;
  return operand?.type === "variable" && operand.name === "$" && operand.names.length === 0;
}

function soleOperand(pipe: Pipe | undefined): Operand | undefined {
  const [command, ...others] = pipe?.commands ?? [];
  return command && others.length === 0 && command.rest.length === 0 ? command.first : undefined;
}
