import type { Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { isNamespaced, WORKLOADS } from "../kubernetes/kinds.js";
import type { ObjectFacts } from "../repository/facts.js";
import type { User } from "../kubernetes/rbac/authorizer.js";
import { splitUsername } from "../kubernetes/rbac/subjects.js";
import { groupBy } from "../util/group-by.js";
import { memoize, memoizePairs } from "../util/memoize.js";
import { areApart } from "../builds/controllers/clusters.js";
import { indexOf, type SoughtKind } from "./lookup-index.js";
import { shareWord } from "./name-affinity.js";

/** Something that is named and that no build holds. */
export interface Wanted {
  kind: SoughtKind;
  name: string;
  /** Undefined if it is in none, or in one that is not known. */
  namespace: string | undefined;
}

/**
 * The hidden part that could hold what an object of a build refers to, or what refers to it by its name; undefined if
 * there is none.
 * @param isInReach whether what another build applies counts
 */
export function hidingPart(
  builds: BuildSet,
  build: Build,
  wanted: Wanted,
  isInReach: (other: Build) => boolean = (other) => other !== build && !areApart(other, build),
): HiddenPart | undefined {
  const own = build.hidden.find((part) => mayHold(builds, part, wanted, { from: build, isOwn: true }));
  if (own) return own;
  const isHeldBy = (part: HiddenPart) => mayHold(builds, part, wanted, { from: build, isOwn: false });
  const elsewhere = indexOf(builds).hidden.find(
    ({ build: other, part }) => isInReach(other) && isHeldBy(part),
  );
  return elsewhere?.part ?? hiddenBeside(builds).find(isHeldBy);
}

/**
 * Whether a hidden part could hold what an object refers to.
 * @param from the build that applies the object
 * @param isOwn whether the part is of that build
 */
function mayHold(
  { repository }: BuildSet,
  part: HiddenPart,
  wanted: Wanted,
  { from, isOwn }: { from: Build; isOwn: boolean },
): boolean {
  const { kind, name } = wanted;
  switch (part.kind) {
    case "chart":
    case "operator":
      return fits(part, wanted) && (sharesWord(part, wanted, from) || mentions(repository, part, name));
    case "remote":
      return isOwn || sharesWord(part, wanted, from) || isMadeByLayout(part, name);
    case "program":
      return isOwn;
    case "text":
      return mentions(repository, part, name);
    case "file":
      return part.names.some((path) => shareWord(path, name) || (isOwn && saysKind(path, kind)));
    case "path":
      return isBelow(
        repository,
        part.texts ?? [],
        (one) => one.kind === kind && one.object.metadata?.name === name,
      );
    case "ambiguous":
      return isOwn && part.names.includes(name);
    case "secrets":
    case "impossible":
      return false;
  }
}

/**
 * What no build applies, but people may install along with any: the charts of the repository, and what Terraform and
 * helmfile make.
 */
const hiddenBeside: (builds: BuildSet) => readonly HiddenPart[] = memoize(({ repository }: BuildSet) => {
  const charts = groupBy(repository.chartTemplates, (path) => path.slice(0, path.indexOf("templates/")));
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
 * Whether a hidden part could hold a binding for somebody. A chart or an operator binds its own accounts, and those that
 * it is told to.
 */
export function mayBind({ repository }: BuildSet, part: HiddenPart, user: User): boolean {
  const account = splitUsername(user.name);
  const name = typeof account === "object" ? account.name : user.name;
  const names = typeof account === "object" ? [name, account.namespace] : [name];
  switch (part.kind) {
    case "chart":
    case "operator":
      return (
        part.names.some((one) => names.some((other) => shareWord(one, other))) ||
        mentions(repository, part, name)
      );
    case "text":
      return mentions(repository, part, name);
    case "ambiguous":
    case "secrets":
    case "impossible":
      return false;
    default:
      return true;
  }
}

/** Charts put the roles for the election of a leader, and for reading the API server's settings, here as well. */
const EVERYBODYS_NAMESPACE = "kube-system";

function fits(part: HiddenPart, { kind, namespace }: Wanted): boolean {
  if (!isNamespaced(kind) || part.namespace === undefined || namespace === undefined) return true;
  return namespace === part.namespace || namespace === EVERYBODYS_NAMESPACE;
}

const SAYS_ROLE = /^(?:rbac|(?:cluster[-_]?)?roles?)$|rbac$/i;
const SAYS_ACCOUNT = /^(?:rbac|sa|service[-_]?accounts?)$/i;
const SAYS_ANYTHING = /^(?:all|bases?|common|core|default|install|manifests?|resources?|shared|upstream)$/i;

/** Whether the name of a file or directory says that it holds objects of a kind, or whatever there is. */
function saysKind(path: string, kind: SoughtKind): boolean {
  const name = (path.replace(/\/+$/, "").split("/").at(-1) ?? "").replace(/\.\w+$/, "");
  return SAYS_ANYTHING.test(name) || (kind === "ServiceAccount" ? SAYS_ACCOUNT : SAYS_ROLE).test(name);
}

/** A ServiceAccount can also go by its namespace, which is often named after what is installed there. */
function sharesWord(part: HiddenPart, { kind, name, namespace }: Wanted, from: Build): boolean {
  const known = runBy(from);
  return part.names.some((one) => {
    if (shareWord(one, name, known)) return true;
    return kind === "ServiceAccount" && namespace !== undefined && shareWord(one, namespace, known);
  });
}

/** The words of the workloads that a build runs itself: what goes by these belongs to them. */
const runBy = memoize(({ objects }: Build): ReadonlySet<string> => {
  const names = objects.filter(({ kind }) => WORKLOADS.has(kind)).map(({ object }) => object.metadata?.name);
  return new Set(names.flatMap((name = "") => [name, ...name.split("-")]));
});

/** The roles that the layout of an operator's `config` directory makes: kubebuilder's and operator-sdk's. */
const LAYOUT =
  /-(?:viewer|editor|manager|admin|metrics-reader|proxy|leader-election|metrics-auth)-role$|-metrics-reader$|^(?:manager|proxy|leader-election|metrics-auth)-role$/;

function isMadeByLayout({ names }: HiddenPart, name: string): boolean {
  return LAYOUT.test(name) && names.some((path) => /(?:^|\/)config(?:\/|\?|$)/.test(path));
}

/** Whether the texts of a part, or the values that it is given, name something. */
function mentions(
  repository: BuildSet["repository"],
  { texts = [], values }: HiddenPart,
  name: string,
): boolean {
  if (values !== undefined && namesIn(values).has(name)) return true;
  return searchedTexts(repository, texts).some((path) => {
    const names = namesInText(repository, path);
    // What the pointer of Git LFS leads to can hold anything.
    return names.has(name) || names.has("git-lfs.github.com");
  });
}

/**
 * The texts that are searched at some places: files, directories that end with `/`, or the empty string for the root.
 */
export function searchedTexts({ texts }: BuildSet["repository"], places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [...texts.keys()].filter((path) =>
    places.some((place) => path === place || (/^$|\/$/.test(place) && path.startsWith(place))),
  );
}

/** The names in a text. */
const namesInText = memoizePairs((repository: BuildSet["repository"], path: string) =>
  namesIn(textOf(repository, path)),
);

/** A text, or the empty one if it cannot be read. */
export function textOf(repository: BuildSet["repository"], path: string): string {
  try {
    return repository.text(path);
  } catch {
    return "";
  }
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z0-9](?:[A-Za-z0-9.:_-]*[A-Za-z0-9])?/g));
}

/** Whether such an object is written below a directory of a path in which parts are filled in later. */
export function isBelow(
  { files }: BuildSet["repository"],
  paths: readonly string[],
  isWanted: (object: ObjectFacts) => boolean,
): boolean {
  const patterns = paths.map(patternOf);
  for (const [file, { objects }] of files) {
    if (!patterns.some((pattern) => pattern.test(file))) continue;
    if (objects.some(isWanted)) return true;
  }
  return false;
}

/** What a path with templates in it can be: each of these stands for any text within a part of the path. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)/);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[^/]*")}(?:/|$)`);
}
