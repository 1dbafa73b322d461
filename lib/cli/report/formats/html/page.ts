import { createHash } from "node:crypto";
import { printable } from "../../../../util/phrases.js";
import { guarded } from "../../clean.js";
import { script, style } from "./assets.js";
import type { PageData } from "./page-data.js";

/**
 * A page that needs nothing but itself: it asks for nothing, runs its own script and no other, and no text in it can be
 * more than text. What it shows is data for the script.
 */
export function page(data: PageData): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${asText(data.title)}</title>
<style>${style}</style>
</head>
<body>
<noscript><p>The script of this page shows the report, and this browser runs no scripts here. Other formats need none: gitops-lint --format markdown.</p></noscript>
<script type="application/json" id="data">${asJson(data)}</script>
<script>${script}</script>
</body>
</html>`;
}

/** https://www.w3.org/TR/CSP3: what is not named here is not allowed. */
function policy(): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/**
 * Data that nothing in a page can be taken for the end of: HTML knows of no escapes in a script, so nothing that could
 * begin a tag or a comment is left. What the script makes of escapes is no control character either.
 */
export function asJson(data: PageData): string {
  const json = JSON.stringify(data, (_, value: unknown) =>
    typeof value === "string" ? printable(value) : value,
  );
  return guarded(json, "json").replace(/[<>&]/g, (character) => {
    return `\\u00${character.charCodeAt(0).toString(16)}`;
  });
}

function asText(text: string): string {
  return guarded(text, "text").replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
