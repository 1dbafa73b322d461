/** Paths and digests come from files, so a key can be `__proto__`, which every object inherits. */
export function ownValue<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
