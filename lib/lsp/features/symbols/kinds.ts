import { SymbolKind } from "vscode-languageserver";
import { WORKLOADS } from "../../../kubernetes/kinds.js";
import {
  BINDING_KINDS,
  type KindName,
  NETWORK_POLICY_KINDS,
  ROLE_KINDS,
} from "../../../kubernetes/objects.js";
import { CONTROLLERS } from "../../../repository/named-paths.js";

/** The protocol has kinds of symbols for programs alone: those that come nearest to the kinds of objects. */
const KINDS = new Map<KindName, SymbolKind>([
  ...ROLE_KINDS.map((kind) => [kind, SymbolKind.Interface] as const),
  ...BINDING_KINDS.map((kind) => [kind, SymbolKind.Class] as const),
  ...NETWORK_POLICY_KINDS.map((kind) => [kind, SymbolKind.Event] as const),
  ...[...WORKLOADS].map((kind) => [kind, SymbolKind.Function] as const),
  ...[...CONTROLLERS].map((kind) => [kind, SymbolKind.Package] as const),
  ["Namespace", SymbolKind.Namespace],
  ["ServiceAccount", SymbolKind.Key],
  ["Secret", SymbolKind.Constant],
  ["CustomResourceDefinition", SymbolKind.Struct],
]);

/** The kind of symbol that an object is; undefined for a kind of objects that is not read. */
export function symbolKind(kind: KindName | undefined): SymbolKind {
  return (kind && KINDS.get(kind)) ?? SymbolKind.Object;
}
