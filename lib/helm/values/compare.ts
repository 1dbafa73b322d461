import { unknownOf } from "./identity.js";
import { basicKindOf, goTypeOf, isNil, nameOfKind } from "./kinds.js";
import { TemplateError, type Unknown, type Value } from "./value.js";

/**
 * Whether two values are equal, as `eq` compares them (text/template/funcs.go): numbers of different kinds cannot be, nor
 * can lists and maps except with nothing, or where one of them is nil. An unknown where it depends on one.
 */
export function areEqual(one: Value, other: Value): boolean | Unknown {
  const open = unknownComparison("eq", one, other);
  if (open) return isSame(one, other) ? true : open;
  const kinds = [basicKindOf(one), basicKindOf(other)];
  if (kinds[0] === undefined && kinds[1] === undefined) return areEqualObjects(one, other);
  if (one.type === "nil" || other.type === "nil") return false;
  if (kinds[0] !== kinds[1] && !(one.type === "int" && other.type === "int")) throw incompatible(one, other);
  return valueOf(one) === valueOf(other);
}

/** Whether a value is less than another, as `lt` compares them. An unknown where it depends on one. */
export function isLess(one: Value, other: Value): boolean | Unknown {
  const open = unknownComparison("lt", one, other);
  if (open) return open;
  for (const value of [one, other]) {
    if (basicKindOf(value) === undefined) throw new TemplateError(`${nameOfKind(value)} cannot be compared`);
  }
  if (one.type === "string" && other.type === "string") return compareStrings(one.text, other.text) < 0;
  if (one.type === "int" && other.type === "int") return one.value < other.value;
  if (one.type === "float64" && other.type === "float64") return one.value < other.value;
  if (one.type !== "bool" || other.type !== "bool") throw incompatible(one, other);
  throw new TemplateError("a boolean is neither less nor greater than another");
}

/** Orders strings as Go does: by their bytes in UTF-8, which is by code points. */
export function compareStrings(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (a === b) continue;
    // A surrogate is a part of a code point above all that are not written with one.
    return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return one.length - other.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** What cannot be known about two values of which one is unknown, the same whichever comes first where that is all the same. */
function unknownComparison(name: "eq" | "lt", one: Value, other: Value): Unknown | undefined {
  const open = unknownOf(name, [one, other]);
  if (!open || name === "lt") return open;
  const turned = unknownOf(name, [other, one]);
  return turned && turned.id < open.id ? turned : open;
}

function isSame(one: Value, other: Value): boolean {
  return unknownOf("", [one])?.id === unknownOf("", [other])?.id;
}

function areEqualObjects(one: Value, other: Value): boolean {
  const isEitherNil = isNil(one) || isNil(other);
  const isComparable = one.type === other.type || one.type === "nil" || other.type === "nil";
  if (isComparable && isEitherNil) return isNil(one) === isNil(other);
  if (one.type !== other.type || one.type !== "struct") {
    throw new TemplateError(`${nameOfKind(one)} and ${nameOfKind(other)} cannot be compared`);
  }
  return one === other;
}

function incompatible(one: Value, other: Value): TemplateError {
  const [first, second] = [goTypeOf(one), goTypeOf(other)];
  return new TemplateError(`a value of type '${first}' cannot be compared with one of type '${second}'`);
}

function valueOf(value: Value): unknown {
  if (value.type === "string") return value.text;
  return value.type === "bool" || value.type === "int" || value.type === "float64" ? value.value : value;
}
