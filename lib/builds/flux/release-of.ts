import type { Repository } from "../../repository/repository.js";
import { field } from "../../util/plain-values.js";
import type { AppliedObject } from "../build.js";
import type { Release } from "../helm/release.js";
import type { Within } from "./config-maps.js";
import type { ReleaseChart } from "./release-chart.js";
import { releaseNamespace } from "./release-name.js";
import { chartValuesOf, releaseValues } from "./release-values.js";

/**
 * How a HelmRelease installs a chart.
 * @param chart one of this repository
 * @param name what the release is called
 * @throws RefusedValues
 */
export function releaseOf(
  repository: Repository,
  by: AppliedObject,
  within: Within,
  chart: ReleaseChart,
  name: string,
): Release {
  const { object } = by;
  const namespace = releaseNamespace(object);
  const chartValues = chartValuesOf(repository, chart);
  const skipHooks = ["install", "upgrade"].every(
    (action) => field(object.spec, action, "disableHooks") === true,
  );
  return {
    directory: chart.directory,
    ...(chart.isLeftOut && { isLeftOut: chart.isLeftOut }),
    name,
    ...(namespace !== undefined && { namespace }),
    values: releaseValues(repository, by, within),
    ...(chartValues && { chartValues }),
    isTemplated: false,
    includeCrds: hasCrds(object.spec),
    ...(skipHooks && { skipHooks }),
    by,
  };
}

/** Whether the CRDs of a chart are applied when it is installed or upgraded: they are unless told otherwise. */
function hasCrds(spec: unknown): boolean {
  if (["Create", "CreateReplace"].includes(String(field(spec, "upgrade", "crds")))) return true;
  return field(spec, "install", "crds") !== "Skip" && field(spec, "install", "skipCRDs") !== true;
}
