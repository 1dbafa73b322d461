import {
  isLiteralSecret,
  namesSecretFlag,
  withoutSecretsInText,
} from "../../../kubernetes/kubeconfig/secret-texts.js";
import { SECRET } from "../../../kubernetes/configuration/configuration.js";
import { isScalar, type YAMLMap } from "../../../manifests/nodes.js";

/** What stands for a value that is not shown. */
export const HIDDEN = "***";

/** What each kind keeps secret, whatever it is called in there. */
const SECRET_FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Secret", new Set(["data", "stringData"])],
  ["Config", new Set(["users"])],
]);
/** A manifest in a text, such as what kubectl notes in an annotation. */
const SECRET_WITHIN = /\bstringData\b|\bkind\W{1,5}(?:Secret|Config)\b/;
/** A line of a text that sets something, as files of configuration do. */
const SETTING = /^(\s*(?:- )?["']?([\w.-]{1,200})["']?\s{0,10}[:=]\s{0,10})(\S.*)$/;

/** Tells which values of a map are not shown, by their keys. A list of Secrets does not say that its items are some. */
export function hiddenIn(map: YAMLMap, isSecretList: boolean): (key: string, value: unknown) => boolean {
  const kind = isSecretList ? "Secret" : textAt(map, "kind");
  const fields = SECRET_FIELDS.get(kind);
  const isVariable = namesSecretFlag(textAt(map, "name"));
  return (key, value) => {
    if (fields?.has(key) === true || key === "stringData") return true;
    if (!isScalar(value)) return false;
    return (namesSecretFlag(key) || (isVariable && key === "value")) && isLiteralSecret(value.value);
  };
}

/** What a map says under a key; empty if that is no scalar. */
export function textAt(map: YAMLMap, name: string): string {
  const value = map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
  return isScalar(value) ? String(value.value) : "";
}

/** A text that is no secret by its place, without those that it holds all the same. */
export function withoutHidden(text: string): string {
  if (SECRET_WITHIN.test(text)) return HIDDEN;
  if (withoutSecretsInText(text) === SECRET) return HIDDEN;
  return text
    .split("\n")
    .map((line) => {
      const [, start = "", name = "", value = ""] = SETTING.exec(line) ?? [];
      const plain = value.replace(/^["']|["'],?$/g, "");
      if (name !== "" && namesSecretFlag(name) && isLiteralSecret(plain)) return `${start}${HIDDEN}`;
      return withoutSecretsInText(line) === line ? line : `${/^\s*/.exec(line)?.[0] ?? ""}${HIDDEN}`;
    })
    .join("\n");
}
