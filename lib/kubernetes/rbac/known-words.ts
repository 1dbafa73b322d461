import type { ApiResources } from "../api/api-resources.js";
import type { Question } from "./authorizer.js";
import { bootstrapClusterRoles } from "./bootstrap-policy.js";
import { nearest } from "../../util/nearest.js";
import { isKnown, type PolicyRule } from "../objects.js";
import { isPlain } from "./known-entry.js";
import { ArgumentProblem } from "../api/resource-argument.js";
import { resourceName } from "../api/resource-name.js";
import { HTTP_VERBS, MEANT, MEANT_OF_PATHS, MEANT_SUBRESOURCES, RESOURCE_VERBS } from "./verbs.js";

/** How many distinct words are compared with what was typed: Kubernetes' own come first. */
const MAX_CANDIDATES = 1000;
/** Roles repeat the same words over and over. */
const MAX_LOOKED_AT = 100_000;

/** What any custom resource may have: apiextensions.k8s.io, CustomResourceSubresources, and see SYNTHETIC_RESOURCES. */
const SUBRESOURCES_OF_ANY: ReadonlySet<string> = new Set(["status", "scale", "finalizers"]);

/** Built-in rules on all resources: they name groups with arbitrary resources, such as custom.metrics.k8s.io. */
const RULES_ON_ALL = bootstrapClusterRoles
  .flatMap(({ rules = [] }) => rules)
  .filter(({ resources }) => resources?.includes("*"));

type ResourceQuestion = Exclude<Question, { path: string }>;

/** What the words of a question are checked against. */
interface Vocabulary {
  api: ApiResources;
  rules: readonly PolicyRule[];
}

/**
 * Refuses a question with an unknown verb or resource: nobody would ever be allowed that, which looks like an
 * answer. Anything that a rule of the repository names is known, since someone meant it.
 * @param written the resource as typed
 * @throws {ArgumentProblem} with what was probably meant
 */
export function refuseUnknown(
  question: Question,
  written: string,
  api: ApiResources,
  rules: readonly PolicyRule[],
): void {
  const vocabulary = { api, rules: [...rules, ...RULES_ON_ALL] };
  const problem =
    "path" in question ? pathVerbProblem(question.verb, rules) : problemOf(question, written, vocabulary);
  if (problem !== undefined) throw new ArgumentProblem(problem);
}

function pathVerbProblem(verb: string, rules: readonly PolicyRule[]): string | undefined {
  const named = verbsOf(rules.filter(({ nonResourceURLs }) => nonResourceURLs?.length));
  if (isOneOf(verb, HTTP_VERBS, named)) return undefined;
  const meant = MEANT_OF_PATHS.get(verb)?.[0] ?? nearestOf(verb, [...HTTP_VERBS, ...named]);
  return `Requests for paths use HTTP's verbs, and '${verb}' is not one of them. ${hint(meant, "Correct it.")}`;
}

function problemOf(question: ResourceQuestion, written: string, vocabulary: Vocabulary): string | undefined {
  const { verb, apiGroups } = question;
  const named = verbsOf(vocabulary.rules.filter(({ resources }) => resources?.length));
  if (!isOneOf(verb, RESOURCE_VERBS, named)) {
    const subresource = MEANT_SUBRESOURCES.get(verb);
    const meant = MEANT.get(verb)?.[0] ?? nearestOf(verb, [...RESOURCE_VERBS, ...named]);
    const isSwapped = meant === undefined && isOneOf(written, RESOURCE_VERBS, named);
    const otherwise = isSwapped ? `The verb comes first, as in '${written} ${verb}'.` : "Correct it.";
    const instead = subresource === undefined ? hint(meant, otherwise) : `Ask for ${subresource}.`;
    return `There is no verb '${verb}' in Kubernetes or in a role of this repository. ${instead}`;
  }
  if (isKnownResource(question, vocabulary)) return undefined;
  const otherwise =
    apiGroups === undefined
      ? "Correct it, or write its API group as well, as in 'widgets.example.com'."
      : "Correct it, or add its CustomResourceDefinition to the repository.";
  const instead = hint(nearestResource(question, vocabulary), otherwise);
  return `There is no resource '${written}' in Kubernetes or in a CustomResourceDefinition or role of this repository. ${instead}`;
}

function hint(meant: string | undefined, otherwise: string): string {
  return meant === undefined ? otherwise : `Did you mean '${meant}'?`;
}

function verbsOf(rules: readonly PolicyRule[]): string[] {
  return rules.flatMap(({ verbs = [] }) => verbs).filter((verb) => verb !== "*" && isKnown(verb));
}

