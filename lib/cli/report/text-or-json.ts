import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";

/**
 * How and where to print what is no list of findings: as text or JSON, once.
 * @param option the one that asks for it
 * @throws {UsageError} for another format, or several
 */
export function reportOf(
  args: Pick<Arguments, "formats">,
  option: string,
): { name: "stylish" | "json"; file?: string } {
  const [format, ...others] = args.formats;
  const { name = "stylish", file } = format ?? {};
  if (others.length > 0) throw new UsageError(`${option} prints one report; give '--format' once.`);
  if (name !== "stylish" && name !== "json")
    throw new UsageError(`${option} prints text or JSON, not '${name}'.`);
  return { name, ...(file !== undefined && { file }) };
}
