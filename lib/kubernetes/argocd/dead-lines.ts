import { nearest } from "../../util/nearest.js";
import { ACTIONS } from "./builtin-policy.js";
import { compilePattern, type Pattern } from "./pattern.js";
import type { Grouping, Permission } from "./policy-text.js";

/** Why a line that loads can never do anything, with the words for a message. */
export interface DeadLine {
  /**
   * An effect other than `allow` and `deny`; a blank behind a field, which belongs to it; a resource or an action that
   * Argo CD does not have; for a role of a project, a line for somebody else, or for objects of another project.
   */
  id:
    "unknownEffect" | "trailingBlank" | "unknownResource" | "unknownAction" | "otherSubject" | "otherProject";
  data: Record<string, string>;
}

const RESOURCES = [...ACTIONS.keys()];
const ALL_ACTIONS = new Set([...ACTIONS.values()].flat());
/** What other programs call their actions. */
const FOREIGN_ACTIONS = new Set(["list", "watch", "patch", "read", "view", "write", "edit", "refresh"]);

/**
 * Returns a judge of the lines of a policy in the mode glob: it finds those that can never do anything, whoever asks
 * for what. Resources and actions count only if they are surely mistakes, since later versions of Argo CD have more.
 * @param all every line of the policy
 */
export function deadLineJudge(
  all: readonly (Permission | Grouping)[],
  defaultRole?: string,
): (line: Permission | Grouping) => DeadLine | undefined {
  const roles = new Set(all.flatMap((line) => (line.type === "g" ? [line.role] : [])));
  if (defaultRole !== undefined) roles.add(defaultRole);
  return (line) => {
    if (line.type === "g") return blankBehind(line.member, roles);
    return blankBehind(line.subject, roles) ?? permissionDefect(line);
  };
}

/**
 * Finds what makes a line of a project's role do nothing for it. Argo CD's API refuses such a line, but not the API
 * server: argo-cd pkg/apis/application/v1alpha1/types.go, validatePolicy, and server/rbacpolicy/rbacpolicy.go,
 * getProjectFromRequest.
 */
export function projectRoleDefect(line: Permission, project: string, role: string): DeadLine | undefined {
  const subject = `proj:${project}:${role}`;
  if (line.subject !== subject) return { id: "otherSubject", data: { written: line.subject, role, subject } };
  if (mayOverlap(line.object, `${project}/`)) return undefined;
  return { id: "otherProject", data: { written: line.object, project } };
}

/** Whether two globs may match the same, by what they begin with. */
export function mayOverlap(one: string, other: string): boolean {
  const [first = "", second = ""] = [one, other].map((glob) => glob.split(/[*?[{\\]/, 1)[0]);
  return first.startsWith(second) || second.startsWith(first);
}

function permissionDefect({ resource, action, object, effect }: Permission): DeadLine | undefined {
  if (effect !== "allow" && effect !== "deny") {
    const comment = /\s(?:#|\/\/)/.test(effect) ? ", and comments only on lines of their own" : "";
    return { id: "unknownEffect", data: { written: effect, comment } };
  }
  for (const written of [resource, action, object]) {
    const blank = blankBehind(written);
    if (blank) return blank;
  }
  const resources = RESOURCES.filter((one) => isMatch(compilePattern(resource, "glob"), one));
  if (resources.length > 0) return actionDefect(action, resources);
  const lower = resource.toLowerCase();
  const meant = RESOURCES.includes(lower) ? lower : nearest(lower, RESOURCES);
  return meant === undefined ? undefined : { id: "unknownResource", data: { written: resource, meant } };
}

function actionDefect(action: string, resources: readonly string[]): DeadLine | undefined {
  if (ALL_ACTIONS.has(action) || !/^\w+$/.test(action)) return undefined;
  const isMistake = FOREIGN_ACTIONS.has(action) || nearest(action.toLowerCase(), ALL_ACTIONS) !== undefined;
  if (!isMistake) return undefined;
  const [resource] = resources;
  const actions = [...new Set(resources.flatMap((one) => ACTIONS.get(one) ?? []))].map((one) => `'${one}'`);
  return {
    id: "unknownAction",
    data: {
      written: action,
      resource: resources.length === 1 && resource !== undefined ? `on ${resource} ` : "",
      actions: actions.join(", "),
    },
  };
}

/** A blank at the end of a name, unless it is written so elsewhere. */
function blankBehind(written: string, names?: ReadonlySet<string>): DeadLine | undefined {
  if (!/\s$/.test(written) || names?.has(written)) return undefined;
  return { id: "trailingBlank", data: { written } };
}

/** What is not understood may match. */
function isMatch(pattern: Pattern, text: string): boolean {
  return typeof pattern === "function" ? pattern(text) : true;
}
