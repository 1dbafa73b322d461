import type { Command } from "commander";
import type { Analysis } from "../../../analysis/analysis.js";
import { releaseManifests } from "../../../builds/helm/release-manifests.js";
import type { Release } from "../../../builds/helm/release.js";
import type { HelmRefusal } from "../../../builds/build.js";
import { field } from "../../../util/plain-values.js";
import { printable } from "../../../util/phrases.js";
import type { Output } from "../../output.js";
import { analysisAt } from "../question-arguments.js";
import { type AskedRelease, askedReleases, directoryNamed } from "./asked-releases.js";
import { type GivenValues, withGiven } from "./given-values.js";
import { Places } from "./places.js";
import { releaseLines } from "./release-lines.js";

interface RenderOptions extends GivenValues {
  origins: boolean;
  namespace?: string;
  releaseName?: string;
  root?: string;
  untrusted?: true;
}

/**
 * Prints what a chart renders, or what something installs of one.
 * @param command one that has read its arguments
 * @returns the exit code: 0 if all of it is printed, 1 if Helm refuses some of it, or there is no chart to render
 * @throws {UsageError} for what cannot be rendered
 */
export function printRendered(command: Command, output: Output): number {
  const [written = ""] = command.args;
  const options = command.opts<RenderOptions>();
  const analysis = analysisAt(options.root, options.untrusted, directoryNamed(written));
  const places = new Places(analysis);
  const problems: string[] = [];
  const printed = new Set<string>();
  const asked = askedReleases(analysis, written);
  if (asked.length === 0) problems.push(`${written} installs no chart of this repository.`);
  for (const one of asked) {
    const result = printedOne(analysis, one, options, places);
    if ("problem" in result) problems.push(result.problem);
    else printed.add(result.text);
  }
  // What several places apply alike is shown once.
  if (printed.size > 0) output.out([...printed].join("\n"), "yaml");
  for (const problem of new Set(problems)) output.err(`gitops-lint: ${printable(problem)}`);
  return problems.length > 0 ? 1 : 0;
}

function printedOne(
  analysis: Analysis,
  { installed, installer }: AskedRelease,
  options: RenderOptions,
  places: Places,
): { text: string } | { problem: string } {
  const by = installer && `${installer.kind} '${installer.name ?? ""}'`;
  if ("refused" in installed) {
    const { message, place } = installed.refused;
    return { problem: `${by ?? ""} ${message} (${places.of(place)}).` };
  }
  const { repository } = analysis;
  const { namespace, releaseName } = options;
  const release: Release = {
    ...installed.release,
    ...(namespace !== undefined && { namespace }),
    ...(releaseName !== undefined && { name: releaseName }),
    values: withGiven(repository, installed.release.values, options),
  };
  const rendered = releaseManifests(repository, release);
  if ("unread" in rendered)
    return { problem: `The chart in '${release.directory}' is not rendered: ${rendered.unread}.` };
  if ("refused" in rendered)
    return {
      problem: `Helm refuses the chart in '${release.directory}': ${refusal(rendered.refused, places)}`,
    };
  const isPatched = installer && field(installer.by.object.spec, "postRenderers") !== undefined;
  const about = installer
    ? [
        `${by}, from ${places.of({ file: installer.by.file, document: installer.by.document, path: installer.by.at })}`,
        ...(isPatched ? ["Its postRenderers change this afterwards."] : []),
      ]
    : [];
  return { text: releaseLines(rendered, about, options.origins ? places : undefined).join("\n") };
}

function refusal({ message, at, place }: HelmRefusal, places: Places): string {
  const where = at ? places.ofSpan(at) : place && places.of(place);
  return where === undefined ? `${message}.` : `${message} (${where}).`;
}
