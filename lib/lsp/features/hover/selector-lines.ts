import noUnmatchedSelector from "../../../../rules/no-unmatched-selector.js";
import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { hiddenPods } from "../../../analysis/network/hidden-pods.js";
import { type Network, networksWith } from "../../../analysis/network/network.js";
import { namespaceKey, namespaceWords, type Workload } from "../../../analysis/network/workloads.js";
import { writtenAt } from "../../../builds/build.js";
import { isInNamespace, selectsPods } from "../../../kubernetes/connections/pod-labels.js";
import { podsSelectedAt } from "../../../kubernetes/connections/selected-pods.js";
import { isNamespaced } from "../../../kubernetes/kinds.js";
import { type Certainty, selectsNamespace } from "../../../kubernetes/labels/label-selector.js";
import { isEmptySelector } from "../../../kubernetes/network-policy/network-policy.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import { field, valueAt } from "../../../util/plain-values.js";
import { plural } from "../../../util/phrases.js";
import type { Cursor } from "../../cursor/cursor.js";
import type { Referent } from "../../cursor/referent.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { whatApplies } from "./build-words.js";
import { kindOf } from "./kind-words.js";
import { findingsAt } from "./findings.js";

const MOST_WORKLOADS = 8;
const MOST_GROUPS = 3;
const LABELS = "not all of its labels are known";

/** What a selector of a network policy selects, in each build that applies it. */
export function selectorLines(
  cursor: Cursor,
  { policies, path }: Extract<Referent, { type: "selector" }>,
): Line[] {
  const { analysis } = cursor.model;
  const told = policies.map((applied) => ({ ...applied, lines: linesIn(analysis, applied, path) }));
  const groups = [...groupBy(told, ({ lines }) => JSON.stringify(lines)).values()];
  const nothing = findingsAt(cursor, [noUnmatchedSelector]);
  return [
    ...groups.slice(0, MOST_GROUPS).flatMap((group): Line[] => {
      const [first] = group as [(typeof group)[number]];
      return [...(groups.length > 1 ? [line(said`In what ${whatApplies(group)}:`)] : []), ...first.lines];
    }),
    ...(groups.length > MOST_GROUPS
      ? [line([`Other builds differ in ${groups.length - MOST_GROUPS} more ways.`])]
      : []),
    ...nothing.map((message) => line([{ strong: ["No effect"] }, `: ${message}`])),
  ];
}

function linesIn(analysis: Analysis, applied: Applied, path: Cursor["inObject"]): Line[] {
  const { object } = applied.object;
  const [network] = networksWith(analysis, applied.build);
  if (!network) return [];
  const own = namespaceKey(object, applied.build);
  if (applied.object.kind !== "NetworkPolicy") return engineLines(analysis, network, applied, { path, own });
  const peer = path.slice(0, -1);
  const isPeer = peer.length > 1;
  const [pods, namespaces] = isPeer
    ? [valueAt(object, [...peer, "podSelector"]), valueAt(object, [...peer, "namespaceSelector"])]
    : [field(object, "spec", "podSelector"), undefined];
  const there = namespaces === undefined ? undefined : namespacesFor(network, namespaces);
  const isOfNamespaces = path.at(-1) === "namespaceSelector";
  return [
    ...(there ? namespaceLines(there, namespaces) : []),
    ...(isOfNamespaces && pods === undefined
      ? []
      : podLines(
          analysis,
          network,
          pods ?? {},
          there ? there.sure : [own],
          there !== undefined && isEmptySelector(namespaces as object),
        )),
  ];
}

/** The same for a policy of Cilium or Calico, whose selectors speak of namespaces as well. */
function engineLines(
  analysis: Analysis,
  network: Network,
  { object }: Applied,
  { path, own }: { path: Cursor["inObject"]; own: string },
): Line[] {
  const namespace = isNamespaced(object.kind) ? own : undefined;
  const selects = podsSelectedAt(object, path, namespace);
  const found = network.workloads.filter((workload) => selects(workload) !== false);
  if (found.length > 0) {
    const words = (one: Workload) => workloadWords(one, doubtOf(one, selects(one)), true);
    return [
      line(said`Selects the pods of ${plural(found.length, "workload")}:`),
      ...bounded(
        found.map((one) => item(words(one))),
        MOST_WORKLOADS,
        "more workloads",
      ),
    ];
  }
  const isPeer = path.length > 3;
  const why = namespace === undefined || isPeer ? undefined : hiddenPods(analysis, network, namespace);
  const more = why === undefined ? "" : ` There may be others: ${why}.`;
  return [line([`Selects no pods of workloads that are seen here.${more}`])];
}

