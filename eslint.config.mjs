import js from "@eslint/js";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Imports point one way; a folder may use those after it, and everyone `kubernetes`. */
const layers = ["rules", "lib/builds", "lib/repository", "lib/language", "lib/kubernetes"];

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "docs/examples/"]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // It takes an assertion that steers inference for one that does nothing, and its fix changes types.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
    },
  },
  {
    files: ["lib/**/*.ts", "rules/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name=/^(push|unshift|splice|concat|max|min|fromCharCode|fromCodePoint|assign)$/] > SpreadElement",
          message: "Arguments lie on the stack, which a long list exhausts. Take the items one by one.",
        },
        {
          selector: "CallExpression[callee.property.name='apply']",
          message:
            "Arguments lie on the stack, which a long list exhausts. Call with what is known to be few.",
        },
      ],
    },
  },
  {
    files: ["rules/*.ts"],
    extends: [eslintPlugin.configs.recommended],
    rules: { "eslint-plugin/require-meta-docs-description": "error" },
  },
  ...layers.map((layer, index) => ({
    files: [`${layer}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...layers.slice(0, index).map((above) => ({
              regex: `^(\\.\\./)+${above.replace("lib/", "(lib/)?")}/`,
              message: `${layer} stands below ${above}: imports point one way.`,
            })),
            // Findings are kept for as long as the repository stays the same, by what it was read to say.
            ...(["rules", "lib/builds", "lib/kubernetes"].includes(layer)
              ? [{ regex: "^(node:)?fs", message: "What is read of the disk goes through the repository." }]
              : []),
            ...(index > 0
              ? [
                  {
                    regex: "(define-rule|/cli/|^\\.\\./index)",
                    message: `${layer} must not know who uses it.`,
                  },
                ]
              : []),
          ],
        },
      ],
    },
  })),
  {
    files: ["tests/**"],
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", performance: "readonly", URL: "readonly" },
    },
  },
);
