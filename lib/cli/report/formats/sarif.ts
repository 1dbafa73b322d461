import { type BenchmarkName, BENCHMARKS, controlsOf } from "../../../rule-kit/benchmarks.js";
import { groupBy } from "../../../util/group-by.js";
import type { Failure, Finding, Region, Report, ReportedRule } from "./report.js";
import { isAboutSecurity, securitySeverity } from "./severity.js";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME = "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops";
/** So many tags of a rule can be taken in; GitHub's page of an alert keeps no more than 20. */
const MAX_TAGS = 10;

/** SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, as GitHub code scanning reads it. */
export function sarif(report: Report): string {
  const { files, rules, failures, version, notes = [] } = report;
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const findings = files.flatMap(({ findings, suppressed }) => [...findings, ...suppressed]);
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "gitops-lint",
            semanticVersion: version,
            informationUri: HOME,
            rules: rules.map(descriptor),
          },
        },
        // Which directory this is on the machine of the run is nobody's business.
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the checkout." } } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: [
              ...failures.map(notification),
              ...notes.map((note) => ({ level: "note", message: { text: plain(note) } })),
            ],
          },
        ],
        columnKind: "utf16CodeUnits",
        results: findings
          .filter(({ isCrash }) => !isCrash)
          .map((finding) => result(finding, indexes.get(finding.rule))),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function descriptor(rule: ReportedRule): object {
  const { id, description, url, page } = rule;
  const severity = securitySeverity(rule);
  const text = url === undefined ? `${description}.` : `${description}. See ${url}`;
  return {
    id,
    shortDescription: { text: description },
    fullDescription: { text: `${description}.` },
    help: { text, ...(page !== undefined && { markdown: page }) },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: "error" },
    properties: {
      tags: tagsOf(rule),
      precision: "very-high",
      "problem.severity": "error",
      ...(severity !== undefined && { "security-severity": severity }),
    },
  };
}

/** What a rule is about, and which controls it covers: one of each benchmark, in the order of the benchmarks, then others. */
function tagsOf(rule: ReportedRule): string[] {
  const controls = rule.controls.flatMap((name) => controlsOf(name));
  const byBenchmark = groupBy(controls, ({ benchmark }) => benchmark);
  const first = Object.keys(BENCHMARKS).flatMap((name) => byBenchmark.get(name as BenchmarkName)?.[0] ?? []);
  const ordered = [...new Set([...first, ...controls])];
  return [
    isAboutSecurity(rule) ? "security" : "correctness",
    "kubernetes",
    ...ordered.map(({ benchmark, id }) => {
      return /^[\d.]+$|^K\d+$/.test(id) ? `${benchmark} ${id}` : `${BENCHMARKS[benchmark].title}: ${id}`;
    }),
  ].slice(0, MAX_TAGS);
}

function result(finding: Finding, ruleIndex: number | undefined): object {
  const { rule, level, message, path, object, fingerprint, suggestions, suppressions } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: plain(message) },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(path), region: region(finding) },
        ...(object !== undefined && { logicalLocations: [{ fullyQualifiedName: object, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "gitopsLint/v1": fingerprint },
    suppressions: suppressions.map(({ by, reason }) => ({
      kind: by === "comment" ? "inSource" : "external",
      ...(reason !== "" && { justification: reason }),
    })),
    ...(suggestions.length > 0 && {
      fixes: suggestions.map(({ description, replaced, text }) => ({
        description: { text: plain(description) },
        artifactChanges: [
          {
            artifactLocation: artifact(path),
            replacements: [{ deletedRegion: region(replaced), insertedContent: { text } }],
          },
        ],
      })),
    }),
  };
}

function notification({ path, line, rule, message }: Failure): object {
  const at = line !== undefined && { region: { startLine: line } };
  return {
    level: "error",
    message: { text: plain(message) },
    ...(path !== undefined && {
      locations: [{ physicalLocation: { artifactLocation: artifact(path), ...at } }],
    }),
    ...(rule !== undefined && { associatedRule: { id: rule } }),
  };
}

function artifact(path: string): object {
  return { uri: uriOf(path), uriBaseId: "%SRCROOT%" };
}

function region({ line, column, endLine, endColumn }: Region): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A path as a relative URI. */
export function uriOf(path: string): string {
  // Half of a surrogate pair cannot be encoded.
  const parts = path.replace(/\p{Cs}/gu, "\uFFFD").split("/");
  const encoded = parts.map((part) => encodeURIComponent(part).replace(/[!'()*]/g, percent));
  return encoded.join("/");
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** SARIF reads `[text](target)` in a message as a link; a manifest must not be able to make one. */
function plain(message: string): string {
  return message.replaceAll("](", "] (");
}
