import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { PageData } from "../../../../lib/cli/report/formats/html/page-data.js";

const sha256 = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/**
 * What a page shows. Fails where a browser would not run its script, or anything in the page could be more than text.
 */
export function dataIn(page: string): PageData {
  const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page) ?? [];
  const [, style = ""] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
  const [, json = ""] = /<script type="application\/json" id="data">([^<>&]*)<\/script>/.exec(page) ?? [];
  const [, script = ""] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
  expect(policy).toBe(
    [
      "default-src 'none'",
      `script-src '${sha256(script)}'`,
      `style-src '${sha256(style)}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
  );
  const rest = page.replace(script, "").replace(style, "").replace(json, "");
  const tags = rest.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => / (?:on\w+|style|src|href)=/i.test(tag))).toEqual([]);
  expect(tags.filter((tag) => /^<script/.test(tag))).toHaveLength(2);
  return JSON.parse(json) as PageData;
}
