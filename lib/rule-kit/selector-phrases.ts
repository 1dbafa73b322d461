import { OPERATORS, type SelectorDefect } from "../kubernetes/labels/label-syntax.js";
import { meantKind } from "../util/nearest.js";

/**
 * What is said of a label selector that the API server refuses.
 * @param refused the end of the sentence, such as `the API server refuses this policy`
 */
export function selectorMessages(refused: string): Record<SelectorDefect["id"], string> {
  return {
    noKey: `This expression has no 'key', so ${refused}. Add the label that it is about.`,
    noOperator: `This expression has no 'operator', so ${refused}. Add 'operator: {{value}}', or another one.`,
    operator: `There is no operator '{{value}}', so ${refused}. Write 'In', 'NotIn', 'Exists' or 'DoesNotExist'.`,
    noValues: `Operator '{{value}}' needs 'values', so ${refused}. Add them, or write '{{instead}}'.`,
    unusedValues: `Operator '{{value}}' takes no 'values', so ${refused}. Leave them out, or write '{{instead}}'.`,
    labelKey: `Value {{shown}} cannot be the key of a label, so ${refused}. Write letters, digits, '-', '_' and '.', optionally after a domain and a slash.`,
    labelValue: `Value '{{value}}' cannot be the value of a label, so ${refused}. Write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.`,
  };
}

/** For an operator that needs values, the one that takes none, and vice versa. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["In", "Exists"],
  ["NotIn", "DoesNotExist"],
  ["Exists", "In"],
  ["DoesNotExist", "NotIn"],
]);

/** What the messages on a defect quote. */
export function selectorData({ value }: Pick<SelectorDefect, "value">) {
  return { value, shown: value === "" ? '""' : `'${value}'`, instead: INSTEAD.get(value) ?? "" };
}

/** The operator that a misspelt one was probably meant to be. */
export function operatorMeant({ id, value }: { id: string; value: string }): string | undefined {
  return id === "operator" ? meantKind(value, OPERATORS) : undefined;
}
