import type { AnyObject, PolicyRule, Subject } from "../../../kubernetes/objects.js";
import { printable } from "../../../util/phrases.js";
import { field } from "../../../util/plain-values.js";

/** Longer names are cut: a list has one line for each. */
const LONGEST = 120;
/** So many verbs and resources of a rule are named. */
const NAMED = 4;

/** A text of a manifest for a list: on one line, and of a bounded length. */
export function shortened(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return printable(cut);
}

/** An object by its name; one that is named when it is made, by how that name begins. */
export function nameOf({ metadata }: AnyObject): string {
  const { name, generateName } = metadata ?? {};
  if (name) return shortened(name);
  return generateName ? shortened(`${generateName}*`) : "(no name)";
}

/** The kind that an object says it has. */
export function kindOf({ kind }: AnyObject): string {
  return shortened(kind ?? "object");
}

/** A rule of a role: `get, list on pods`. */
export function ruleWords({ verbs = [], resources = [], nonResourceURLs = [] }: PolicyRule): string {
  const on = [...resources, ...nonResourceURLs];
  return shortened(`${listed(verbs) || "nothing"} on ${listed(on) || "nothing"}`);
}

/** What a rule says besides. */
export function ruleDetail({ apiGroups = [], resourceNames = [] }: PolicyRule): string {
  const groups = apiGroups.filter((group) => group !== "");
  const named = resourceNames.length > 0 ? ` named ${listed(resourceNames)}` : "";
  return shortened(`${listed(groups)}${named}`.trim());
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, NAMED).join(", ");
  return texts.length > NAMED ? `${shown} and ${texts.length - NAMED} more` : shown;
}

/** A subject or a roleRef: `ServiceAccount shop`. */
export function referenceWords(reference: Subject): string {
  const [kind, name] = [field(reference, "kind"), field(reference, "name")];
  return (
    shortened([kind, name].filter((text) => typeof text === "string" && text !== "").join(" ")) || "(no name)"
  );
}
