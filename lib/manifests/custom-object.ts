import { API_RESOURCES } from "../kubernetes/data/api-resources.js";

const OWN_GROUPS: ReadonlySet<string> = new Set([
  ...API_RESOURCES.map(({ group }) => group),
  "apiextensions.k8s.io",
  "kustomize.config.k8s.io",
]);

const API_GROUP = /^["']?apiVersion["']?[ \t]*:[ \t]*["']?([a-z\d.-]+)\/[a-z\d]+["']?[ \t]*(?:#.*)?$/m;
const KIND = /^["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z\d]+)["']?[ \t]*(?:#.*)?$/m;
const METADATA = /^["']?metadata["']?[ \t]*:[ \t]*(?:#.*)?\n((?:(?:[ \t].*|#.*)?\n)*)/m;
const NAME = /^[ \t]+["']?name["']?[ \t]*:[ \t]*["']?([^\s"'#]+)/m;

/**
 * An object of a kind that somebody has added to Kubernetes, as `group/Kind name`, judged by its text alone, so that it
 * need not be parsed. Undefined if it is none, or is not written in block style.
 */
export function customObjectIn(text: string): string | undefined {
  const group = API_GROUP.exec(text)?.[1];
  if (group === undefined || !group.includes(".") || OWN_GROUPS.has(group)) return undefined;
  const kind = KIND.exec(text)?.[1];
  if (kind === undefined) return undefined;
  const name = NAME.exec(METADATA.exec(text)?.[1] ?? "")?.[1] ?? "";
  return `${group}/${kind} ${name}`;
}
