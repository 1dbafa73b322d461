import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const MANIFEST = "eslint-plugin-gitops/package.json";
const require = createRequire(import.meta.url);

/** The version of this package, where its documentation is, and where its defects are reported. */
export const { version, homepage, bugs } = require(MANIFEST) as Record<
  "version" | "homepage" | "bugs",
  string
>;

/** The page of a rule, in Markdown. */
export function pageOf(rule: string): string | undefined {
  const page = join(dirname(require.resolve(MANIFEST)), "docs/rules", `${rule}.md`);
  return existsSync(page) ? readFileSync(page, "utf8") : undefined;
}
