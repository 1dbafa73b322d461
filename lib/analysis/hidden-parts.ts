import type { Applied } from "../builds/applied.js";
import type { Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { areApart } from "../builds/controllers/clusters.js";
import { ANY_RELEASE } from "../builds/helm/release.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { isAtHand } from "../builds/kustomize/related-layers.js";
import { isNamespaced, WORKLOADS } from "../kubernetes/kinds.js";
import type { User } from "../kubernetes/rbac/authorizer.js";
import { splitUsername } from "../kubernetes/rbac/subjects.js";
import { below } from "../repository/paths.js";
import type { Repository } from "../repository/repository.js";
import { push } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { hiddenBeside } from "./hidden-beside.js";
import { indexOf, type SoughtKind } from "./lookup/lookup-index.js";
import { isMadeByLayout, saysAnother, saysKind, shareWord } from "./lookup/name-affinity.js";
import { areBelow, givesName, mentions, namesIn } from "./searched-texts.js";

/** Something that is named and that no build holds. */
export interface Wanted {
  kind: SoughtKind | "Namespace";
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
  { build, object }: Applied,
  wanted: Wanted,
  isInReach: (other: Build) => boolean = (other) => other !== build && !areApart(other, build),
): HiddenPart | undefined {
  const own = build.hidden.find((part) => {
    const isOwn = part.kind === "ambiguous" || isAtHand(builds.repository, part.file, object.file);
    return mayHold(builds, part, wanted, { from: build, isOwn });
  });
  if (own) return own;
  if (build.isDefault && !wanted.name.includes(ANY_RELEASE)) return installerOf(build);
  const isHeldBy = (part: HiddenPart) => mayHold(builds, part, wanted, { from: build, isOwn: false });
  const { hidden, isTooMuchHidden } = indexOf(builds);
  const elsewhere = hidden.find(({ part, builds: all }) => isHeldBy(part) && all.some(isInReach));
  return elsewhere?.part ?? hiddenBeside(builds).find(isHeldBy) ?? (isTooMuchHidden ? TOO_MUCH : undefined);
}

/**
 * Whoever installs a chart that nothing here installs: anything may be beside what it brings. Only what is called by the
 * name of the release is the chart's own.
 */
export function installerOf({ directory }: Build): HiddenPart {
  const reason = `nothing here installs the chart in '${directory}'`;
  return { kind: "program", reason, file: below(directory, "Chart.yaml"), names: [] };
}

const TOO_MUCH: HiddenPart = {
  kind: "program",
  reason: "more is hidden in this repository than is compared",
  file: "",
  names: [],
};

/**
 * Whether a hidden part could hold what an object refers to.
 * @param from the build that applies the object
 * @param isOwn whether the part is of that build, and at hand for the object
 */
function mayHold(
  { repository }: BuildSet,
  part: HiddenPart,
  wanted: Wanted,
  { from, isOwn }: { from: Build; isOwn: boolean },
): boolean {
  const { kind, name } = wanted;
  const { names, texts = [] } = part;
  switch (part.kind) {
    case "chart":
    case "operator":
      if (!fits(part, wanted)) return false;
      if (sharesWord(part, wanted, from) || givesName(repository, texts, name)) return true;
      return namesInValues(part).has(name);
    case "remote":
      return (
        isOwn ||
        sharesWord(part, wanted, from) ||
        names.some((url) => isMadeByLayout(url, name, madeBy(from)))
      );
    case "program":
      return isOwn;
    case "text":
      return mentions(repository, texts, name);
    case "file":
      return names.some((path) => {
        if (saysAnother(path, kind)) return false;
        return isOwn
          ? saysKind(path, kind) || shareWord(path, name)
          : saysKind(path, kind) && shareWord(path, name);
      });
    case "path":
      return areBelow(texts, filesByName(repository).get(`${kind} ${name}`) ?? []);
    case "ambiguous":
      return isOwn && names.includes(name);
    case "secrets":
    case "impossible":
      return false;
  }
}

/**
 * Whether a hidden part could hold a binding for somebody. A chart or an operator binds its own accounts, and those that
 * it is told to.
 */
export function mayBind({ repository }: BuildSet, part: HiddenPart, user: User): boolean {
  const account = splitUsername(user.name);
  const name = typeof account === "object" ? account.name : user.name;
  const called = typeof account === "object" ? [name, account.namespace] : [name];
  const { names, texts = [] } = part;
  switch (part.kind) {
    case "chart":
    case "operator":
      if (names.some((one) => called.some((other) => shareWord(one, other)))) return true;
      return mentions(repository, texts, name) || namesInValues(part).has(name);
    case "text":
      return mentions(repository, texts, name);
    case "ambiguous":
    case "secrets":
    case "impossible":
      return false;
    default:
      return true;
  }
}

/** The names in the values of a chart. */
const namesInValues = memoize(({ values = "" }: HiddenPart) => namesIn(values));

/** The files in which objects are written, by kind and name. */
const filesByName = memoize(({ files }: Repository) => {
  const found = new Map<string, string[]>();
  for (const [file, { objects }] of files)
    for (const { kind, object } of objects) push(found, `${kind} ${object.metadata?.name}`, file);
  return found;
});

/** Charts put the roles for the election of a leader, and for reading the API server's settings, here as well. */
const EVERYBODYS_NAMESPACE = "kube-system";

function fits(part: HiddenPart, { kind, namespace }: Wanted): boolean {
  if (!isNamespaced(kind) || part.namespace === undefined || namespace === undefined) return true;
  return namespace === part.namespace || namespace === EVERYBODYS_NAMESPACE;
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
const runBy = memoize(({ objects }: Build) => wordsIn(objects.filter(({ kind }) => WORKLOADS.has(kind))));

/** The words of all objects that a build makes itself. */
const madeBy = memoize(({ objects }: Build) => wordsIn(objects));

function wordsIn(objects: Build["objects"]): ReadonlySet<string> {
  return new Set(objects.flatMap(({ object }) => (object.metadata?.name ?? "").split(/[^A-Za-z0-9]+/)));
}