/** Why it is not known whether a workload is selected; undefined if it is. */
function doubtOf({ isOnHostNetwork }: Workload, isSelected: Certainty): string | undefined {
  if (isSelected) return undefined;
  if (isOnHostNetwork === false) return "not all that the selector asks for is known";
  return isOnHostNetwork ? "it has the network of its node" : "it may have the network of its node";
}

interface Namespaces {
  sure: readonly string[];
  /** How many may be selected, since their labels are not known. */
  unsure: number;
}

function namespacesFor(network: Network, selector: unknown): Namespaces {
  const answers = network.namespaces.map((one) => ({ name: one.name, is: selectsNamespace(selector, one) }));
  return {
    sure: answers
      .filter(({ is }) => is === true)
      .map(({ name }) => name)
      .sort(),
    unsure: answers.filter(({ is }) => is === undefined).length,
  };
}

function namespaceLines({ sure, unsure }: Namespaces, selector: unknown): Line[] {
  if (isEmptySelector(selector as object)) return [line(["Selects every namespace."])];
  const more =
    unsure === 0
      ? ""
      : ` ${plural(unsure, "namespace")} more may be: nothing here says which labels ${unsure === 1 ? "it has" : "they have"}.`;
  const words = sure.map((name): Words => [isKnown(name) ? code(name) : namespaceWords(name)]);
  return [
    line(
      sure.length === 0
        ? [`Selects no namespace that is declared here.${more}`]
        : said`Selects ${sure.length === 1 ? "namespace " : `${sure.length} namespaces: `}${listed(words, 6)}.${more}`,
    ),
  ];
}

function podLines(
  analysis: Analysis,
  network: Network,
  selector: unknown,
  namespaces: readonly string[],
  isEverywhere: boolean,
): Line[] {
  const all = network.workloadsFor(selector).filter((pods) => {
    return isEverywhere || namespaces.some((name) => isInNamespace(name, pods) === true);
  });
  const where: Words = isEverywhere
    ? []
    : said` in ${namespaces.length === 1 ? "namespace " : "namespaces "}${listed(
        namespaces.map((name) => [isKnown(name) ? code(name) : namespaceWords(name)]),
        3,
      )}`;
  if (!isEverywhere && namespaces.length === 0) return [];
  const isEmpty = isEmptySelector(selector as object);
  if (all.length === 0) {
    const why = isEverywhere
      ? undefined
      : namespaces.map((name) => hiddenPods(analysis, network, name, selector)).find(Boolean);
    const begin = said`${isEmpty ? "Selects every pod" : "Selects no pods of workloads that are seen here"}${where}`;
    if (isEmpty) return [line(said`${begin}; no workload that is seen here makes any.`)];
    return [line(why === undefined ? said`${begin}.` : said`${begin}. There may be others: ${why}.`)];
  }
  return [
    line(
      said`Selects ${isEmpty ? "every pod" : "the pods"}${where}${isEmpty ? ": " : " of "}${plural(all.length, "workload")}:`,
    ),
    ...bounded(
      all.map((one) =>
        item(workloadWords(one, selectsPods(selector, one) ? undefined : LABELS, namespaces.length !== 1)),
      ),
      MOST_WORKLOADS,
      "more workloads",
    ),
  ];
}

function workloadWords(workload: Workload, doubt: string | undefined, withNamespace: boolean): Words {
  const { name, namespace, applied } = workload;
  const place = writtenAt(applied.object);
  const full = withNamespace && isKnown(namespace.name) ? `${namespace.name}/${name}` : name;
  const unsure = doubt === undefined ? "" : `, perhaps: ${doubt}`;
  return said`${kindOf(applied.object)} ${isKnown(name) ? code(full) : "of a name that is filled in later"} (${{ place: { ...place, path: [...place.path, "metadata", "name"] } }})${unsure}`;
}
