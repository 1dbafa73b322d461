import type { BuildSet } from "../builds/build-set.js";
import { memoize } from "../util/memoize.js";

/** The names of the ServiceAccounts that manifests of any kind run pods as, in any namespace, as charts render them too. */
export const usedAccounts: (builds: BuildSet) => ReadonlySet<string> = memoize((builds: BuildSet) => {
  const used = new Set<string>();
  for (const { serviceAccounts } of builds.repository.files.values())
    for (const name of serviceAccounts) used.add(name);
  for (const { rendered = [] } of builds.all)
    for (const { serviceAccounts } of rendered) for (const name of serviceAccounts) used.add(name);
  return used;
});
