import { isTemplate } from "./session.js";
import type { Language } from "@eslint/core";
import type { Linter } from "eslint";
import { VisitorKeys } from "yaml-eslint-parser";
import { createSourceCode, createTemplateSource } from "./source-code.js";

/** The options under `languageOptions` of a configuration that uses this language. */
export interface LanguageOptions extends Linter.LanguageOptions {
  /**
   * "always" builds the syntax tree of every file at once. Only needed for selectors in rules that never look
   * at the source code themselves, like those of `no-restricted-syntax`. `valid-yaml` reports what these
   * cannot see because it does not parse.
   */
  ast?: "always" | "on-demand";
}

/** The ESLint language `gitops/yaml`: manifests, read as far as a rule asks. */
export const language = {
  fileType: "text",
  lineStart: 1,
  columnStart: 0,
  nodeTypeKey: "type",
  visitorKeys: VisitorKeys,
  // Rules for JavaScript take parser options for granted.
  defaultLanguageOptions: { ast: "on-demand", parserOptions: {} },

  validateLanguageOptions({ ast }: LanguageOptions) {
    if (ast !== undefined && ast !== "always" && ast !== "on-demand") {
      throw new TypeError(`languageOptions.ast must be "always" or "on-demand", not ${JSON.stringify(ast)}.`);
    }
  },

  /** Never fails: a file that is not YAML is reported by `valid-yaml`, and must not end the whole run. */
  parse() {
    return { ok: true, ast: { type: "Program" } };
  },

  createSourceCode(
    file: { path: string; body: string; bom: boolean },
    _parsed: unknown,
    context?: { languageOptions: LanguageOptions },
  ) {
    // A chart's template is not YAML for any rule: whatever looks like it does so by accident.
    if (isTemplate(file.path)) return createTemplateSource(file.body, file.bom);
    return createSourceCode(file.body, file.bom, context?.languageOptions.ast ?? "on-demand");
  },
} as unknown as Language;
