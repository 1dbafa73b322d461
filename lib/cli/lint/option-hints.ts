import { didYouMean } from "../../util/did-you-mean.js";

/**
 * What may have been meant by an option that a rule does not accept, with the space before it; empty without an idea.
 * @param schema of the options
 * @param reason what ESLint says is wrong
 */
export function optionHint(schema: readonly object[], reason: string): string {
  const words = wordsIn(schema);
  const [, property] = /Unexpected property "([^"]*)"/.exec(reason) ?? [];
  if (property !== undefined) return didYouMean(property, words.properties);
  const [, value] = /Value "([^"]*)" should be equal to one of the allowed values/.exec(reason) ?? [];
  if (value === undefined || words.values.length === 0) return "";
  return ` They are ${words.values.join(", ")}.${didYouMean(value, words.values)}`;
}

/** The names of properties and the values to choose from that are anywhere in a schema. */
function wordsIn(schema: unknown): { properties: string[]; values: string[] } {
  if (typeof schema !== "object" || schema === null) return { properties: [], values: [] };
  const inner = Object.values(schema).map(wordsIn);
  const { properties, enum: values }: { properties?: unknown; enum?: unknown } = schema;
  const isMap = typeof properties === "object" && properties !== null;
  return {
    properties: [...(isMap ? Object.keys(properties) : []), ...inner.flatMap((one) => one.properties)],
    values: [
      ...(Array.isArray(values) ? values.filter((value) => typeof value === "string") : []),
      ...inner.flatMap((one) => one.values),
    ],
  };
}
