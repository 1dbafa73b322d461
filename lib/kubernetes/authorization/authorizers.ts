import { field, items } from "../../util/plain-values.js";
import type { Component, Flag } from "../components/component.js";
import { lastFlag, listOf } from "../components/flags.js";
import { isKnown } from "../objects.js";

type Path = readonly (string | number)[];

/** Kubernetes: pkg/kubeapiserver/authorizer/modes/modes.go. */
export const MODES = ["Node", "RBAC", "Webhook", "ABAC", "AlwaysAllow", "AlwaysDeny"] as const;
export type Mode = (typeof MODES)[number];

/** One that an API server asks whether a request is allowed. */
export interface Authorizer {
  /** Undefined for a value that is filled in later, or that the API server does not know. */
  mode: Mode | undefined;
  /** Its name for people: the mode as it is written, and the name of a webhook. */
  name: string;
  /** What counts if the webhook cannot be reached. */
  failurePolicy?: "NoOpinion" | "Deny";
  /** Whether it is asked about some requests only. */
  isConditional?: true;
  /** Where it is written; undefined for a default. */
  at?: Path;
}

/**
 * The authorizers of an API server in the order in which they are asked, and who says so: the file, the tool that
 * reads it, or the API server, which takes AlwaysAllow for want of any.
 */
export interface Authorizers {
  by: "file" | "tool" | "server";
  list: readonly Authorizer[];
}

/**
 * Those that the flags of an API server choose.
 * Kubernetes: pkg/kubeapiserver/options/authorization.go, AddFlags and Complete.
 * @returns the flag that names a file which chooses them; undefined if that is not known
 */
export function authorizersOf(
  component: Pick<Component, "flags" | "defaults" | "isWhole" | "at">,
): Authorizers | Flag | undefined {
  const flags: Component = { name: "kube-apiserver", format: "ComponentPod", ...component };
  const file = lastFlag(flags, "authorization-config");
  if (file && file.value !== "") return file;
  const written = listOf(flags, "authorization-mode");
  if (written) return { by: "file", list: written.items.map(({ text, flag }) => ofMode(text, flag.at)) };
  const { "authorization-mode": modes } = component.defaults;
  if (modes !== undefined) return { by: "tool", list: modes.split(",").map((mode) => ofMode(mode)) };
  // Without the flag nobody is asked: the default is AlwaysAllow.
  return component.isWhole ? { by: "server", list: [ofMode("AlwaysAllow", component.at)] } : undefined;
}

/** An authorizer that a flag chooses. A webhook that a flag chooses has no opinion if it cannot be reached. */
function ofMode(text: string, at?: Path): Authorizer {
  const mode = modeOf(text);
  return {
    mode,
    name: isKnown(text) ? text : "?",
    ...(mode === "Webhook" && { failurePolicy: "NoOpinion" as const }),
    ...(at && { at }),
  };
}

/** Those of an AuthorizationConfiguration: apiserver, pkg/apis/apiserver/types.go, AuthorizerConfiguration. */
export function authorizersIn(value: Readonly<Record<string, unknown>>): Authorizers {
  const list = items(value.authorizers).map((one, index): Authorizer => {
    const [type, name, policy] = [
      field(one, "type"),
      field(one, "name"),
      field(one, "webhook", "failurePolicy"),
    ];
    const mode = typeof type === "string" ? modeOf(type) : undefined;
    const own = typeof type === "string" && isKnown(type) ? type : "?";
    const isNamed = mode === "Webhook" && typeof name === "string" && isKnown(name);
    return {
      mode,
      name: isNamed ? `${own} '${name}'` : own,
      ...((policy === "NoOpinion" || policy === "Deny") && { failurePolicy: policy }),
      ...(items(field(one, "webhook", "matchConditions")).length > 0 && { isConditional: true as const }),
      at: ["authorizers", index],
    };
  });
  return { by: "file", list };
}

/** Whether the API server has an authorization mode; so does what is filled in later, as far as anybody knows. */
export function mayBeMode(text: string): boolean {
  return !isKnown(text) || modeOf(text) !== undefined;
}

function modeOf(text: string): Mode | undefined {
  return MODES.find((mode) => mode === text);
}
