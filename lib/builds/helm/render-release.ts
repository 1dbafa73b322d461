import { isNamespaced } from "../../kubernetes/kinds.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Chart } from "../../helm/chart/chart.js";
import type { Rendering } from "../../helm/render/render.js";
import type { RenderedDocument as RenderedText, RenderedFile } from "../../helm/render/rendered.js";
import type { Hook } from "../../helm/render/hooks.js";
import type { Text } from "../../helm/values/text.js";
import { LimitError } from "../../helm/values/value.js";
import { below } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { pathInSource } from "../../repository/sources/fetched.js";
import { isFetched } from "../../repository/sources/fetched.js";
import { digest } from "../../util/digest.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import type { AppliedObject, Elsewhere, FileUse } from "../build.js";
import { chartPart } from "../chart-part.js";
import type { HiddenPart } from "../hidden-part.js";
import { capabilitiesOf } from "./capabilities.js";
import { manifestsTakenIn } from "./chart-data.js";
import { chartOf, type FoundChart } from "./charts.js";
import { refusalOf } from "./release-refusal.js";
import { withUnknowns } from "./plain-values.js";
import type { Release, RenderedRelease } from "./release.js";
import { PLACEHOLDERS, renderChart } from "./render-chart.js";
import type { RenderedDocument } from "./rendered-document.js";
import { documentsOf, type Reading } from "./template-documents.js";

/** What a release of a chart of the repository applies, as far as it is known. */
export function renderRelease(repository: Repository, release: Release): RenderedRelease {
  const found = chartOf(repository, release);
  if (!found?.chart) return unread(repository, release, found);
  const key = keyOf(repository, release, found);
  const kept = renderings(repository.chartFiles)(repository.fetchedDigest);
  const done = workOf(repository);
  let rendered = kept.get(key);
  const { size } = repository.holding(below(release.directory, "Chart.yaml")).chartFiles;
  if (!done.has(key) && done.steps > done.most(release, size))
    return unread(repository, release, {
      ...found,
      problem: "the charts here do more together than is followed",
    });
  if (!rendered) kept.set(key, (rendered = renderAnew(repository, release, found)));
  done.add(key, rendered.work);
  return rendered.release;
}

/** The most work that is done to render all releases of a repository, besides what the size of its charts allows. */
const MOST_STEPS = 12_000_000;
const STEPS_OF_FILE = 5000;
/**
 * What each release of a chart that was fetched may do besides, as far as it is one of so many: many a repository installs
 * all that it has by one chart, which takes half of that, and a lock names it by its digest.
 */
const STEPS_OF_FETCHED = 1_000_000;
const MOST_OF_FETCHED = 100;
/** What it takes to compose a character. */
const STEPS_OF_COMPOSED = 4;
/** What a rendering costs that does next to nothing. */
const STEPS_OF_RELEASE = 1000;

/** The renderings of a repository, each of which counts once, and what they cost together. */
class Work {
  readonly #keys = new Set<string>();
  readonly #fetched = new Map<string, number>();
  /** The releases of what was fetched, by their places. */
  readonly #releases = new Set<string>();
  readonly #own: number;
  steps = 0;

  constructor(own: number) {
    this.#own = own;
  }