function isOneOf(verb: string, own: ReadonlySet<string>, named: readonly string[]): boolean {
  return verb === "*" || own.has(verb) || named.includes(verb);
}

function isKnownResource({ apiGroups, ...asked }: ResourceQuestion, vocabulary: Vocabulary): boolean {
  const { api, rules } = vocabulary;
  if (apiGroups !== undefined) return apiGroups.some((group) => isInGroup(group, asked, vocabulary));
  return isNamed(asked, rules, api.groupsWith(asked.resource).length > 0);
}

function isInGroup(group: string, asked: Asked, { api, rules }: Vocabulary): boolean {
  const name = resourceName(asked);
  const groups = group === "*" ? [...api.groups] : [group];
  if (name === "*" && group === "*") return true;
  if (groups.some((one) => api.matching(one, name).length > 0)) return true;
  const naming = rules.filter(({ apiGroups }) => apiGroups?.includes(group));
  if (naming.length === 0 && group !== "*" && api.knowledgeOf(group) === "unknown") return false;
  // A rule on every group says nothing about a particular one, so its `*` does not show what exists.
  const isAnything = group !== "*" && naming.some(({ resources }) => resources?.includes("*"));
  if (name === "*" || isAnything) return true;
  const either =
    group === "*" ? rules : [...naming, ...rules.filter(({ apiGroups }) => apiGroups?.includes("*"))];
  return isNamed(asked, either, api.find(group, asked.resource) !== undefined);
}

interface Asked {
  resource: string;
  subresource?: string;
}

/**
 * Whether rules name a resource.
 * @param isServed whether the resource is known without the rules, so that only its subresource is in question
 */
function isNamed({ resource, subresource }: Asked, rules: readonly PolicyRule[], isServed: boolean): boolean {
  const names = rules.flatMap(({ resources = [] }) => resources).filter(isKnown);
  const isResourceNamed = names.some((name) => name === resource || name.startsWith(`${resource}/`));
  if (subresource === undefined) return resource !== "*" && isResourceNamed;
  if (resource === "*") return names.some((name) => name.endsWith(`/${subresource}`));
  if (names.includes(`${resource}/${subresource}`)) return true;
  if (names.includes(`*/${subresource}`)) return isServed || isResourceNamed;
  return isResourceNamed && !isServed && SUBRESOURCES_OF_ANY.has(subresource);
}

/** The resource that was probably meant, with its group if the question has one. */
function nearestResource(
  { apiGroups, ...asked }: ResourceQuestion,
  vocabulary: Vocabulary,
): string | undefined {
  const { api } = vocabulary;
  const name = resourceName(asked);
  const group = apiGroups?.[0];
  const write = group === undefined ? (_: string, meant: string) => meant : inGroup;
  const near = nearestOf(write(group ?? "", name), candidates(asked, vocabulary, write));
  if (near !== undefined || group === undefined) return near;
  const [other] = api.groupsWith(name);
  return other === undefined ? undefined : inGroup(other, name);
}

/** The resources that can be asked about, Kubernetes' own first. */
function* candidates(
  asked: Asked,
  { api, rules }: Vocabulary,
  write: (group: string, name: string) => string,
): Generator<string> {
  const all = asked.resource === "*";
  for (const { group, name } of api.all()) yield write(group, all ? name.replace(/^[^/]*/, "*") : name);
  for (const { apiGroups = [], resources = [] } of rules) {
    const names = new Set(resources.filter(isKnown));
    for (const group of new Set(apiGroups.filter(isPlain))) {
      for (const name of names) {
        if (name !== "*") yield write(group === "*" ? "" : group, all ? name.replace(/^[^/]*/, "*") : name);
        else if (group !== "*") yield write(group, resourceName(asked));
      }
    }
  }
}

/** The nearest of the first candidates; one that differs only in case is the nearest. */
function nearestOf(word: string, words: Iterable<string>): string | undefined {
  const small = word.toLowerCase();
  const compared = new Set<string>();
  let looked = 0;
  for (const candidate of words) {
    if (++looked > MAX_LOOKED_AT || compared.size === MAX_CANDIDATES) break;
    compared.add(candidate);
  }
  compared.delete(word);
  return compared.has(small) ? small : nearest(small, compared);
}

/** A resource as one types it: `deployments.apps/scale`, or `pods` for the core group. */
function inGroup(group: string, name: string): string {
  if (group === "" || group === "*") return name;
  const [resource = "", ...parts] = name.split("/");
  return [`${resource}.${group}`, ...parts].join("/");
}
