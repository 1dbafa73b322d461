import type { Analysis } from "../analysis/analysis.js";
import type { AppliedNamespace } from "../analysis/namespaces.js";
import type { ChartTemplate } from "../builds/helm/chart-template.js";
import type { Path } from "../manifests/locate.js";
import type { Because, Finding } from "./define-rule.js";
import type { FindingSink } from "./finding-sink.js";

/**
 * A sink for what a rule finds in the objects that charts render with one of their files. What is written in another file
 * is reported there. The same of several releases is one finding, and none has an edit: the value of a template is that of
 * everybody who installs the chart.
 * @param file the file, relative to the root
 */
export function sinkInTemplate(file: string, template: ChartTemplate, sink: FindingSink): FindingSink {
  const reported = new Set<string>();
  return {
    finding(document, at, finding) {
      const target = template.locate(document, [...at, ...finding.at], preferenceOf(finding));
      if (!target || (finding.because && !isAlwaysSo(template, document, at, finding.because))) return;
      const { start, end, note } = target;
      const { at: path, messageId, data } = finding;
      const key = `${start} ${end} ${messageId}`;
      if (reported.has(key)) return;
      reported.add(key);
      const notes = [finding.note ?? "", note].map((one) => one.trim()).filter((one) => one !== "");
      sink.finding(document, at, {
        ...{ at: path, messageId },
        ...(data && { data }),
        target: { start, end },
        ...(notes.length > 0 && { note: ` ${notes.join(" ")}` }),
      });
    },
    failure(document, at, error) {
      const target = template.locate(document, [...at, "kind"]);
      const isOwn = template.objects.some((one) => one.document === document && one.file === file);
      if (target ?? isOwn) sink.failure(document, at, error, target ?? { start: 0, end: 0 });
    },
  };
}

/** Whether something is needless whatever the values are: it is only text, and what makes it so is so wherever it is. */
function isAlwaysSo(
  template: ChartTemplate,
  document: number,
  at: Path,
  { own, isLast = false, others }: Because,
): boolean {
  const offsetOf = (path: Path) => template.locate(document, [...at, ...path], "item")?.start;
  const [first, ...rest] = own.map(offsetOf);
  const { branches } = template;
  if (first === undefined || !branches || (isLast && !branches.isLast(first))) return false;
  return (
    rest.every((one) => one !== undefined && branches.isText(first, one)) &&
    others.map(offsetOf).every((one) => one !== undefined && branches.isWith(one, first))
  );
}

/** Which part of what is at its path a finding is about. */
export function preferenceOf({ atItem, isKey }: Pick<Finding<string>, "atItem" | "isKey">) {
  return atItem ? "item" : isKey ? "key" : undefined;
}

/** The namespaces that are reported where a file itself writes them. */
export function writtenNamespaces(path: string, analysis: Analysis): readonly AppliedNamespace[] {
  // Documents of what charts render are no documents of their templates.
  return analysis.repository.chartFiles.has(path) && !analysis.repository.files.has(path)
    ? []
    : analysis.namespacesIn(path);
}

/** The namespaces that are reported in what charts render with a file. */
export function renderedNamespaces(path: string, analysis: Analysis): readonly AppliedNamespace[] {
  const { objects = [] } = analysis.chartTemplate(path) ?? {};
  const documents = new Set(objects.map(({ document }) => document));
  const templates = new Set(
    objects.map(({ file }) => file).filter((file) => !analysis.repository.files.has(file)),
  );
  return [...templates].flatMap((file) =>
    analysis.namespacesIn(file).filter(({ place }) => documents.has(place.document)),
  );
}
