import { isFilledInWhole, isKnown, UNKNOWN } from "../objects.js";
import { SECRET } from "../configuration/configuration.js";

/**
 * What stands for a secret in place of one: what tools print (`REDACTED`, `DATA+OMITTED`), `xxx`, `***`, what is cut
 * short (`LS0tLS1C...`), what SOPS has encrypted, and what names a place in a vault.
 */
const STAND_IN = /^(?:REDACTED|DATA\+OMITTED|ENC\[|op:\/\/|ref\+|vault:|bao:)|^(.)\1*$|\.\.\.|…/i;

/** Words that nobody has in a secret: `your-token-here`, `fake-token`. */
const STAND_IN_WORDS: ReadonlySet<string> = new Set([
  "changeme",
  "dummy",
  "example",
  "fake",
  "insert",
  "omitted",
  "placeholder",
  "redacted",
  "replace",
  "replaceme",
  "todo",
  "your",
]);
const LONGEST_WORDS = 60;

/** Whether a value that belongs to a secret field is a secret, and not what stands for one or is filled in later. */
export function isSecret(value: unknown): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && isKnown(value) && !isStandIn(value);
}

/** The value of a secret field without the secret: what stands for one is kept. */
export function withoutSecret(value: unknown): unknown {
  if (isSecret(value)) return SECRET;
  // A `$` or a `%d` in a password only looks like a template.
  const isMixed = typeof value === "string" && !isKnown(value) && !isFilledInWhole(value);
  return isMixed ? UNKNOWN : value;
}

function isStandIn(text: string): boolean {
  if (STAND_IN.test(text.slice(0, 10_000))) return true;
  if (text.length > LONGEST_WORDS || !/^[a-z]+(?:[-_. ][a-z]+)*$/i.test(text)) return false;
  return text
    .toLowerCase()
    .split(/[-_. ]/)
    .some((word) => STAND_IN_WORDS.has(word));
}

/** The last words of the names of variables and options whose values are secret. */
const SECRET_WORDS: ReadonlySet<string> = new Set(["token", "password", "passwd", "secret", "apikey"]);
/** What a key is that must not be known: a key can also be a path, a column or a name. */
const KEY_WORDS: ReadonlySet<string> = new Set([
  "access",
  "account",
  "api",
  "auth",
  "client",
  "encryption",
  "master",
  "private",
  "secret",
  "shared",
  "signing",
]);

/** Whether the value of a variable or an option of that name is a secret: `AWS_SECRET_ACCESS_KEY`, `--client-secret`. */
export function namesSecret(name: string): boolean {
  if (name.length > 200) return false;
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_.]/)
    .filter((word) => word !== "");
  const [last = "", before] = words.reverse();
  if (SECRET_WORDS.has(last)) return true;
  return last === "key" && (before === undefined || KEY_WORDS.has(before));
}

/** What a variable or an option with such a name can also hold: a switch, a path, or the public half of a pair. */
const HARMLESS =
  /^(?:true|false|yes|no|none|null|\d{1,3})$|^[A-Za-z]:\\|^(?:~|\.{1,2})?\/|^A[KS]IA[A-Z0-9]{16}$|^(?:file|https?|arn|env):|\.(?:pem|key|crt|cer|json|ya?ml|txt|jwt|p12|pfx|tok(?:en)?)$/i;

/** Whether the value of a variable or an option that names a secret is one. */
export function isLiteralSecret(value: unknown): boolean {
  return isSecret(value) && !HARMLESS.test(String(value).slice(0, 10_000));
}

/** Whether a text is a JSON Web Token: three parts of base64, the first a JSON object. */
function isJsonWebToken(text: string): boolean {
  const parts = text.split(".", 4);
  return text.startsWith("eyJ") && parts.length === 3 && parts.every((part) => part.length >= 10);
}

/** A text without the JSON Web Tokens in it, such as a command that prints one. */
export function withoutTokens(text: string): string {
  if (!text.includes("eyJ")) return text;
  return text
    .split(/([^\w.-])/)
    .map((part) => (isJsonWebToken(part) ? SECRET : part))
    .join("");
}

/** Whether the value of a flag of a component, or of a field that stands for one, is a secret and not the path of one. */
export function namesSecretFlag(name: string): boolean {
  return namesSecret(name) && !/client[-_]?key$/i.test(name);
}

const PRIVATE_KEY = "PRIVATE KEY-----";
/** The user and the password of a URL, with what is in front of them. */
const CREDENTIALS_IN_URL = /(?<![\w+.-])(\w[\w+.-]{0,30}:\/\/)[^/@\s'",]{1,2000}@/g;
/** What sets an option or a variable in the middle of a text, such as a line for a shell. */
const ASSIGNMENT = /(?<![\w.-])(--?)?(\w[\w.-]{0,200})=("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s;&|'"]+)/g;

/** A text without the users and the passwords of the URLs in it. */
export function withoutCredentialsInUrls(text: string): string {
  return text.includes("://") ? text.replace(CREDENTIALS_IN_URL, "$1") : text;
}

/**
 * A text that is no secret by its field, without those that it holds all the same. What is left can be read as before:
 * no secret is replaced by what means something in a URL or to a shell.
 */
export function withoutSecretsInText(text: string): string {
  if (text.includes(PRIVATE_KEY)) return SECRET;
  const plain = withoutCredentialsInUrls(text);
  if (!plain.includes("=")) return withoutTokens(plain);
  return withoutTokens(
    plain.replace(ASSIGNMENT, (all, dashes: string | undefined, name: string, value: string) => {
      const isSecretOne = namesSecretFlag(name) && isLiteralSecret(value.replace(/^["']|["']$/g, ""));
      return isSecretOne ? `${dashes ?? ""}${name}=` : all;
    }),
  );
}
