import { MarkupKind, type MarkupContent } from "vscode-languageserver";
import { rules } from "../../../../rules/index.js";
import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { lineIn, valueIn } from "../../../analysis/as-written.js";
import { permissionContext } from "../../../analysis/dangerous-roles.js";
import type { Place } from "../../../builds/build.js";
import type { PolicyRule } from "../../../kubernetes/objects.js";
import { isPlain, ROLE_KINDS, type RoleKind } from "../../../kubernetes/objects.js";
import { bootstrapClusterRole, bootstrapRoles } from "../../../kubernetes/rbac/bootstrap-policy.js";
import {
  DANGEROUS_PERMISSIONS,
  PERMISSIONS_BY_DANGER,
} from "../../../kubernetes/rbac/dangerous-permissions.js";
import { targetWords } from "../../../kubernetes/rbac/describe-targets.js";
import { canWords, type Permission, matchPermission } from "../../../kubernetes/rbac/permissions.js";
import { isEverything } from "../../../kubernetes/rbac/rbac.js";
import { broadMembers, MASTERS_GROUP, UNAUTHENTICATED_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { pageUrl } from "../../../rule-kit/define-rule.js";
import { whichApply } from "../../../rule-kit/build-phrases.js";
import { groupBy } from "../../../util/group-by.js";
import { printable } from "../../../util/phrases.js";
import { field, items } from "../../../util/plain-values.js";
import type { Model } from "../../model/model.js";
import { escaped as escapedText, linkAddress } from "../../text/markup.js";
import type { About } from "./offer.js";

/** Documentation of what is offered. */
export interface Documentation {
  /** Where it is, with its line. */
  detail?: string;
  text: MarkupContent;
}

/** So many entries of a role are told, and so many names in one. */
const MOST_RULES = 8;
const MOST_NAMES = 8;
const LONGEST = 100;
const MOST_BUILDS = 3;

/** What is known of what is offered; undefined if that is nothing, or nothing any more. */
export function documentationOf(about: About, model: Model, isMarkdown: boolean): Documentation | undefined {
  const paragraphs = new Paragraphs(isMarkdown);
  const { analysis } = model;
  let detail: string | undefined;
  switch (about.of) {
    case "role":
      if (about.place) detail = addPlace(paragraphs, model, about.place);
      for (const { intro, rules: given } of rulesOf(about, analysis)) {
        if (intro !== "") paragraphs.add(intro);
        addRules(paragraphs, analysis, given, about.kind === "Role");
      }
      break;
    case "object":
      detail = addPlace(paragraphs, model, about.place);
      break;
    case "verb":
      for (const words of dangersOf(analysis, [about.rule])) paragraphs.add(`Lets one ${words}.`);
      break;
    case "resource":
      addResource(paragraphs, analysis, about);
      break;
    case "group":
      addGroup(paragraphs, analysis, about.group);
      break;
    case "members":
      paragraphs.add(membersWords(about.name));
      break;
    case "rule": {
      const description = rules[about.rule]?.meta.docs.description;
      if (description !== undefined) paragraphs.addOwn(`${description}.`);
      paragraphs.addLink(about.rule, pageUrl(about.rule));
      break;
    }
    case "text":
      paragraphs.add(about.text);
  }
  const text = paragraphs.content;
  return text === undefined ? undefined : { text, ...(detail !== undefined && { detail }) };
}

/** Lines of a text, as Markdown where an editor shows it. Names in them are shown as they are, whatever they say. */
class Paragraphs {
  readonly #isMarkdown: boolean;
  readonly #all: string[] = [];

  constructor(isMarkdown: boolean) {
    this.#isMarkdown = isMarkdown;
  }

  add(text: string): void {
    this.#all.push(this.#isMarkdown ? escaped(text) : printable(text));
  }

  /** Adds words of this program, in which names are code already. */
  addOwn(markdown: string): void {
    this.#all.push(this.#isMarkdown ? markdown : markdown.replaceAll("`", ""));
  }

  addLink(words: string, address: string): void {
    this.#all.push(
      this.#isMarkdown ? `[${escaped(words)}](${linkAddress(address)})` : `${printable(words)}: ${address}`,
    );
  }

  get content(): MarkupContent | undefined {
    if (this.#all.length === 0) return undefined;
    const kind = this.#isMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText;
    return { kind, value: this.#all.join("\n\n") };
  }
}

function escaped(text: string): string {
  return escapedText(printable(text)).replace(/^[#+-]/, String.raw`\$&`);
}

/** Links to a place. Returns the words for it. */
function addPlace(paragraphs: Paragraphs, model: Model, place: Place): string | undefined {
  if (!model.repository.has(place.file)) return undefined;
  const line = lineIn(model.analysis, place);
  const words = `${place.file}:${line}`;
  paragraphs.addLink(words, `${model.uriOf(place.file)}#L${line}`);
  return words;
}

interface Given {
  /** Names the builds that make this of a role, if others make something else of it. */
  intro: string;
  rules: readonly PolicyRule[];
}

/** The rules of a role, once for each content that builds give it. */
function rulesOf({ kind, name, place }: About & { of: "role" }, analysis: Analysis): readonly Given[] {
  if (!place) {
    const role =
      kind === "ClusterRole"
        ? bootstrapClusterRole(name)
        : bootstrapRoles.find(({ metadata }) => metadata?.name === name);
    return [{ intro: "", rules: role?.rules ?? [] }];
  }
  const applied = analysis.applied(place.file, place.document, place.path).filter(isRole);
  const byRules = [...groupBy(applied, (one) => JSON.stringify(analysis.grants.rules(one))).values()];
  if (byRules.length === 0) {
    const written = items(field(valueIn(analysis, place), "rules")) as readonly PolicyRule[];
    return [{ intro: "", rules: written }];
  }
  return byRules.slice(0, MOST_BUILDS).map((same) => ({
    intro: byRules.length > 1 ? `As ${whichApply(same)} it:` : "",
    rules: analysis.grants.rules(same[0] as Applied<RoleKind>),
  }));
}

function isRole(applied: Applied): applied is Applied & Applied<RoleKind> {
  return ROLE_KINDS.some((kind) => kind === applied.object.kind);
}

/** What a role permits: the dangerous first. */
function addRules(
  paragraphs: Paragraphs,
  analysis: Analysis,
  all: readonly PolicyRule[],
  inNamespace: boolean,
) {
  if (isEverything(all)) {
    paragraphs.add(`Allows everything in the ${inNamespace ? "namespace" : "cluster"}.`);
    return;
  }
  for (const words of dangersOf(analysis, all, inNamespace)) paragraphs.add(`Lets one ${words}.`);
  for (const rule of all.slice(0, MOST_RULES)) {
    const verbs = named(rule.verbs ?? []);
    const targets = named(targetWords(rule));
    if (verbs !== "" && targets !== "") paragraphs.add(`${verbs} on ${targets}`);
  }
  if (all.length > MOST_RULES) paragraphs.add(`and ${all.length - MOST_RULES} more rules`);
}

function named(all: readonly string[]): string {
  const shown = all
    .slice(0, MOST_NAMES)
    .map((one) => (one.length > LONGEST ? `${one.slice(0, LONGEST)}…` : one));
  const more = all.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** What some rules let one do that is more than it seems, for the words "Lets one …". */
function dangersOf(analysis: Analysis, all: readonly PolicyRule[], inNamespace = false): string[] {
  const context = permissionContext(analysis);
  const where = inNamespace ? "the namespace" : "the cluster or namespace that the role is bound in";
  return PERMISSIONS_BY_DANGER.flatMap((name) => {
    const permission: Permission = DANGEROUS_PERMISSIONS[name];
    const matches = all.flatMap((rule) => matchPermission(permission, rule, context));
    const counting = matches.filter(({ access }) => !inNamespace || access.scope !== "cluster");
    return counting.length > 0 && !permission.together ? [canWords(permission, counting, where)] : [];
  }).slice(0, MOST_RULES);
}

function addResource(paragraphs: Paragraphs, { apiResources }: Analysis, about: About & { of: "resource" }) {
  for (const group of about.groups.slice(0, MOST_NAMES)) {
    const found = apiResources.find(group, about.resource);
    if (!found) continue;
    const scope = found.namespaced
      ? "in namespaces"
      : "of the cluster, so that only a ClusterRoleBinding gives it";
    const of = group === "" ? "the core API group" : `API group ${group}`;
    paragraphs.add(`${about.resource} of ${of}: ${scope}. Verbs: ${named(found.verbs)}.`);
  }
}

function addGroup(paragraphs: Paragraphs, { apiResources }: Analysis, group: string) {
  const names = apiResources.matching(group, "*").map(({ name }) => name);
  const resources = names.filter((name) => !name.includes("/"));
  if (group === "") paragraphs.add("The core API group, written as an empty text.");
  if (resources.length > 0) paragraphs.add(`Resources: ${named(resources)}.`);
}

/** Who is in a group that Kubernetes makes, as a warning. */
function membersWords(name: string): string {
  if (name === MASTERS_GROUP)
    return "Members may do everything, whatever RBAC says, and no change of a role takes it back.";
  if (name === UNAUTHENTICATED_GROUP)
    return "Everybody who can reach the API server, without logging in. Bind nothing to it.";
  const members = broadMembers({ kind: "Group", name });
  if (members === undefined || !isPlain(name)) return "A group that Kubernetes makes.";
  return `This is ${members.replace(/,$/, "")}. Bind a narrower group, or a ServiceAccount by its name.`;
}
