import { identityOf } from "../values/identity.js";
import { goTypeOf, nameOfKind } from "../values/kinds.js";
import { Text } from "../values/text.js";
import { list, NIL, TemplateError, unknown, type Dict, type Func, type Value } from "../values/value.js";

/** The method that a name calls on a value, if it has one of that name. */
export function methodOf(value: Value, name: string, hasArguments: boolean): Func | undefined {
  if (value.type === "map" || value.type === "list") return value.method?.(name);
  if (value.type !== "struct") return undefined;
  // A method without arguments may be given as a field.
  if (!hasArguments && value.field(name)) return undefined;
  return value.method?.(name);
}

/**
 * A field of a struct, or what a map has for a key (`evalField` of text/template/exec.go).
 * @param path says how the template calls the value, such as `.Values.a`
 */
export function fieldOf(value: Value, name: string, path: () => string, hasArguments: boolean): Value {
  switch (value.type) {
    case "unknown":
      return unknown(`${value.id}.${name}`, value.why);
    case "nil":
      throw new TemplateError(`${path()} is not set, so it has no '${name}'`);
    case "struct": {
      const field = value.field(name);
      if (!field) throw new TemplateError(`${path()} ('${value.goType}') has no '${name}'`);
      if (hasArguments) throw new TemplateError(`'${name}' is no function, but it is given arguments`);
      return field;
    }
    case "map":
      if (hasArguments) throw new TemplateError(`'${name}' is no function, but it is given arguments`);
      return entryOf(value, name);
    default:
      throw new TemplateError(
        `${path()} is ${nameOfKind(value)} ('${goTypeOf(value)}'), so it has no '${name}'`,
      );
  }
}

/** What a map has for a key; for one that it does not have, the zero value of Go's type. */
export function entryOf(map: Dict, key: string): Value {
  const value = map.entries.get(key);
  if (value) return value;
  if (map.others) return unknown(`${identityOf(map.others)}.${key}`, map.others.why);
  if (map.goType === "map[string]string") return Text.empty;
  return map.goType === "engine.files" ? list([], "[]uint8") : NIL;
}
