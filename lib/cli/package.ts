import { fileOfPackage } from "./installed.js";

export { bugs, homepage, version } from "../plugin/package.js";

/** The page of a rule, in Markdown. */
export function pageOf(rule: string): string | undefined {
  return fileOfPackage(`docs/rules/${rule}.md`);
}
