/** What stands for what must not be shown; it means nothing in a URL. */
const HIDDEN = "(secret)";

/** The address of a program that is asked for by user and password; JSON in a text may escape its slashes. */
const SCHEME = String.raw`(?<![\w+.-])(\w[\w+.-]*:\\?\/\\?\/)`;
/** Up to the last `@` before the host ends. A quote ends a URL in a text, but can be in a value that is one. */
const IN_TEXT = new RegExp(String.raw`${SCHEME}([^\s/?#\\"'<>]+)@`, "g");
const WHOLE = new RegExp(String.raw`^${SCHEME}([^\s/?#\\]+)@`);
/**
 * Parts of a query that open a door for whoever knows them. What ends code in Markdown stays where it is, and what is hidden
 * already takes nothing with it that a report has put behind it.
 */
const QUERY =
  /([?&;#](?:[\w.~-]{0,60}[_.-])?(?:token|passw(?:or)?d|pwd|secret|(?:api|access|private)[_-]?key|sshkey|sig|signature|credentials?|auth)=)(?!\(secret\))([^&;#\s"'`<>\\]+)/gi;

/** What something else fills in later, and what is hidden already. */
const FILLED_IN = /^(?:[\w.-]*:)?(?:\$\{\w+\}|\$\(\w+\)|\$\w+|\{\{[^{}]*\}\}|<[\w-]+>|\(secret\))$/;
/** Where a user alone is a token; elsewhere it is a name, as in `ssh://git@HOST`. */
const WEB = /^(?:.*[:+])?(?:https?|oci):/i;

/** A text in which URLs show neither passwords nor tokens: `https://(secret)@HOST/PATH?token=(secret)`. */
export function withoutCredentials(text: string): string {
  let safe = text;
  if (/:\\?\/\\?\//.test(text)) {
    safe = /\s/.test(text) ? text : text.replace(WHOLE, hideUser);
    safe = safe.replace(IN_TEXT, hideUser);
  }
  return safe.includes("=")
    ? safe.replace(QUERY, (all, name: string, value: string) =>
        FILLED_IN.test(value) ? all : `${name}${HIDDEN}`,
      )
    : safe;
}

function hideUser(all: string, scheme: string, user: string): string {
  if (FILLED_IN.test(user) || user === "git") return all;
  return user.includes(":") || WEB.test(scheme) ? `${scheme}${HIDDEN}@` : all;
}

/** What a text has to hold to be worth a longer look for the second. Escapes can write any character. */
const SUSPICIOUS: readonly (readonly [sign: string, look: RegExp])[] = [
  ["://", /:\/\/[^\s/?#]*@/],
  ["\\", /\\[xuU/\r\n]/],
  ["=", /[?&;#][\w.~-]{0,80}=/],
  ["!!binary", /!!binary/],
];

/** Whether values that are written in a text can have credentials in URLs: a look at the text instead of each value. */
export function mayHoldCredentials(text: string): boolean {
  return SUSPICIOUS.some(([sign, look]) => text.includes(sign) && look.test(text));
}

/**
 * A plain value with all its texts, keys too, as `withoutCredentials` makes them: the same value if there is nothing to
 * hide. What aliases repeat stays one.
 */
export function valueWithoutCredentials(value: unknown): unknown {
  return hideIn(value, new Map());
}

function hideIn(value: unknown, done: Map<object, unknown>): unknown {
  if (typeof value === "string") return withoutCredentials(value);
  if (typeof value !== "object" || value === null) return value;
  if (done.has(value)) return done.get(value);
  done.set(value, value);
  const safe = Array.isArray(value) ? hideInList(value, done) : hideInMap(value, done);
  done.set(value, safe);
  return safe;
}

function hideInList(list: readonly unknown[], done: Map<object, unknown>): unknown {
  const safe = list.map((item) => hideIn(item, done));
  return safe.every((item, index) => item === list[index]) ? list : safe;
}

function hideInMap(map: object, done: Map<object, unknown>): unknown {
  const entries: [string, unknown][] = Object.entries(map);
  const safe = entries.map(([key, item]): [string, unknown] => [withoutCredentials(key), hideIn(item, done)]);
  const isSame = safe.every(([key, item], at) => key === entries[at]?.[0] && item === entries[at][1]);
  return isSame ? map : Object.fromEntries(safe);
}
