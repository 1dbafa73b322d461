// Writes docs/gitops-lint.schema.json from the built sources, or with --check says whether it is current.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { configSchema } from "../dist/lib/plugin/config-schema.js";
import { rules } from "../dist/rules/index.js";

const file = new URL("../docs/gitops-lint.schema.json", import.meta.url);
const options = await resolveConfig(file);
const text = await format(JSON.stringify(configSchema(rules)), { ...options, parser: "json" });
const isCurrent = existsSync(file) && readFileSync(file, "utf8") === text;
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (!isCurrent) {
  console.error("docs/gitops-lint.schema.json is not current. Run: npm run build && npm run docs:schema");
  process.exitCode = 1;
}
