import type { ApiResources } from "./api-resources.js";
import type { Question } from "../rbac/authorizer.js";
import { resourceName } from "./resource-name.js";

/** Why something that the user typed cannot be understood, as a sentence. */
export class ArgumentProblem extends Error {}

/**
 * The question that a verb and a resource mean as typed: `pods`, `po`, `Pod`, `deployments.apps`, `pods/exec`,
 * `*`, or a path such as `/metrics`. Without a group, the question covers each group that has the resource, or
 * any group if none is known to have it. A version before the group, which kubectl accepts, is ignored.
 * @throws {ArgumentProblem} if it is not a verb, or if the group is known and has no such resource
 */
export function questionOf(verb: string, written: string, resources: ApiResources): Question {
  if (verb === "" || verb !== verb.toLowerCase()) {
    throw new ArgumentProblem(`'${verb}' is not a verb. Verbs are lowercase, such as 'get'.`);
  }
  if (written.startsWith("/")) return { verb, path: written };
  const [name = "", part, ...rest] = written.split("/");
  const [resource = "", ...ownGroup] = name.split(".");
  const [subresource, ...partGroup] = part?.split(".") ?? [];
  if (resource === "" || subresource === "" || rest.length > 0) {
    throw new ArgumentProblem(
      `'${written}' is not a resource. Write 'pods', 'deployments.apps', 'pods/exec', '*' or a path such as '/metrics'.`,
    );
  }
  const typed = { resource, ...(subresource !== undefined && { subresource }) };
  const groupParts = [...ownGroup, ...partGroup];
  const group = groupParts.join(".");
  const [first = "", ...unversioned] = groupParts;
  if (VERSION.test(first) && unversioned.length > 0 && resources.knowledgeOf(group) === "unknown") {
    const inVersion = unversioned.join(".");
    const groups = resources.knowledgeOf(inVersion) === "unknown" ? [inVersion, group] : [inVersion];
    return { verb, apiGroups: groups, ...inGroup(inVersion, typed, resources) };
  }
  if (resource === "*") return { verb, apiGroups: [group || "*"], ...typed };
  if (group !== "") return { verb, apiGroups: [group], ...inGroup(group, typed, resources) };
  const asWritten = resources.groupsWith(resourceName(typed));
  if (asWritten.length > 0) return { verb, apiGroups: asWritten, ...typed };
  for (const candidate of resources.groups) {
    const meant = nearestIn(candidate, typed, resources);
    if (meant) return { verb, apiGroups: resources.groupsWith(resourceName(meant)), ...meant };
  }
  return { verb, ...typed };
}

/** Kubernetes: apimachinery/pkg/runtime/schema/group_version.go, ParseResourceArg, with any first word. */
const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

interface Typed {
  resource: string;
  subresource?: string | undefined;
}

function inGroup(group: string, typed: Typed, resources: ApiResources): Typed {
  if (resources.find(group, resourceName(typed))) return typed;
  const meant = nearestIn(group, typed, resources);
  if (meant) return meant;
  if (resources.knowledgeOf(group) !== "complete") return typed;
  const [other] = resources.groupsWith(resourceName(typed));
  const near =
    other === undefined ? resources.nearest(group, resourceName(typed))?.name : inOther(other, typed);
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  throw new ArgumentProblem(`API group '${group}' has no resource '${resourceName(typed)}'.${hint}`);
}

/** A resource as one types it, with its group. */
function inOther(group: string, { resource, subresource }: Typed): string {
  return resourceName({ resource: group === "" ? resource : `${resource}.${group}`, subresource });
}

/** What a singular, a kind, a short name or another case means; typos are not corrected. */
function nearestIn(group: string, typed: Typed, resources: ApiResources): Typed | undefined {
  const near = resources.nearest(group, resourceName(typed));
  if (!near || near.written === "typo") return undefined;
  const [resource = "", subresource] = near.name.split("/");
  return { resource, ...(subresource !== undefined && { subresource }) };
}
