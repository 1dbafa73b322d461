import type { Text } from "../values/text.js";
import type { CallContext, Func, Value } from "../values/value.js";
import type { Budget } from "./budget.js";
import type { TemplateSet } from "./template-set.js";

/** What a template is executed with. */
export interface ExecuteOptions {
  /** Those besides Go's own. */
  functions: ReadonlyMap<string, Func>;
  /** Answers conditions that are not known: the same for the same id. */
  decide: CallContext["decide"];
  /** Shared by all that together must not do too much. */
  budget: Budget;
}

/**
 * Executes a template as Helm does (`render` of its pkg/engine/engine.go), in which a missing key is nothing, and nothing
 * is written as nothing. It throws a `TemplateError` where Go or Helm refuses it, and a `LimitError` where it does too
 * much.
 */
export declare function execute(set: TemplateSet, name: string, data: Value, options: ExecuteOptions): Text;
