import type { Arguments } from "../args.js";

/** Whether a report is asked for that shows the repository, and not only what was found in it. */
export function showsRepository({ formats }: Pick<Arguments, "formats">): boolean {
  return formats.some(({ name }) => name === "html");
}
