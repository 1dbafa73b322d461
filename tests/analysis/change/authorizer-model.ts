import type { Extent, GrantChange } from "../../../lib/analysis/change/access-change.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { ruleAllows } from "../../../lib/kubernetes/rbac/rbac.js";
import type { World } from "./small-worlds.js";

/** A request as the authorizer sees it; one for a URL has no resource. */
export interface Asked {
  namespace: string;
  verb: string;
  group: string;
  resource: string;
  name: string;
  url?: string;
}

/** The groups that have the resources that Kubernetes serves. */
const SERVED: Record<string, { groups: string[]; verbsInNamespace?: string[] }> = {
  pods: { groups: [""] },
  secrets: { groups: [""] },
  "pods/log": { groups: [""] },
  deployments: { groups: ["apps"] },
  "deployments/scale": { groups: ["apps"] },
  nodes: { groups: [""], verbsInNamespace: [] },
  namespaces: { groups: [""], verbsInNamespace: ["get", "update", "patch", "delete"] },
  clusterroles: { groups: ["rbac.authorization.k8s.io"], verbsInNamespace: ["bind"] },
};
const OWN_GROUPS = ["", "apps", "rbac.authorization.k8s.io"];

/** Every request that is ever made, out of few words, one of which no rule names. */
export const REQUESTS: readonly Asked[] = [
  ...["", "shop", "other", "third"].flatMap((namespace) =>
    ["get", "list", "bind", "watch"].flatMap((verb) =>
      [...OWN_GROUPS, "x.io", "y.io"].flatMap((group) =>
        [...Object.keys(SERVED), "widgets", "widgets/scale", "gadgets", "gadgets/scale"].flatMap((resource) =>
          ["", "one", "two"].map((name) => ({ namespace, verb, group, resource, name })),
        ),
      ),
    ),
  ),
  ...["get", "post", "put"].flatMap((verb) =>
    ["/x", "/x/", "/x/y", "/x/y/z", "/x/w", "/z", "/w"].map((url) => ({
      ...{ namespace: "", verb, group: "", resource: "", name: "" },
      url,
    })),
  ),
].filter(isMade);

function isMade({ group, resource, namespace, verb, url }: Asked): boolean {
  const served = SERVED[resource];
  if (url !== undefined || !served) return true;
  if (OWN_GROUPS.includes(group) && !served.groups.includes(group)) return false;
  const isOwn = served.groups.includes(group);
  return namespace === "" || !isOwn || (served.verbsInNamespace?.includes(verb) ?? true);
}

/** What the bindings of a world allow the subjects that are meant: for each request, whether it is allowed. */
export function allowed(world: World): (isMeant: (subject: Subject) => boolean) => readonly boolean[] {
  const byBinding = world.bindings.map(({ namespace, role, subjects }) => {
    const own = world.roles.find((one) => {
      return one.name === role.name && one.namespace === (role.kind === "Role" ? namespace : undefined);
    });
    const answers = REQUESTS.map((asked, index) => {
      if (namespace !== undefined && (asked.url !== undefined || namespace !== asked.namespace)) return false;
      const request = AS_REQUESTS[index];
      return request !== undefined && (own?.rules ?? []).some((rule) => ruleAllows(rule, request));
    });
    return { subjects, answers };
  });
  return (isMeant) => {
    const own = byBinding.filter(({ subjects }) => subjects.some(isMeant));
    return REQUESTS.map((_, index) => own.some(({ answers }) => answers[index]));
  };
}

const AS_REQUESTS = REQUESTS.map(requestOf);

function requestOf({ verb, group, resource, name, url }: Asked) {
  if (url !== undefined) return { verb, path: url };
  const [main = "", subresource] = resource.split("/");
  return { verb, apiGroup: group, resource: main, ...(subresource !== undefined && { subresource }), name };
}

/** Whether a change of a grant speaks of a request. */
export function says(grant: GrantChange, asked: Asked): boolean {
  const { isExcept, namespaces, except = [], ...rest } = grant;
  const isThere = !isExcept || !namespaces?.includes(asked.namespace);
  const extent = isExcept ? rest : grant;
  return isThere && isIn(extent, asked) && !except.some((one) => isIn(one, asked));
}

function isIn({ namespaces, verbs, resources, names, urls }: Extent, asked: Asked): boolean {
  if (!verbs.includes("*") && !verbs.includes(asked.verb)) return false;
  if (namespaces && !namespaces.includes(asked.namespace)) return false;
  const { url } = asked;
  if (url !== undefined) {
    return urls.some((one) => (one.endsWith("*") ? url.startsWith(one.slice(0, -1)) : one === url));
  }
  return (!names || names.includes(asked.name)) && resources.some((one) => isResource(one, asked));
}

function isResource(written: string, { resource, group }: Asked): boolean {
  const dot = written.indexOf(".");
  const [its, of] = dot < 0 ? [written, ""] : [written.slice(0, dot), written.slice(dot + 1)];
  if (of !== "*" && of !== group) return false;
  if (its === "*" || its === resource) return true;
  return its.startsWith("*/") && resource.includes("/") && resource.split("/")[1] === its.slice(2);
}
