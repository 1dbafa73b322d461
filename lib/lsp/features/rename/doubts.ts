import { areApart } from "../../../builds/controllers/clusters.js";
import { couldBe, isKnown, type PolicyRule } from "../../../kubernetes/objects.js";
import { CONFIG_FILES } from "../../../repository/configuration/config-file.js";
import { field, isMap, items } from "../../../util/plain-values.js";
import type { Path } from "../../../manifests/locate.js";
import { allLinks } from "../../links/all-links.js";
import type { Link } from "../../links/link.js";
import { builtName, type Renamed } from "./renamed.js";
import { Refusal } from "./refusal.js";

/**
 * Refuses where something may name the object that cannot be changed with it, or of which nobody can say what it means.
 * @throws Refusal
 */
export function refuseDoubts(renamed: Renamed): void {
  const { analysis, applied, words } = renamed;
  for (const one of applied) {
    const part = analysis.hiddenUser(one as Parameters<typeof analysis.hiddenUser>[0]);
    if (part) throw new Refusal(`Something that cannot be seen may name ${words}: ${part.reason}.`);
  }
  refuseUnknownLinks(renamed);
  refuseResourceNames(renamed);
  refuseConfigurations(renamed);
  if (renamed.kind === "ServiceAccount") refuseOtherPods(renamed);
}

/** The names that stand for something that is not known, and may be the object. */
function refuseUnknownLinks(renamed: Renamed): void {
  const { analysis, words } = renamed;
  const link = allLinks(analysis).find((one) => mayMean(renamed, one));
  if (!link) return;
  const { from, unknown, name } = link;
  const where = `${from.object.object.kind} '${from.object.object.metadata?.name}' in ${from.object.file}`;
  throw new Refusal(
    `It is not known whether '${name}' of ${where} means ${words}: ${unknown ?? "the name is filled in later"}.`,
  );
}

function mayMean({ kind, name, applied, namespaces }: Renamed, link: Link): boolean {
  const isOfType = kind === "ServiceAccount" ? link.type === "account" : link.type === "role";
  if (!isOfType || link.unknown === undefined || link.targets.length > 0) return false;
  const [, calledKind = "", namespace = ""] = /^(\S*) ([^/]*)\//.exec(link.called) ?? [];
  if (calledKind !== kind && isKnown(calledKind)) return false;
  const isElsewhere = isKnown(namespace) && !namespaces.has(namespace) && !namespaces.has(undefined);
  if (kind !== "ClusterRole" && isElsewhere) return false;
  if (applied.every(({ build }) => areApart(build, link.from.build))) return false;
  const names = [name, ...applied.map(builtName)];
  return isKnown(link.name) ? names.includes(link.name) : names.some((one) => couldBe(link.name, one));
}

/** The resources whose names rules of roles can list. */
const RESOURCES = {
  Role: /^(?:roles|\*)$/,
  ClusterRole: /^(?:clusterroles|\*)$/,
  ServiceAccount: /^(?:serviceaccounts(?:\/\w+)?|\*)$/,
};

function refuseResourceNames({ analysis, kind, name, applied, words }: Renamed): void {
  const names = new Set([name, ...applied.map(builtName)]);
  const isNamed = ({ resources = [], resourceNames = [] }: PolicyRule) =>
    resourceNames.some((one) => names.has(one)) && resources.some((one) => RESOURCES[kind].test(one));
  for (const [file, { objects }] of analysis.repository.files) {
    const naming = objects.find(
      (one) =>
        (one.kind === "Role" || one.kind === "ClusterRole") &&
        (items(one.object.rules) as PolicyRule[]).some(isNamed),
    );
    if (naming)
      throw new Refusal(
        `${naming.kind} '${naming.object.metadata?.name}' in ${file} lists '${name}' in its resourceNames, which may mean ${words}: change it by hand first.`,
      );
  }
}

/** What configures kustomize's transformers, or is a contract for the linter, may name it in ways of its own. */
function refuseConfigurations({ analysis, model, name, applied, words }: Renamed): void {
  const names = new Set([name, ...applied.map(builtName)]);
  const files = [...model.repository.files.keys()];
  const configuration = files
    .filter((file) => analysis.classOf(file) === "configuration" || analysis.isData(file))
    .find((file) => {
      const values = (model.repository.values(file) ?? []).filter((one) => !isReplacement(one));
      return holdsText(values, (text) => names.has(text));
    });
  if (configuration !== undefined)
    throw new Refusal(
      `${configuration} ${analysis.isData(configuration) ? "is data of a chart" : "configures kustomize"} and has the name of ${words}: change it by hand first.`,
    );
  const contracts = CONFIG_FILES.find((file) => {
    const value: unknown = model.file(file)?.manifests.values()[0];
    return holdsText(field(value, "contracts"), (text) =>
      text.split(/[\s,/:"']+/).some((one) => names.has(one)),
    );
  });
  if (contracts !== undefined)
    throw new Refusal(`${contracts} has a contract with the name of ${words}: change it by hand first.`);
}

/** Replacements are changed with it. */
function isReplacement(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((one) => field(one, "source") !== undefined)
    : field(value, "source") !== undefined;
}

/** Deeper values are not looked into. */
const DEEPEST = 30;

function holdsText(value: unknown, test: (text: string) => boolean, depth = 0): boolean {
  if (typeof value === "string") return test(value);
  if (depth > DEEPEST || typeof value !== "object" || value === null) return false;
  return Object.values(value).some((one) => holdsText(one, test, depth + 1));
}

/** Refuses where a kind that is not read runs pods as the account: any resource can. */
function refuseOtherPods({ model, analysis, name, applied, words, namespaces }: Renamed): void {
  const names = new Set([name, ...applied.map(builtName)]);
  const known = new Set(
    allLinks(analysis).map(({ place }) => JSON.stringify([place.file, place.document, place.path])),
  );
  for (const [file, { serviceAccounts }] of model.repository.files) {
    if (!serviceAccounts.some((one) => names.has(one))) continue;
    const values = model.file(file)?.manifests.values() ?? [];
    values.forEach((value, document) => {
      const namespace = field(value, "metadata", "namespace");
      const isElsewhere =
        typeof namespace === "string" && !namespaces.has(namespace) && !namespaces.has(undefined);
      if (isElsewhere) return;
      const others = accountPaths(value, names).filter(
        (path) => !known.has(JSON.stringify([file, document, path])),
      );
      if (others.length > 0 && !analysis.isPatch(file))
        throw new Refusal(
          `${String(field(value, "kind"))} '${String(field(value, "metadata", "name"))}' in ${file} may run pods as ${words}: change it by hand first.`,
        );
    });
  }
}

function accountPaths(value: unknown, names: ReadonlySet<string>, path: Path = []): Path[] {
  if (path.length > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => accountPaths(one, names, [...path, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const isAccount = key === "serviceAccountName" || key === "serviceAccount";
    if (isAccount && typeof one === "string") return names.has(one) ? [[...path, key]] : [];
    return accountPaths(one, names, [...path, key]);
  });
}
