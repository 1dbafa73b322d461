/** The values of a map by key, if it is one; of its own properties only. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const key of path) {
    if (!isMap(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** The items of a list, or none where there is no list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a field says nothing: missing, null, an empty text, list or map, or a map of such. */
export function saysNothing(value: unknown): boolean {
  return isBlank(value) || (isMap(value) && Object.values(value).every(isBlank));
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/**
 * Whether a text is a CIDR of every address of a family: `0.0.0.0/0`, `::/0`, or any other `/0`. To let
 * all of one family in is to let everybody in.
 */
export function isEveryAddress(cidr: unknown): boolean {
  return typeof cidr === "string" && cidr.endsWith("/0");
}

/** Whether a text is a CIDR of every IPv4 address. To keep IPv6 out alone keeps few out. */
export function isEveryIPv4Address(cidr: unknown): boolean {
  return isEveryAddress(cidr) && !String(cidr).includes(":");
}
