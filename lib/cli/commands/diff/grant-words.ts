import type { Step } from "../../../analysis/access/answers.js";
import type { Direction, Extent, GrantChange, Side } from "../../../analysis/change/access-change.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { series } from "../../../util/phrases.js";
import { counted } from "../../report/counted.js";
import type { GrantsAlike } from "./grants-alike.js";
import { type Item, markOf } from "./item.js";
import type { Sides } from "./sides.js";
import { joined, listed, plain, said, type Words } from "./words.js";

/** The most resources, verbs or namespaces that a line names; if there are more, it counts them. */
const MOST = 4;
/** The most that a line below it names. */
const MOST_BELOW = 40;
/** The most ways to a permission, and parts of it that stay, that are shown. */
const MOST_WAYS = 3;

/** What a subject gains or loses, for people: alike in some clusters, or by several permissions that are as dangerous. */
export function grantItem([first, ...others]: GrantsAlike, sides: Sides): Item {
  const { grant, clusters } = first;
  const { change, subject, dangers } = grant;
  const can = change === "gained" ? "can now" : "can no longer";
  const what: Words =
    dangers.length > 0 ? [{ foreign: series(dangers.map((one) => one.can)) }] : permissionWords(grant, MOST);
  const shown = others.slice(0, MOST_WAYS - 1);
  const told = new Set<string>();
  const more = others.length - shown.length;
  return {
    mark: markOf(change),
    words: said`${subject}${clusterWords(clusters)} ${[can]} ${what}`,
    details: [
      ...detailsOf(grant, { sides, told, isOneOfSeveral: others.length > 0 }),
      ...shown.flatMap((one) => detailsOf(one.grant, { sides, told, isOneOfSeveral: true })),
      ...(more > 0
        ? [[`and ${counted(more, "more permission")} that ${more === 1 ? "is" : "are"} as dangerous`]]
        : []),
    ],
  };
}

interface Telling {
  sides: Sides;
  isOneOfSeveral: boolean;
  /** What was said already of the other state: several permissions are often given by one binding. */
  told: Set<string>;
}

function detailsOf(grant: GrantChange, { sides, isOneOfSeveral, told }: Telling): Words[] {
  const { dangers, otherSide, isUnreached, appliedFrom } = grant;
  const others = otherSide ? otherSideWords(otherSide, grant, sides) : [];
  const isNew = others.length > 0 && !told.has(plain(others));
  told.add(plain(others));
  const isSpelledOut = isOneOfSeveral || dangers.some(({ name }) => name) || hasMore(grant);
  return [
    ...(isSpelledOut ? [permissionWords(grant, MOST_BELOW)] : []),
    ...throughWords(grant, sides),
    ...(isNew ? [others] : []),
    ...heldWords(grant),
    ...stayingWords(grant),
    ...(appliedFrom ? [appliedWords(appliedFrom)] : []),
    ...(isUnreached ? [["neither Flux nor Argo CD is seen to apply what gives it"]] : []),
  ];
}

/** The state in which a permission is, or was, there. */
export function sideOf(change: Direction): Side {
  return change === "gained" ? "after" : "before";
}

/** ` in cluster NAME`, where there are several. */
export function cluster({ cluster: name }: { cluster?: string }): Words {
  return clusterWords(name === undefined ? [] : [name]);
}

function clusterWords(names: readonly string[]): Words {
  if (names.length === 0) return [];
  return said`${[names.length === 1 ? " in cluster " : " in clusters "]}${listed(names, MOST_BELOW)}`;
}

function throughWords({ change, through }: GrantChange, sides: Sides): Words[] {
  const shown = through.slice(0, MOST_WAYS);
  const more = through.length - shown.length;
  const begin = change === "gained" ? "through" : "it was through";
  return [
    ...shown.map((chain) => said`${[begin]} ${sides.chainWords(chain, sideOf(change))}`),
    ...(more > 0 ? [[`and ${counted(more, "more way")}`]] : []),
  ];
}

/** The kustomizations that give it, if each of them is compared with itself. */
function appliedWords(directories: readonly string[]): Words {
  const names = directories.map((directory) => directory || ".");
  return said`where ${listed(names, MOST_BELOW)} ${[names.length === 1 ? "is" : "are"]} applied`;
}

