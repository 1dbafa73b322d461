/** The value at a path of keys, or undefined if there is none. Only own properties count. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const key of path) {
    if (!isMap(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** The items of a list, or none if the value is not a list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a field says nothing: it is missing, null, an empty string, list or map, or a map of these. */
export function saysNothing(value: unknown): boolean {
  return isBlank(value) || (isMap(value) && Object.values(value).every(isBlank));
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/**
 * Whether a value is a CIDR that covers every address of a family: `0.0.0.0/0`, `::/0`, or any other `/0`.
 * Letting in all of one family lets everybody in.
 */
export function isEveryAddress(cidr: unknown): boolean {
  return typeof cidr === "string" && cidr.endsWith("/0");
}

/** Whether a value is a CIDR that covers every IPv4 address. Keeping out IPv6 alone keeps hardly anyone out. */
export function isEveryIPv4Address(cidr: unknown): boolean {
  return isEveryAddress(cidr) && !String(cidr).includes(":");
}

/** The value at a path of keys and indexes, or undefined if there is none. Only own properties count. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === "number" ? at[step] : undefined;
    else at = isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** A copy of what JSON can say, down to the last value, so that a change to one leaves the other as it is. */
export function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (!isMap(value)) return value;
  // Copied first, a key such as `__proto__` is as good as any other when it is written to.
  const copy: Record<string, unknown> = { ...value };
  for (const [key, item] of Object.entries(copy)) if (typeof item === "object") copy[key] = copyOf(item);
  return copy as Value;
}
