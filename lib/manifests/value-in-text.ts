import { isProblem, parseDocument } from "./parse.js";
import { splitDocuments } from "./split.js";

/**
 * Longer texts in a ConfigMap or Secret are not read: the API server refuses the object.
 * Kubernetes: pkg/apis/core/validation/validation.go, ValidateConfigMap, with MaxSecretSize.
 */
const MAX_TEXT = 1024 * 1024;

/**
 * The value of a text in a document, such as one in the data of a ConfigMap, and the step that leads to it. Of several
 * documents, those who read such a text take the first. Undefined for anything else than a text that parses.
 */
export function valueInText(text: unknown): { step: number; value: unknown } | undefined {
  if (typeof text !== "string" || isTooLong(text)) return undefined;
  const [first] = splitDocuments(text);
  if (!first) return undefined;
  const result = parseDocument(text.slice(first.start, first.end));
  return isProblem(result) ? undefined : { step: first.index, value: result.value };
}

/** Whether a value is a text that is longer than what is read. */
export function isTooLong(text: unknown): boolean {
  return typeof text === "string" && text.length > MAX_TEXT;
}
