import type { Component, Flag } from "../components/component.js";
import { lastFlag, listOf } from "../components/flags.js";
import { isKnown } from "../objects.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { mayBeMode } from "./authorizers.js";

type Path = readonly (string | number)[];

/** Modes that need a file, and the flag that names it. */
const FILES = { ABAC: "authorization-policy-file", Webhook: "authorization-webhook-config-file" } as const;
type ModeWithFile = keyof typeof FILES;

/** What the API server refuses in how it is told to authorize. */
export type AuthorizationDefect =
  | { id: "unknownMode"; at: Path; mode: string }
  | { id: "modeTwice"; at: Path; mode: string }
  | { id: "modeWithoutFile"; at: Path; mode: ModeWithFile; flag: string }
  | { id: "fileWithoutMode"; at: Path; mode: ModeWithFile; written: string; modes: readonly string[] }
  | { id: "noType"; at: Path }
  | { id: "noName"; at: Path }
  | { id: "nameTwice"; at: Path; name: string }
  | { id: "noWebhook"; at: Path }
  | { id: "webhookUnused"; at: Path; type: string }
  | { id: "noAuthorizers"; at: Path };

/**
 * What is wrong with the flags for authorization of an API server. A flag that is left out counts only where the whole
 * command line is there.
 * Kubernetes: pkg/kubeapiserver/options/authorization.go, BuiltInAuthorizationOptions.Validate.
 */
export function authorizationDefects(component: Component): AuthorizationDefect[] {
  // The file decides then, and with it the flags for modes are refused altogether.
  if (lastFlag(component, "authorization-config")) return [];
  const written = listOf(component, "authorization-mode");
  const defaults = component.defaults["authorization-mode"]?.split(",");
  const modes = written?.items.map(({ text }) => text) ?? defaults;
  if (!modes?.every(isKnown)) return [];
  const defects: AuthorizationDefect[] = [];
  const seen = new Set<string>();
  for (const { text: mode, flag } of written?.items ?? []) {
    if (!mayBeMode(mode)) defects.push({ id: "unknownMode", at: flag.at, mode });
    else if (seen.has(mode)) defects.push({ id: "modeTwice", at: flag.at, mode });
    seen.add(mode);
  }
  for (const mode of Object.keys(FILES) as ModeWithFile[]) {
    const file = lastFlag(component, FILES[mode]);
    const chosen = written?.items.find(({ text }) => text === mode);
    if (chosen && component.isWhole && !hasValue(file))
      defects.push({ id: "modeWithoutFile", at: chosen.flag.at, mode, flag: FILES[mode] });
    if (file && hasValue(file) && !modes.includes(mode))
      defects.push({ id: "fileWithoutMode", at: file.at, mode, written: file.written, modes });
  }
  return defects;
}

function hasValue(flag: Flag | undefined): boolean {
  return flag !== undefined && flag.value !== "";
}

/**
 * What is wrong with the authorizers of an AuthorizationConfiguration.
 * Kubernetes: apiserver, pkg/apis/apiserver/validation/validation.go, ValidateAuthorizationConfiguration.
 */
export function authorizerDefects(value: Readonly<Record<string, unknown>>): AuthorizationDefect[] {
  const authorizers = items(value.authorizers);
  if (authorizers.length === 0) return isAbsent(value.authorizers) ? [{ id: "noAuthorizers", at: [] }] : [];
  const [types, names] = [new Set<string>(), new Set<string>()];
  return authorizers.flatMap((authorizer, index): AuthorizationDefect[] => {
    if (!isMap(authorizer)) return [];
    const at = ["authorizers", index];
    const [type, name] = [textOf(authorizer, "type"), textOf(authorizer, "name")];
    const webhook = field(authorizer, "webhook");
    const defects: AuthorizationDefect[] = [];
    if (type === "") defects.push({ id: "noType", at });
    else if (type !== undefined && isKnown(type)) {
      if (!mayBeMode(type)) defects.push({ id: "unknownMode", at: [...at, "type"], mode: type });
      else if (type !== "Webhook" && types.has(type))
        defects.push({ id: "modeTwice", at: [...at, "type"], mode: type });
      else if (type === "Webhook" && isAbsent(webhook))
        defects.push({ id: "noWebhook", at: [...at, "type"] });
      else if (type !== "Webhook" && !isAbsent(webhook))
        defects.push({ id: "webhookUnused", at: [...at, "webhook"], type });
      types.add(type);
    }
    if (name === "") defects.push({ id: "noName", at });
    else if (name !== undefined && isKnown(name)) {
      if (names.has(name)) defects.push({ id: "nameTwice", at: [...at, "name"], name });
      names.add(name);
    }
    return defects;
  });
}

/** A text, empty if it is missing; undefined if it is something else. */
function textOf(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  if (isAbsent(text)) return "";
  return typeof text === "string" ? text : undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
