import type { SelectorDefect } from "../labels/label-syntax.js";

export type Path = readonly (string | number)[];

/** Why an admin policy is refused or does not do what it says: the kind of defect, its place, the wrong value. */
export interface AdminPolicyDefect {
  id:
    | SelectorDefect["id"]
    | "apiVersion"
    | "baselineName"
    | "missing"
    | "empty"
    | "several"
    | "noItems"
    | "manyItems"
    | "outOfRange"
    | "unknownValue"
    | "longName"
    | "cidr"
    | "bareAddress"
    | "leadingZeros"
    | "mappedAddress"
    | "domain"
    | "duplicate"
    | "rangeOrder"
    | "backwards"
    | "protocol"
    | "namedPort"
    | "removedField";
  at: Path;
  /** The value, or the name of the field that is missing. */
  value: string;
  /** What the map is in which it is, such as `rule`. */
  called?: string;
  /** What it must be: the texts that are allowed, the fields of which one is needed. */
  allowed?: readonly string[];
  /** The bounds of a number or of a list. */
  bounds?: readonly [number, number];
  /** How to write it, or what it is compared with. */
  instead?: string;
  /** The version of the API from which it is refused; left out if every one refuses it. */
  since?: string;
  /** Whether the API server stores it nevertheless. */
  isStored?: true;
}
