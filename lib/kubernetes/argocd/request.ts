import { nearest } from "../../util/nearest.js";
import { ArgumentProblem } from "../api/resource-argument.js";
import { ACTIONS } from "./builtin-policy.js";
import type { Request } from "./enforce.js";
import type { Grouping, Permission } from "./policy-text.js";

/** The resources whose objects are always `project/name`. */
const WITH_PROJECT = ["applications", "applicationsets", "logs", "exec"];

/** Argo CD asks for an action of a kind by its name, such as action/apps/Deployment/restart. */
const DETAILED = new Map([["action", "action/*"]]);

/**
 * Makes a request of words.
 * @param lines those of the policies of the repository: what they name is known
 * @throws {ArgumentProblem} for a resource, an action or an object that Argo CD never asks about: nobody would ever be
 * allowed that, which looks like an answer
 */
export function requestOf(
  [action, resource, object]: readonly [string, string, string?],
  lines: readonly (Permission | Grouping)[],
): Request {
  const named = lines.flatMap((line) => (line.type === "p" ? [line] : []));
  refuse("resource", resource, [...ACTIONS.keys(), ...named.map((line) => line.resource)]);
  const actions = (ACTIONS.get(resource) ?? [...ACTIONS.values()].flat()).map(
    (one) => DETAILED.get(one) ?? one,
  );
  if (!/^(?:action|update|delete)\/./.test(action)) {
    refuse("action", action, [...actions, ...named.map((line) => line.action)]);
  }
  if (object !== undefined && !object.includes("/") && WITH_PROJECT.includes(resource)) {
    throw new ArgumentProblem(
      `'${object}' is in no project. Write PROJECT/NAME, such as 'default/${object}'.`,
    );
  }
  return object === undefined ? [resource, action] : [resource, action, object];
}

function refuse(what: string, word: string, known: readonly string[]): void {
  if (word === "*" || known.includes(word)) return;
  const meant = known.find((one) => one.startsWith(`${word}/`)) ?? nearest(word, new Set(known));
  const instead = meant === undefined ? "Correct it." : `Did you mean '${meant}'?`;
  throw new ArgumentProblem(`Argo CD has no ${what} '${word}', and no policy here names one. ${instead}`);
}
