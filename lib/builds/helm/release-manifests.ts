import { inInstallOrder } from "../../helm/render/install-order.js";
import type { Hook } from "../../helm/render/hooks.js";
import type { RenderedFile } from "../../helm/render/rendered.js";
import { LimitError } from "../../helm/values/value.js";
import type { ParsedDocument } from "../../manifests/parse.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { field } from "../../util/plain-values.js";
import type { HelmRefusal } from "../build.js";
import { blend } from "./blend.js";
import { chartOf } from "./charts.js";
import { type ReadDocument, readRendered } from "./read-rendered.js";
import type { Release } from "./release.js";
import { renderChart } from "./render-chart.js";
import { RenderedDocument } from "./rendered-document.js";
import { identified } from "./template-documents.js";

/** A document that a release renders, whatever it is of. */
export interface Manifest {
  /** The template, as Helm calls it. */
  template: string;
  /** The text, and where each part of it is written. */
  document: RenderedDocument;
  text: string;
  parsed: ParsedDocument;
  /** Its value as far as it is sure, where parts of it depend on what is not known; what is not is `UNKNOWN`. */
  sure?: unknown;
  /** Whether it is rendered only in some cases. */
  isPerhaps: boolean;
  /** What is not known that it, or a part of it, depends on, as a clause. */
  doubt: string;
  hook?: Hook;
}

/** What of a template cannot be shown, as a clause. */
export interface UnshownTemplate {
  template: string;
  why: string;
}

/** All that a release renders, for people. */
export interface ReleaseManifests {
  /** In the order in which Helm installs them. */
  manifests: readonly Manifest[];
  unshown: readonly UnshownTemplate[];
  /** The charts that are not in the `charts` of the one that depends on them. */
  missing: readonly string[];
}

/** Why nothing is rendered. */
export type NotRendered = { refused: HelmRefusal } | { unread: string };

/** All that a release of a chart of the repository renders, objects that no rule reads among it. */
export function releaseManifests(repository: Repository, release: Release): ReleaseManifests | NotRendered {
  const found = chartOf(repository, release);
  if (found?.error) return { refused: found.error };
  if (!found?.chart) return { unread: found?.problem ?? "it is not there" };
  const { files, missing, refused, excess } = renderChart(repository, release, found.chart);
  if (excess) return { unread: excess.message };
  if (refused) return { refused };
  const shown = files.map((file) => manifestsOf(file, release));
  const [crds, templates] = [true, false].map((isCrd) =>
    shown.filter((one) => one.isCrd === isCrd).flatMap(({ manifests }) => manifests),
  );
  const [hooks, others] = [true, false].map((isHook) =>
    (templates ?? []).filter(({ hook }) => (hook !== undefined) === isHook),
  );
  return {
    manifests: [crds ?? [], inInstallOrder(others ?? [], kindOf), inInstallOrder(hooks ?? [], kindOf)].flat(),
    unshown: shown.flatMap(({ unshown }) => unshown),
    missing: missing.map(({ dependency }) => dependency.name),
  };
}

function kindOf({ kind }: { kind: string }): string {
  return kind;
}

interface Shown {
  manifests: (Manifest & { kind: string })[];
  unshown: UnshownTemplate[];
  isCrd: boolean;
}

/** What is in the `crds/` of a chart or of one in it. */
const CRDS = /^[^/]+(?:\/charts\/[^/]+)*\/crds\//;

/** What a template renders. Where Helm refuses it, what that depends on is otherwise. */
function manifestsOf(file: RenderedFile, { skipHooks = false }: Release): Shown {
  const { template } = file;
  const unshown: UnshownTemplate[] = [];
  const isCrd = CRDS.test(template);
  const worlds: Read[][] = [];
  for (const { documents } of file.worlds) {
    if ("error" in documents) {
      if (!(documents.error instanceof LimitError)) continue;
      return { manifests: [], unshown: [{ template, why: documents.error.message }], isCrd };
    }
    const read = documents.flatMap(({ text, hook }): Read[] => {
      if (hook && skipHooks) return [];
      const one = readRendered(text);
      if (typeof one === "string") unshown.push({ template, why: `it renders what does not parse: ${one}` });
      return typeof one === "string" || one.value === null ? [] : [{ ...one, ...(hook && { hook }) }];
    });
    worlds.push(read);
  }
  const doubt = file.worlds.flatMap(({ decisions }) => decisions)[0]?.unknown.why ?? "";
  const groups = groupBy(worlds.flatMap(identified), ({ key }) => key);
  const manifests = [...groups.values()].flatMap((same) => {
    const [first, ...others] = same.map(({ document }) => document);
    if (!first) return [];
    const isPerhaps = same.length < worlds.length || !file.isComplete;
    return [{ ...manifestOf(file, first, others), doubt, isPerhaps }];
  });
  return { manifests, unshown: distinct(unshown), isCrd };
}

type Read = ReadDocument & { hook?: Hook };

function manifestOf(
  { template, file }: RenderedFile,
  { text, value, parsed, hook }: Read,
  others: readonly Read[],
): Omit<Manifest, "doubt" | "isPerhaps"> & { kind: string } {
  const kind = field(value, "kind");
  const sure = blend(
    value,
    others.map((one) => one.value),
  );
  return {
    template,
    document: new RenderedDocument(file, 0, text, []),
    text: text.text,
    parsed,
    kind: typeof kind === "string" ? kind : "",
    ...(sure !== value && { sure }),
    ...(hook && { hook }),
  };
}

function distinct(all: readonly UnshownTemplate[]): UnshownTemplate[] {
  return [...new Map(all.map((one) => [one.why, one])).values()];
}
