import type { Place } from "../../builds/build.js";
import {
  hasPaths,
  hasResources,
  nonResourceMatches,
  resourceMatches,
  verbMatches,
} from "../../kubernetes/abac/authorizes.js";
import type { PolicySpec } from "../../kubernetes/abac/policy.js";
import { readPolicy } from "../../kubernetes/abac/read-policy.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { resourceName } from "../../kubernetes/api/resource-name.js";
import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import type { Question } from "../../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../../kubernetes/rbac/namespaced-requests.js";
import { parseValue } from "../../manifests/parse.js";
import { isPolicies } from "../../repository/facts.js";
import { fileNamed, POLICY_FILE } from "../../repository/policy-files.js";
import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";
import { type ApiServer, apiServersOf } from "./api-servers.js";

/** A line of a policy file. */
export interface AbacLine {
  policy: PolicySpec;
  place: Place;
}

/** The lines of a file of ABAC policies, and why there may be more. */
export interface AbacPolicies {
  lines: readonly AbacLine[];
  unknown: readonly { why: string; place?: Place }[];
}

/** The ABAC policies of an API server. */
export function policiesOf(repository: Repository, server: ApiServer): AbacPolicies {
  const flag = server.flags.findLast(({ name }) => name === POLICY_FILE);
  if (!flag)
    return { lines: [], unknown: [{ why: "nothing names the file that has them", place: server.place }] };
  const path = policyFile(repository, server.file, flag.value);
  const place = { ...server.place, path: flag.at };
  if (path === undefined) {
    const named = isKnown(flag.value) ? `'${flag.value}'` : "the file that has them";
    return { lines: [], unknown: [{ why: `the repository does not have ${named}`, place }] };
  }
  return linesIn(repository, path);
}

/** The file of policies of that name beside the one that names it, or else the only one in the repository. */
function policyFile(repository: Repository, by: string, name: string): string | undefined {
  const isOne = (path: string | undefined) =>
    path !== undefined && isPolicies(repository.files.get(path)?.configurations);
  const beside = fileNamed(by, name);
  if (beside === undefined || isOne(beside)) return beside;
  const base = name.slice(name.lastIndexOf("/") + 1);
  const [only, ...others] = [...repository.files.keys()].filter(
    (path) => path.split("/").at(-1) === base && isOne(path),
  );
  return others.length === 0 ? only : undefined;
}

const linesIn = memoizePairs((repository: Repository, file: string): AbacPolicies => {
  const lines: AbacLine[] = [];
  const unknown: { why: string; place: Place }[] = [];
  for (const { value, document } of repository.files.get(file)?.configurations ?? []) {
    const { line, length } = value;
    if (typeof line !== "string" || typeof length !== "number") continue;
    const place = { file, document, path: [] };
    const reading = readPolicy({ line, length }, parseValue);
    if ("policy" in reading) lines.push({ policy: reading.policy.spec, place });
    else if (unknown.length === 0) {
      const why = isKnown(line)
        ? "the API server does not take this line, and does not start"
        : "a line has values that are filled in later";
      unknown.push({ why, place });
    }
  }
  return { lines, unknown };
});

/** The users or groups that the ABAC policies of a repository name, where one of its API servers asks them. */
export function namesInPolicies(repository: Repository, kind: "user" | "group"): string[] {
  const asking = apiServersOf(repository).filter(({ authorizers = [] }) =>
    authorizers.some(({ mode }) => mode === "ABAC"),
  );
  const lines = asking.flatMap((server) => policiesOf(repository, server).lines);
  return lines.map(({ policy }) => policy[kind]).filter(isKnown);
}

/** Whom a policy is about, for people. */
export function policySubject({ user, group }: PolicySpec): string {
  const names = [
    ...(user === "" || user === "*" ? [] : [`User:${user}`]),
    ...(group === "" || group === "*" ? [] : [`Group:${group}`]),
  ];
  return names.length === 0 ? "everybody" : names.join(" in ");
}

/** What a policy gives, as rules of a role, and where: `""` for what is in no namespace, undefined for everywhere. */
export function rulesOf(policy: PolicySpec): { rule: PolicyRule; namespace?: string }[] {
  const { readonly, apiGroup, resource, namespace, nonResourcePath } = policy;
  const verbs = readonly ? ["get", "list", "watch"] : ["*"];
  return [
    ...(hasResources(policy)
      ? [
          {
            rule: { verbs, apiGroups: [apiGroup], resources: [resource] },
            ...(namespace !== "*" && { namespace }),
          },
        ]
      : []),
    ...(hasPaths(policy) ? [{ rule: { verbs, nonResourceURLs: [nonResourcePath] } }] : []),
  ];
}

/** Verbs that can be asked for all namespaces at once: such a request is in none. */
const OF_ALL: ReadonlySet<string> = new Set(["list", "watch", "deletecollection"]);

/**
 * Where a policy allows what is asked; undefined if nowhere.
 * @param asked the namespace in which it is asked; without it, the cluster and every namespace
 */
export function whereCovers(
  policy: PolicySpec,
  question: Question,
  { namespace: asked, resources }: { namespace?: string | undefined; resources: ApiResources },
): { namespace?: string } | undefined {
  if (!verbMatches(policy, question.verb)) return undefined;
  if ("path" in question) return nonResourceMatches(policy, question.path) ? {} : undefined;
  const { verb, resource, subresource, apiGroups = [policy.apiGroup] } = question;
  const full = resourceName({ resource, subresource });
  const [isIn, isOut] = [true, false].map((isNamespaced) =>
    apiGroups.some((apiGroup) => {
      const inGroup = resourceMatches({ ...policy, namespace: "*" }, { namespace: "", apiGroup, resource });
      return inGroup && isAskedInNamespace(resources, { apiGroup, resource: full, verb }) === isNamespaced;
    }),
  );
  if (policy.namespace === "*") return isIn || isOut ? {} : undefined;
  if (policy.namespace === "") {
    return isOut || (isIn && asked === undefined && OF_ALL.has(verb)) ? {} : undefined;
  }
  const isHere = isIn && (asked === undefined || asked === policy.namespace);
  return isHere ? { namespace: policy.namespace } : undefined;
}