/** What gives a subject related rights in the other state; only where it is, if that is the binding that is named. */
function otherSideWords(
  steps: NonNullable<GrantChange["otherSide"]>,
  { change, through }: GrantChange,
  sides: Sides,
): Words {
  const [side, was] = change === "gained" ? (["before", "before"] as const) : (["after", "now"] as const);
  const [binding, ...roles] = steps;
  const isNamed = through.length === 1 && binding && isCalledLike(binding, through[0]?.[0]);
  if (!isNamed || roles.length > 0 || !binding.place) return said`${[was]}: ${sides.chainWords(steps, side)}`;
  return side === "before"
    ? said`the binding was there before (${sides.placeWords(binding.place, side)})`
    : said`the binding is still there (${sides.placeWords(binding.place, side)})`;
}

function isCalledLike(one: Step, other: Step | undefined): boolean {
  return one.kind === other?.kind && one.name === other.name && one.namespace === other.namespace;
}

/** Why something is not among what is dangerous. */
function heldWords({ heldDangers = [] }: GrantChange): Words[] {
  if (heldDangers.length === 0) return [];
  return [said`by other rights, it could before: ${{ foreign: series(heldDangers.map(({ can }) => can)) }}`];
}

/** What of a permission is the same in both states. */
function stayingWords({
  change,
  verbs,
  resources,
  urls,
  except = [],
  isExcept,
  namespaces = [],
}: GrantChange): Words[] {
  // To whoever may do everything it makes no difference what that was before.
  const isEverything = verbs.includes("*") && (resources.includes("*.*") || urls.includes("*"));
  if (isEverything && !isExcept) return [];
  const begin = change === "gained" ? "of that it could before" : "of that it still can";
  const shown = except.slice(0, MOST_WAYS).map((one) => permissionWords(one, MOST));
  const more = except.length - shown.length;
  const parts = [
    ...(isExcept ? [said`all of it ${whereWords({ namespaces }, MOST_BELOW)}`] : []),
    ...shown,
    ...(more > 0 ? [[`and ${more} more`]] : []),
  ];
  return parts.length > 0 ? [said`${[begin]}: ${joined(parts, "; ")}`] : [];
}

/** `get and list pods in namespace shop`. */
function permissionWords(grant: Extent & Pick<GrantChange, "isExcept">, most: number): Words {
  const { names, urls, resources, verbs } = grant;
  const named = names === undefined ? [] : said` named ${countedOr(names, most, "names")}`;
  const isAll = verbs.includes("*");
  const parts = [
    ...(resources.length > 0
      ? [said`${resourceWords(resources, most)}${named} ${whereWords(grant, most)}`]
      : []),
    ...(urls.length > 0 ? [urlWords(urls, most)] : []),
  ];
  const doing = isAll ? ["do everything with"] : listed(verbs, most >= MOST_BELOW ? most : MOST_VERBS);
  return said`${doing} ${joined(parts, " and ")}`;
}

/** All that Kubernetes itself knows for most resources. */
const MOST_VERBS = 8;

function resourceWords(resources: readonly string[], most: number): Words {
  return resources.includes("*.*") ? ["every resource"] : countedOr(resources, most, "resources");
}

function urlWords(urls: readonly string[], most: number): Words {
  if (urls.includes("*")) return ["every path that is not a resource"];
  if (urls.length > most && most < MOST_BELOW) return [`${urls.length} paths`];
  return said`${[urls.length === 1 ? "path" : "paths"]} ${listed(urls, most)}`;
}

/** Where a permission holds. */
function whereWords(
  { namespaces, isExcept }: Pick<GrantChange, "namespaces" | "isExcept">,
  most: number,
): Words {
  if (namespaces === undefined || isExcept) return ["in the whole cluster"];
  // One that is chosen later has no name.
  if (namespaces.length === 1 && namespaces.every((one) => !isKnown(one)))
    return ["in a namespace that is chosen when it is applied"];
  const names = namespaces.map((one) => (isKnown(one) ? one : "?"));
  const which = countedOr(names, most, "namespaces");
  if (namespaces.length > most && most < MOST_BELOW) return said`in ${which}`;
  return namespaces.length === 1 ? said`in namespace ${which}` : said`in namespaces ${which}`;
}

/** Names, or how many there are. Below a line, the first of them are named in any case. */
function countedOr(names: readonly string[], most: number, noun: string): Words {
  return names.length <= most || most >= MOST_BELOW ? listed(names, most) : [`${names.length} ${noun}`];
}

function hasMore({ resources, namespaces = [], names = [], urls }: GrantChange): boolean {
  return [resources, namespaces, names, urls].some(({ length }) => length > MOST);
}
