import { KINDS_OF_FORMATS, KINDS_OF_HOLDERS, ROOT_KEYS } from "../kubernetes/configuration/formats.js";
import { KINDS_IN_MANIFESTS } from "../kubernetes/kinds.js";
import { ownKindMeant } from "../kubernetes/schema/api-versions.js";

/** Whatever has `items` is a list, and its items are applied. */
const KEY_LINE =
  /^(?:["']?kind["']?[ \t]*:(.*)|["']?items["']?[ \t]*:.*|[?&!*].*|<<[ \t]*:.*|"[^"\n]*\\.*)$/gm;
/** Line ends are YAML's, unlike those of `^` and `$`; a `---` counts only together with the rest of its line. */
const FIRST_CONTENT = /(?<![^\n])(?!%|(?:---)?[ \t]*\r?(?:\n|$)|(?:---[ \t])?[ \t]*#)([ \t]*)([^\n]?-{0,3})/;
const PLAIN_VALUE = /^[ \t]*(?:"([A-Za-z0-9]+)"|'([A-Za-z0-9]+)'|([A-Za-z][A-Za-z0-9]*))[ \t]*(?:#.*)?$/;
const JSON_KIND = /"kind"\s*:\s*(?:"([A-Za-z0-9]*)"|[{[])/g;
/** What JSON does not need but what can spell or add a key `kind`: escapes of letters or line ends, merge keys. */
export const HIDING = /\\[xuU\r\n]|<</;

/** A key at the root of what sets up a cluster without saying its kind. */
const ROOT_KEY = new RegExp(`^["']?(?:${ROOT_KEYS.join("|")})\\+?["']?[ \\t]*:`, "m");
const JSON_ROOT_KEY = /"(?:contexts|current-context)"\s*:/;
/** Of Secrets that hold no configuration, only those of this type matter. */
const TOKEN_SECRET = "kubernetes.io/service-account-token";
/** One of these is in every ConfigMap and Secret that is a configuration or holds one. Each is quickly searched for. */
const SIGNS_OF_CONFIGURATION = [
  "aws-auth",
  "aws-iam-authenticator",
  "argocd-",
  "workflow-controller-configmap",
  "argocd.argoproj.io/secret-type",
  "current-context",
  "Configuration",
  "EncryptionConfig",
  "audit.k8s.io/",
];

/**
 * Whether a document can be of a kind or format that is read, judged by its text alone, so that the others (custom
 * resource definitions are most of the bytes of real repositories) are never parsed. The answer is yes in
 * doubt: flow style, an indented root, anchors, tags, merge keys or escapes that may hide the kind.
 */
export function mayBeRead(text: string): boolean {
  const first = FIRST_CONTENT.exec(text);
  if (!first) return false;
  const [, indent, start = ""] = first;
  if (start.startsWith("{")) return flowMayBeRead(text);
  if (indent !== "" || start === "---" || start.startsWith("\uFEFF")) return true;
  let hasKind = false;
  for (const [, value] of text.matchAll(KEY_LINE)) {
    if (value === undefined) return true;
    const plain = PLAIN_VALUE.exec(value);
    if (!plain || isRead(plain[1] ?? plain[2] ?? plain[3] ?? "", text)) return true;
    hasKind = true;
  }
  return !hasKind && ROOT_KEY.test(text);
}

/**
 * Whether a document is a CustomResourceDefinition, even if it does not parse: in block style, without a line that could
 * say that it is something else.
 */
export function isCrdAlone(text: string): boolean {
  const [, indent, start = ""] = FIRST_CONTENT.exec(text) ?? [];
  if (indent !== "" || /^(?:\{|---$|\uFEFF)/.test(start)) return false;
  const [line, ...others] = text.matchAll(KEY_LINE);
  const value = PLAIN_VALUE.exec(line?.[1]?.replace(/\r$/, "") ?? "")?.slice(1);
  return others.length === 0 && value?.includes("CustomResourceDefinition") === true;
}

/** `mayBeRead` for flow style: certain only if every mention of `kind` is written as in JSON. */
function flowMayBeRead(text: string): boolean {
  if (HIDING.test(text)) return true;
  const kinds = [...text.matchAll(JSON_KIND)];
  const mentions = text.match(/\bkind\b(?!-)/g) ?? [];
  if (mentions.length > kinds.length) return true;
  return kinds.some(([, kind]) => kind !== undefined && isRead(kind, text)) || JSON_ROOT_KEY.test(text);
}

function isRead(kind: string, text: string): boolean {
  if (kind === "Secret" && text.includes(TOKEN_SECRET)) return true;
  if (KINDS_OF_HOLDERS.has(kind)) return SIGNS_OF_CONFIGURATION.some((sign) => text.includes(sign));
  return isReadKind(kind);
}

/** Whether there are objects of a kind that are read. */
export function isReadKind(kind: string): boolean {
  return (
    KINDS_OF_HOLDERS.has(kind) ||
    KINDS_IN_MANIFESTS.has(kind) ||
    KINDS_OF_FORMATS.has(kind) ||
    kind.endsWith("List") ||
    ownKindMeant(kind) !== undefined
  );
}

const IN_BLOCK = keysOf("^");
const IN_FLOW = keysOf(String.raw`[{,\s]`);

function keysOf(before: string): RegExp[] {
  return ["apiVersion", "kind"].map((key) => new RegExp(`${before}["']?${key}["']?[ \\t]*:`, "m"));
}

/** Whether a document says at its root that it is an object of Kubernetes, of whatever kind. */
export function saysKubernetes(text: string): boolean {
  const [, indent = "", start = ""] = FIRST_CONTENT.exec(text) ?? [];
  const inBlock = indent === "" ? IN_BLOCK : keysOf(`^(?:${indent})?`);
  return (start.startsWith("{") ? IN_FLOW : inBlock).every((key) => key.test(text));
}
