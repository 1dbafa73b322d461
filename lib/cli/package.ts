import { fileOfPackage } from "./installed.js";

export { bugs, version } from "../plugin/package.js";

/** The page of a rule, in Markdown. */
export function pageOf(rule: string): string | undefined {
  return fileOfPackage(`docs/rules/${rule}.md`);
}
