import {
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  MarkupKind,
} from "vscode-languageserver";
import { isConfigFile } from "../../../repository/configuration/config-file.js";
import { isKustomizationFile } from "../../../repository/paths.js";
import { isMap } from "../../../util/plain-values.js";
import { objectAround, type Spot, spotAt } from "../../cursor/incomplete.js";
import { answered, type Feature, type Host } from "../../feature.js";
import type { Model } from "../../model/model.js";
import { documentationOf } from "./documentation.js";
import { type Abilities, itemsOf } from "./items.js";
import type { About, Offer } from "./offer.js";
import { configurationOffers } from "./offers/configuration.js";
import { kindOffers } from "./offers/kinds.js";
import { namespaceOffers } from "./offers/namespaces.js";
import { controllerPathOffers, kustomizationOffers } from "./offers/paths.js";
import { roleRefOffers } from "./offers/roles.js";
import { ruleEntryOffers } from "./offers/rule-entries.js";
import { ruleNameOffers } from "./offers/rule-names.js";
import { selectorOffers } from "./offers/selectors.js";
import { podAccountOffers, subjectOffers } from "./offers/subjects.js";

/** What can be written at a place. */
export const completion: Feature = {
  capabilities: () => ({
    // A space ends `name:` and `-`, a slash a directory or `gitops/`, and a quote begins a value.
    completionProvider: { triggerCharacters: [" ", "/", '"', "'"], resolveProvider: true },
  }),
  start(host) {
    host.connection.onCompletion((params) =>
      answered(host, "what can be written there", () => listAt(host, params)),
    );
    host.connection.onCompletionResolve(
      async (item) => (await answered(host, "what that is", () => resolved(host, item))) ?? item,
    );
  },
};

function listAt(
  host: Host,
  { textDocument: { uri }, position, context }: CompletionParams,
): CompletionList | null {
  const at = host.workspace.at(uri);
  const file = at?.model.file(at.path);
  if (!at || !file) return null;
  const can = abilitiesOf(host.client);
  const comment = ruleNameOffers(file, file.offsetAt(position));
  if (comment) return itemsOf(comment.offers, { ...comment, quote: undefined, isInFlow: false }, uri, can);
  const spot = spotAt(at.model, at.path, position);
  if (!spot || !isWithin(spot, position)) return null;
  // Where a space is typed, only a value that has to come there is offered: a list that pops up in a text is in the way.
  if (context?.triggerCharacter === " " && (spot.typed !== "" || isBlank(spot))) return null;
  return itemsOf(offersAt(spot, can.snippets), spot, uri, can);
}

function isWithin(
  { range: { start, end } }: Spot,
  { line, character }: CompletionParams["position"],
): boolean {
  return line === start.line && start.character <= character && character <= end.character;
}

/** Whether nothing but a key can come there. */
function isBlank({ isKey, at, mapAt, range }: Spot): boolean {
  return isKey || (mapAt !== undefined && typeof at.at(-1) !== "number") || range.start.character === 0;
}

function offersAt(spot: Spot, withSnippets: boolean): readonly Offer[] {
  if (isConfigFile(spot.path)) return configurationOffers(spot);
  const around = objectAround(spot);
  const own = [...kindOffers(spot, withSnippets)];
  const isKustomization = isKustomizationFile(spot.path) && around.kind === undefined;
  if (isKustomization) return [...own, ...kustomizationOffers(spot)];
  const [first, second] = around.inObject;
  const selectors = selectorOffers(spot, around);
  if (spot.isKey) return [...own, ...selectors];
  if (first === "metadata" && second === "namespace" && around.inObject.length === 2)
    return namespaceOffers(spot.model.analysis);
  switch (around.kind) {
    case "RoleBinding":
    case "ClusterRoleBinding":
      if (first === "roleRef") return roleRefOffers(spot, around);
      return first === "subjects" ? subjectOffers(spot, around) : own;
    case "Role":
    case "ClusterRole":
      return first === "rules" ? ruleEntryOffers(spot, around) : own;
    default:
      return [...own, ...selectors, ...podAccountOffers(spot, around), ...controllerPathOffers(spot, around)];
  }
}

function abilitiesOf({ textDocument }: ClientCapabilities): Abilities {
  const item = textDocument?.completion?.completionItem;
  return {
    snippets: item?.snippetSupport === true,
    markdown: item?.documentationFormat?.includes(MarkupKind.Markdown) === true,
  };
}

function resolved(host: Host, item: CompletionItem): CompletionItem {
  const data: unknown = item.data;
  if (!isMap(data) || typeof data.uri !== "string") return item;
  const model: Model | undefined = host.workspace.at(data.uri)?.model;
  const { markdown } = abilitiesOf(host.client);
  const found = model && documentationOf(data.about as About, model, markdown);
  if (!found) return item;
  const canDetail =
    host.client.textDocument?.completion?.completionItem?.resolveSupport?.properties.includes("detail");
  return {
    ...item,
    documentation: found.text,
    ...(canDetail && found.detail !== undefined && { detail: found.detail }),
  };
}
