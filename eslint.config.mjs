import js from "@eslint/js";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Imports run down: the files of a folder may use those of the folders after it. dependency-cruiser reads it too. */
export const layers = [
  "lib/cli",
  "lib/fetch",
  "lib/lsp",
  "lib/plugin",
  "rules",
  "lib/rule-kit",
  "lib/analysis",
  "lib/builds",
  "lib/helm",
  "lib/repository",
  "lib/manifests",
  "lib/kubernetes",
  "lib/util",
];
/** Those that know ESLint. */
const HOSTS = ["lib/cli", "lib/plugin"];
/** Those that read the disk, or ask for what was read there. */
const READERS = ["lib/cli", "lib/fetch", "lib/plugin", "lib/repository"];

/** The only one that opens connections, and who may load it: linting never does. */
const CONNECTING = "lib/fetch";
const FETCHING = "lib/cli/commands/fetch/**/*.ts";

/** The imports that a folder must not have: an ESLint configuration for each. */
function restrictionsOf(layer, index, files = [`${layer}/**/*.ts`]) {
  const above = layers.slice(0, index).map((one) => ({
    regex: `^(\\.\\./)+${one.replace("lib/", "(lib/)?")}/`,
    message: `${layer} is below ${one}: imports run down.`,
  }));
  const entries = {
    regex: "^(\\.\\./)+(lib/)?(index|config)\\.js$",
    message: "The package's entries are for its users.",
  };
  const eslint = { regex: "^(eslint|@eslint/.*)$", message: "Only lib/plugin and lib/cli know ESLint." };
  const disk = {
    regex: "^(node:)?fs(/|$)",
    message: "What is read of the disk goes through lib/repository.",
  };
  const message = `Only ${CONNECTING} opens connections.`;
  const connections = [
    { regex: "^(node:)?(dgram|dns|http|https|http2|tls)(/|$)", message },
    { regex: "^(node:)?net$", allowImportNamePattern: "^isIP", message },
  ];
  const fetching = {
    regex: "^(\\.\\./)+(lib/)?fetch/",
    message: `Only ${FETCHING} may load ${CONNECTING}.`,
  };
  return {
    files,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...above,
            entries,
            ...(HOSTS.includes(layer) ? [] : [eslint]),
            ...(READERS.includes(layer) ? [] : [disk]),
            ...(layer === CONNECTING ? [] : connections),
            ...(layer === "lib/cli" && !files.includes(FETCHING) ? [fetching] : []),
          ],
        },
      ],
    },
  };
}

export default defineConfig(
  globalIgnores(["dist/", "dist-executable/", "coverage/", "docs/examples/", "editors/"]),
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
  ...layers.map((layer, index) => restrictionsOf(layer, index)),
  restrictionsOf("lib/cli", layers.indexOf("lib/cli"), [FETCHING]),
  {
    files: ["tests/**"],
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "performance", property: "now", message: "Count what is done, or add a row to the bench." },
        {
          object: "process",
          property: "cpuUsage",
          message: "Count what is done, or add a row to the bench.",
        },
      ],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", performance: "readonly", URL: "readonly" },
    },
  },
);
