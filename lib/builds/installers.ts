import { isKnown, type KindName } from "../kubernetes/objects.js";
import { namesOfPackage } from "../kubernetes/data/olm-packages.js";
import { field } from "../util/plain-values.js";
import type { AppliedObject, Elsewhere } from "./build.js";
import { chartPart, valuesIn } from "./chart-part.js";
import type { HiddenPart } from "./hidden-part.js";

/** The kinds whose objects install what is in no manifest. */
export const INSTALLING: ReadonlySet<KindName> = new Set([
  "HelmRelease",
  "HelmChart",
  "HelmChartConfig",
  "Subscription",
] satisfies KindName[]);

/**
 * What an object installs once it is applied, and which is in no manifest; undefined if it installs nothing.
 * @param taken where that comes from, if it is known
 */
export function installedBy(
  { kind, object, file }: AppliedObject,
  taken?: { elsewhere: Elsewhere; why: string },
): HiddenPart | undefined {
  const { metadata, spec } = object;
  const name = metadata?.name ?? "";
  const reason = `${isKnown(name) ? `${kind} '${name}'` : `a ${kind}`} installs objects that are not in this repository${taken?.why ?? ""}`;
  const request = taken?.elsewhere.request;
  if (kind === "HelmRelease") {
    const chart = field(spec, "chart", "spec", "chart");
    const source = field(spec, "chart", "spec", "sourceRef");
    return chartPart({
      reason,
      file,
      source: request,
      names: [
        name,
        field(spec, "releaseName"),
        chart,
        field(spec, "chartRef", "name"),
        // A git repository of charts goes by its own name, and holds charts of any.
        field(source, "kind") === "HelmRepository" ? field(source, "name") : undefined,
      ],
      namespace: field(spec, "targetNamespace") ?? metadata?.namespace,
      values: field(spec, "values"),
      // A chart of the same repository.
      texts: typeof chart === "string" && /^\.{0,2}\//.test(chart) ? [`${chart.replace(/^[./]+/, "")}/`] : [],
    });
  }
  if (kind === "HelmChart" || kind === "HelmChartConfig") {
    return chartPart({
      reason,
      file,
      source: request,
      names: [name, field(spec, "chart")],
      namespace: field(spec, "targetNamespace"),
      values: [field(spec, "set"), valuesIn(field(spec, "valuesContent"))],
    });
  }
  if (kind !== "Subscription") return undefined;
  const installed = field(spec, "name");
  const names = typeof installed === "string" ? namesOfPackage(installed) : [];
  return { kind: "operator", reason, file, names: [...new Set([name, ...names].filter(isKnown))] };
}
