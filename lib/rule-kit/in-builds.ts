/** Whether a defect counts only where every build that applies the object has it, or where any has. */
export type InBuilds = "every" | "any";

/**
 * The JSON Schema of an option `in` of that type.
 * @param description the words for it, as they stand in the documentation
 */
export function inBuilds(description: string) {
  return { type: "string", enum: ["every", "any"] satisfies InBuilds[], description };
}
