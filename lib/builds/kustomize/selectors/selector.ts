import { field } from "../../../util/plain-values.js";
import { groupOf } from "../../../kubernetes/schema/api-versions.js";
import { versionOf } from "../fields/field-spec.js";
import { labelQuery } from "./label-query.js";
import { type Matcher, wholeMatcher } from "./regex.js";
import { currentId, originalId, type Resource } from "../resource.js";

/** Whether a resource is selected; undefined if that cannot be known. */
export interface Selector {
  (resource: Resource): boolean | undefined;
  /** The only names, original or current, that what it selects can have; undefined if that can be any. */
  names?: readonly string[] | undefined;
  /** The same for namespaces. */
  namespaces?: readonly string[] | undefined;
  /** How much it takes to ask about one resource: how often it looks at each character of a name, at most. */
  effort: number;
}

const FIELDS = ["group", "version", "kind", "name", "namespace"] as const;

/**
 * What a patch's `target` selects: anchored regular expressions, name and namespace against the original or
 * the current one: api/resmap/reswrangler.go, Select. Undefined if one of them is not understood.
 */
export function selectorOf(target: unknown): Selector | undefined {
  const matchers: Partial<Record<(typeof FIELDS)[number], Matcher>> = {};
  let effort = 0;
  for (const name of FIELDS) {
    const pattern = field(target, name);
    if (pattern === undefined || pattern === null || pattern === "") continue;
    const matcher = typeof pattern === "string" ? wholeMatcher(pattern) : undefined;
    if (!matcher) return undefined;
    matchers[name] = matcher;
    effort += matcher.effort;
  }
  const query = queryOf(target);
  const selects = (resource: Resource) => {
    const { apiVersion = "", kind = "", metadata } = resource.object;
    const [original, current] = [originalId(resource), currentId(resource)];
    const fits = (name: (typeof FIELDS)[number], text: string, other = text) => {
      const matches = matchers[name];
      return !matches || matches(text) || (other !== text && matches(other));
    };
    if (!fits("kind", kind) || !fits("namespace", original.namespace, current.namespace)) return false;
    if (!fits("name", original.name, current.name) || !fits("group", groupOf(apiVersion))) return false;
    return fits("version", versionOf(apiVersion)) && query(metadata);
  };
  const [names, namespaces] = [matchers.name?.texts, matchers.namespace?.texts];
  return Object.assign(selects, { names, namespaces, effort });
}

type Metadata = Resource["object"]["metadata"];

/** Whether labels and annotations match what a target says about them. */
export function queryOf(target: unknown): (metadata: Metadata) => boolean | undefined {
  const [labels, annotations] = ["labelSelector", "annotationSelector"].map((key) => {
    const query = field(target, key);
    return typeof query === "string" ? labelQuery(query) : undefined;
  });
  return (metadata) => {
    const results = [
      labels ? labels(metadata?.labels) : true,
      annotations ? annotations(metadata?.annotations) : true,
    ];
    if (results.includes(false)) return false;
    return results.includes(undefined) ? undefined : true;
  };
}
