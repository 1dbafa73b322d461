import { defineRule, QUOTED_MESSAGE } from "../lib/rule-kit/define-rule.js";
import { type SourceFinding, sourceFindings } from "../lib/rule-kit/source-findings.js";
import { groupBy } from "../lib/util/group-by.js";
import { series } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-unsafe-source",
  meta: {
    docs: {
      description: "Disallow charts and bases from elsewhere in which other rules find something",
      topic: "GitOps controllers",
      consequence: "hygiene",
      preset: "strict",
      listingOptions: { list: true },
      controls: [],
    },
    messages: {
      findings:
        "What {{name}} brings here has {{count}} findings: {{rules}}. They are in files that cannot be edited here: use {{ways}}. '--vendored all' or the option 'list' lists them.",
      finding: `In {{file}}:{{line}} of {{name}}, {{rule}} finds this: {{${QUOTED_MESSAGE}}}`,
    },
    schema: [
      {
        type: "object",
        properties: {
          preset: {
            enum: ["recommended", "strict", "all"],
            description: "The preset whose rules judge what comes from elsewhere.",
          },
          list: {
            type: "boolean",
            description:
              "Whether to list each finding, with its file and line, rather than how many there are.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ preset: "recommended" as "recommended" | "strict" | "all", list: false }],
  },
  on: "source",
  check(source, { analysis, options, report }) {
    const { name, isChart } = source;
    const found = sourceFindings(analysis, source, options.preset);
    if (options.list || found.length === 1) {
      for (const { file, line, rule, message } of found) {
        const data = { name, file, line: String(line), rule, [QUOTED_MESSAGE]: message };
        report({ at: [], messageId: "finding", data });
      }
      return;
    }
    if (found.length === 0) return;
    const ways = `${isChart ? "other values, " : ""}a patch or another version`;
    const data = { name, count: String(found.length), rules: byRule(found), ways };
    report({ at: [], messageId: "findings", data });
  },
});

/** How many rules a sentence names. */
const NAMED = 5;

/** How many findings each rule has, those with the most first. */
function byRule(found: readonly SourceFinding[]): string {
  const groups = [...groupBy(found, ({ rule }) => rule)];
  const counts = groups.map(([rule, all]) => [rule, all.length] as const);
  const inOrder = counts.sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
  const [named, others] = [inOrder.slice(0, NAMED), inOrder.slice(NAMED)];
  const rest = others.reduce((sum, [, count]) => sum + count, 0);
  return series([
    ...named.map(([rule, count]) => `${count} ${rule}`),
    ...(rest > 0 ? [`${rest} of ${others.length === 1 ? "another rule" : "other rules"}`] : []),
  ]);
}