  /**
   * How much may be done, with what was fetched so far.
   * @param size how many files the chart of the release has
   */
  most({ directory, asked }: Release, size: number): number {
    if (isFetched(directory)) {
      this.#fetched.set(directory, size);
      this.#releases.add(JSON.stringify(asked?.place));
    }
    const files = [...this.#fetched.values()].reduce((sum, one) => sum + one, this.#own);
    const releases = Math.min(this.#releases.size, MOST_OF_FETCHED);
    return MOST_STEPS + STEPS_OF_FILE * files + STEPS_OF_FETCHED * releases;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string, steps: number): void {
    if (!this.#keys.has(key)) this.steps += STEPS_OF_RELEASE + steps;
    this.#keys.add(key);
  }
}

const workOf = memoize<Repository, Work>(({ chartFiles }) => new Work(chartFiles.size));

interface Kept {
  release: RenderedRelease;
  work: number;
}

/** What was rendered, for as long as no file of any chart changes. */
const renderings: (chartFiles: Repository["chartFiles"]) => (fetched: string) => Map<string, Kept> = memoize(
  () => memoizeParts(() => new Map<string, Kept>()),
);

/** The same for releases that render the same. */
function keyOf(
  repository: Repository,
  { by, values, chartValues, ...others }: Release,
  found: FoundChart,
): string {
  const { kubernetesVersion, digest: cluster } = capabilitiesOf(repository);
  const layers = [values, chartValues].map((all) => all?.map(({ value, ...one }) => [digestOf(value), one]));
  return digest(JSON.stringify([found.digest, others, layers, by?.file, kubernetesVersion, cluster]));
}

function digestOf(value: unknown): string {
  return typeof value === "object" && value !== null
    ? digestOfObject(value)
    : (JSON.stringify(value, withBigInts) ?? "");
}

const digestOfObject = memoize((value: object) => digest(JSON.stringify(value, withBigInts)));

function withBigInts(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** A chart as people are told of it: the directory of one that was fetched means nothing to them. */
function chartWords(repository: Repository, directory: string): string {
  const source = repository.sourceAt(below(directory, "Chart.yaml"));
  if (!source) return `the chart in '${directory}'`;
  const inside = pathInSource(directory);
  return inside === "" ? `the ${source.name}` : `the chart in '${inside}' of ${source.name}`;
}

function unread(
  repository: Repository,
  { directory, by }: Release,
  found: FoundChart | undefined,
): RenderedRelease {
  const reason = `${chartWords(repository, directory)} is not rendered: ${found?.problem ?? "it is not there"}`;
  const file = by?.file ?? below(directory, "Chart.yaml");
  const part = chartPart({
    reason,
    file,
    names: directory.split("/"),
    texts: [below(directory, "templates/")],
  });
  return { objects: [], files: new Map(), hidden: [part], ...(found?.error && { refused: found.error }) };
}

function renderAnew(repository: Repository, release: Release, found: FoundChart): Kept {
  const { chart } = found;
  if (!chart) return { release: unread(repository, release, found), work: 0 };
  const rendering = renderChart(repository, release, chart);
  const reading = { composed: 0 };
  const { elsewhere = [] } = found;
  const rendered = releaseOf(repository, release, { chart, rendering, elsewhere, reading });
  return { release: rendered, work: rendering.work + STEPS_OF_COMPOSED * reading.composed };
}

interface Made {
  chart: Chart;
  rendering: Rendering;
  /** What the chart depends on and does not bring. */
  elsewhere: readonly Elsewhere[];
  reading: Reading;
}

/** What was rendered as objects, and what of it is not known. */
function releaseOf(
  repository: Repository,
  release: Release,
  { chart, rendering, elsewhere, reading }: Made,
): RenderedRelease {
  const { directory } = release;
  const words = chartWords(repository, directory);
  const part = (reason: string, names: readonly unknown[] = []): HiddenPart =>
    chartPart({
      reason,
      file: release.by?.file ?? below(directory, "Chart.yaml"),
      names: [release.name, chart.metadata.name, ...names],
      namespace: release.namespace,
      values: release.values.map(({ value }) => value),
      texts: [below(directory, "templates/"), below(directory, "charts/")],
    });
  const { refused, excess, missing } = rendering;
  if (excess) return nothing(part(`${words} is not followed: ${excess.message}`));
  const doubtful = [{ directory, by: release.asked, refusal: () => refusalOf(repository, release) }];
  if (refused)
    return {
      ...nothing(part(`Helm refuses ${words}: ${refused.message}`)),
      refused,
      doubtful,
    };
  const pieces = rendering.files.map((file) => objectsOf(repository, release, file, reading));
  const documents = pieces.flatMap(({ rendered }) => rendered);
  const taken = manifestsTakenIn(repository, chart, release, documents);
  const sourceOf = (name: string) => elsewhere.find(({ request }) => isOfChart(request, name))?.request;
  return {
    ...(elsewhere.length > 0 && { elsewhere: elsewhere.map((one) => askedBy(one, release)) }),
    objects: pieces.flatMap(({ objects }) => objects),
    rendered: documents,
    files: new Map<string, FileUse>([
      ...taken.map((file) => [file, "data"] as const),
      ...rendering.files.map(({ file }) => [file, "resource"] as const),
    ]),
    ...(pieces.some(({ isBroken }) => isBroken) && { doubtful }),
    hidden: [
      ...pieces.flatMap(({ hidden }) => hidden),
      ...missing.map(({ dependency: { name, alias } }) => {
        const reason = `${words} depends on the chart '${name}', which is not in its 'charts'`;
        const source = sourceOf(name);
        const found = source && repository.fetched(source);
        const why = typeof found === "string" ? `; ${found}` : "";
        return { ...part(`${reason}${why}`, [name, alias]), ...(source && { source }) };
      }),
    ],
  };
}

/** What a chart depends on, named where the chart is installed if something here does that: its own file may be anywhere. */
function askedBy(one: Elsewhere, { asked }: Release): Elsewhere {
  return asked ? { ...one, place: asked.place, by: asked.words } : one;
}

/** Whether a request is for a chart of a name. */
function isOfChart(request: Elsewhere["request"], name: string): boolean {
  return (
    (request.type === "helm" && request.chart === name) ||
    (request.type === "oci" && request.url.endsWith(`/${name}`))
  );
}

function nothing(part: HiddenPart): RenderedRelease {
  return { objects: [], files: new Map(), hidden: [part] };
}

interface Pieces {
  objects: readonly AppliedObject[];
  rendered: readonly RenderedDocument[];
  hidden: readonly HiddenPart[];
  /** Whether it is no YAML, in some way in which things could be. */
  isBroken?: boolean;
}

/** As much as a request to the API server may have: apiserver, pkg/server/config.go, NewConfig, MaxRequestBodyBytes. */
const LONGEST_DOCUMENT = 3 * 1024 * 1024;

/** What a template renders, as objects of the release. */
function objectsOf(repository: Repository, release: Release, file: RenderedFile, reading: Reading): Pieces {
  const facts = repository.holding(file.file).files.get(file.file);
  // What is in `crds/` is no template, and read like any other file.
  if (facts)
    return { objects: facts.objects.map((one) => ({ ...one, file: file.file })), rendered: [], hidden: [] };
  const hide = (reason: string): Pieces => {
    const names = [release.name];
    return {
      objects: [],
      rendered: [],
      hidden: [
        chartPart({ reason, file: file.file, names, namespace: release.namespace, texts: [file.file] }),
      ],
    };
  };
  const worlds: (readonly Text[])[] = [];
  const deletions: (readonly Text[])[] = [];
  for (const { documents } of file.worlds) {
    if (!("error" in documents)) {
      for (const world of appliedAmong(documents, release)) worlds.push(world);
      deletions.push(deletionsAmong(documents, release));
      // Helm refuses the release in all other cases, so that what this depends on is otherwise.
    } else if (documents.error instanceof LimitError)
      return hide(`${file.file} is not followed: ${documents.error.message}`);
  }
  if (worlds.some((texts) => texts.some(({ text }) => text.length > LONGEST_DOCUMENT)))
    return hide(`${file.file} renders a document of more than 3 MB, which is not followed`);
  const doubt = file.worlds.flatMap(({ decisions }) => decisions)[0]?.unknown.why ?? UNKNOWN_HOOK;
  const shared = {
    file: file.file,
    isCut: !file.isComplete,
    isDefault: release.asked === undefined,
    doubt,
    reading,
  };
  try {
    const found = documentsOf({ ...shared, worlds });
    const deleting = documentsOf({ ...shared, worlds: deletions, isDeletion: true });
    const rendered = [...found.documents, ...deleting.documents].map((one) => withNamespace(one, release));
    const broken = [...found.broken, ...deleting.broken].map((why) =>
      hide(`${file.file} renders what does not parse: ${why}`),
    );
    return {
      // What is there only while a release is deleted is judged as it is written, and vouches for nothing.
      objects: rendered.flatMap(({ objects, isDeletion }) => (isDeletion ? [] : objects)),
      rendered,
      hidden: [...found.hidden, ...broken.flatMap(({ hidden }) => hidden)],
      isBroken: broken.length > 0,
    };
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    return hide(`${file.file} is not followed: ${error.message}`);
  }
}

/** The documents that are applied, twice if some of them may be or not: with these, and without. */
function appliedAmong(documents: readonly RenderedText[], release: Release): (readonly Text[])[] {
  const applied = documents.filter(({ hook }) => isApplied(hook, release));
  const sure = applied.filter(({ hook }) => hook?.applied !== "unknown");
  const textsOf = (all: readonly RenderedText[]) => all.map(({ text }) => text);
  return sure.length === applied.length ? [textsOf(applied)] : [textsOf(applied), textsOf(sure)];
}

/** The documents that are applied only when the release is deleted. */
function deletionsAmong(documents: readonly RenderedText[], { skipHooks = false }: Release): readonly Text[] {
  const found = documents.filter(({ hook }) => !skipHooks && hook?.applied === "on deletion");
  return found.map(({ text }) => text);
}

const UNKNOWN_HOOK = "when a hook is applied is not known";

function isApplied(hook: Hook | undefined, { skipHooks = false }: Release): boolean {
  return (
    hook === undefined || (!skipHooks && (hook.applied === "with the release" || hook.applied === "unknown"))
  );
}

/**
 * A document with the namespace of the release on what has none: helm, pkg/kube/client.go, Build. One that is not known
 * is left out, and so is that of what is only rendered: whoever applies that decides.
 */
function withNamespace(
  document: RenderedDocument,
  { name, namespace, isTemplated }: Release,
): RenderedDocument {
  const isKnown = name !== undefined && namespace !== undefined;
  return document.with((one) => {
    const { metadata, ...rest } = isKnown
      ? one.object
      : (withUnknowns(one.object, PLACEHOLDERS) as typeof one.object);
    const own = metadata?.namespace;
    if (namespace === undefined) {
      const others = Object.entries(metadata ?? {}).filter(([key]) => key !== "namespace" || own !== UNKNOWN);
      return { ...one, object: { ...rest, ...(metadata && { metadata: Object.fromEntries(others) }) } };
    }
    if (own || isTemplated || !isNamespaced(one.kind))
      return { ...one, object: { ...rest, ...(metadata && { metadata }) } };
    return { ...one, object: { ...rest, metadata: { ...metadata, namespace } } };
  });
}
