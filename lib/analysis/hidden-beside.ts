import type { BuildSet } from "../builds/build-set.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { uninstalledTemplates } from "./charts-not-seen.js";
import { mentions, textOf } from "./searched-texts.js";

/**
 * What no build applies, but people may install along with any: the charts that nothing here installs, and what Terraform and
 * helmfile make.
 */
export const hiddenBeside: (builds: BuildSet) => readonly HiddenPart[] = memoize((builds: BuildSet) => {
  const { repository } = builds;
  const charts = groupBy(uninstalledTemplates(builds), (path) => path.slice(0, path.indexOf("templates/")));
  const others = [...repository.texts.keys()].filter((path) => OTHER_MEANS.test(path));
  return [
    ...[...charts].map(([chart, templates]): HiddenPart => {
      const [first = ""] = templates;
      const names = chart.split("/").slice(-2, -1);
      const reason = `${first} belongs to a chart that may bring it`;
      return { kind: "chart", reason, file: first, names, texts: [`${chart}templates/`] };
    }),
    ...others.map((file): HiddenPart => {
      const names = HELMFILE.test(file) ? releasesIn(textOf(repository, file)) : [];
      const kind = names.length > 0 ? "chart" : "text";
      return { kind, reason: `${file} names it`, file, names, texts: [file] };
    }),
  ];
});

/** The files with which Terraform and helmfile make what Kubernetes has. */
const OTHER_MEANS = /\.tf$|\.gotmpl$|(?:^|\/)helmfile\.(?:ya?ml$|d\/)/;
const HELMFILE = /helmfile|\.gotmpl$/;

/** What the releases of a helmfile are called, and their charts: it is often a template, so this looks at lines. */
function releasesIn(text: string): string[] {
  const found = text.matchAll(/^[ \t-]*(?:name|chart)[ \t]*:[ \t]*["']?([^\s"'#{}]+)/gm);
  return [...new Set([...found].map(([, name = ""]) => name))];
}

/**
 * What Terraform or helmfile says of a ServiceAccount by its namespace and name, as where a role of a cloud trusts it:
 * `shop:web`. Its name alone is looked for like any other.
 */
export function speaksOfAccount(
  builds: BuildSet,
  { name, namespace }: { name: string; namespace: string | undefined },
): HiddenPart | undefined {
  if (namespace === undefined) return undefined;
  const names = [":", "/"].map((between) => `${namespace}${between}${name}`);
  return hiddenBeside(builds).find(({ kind, texts = [] }) => {
    return kind === "text" && names.some((one) => mentions(builds.repository, texts, one));
  });
}
