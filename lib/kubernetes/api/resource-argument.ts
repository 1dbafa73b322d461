import type { ApiResources } from "./api-resources.js";
import type { Question } from "../rbac/authorizer.js";

/** What somebody has typed cannot be understood: a sentence that says why. */
export class ArgumentProblem extends Error {}

/**
 * What is asked for with a verb and a resource as one types them: `pods`, `po`, `Pod`, `deployments.apps`,
 * `pods/exec`, `*`, or a path such as `/metrics`. Without a group, each group that has the resource is
 * asked; where none is known to have it, whichever. A version before the group, as kubectl takes it, counts
 * for nothing.
 * @throws {ArgumentProblem} for no verb, and where a group is known and has no such resource
 */
export function questionOf(verb: string, written: string, resources: ApiResources): Question {
  if (verb === "" || verb !== verb.toLowerCase()) {
    throw new ArgumentProblem(`'${verb}' is no verb. Verbs are in small letters, as in 'get'.`);
  }
  if (written.startsWith("/")) return { verb, path: written };
  const [name = "", part, ...rest] = written.split("/");
  const [resource = "", ...ownGroup] = name.split(".");
  const [subresource, ...partGroup] = part?.split(".") ?? [];
  if (resource === "" || subresource === "" || rest.length > 0) {
    throw new ArgumentProblem(
      `'${written}' is no resource. Write 'pods', 'deployments.apps', 'pods/exec', '*' or a path such as '/metrics'.`,
    );
  }
  const typed = { resource, ...(subresource !== undefined && { subresource }) };
  const said = [...ownGroup, ...partGroup];
  const group = said.join(".");
  const [first = "", ...unversioned] = said;
  if (VERSION.test(first) && unversioned.length > 0 && resources.knowledgeOf(group) === "unknown") {
    const inVersion = unversioned.join(".");
    const groups = resources.knowledgeOf(inVersion) === "unknown" ? [inVersion, group] : [inVersion];
    return { verb, apiGroups: groups, ...inGroup(inVersion, typed, resources) };
  }
  if (resource === "*") return { verb, apiGroups: [group || "*"], ...typed };
  if (group !== "") return { verb, apiGroups: [group], ...inGroup(group, typed, resources) };
  const asWritten = resources.groupsWith(joined(typed));
  if (asWritten.length > 0) return { verb, apiGroups: asWritten, ...typed };
  for (const candidate of resources.groups) {
    const meant = nearestIn(candidate, typed, resources);
    if (meant) return { verb, apiGroups: resources.groupsWith(joined(meant)), ...meant };
  }
  return { verb, ...typed };
}

/** Kubernetes: apimachinery/pkg/runtime/schema/group_version.go, ParseResourceArg, with any first word. */
const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

interface Typed {
  resource: string;
  subresource?: string;
}

function inGroup(group: string, typed: Typed, resources: ApiResources): Typed {
  if (resources.find(group, joined(typed))) return typed;
  const meant = nearestIn(group, typed, resources);
  if (meant) return meant;
  if (resources.knowledgeOf(group) !== "complete") return typed;
  const near = resources.nearest(group, joined(typed));
  const hint = near ? ` Did you mean '${near.name}'?` : "";
  throw new ArgumentProblem(`API group '${group}' has no resource '${joined(typed)}'.${hint}`);
}

/** What is meant by a singular, a kind, a short name or another case; a typing error means nothing. */
function nearestIn(group: string, typed: Typed, resources: ApiResources): Typed | undefined {
  const near = resources.nearest(group, joined(typed));
  if (!near || near.written === "typo") return undefined;
  const [resource = "", subresource] = near.name.split("/");
  return { resource, ...(subresource !== undefined && { subresource }) };
}

function joined({ resource, subresource }: Typed): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
