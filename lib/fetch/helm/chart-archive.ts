import { ChartError } from "../../helm/chart/chart.js";
import { readMetadata } from "../../helm/chart/metadata.js";
import { ArchiveError, readArchive } from "../../util/tar.js";
import { parseVersion, versionText } from "../../helm/functions/format/versions.js";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";

/** The most bytes of a chart's archive. */
export const LARGEST_CHART = 20 * 1024 * 1024;

/** What the `Chart.yaml` of an archive says. */
export interface ChartIdentity {
  name: string;
  version: string;
}

/**
 * @param where where the archive is from, for sentences
 * @throws {FetchError} if it is not the archive of a chart
 */
export function chartIdentity(archive: Buffer, where: string): ChartIdentity {
  try {
    const file = readArchive(archive).find(({ path }) => path === "Chart.yaml");
    if (!file) throw new ArchiveError("it has no 'Chart.yaml'");
    const text = Buffer.from(file.bytes).toString("utf8");
    const { name, version } = readMetadata({ file: "Chart.yaml", path: "Chart.yaml", text }, undefined);
    return { name, version };
  } catch (error) {
    if (!(error instanceof ArchiveError || error instanceof ChartError)) throw error;
    throw new FetchError(`'${printable(where)}' is not the archive of a chart: ${printable(error.message)}.`);
  }
}

/** How findings call a chart. */
export function chartWords({ name, version }: ChartIdentity): string {
  return printable(`chart ${name} ${version}`);
}

/** Whether two texts are the same version, be a `v` before one of them. */
export function isSameVersion(one: string, other: string): boolean {
  const [first, second] = [parseVersion(one), parseVersion(other)];
  return one === other || (!!first && !!second && versionText(first) === versionText(second));
}
