import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type SourceFindings, sourceFindings } from "../lib/rule-kit/source-findings.js";
import type { Path } from "../lib/manifests/locate.js";
import { listing, plural } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-unsafe-source",
  meta: {
    docs: {
      description: "Disallow charts and bases from elsewhere in which other rules find something",
      topic: "GitOps controllers",
      consequence: "hygiene",
      preset: "strict",
      controls: [],
    },
    messages: {
      findings:
        "The {{name}} that is applied here brings {{count}}: {{rules}}. They are in files of another repository: change its values, patch what it brings, choose another version, or accept them here.",
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
            description: "Whether to name findings with their files, the first three, rather than counts.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ preset: "recommended" as "recommended" | "strict" | "all", list: false }],
  },
  on: "object",
  kinds: ["HelmRelease", "HelmChart", "FluxKustomization", "Application", "ApplicationSet"],
  patches: true,
  check(_, { place, analysis, options, report }) {
    for (const found of sourceFindings(analysis, options.preset)) {
      const { file, document, path } = found.place;
      if (file !== place.file || document !== place.document || !isWithin(path, place.path)) continue;
      report({ at: path.slice(place.path.length), messageId: "findings", data: dataOf(found, options.list) });
    }
  },
  checkKustomization({ file }, { analysis, options, report }) {
    for (const found of sourceFindings(analysis, options.preset)) {
      if (found.place.file !== file) continue;
      report({ at: found.place.path, messageId: "findings", data: dataOf(found, options.list) });
    }
  },
});

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => path[index] === step);
}

function dataOf({ name, counts, findings }: SourceFindings, isList: boolean): Record<string, string> {
  const named = isList
    ? findings.map(({ rule, file }) => `${rule} in ${file}`)
    : counts.map(([rule, count]) => `${count} ${rule}`);
  return { name, count: plural(findings.length, "finding"), rules: listing(named) };
}
