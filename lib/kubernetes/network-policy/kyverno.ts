import { matchesGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { all, type Certainty, namespaceName, selectsNamespace } from "../labels/label-selector.js";
import { type AnyObject, isKnown, type KindName } from "../objects.js";
import type { IsolatingPolicy, Question } from "./policy-step.js";

/** The kinds of policies that Kyverno can generate, by their `kind`. */
const GENERATED: Readonly<Record<string, KindName>> = {
  NetworkPolicy: "NetworkPolicy",
  CiliumNetworkPolicy: "CiliumNetworkPolicy",
};

/**
 * Whether a policy of Kyverno may generate one that isolates a namespace. One that only validates or mutates does not.
 * Kyverno: api/kyverno/v1/rule_types.go, Generation; pkg/background/generate.
 * @param isolates whether what is generated isolates all pods of the namespace; it is not asked if that is not known
 */
export function mayGenerateIsolation(
  { kind, metadata, spec }: AnyObject,
  question: Question,
  isolates: (policy: IsolatingPolicy) => boolean,
): boolean {
  const name = namespaceName(question.namespace);
  const own = metadata?.namespace;
  if (kind === "Policy" || kind === "NamespacedGeneratingPolicy") {
    if (name !== undefined && own !== undefined && isKnown(own) && own !== name) return false;
  }
  // The newer kinds say in a language of their own what they generate.
  if (kind === "GeneratingPolicy" || kind === "NamespacedGeneratingPolicy") return speaksOfPolicies(spec);
  return items(field(spec, "rules")).some((rule) => {
    const generate = field(rule, "generate");
    if (!isMap(generate) || !mayIsolate(generate, isolates)) return false;
    const target = generate.namespace;
    if (typeof target === "string" && isKnown(target)) return name === undefined || target === name;
    return mayMatch(rule, question);
  });
}

/** Whether a policy of Kyverno may generate network policies at all. */
export function generatesPolicies({ kind, spec }: AnyObject): boolean {
  if (kind === "GeneratingPolicy" || kind === "NamespacedGeneratingPolicy") return speaksOfPolicies(spec);
  return items(field(spec, "rules")).some((rule) => speaksOfPolicies(field(rule, "generate")));
}

function speaksOfPolicies(value: unknown): boolean {
  return isMap(value) && speaks(value);
}

/** Every namespace is asked about. */
const speaks = memoize((value: object): boolean => {
  return JSON.stringify(value).toLowerCase().includes("networkpolic");
});

/** Whether what a rule generates may be a policy that isolates; what it copies is not known. */
function mayIsolate(
  generate: Record<string, unknown>,
  isolates: (policy: IsolatingPolicy) => boolean,
): boolean {
  const { kind, data } = generate;
  if (typeof kind !== "string" || !Object.hasOwn(GENERATED, kind)) return speaksOfPolicies(generate);
  if (!isMap(data)) return true;
  return isolates({ kind: GENERATED[kind] as KindName, object: data });
}

/** Whether a rule may be triggered in, or by, a namespace. */
function mayMatch(rule: unknown, question: Question): boolean {
  const matched = blocksOf(field(rule, "match")).map((block) => matches(block, question));
  const excluded = blocksOf(field(rule, "exclude")).map((block) => matches(block, question));
  return matched.some((one) => one !== false) && !excluded.includes(true);
}

/** The resource descriptions of a `match` or `exclude`, any of which is enough; those of `all` count as one each. */
function blocksOf(match: unknown): unknown[] {
  const any = items(field(match, "any"));
  const every = items(field(match, "all"));
  const blocks = [...any, ...every].map((block) => field(block, "resources"));
  const single = field(match, "resources");
  return [...blocks, single].filter(isMap);
}

/** Whether a resource description selects a namespace, or what is in it. */
function matches(resources: unknown, question: Question): Certainty {
  const kinds = items(field(resources, "kinds"));
  const isAboutNamespaces = kinds.some((kind) => typeof kind === "string" && /(?:^|\/)Namespace$/.test(kind));
  const names = [...items(field(resources, "names")), field(resources, "name")].filter(
    (one) => one !== undefined,
  );
  const namespaces = items(field(resources, "namespaces"));
  const selector = field(resources, "selector");
  const namespaceSelector = field(resources, "namespaceSelector");
  return all([
    isAboutNamespaces ? isNamed(names, question) : undefined,
    namespaces.length === 0 ? true : isNamed(namespaces, question),
    isAboutNamespaces && selector !== undefined ? selectsNamespace(selector, question.namespace) : true,
    namespaceSelector === undefined ? true : selectsNamespace(namespaceSelector, question.namespace),
    // Who asks for it, and other conditions, are not known.
    field(resources, "operations") === undefined && field(resources, "annotations") === undefined
      ? true
      : undefined,
  ]);
}

function isNamed(patterns: readonly unknown[], { namespace }: Question): Certainty {
  const name = namespaceName(namespace);
  if (patterns.length === 0) return true;
  if (name === undefined) return undefined;
  if (
    patterns.some((pattern) => typeof pattern === "string" && isKnown(pattern) && matchesGlob(pattern, name))
  )
    return true;
  return patterns.every((pattern) => typeof pattern === "string" && isKnown(pattern)) ? false : undefined;
}
