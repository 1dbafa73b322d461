import { isDeepStrictEqual } from "node:util";
import { isMap } from "../../util/plain-values.js";

/** What a repository promises about access, under `contracts` in .gitops-lint.yaml. Plain data, as it is written. */
export type Contract = AccessContract | ReachContract;

interface AnyContract {
  /** What messages call it; there is one of each name. */
  name: string;
  /** Its line in the file, from 1. */
  line: number;
  /** Whether others than those that it names may not have it, or whether those that it names must. */
  demand: "only" | "must";
}

/** Who may at most, or must be able to, do something by the API. */
export interface AccessContract extends AnyContract {
  about: "access";
  /** As bindings name them, with globs for `only`: `ServiceAccount:ci/*`. None for nobody. */
  subjects: readonly string[];
  /** Globs of verbs. */
  can: readonly string[];
  /** Globs of resources, as `secrets`, `deployments.apps` or `pods/*`, and URLs. */
  on: readonly string[];
  /** Globs of namespaces; undefined for all, and what is in none. */
  in?: readonly string[];
  /** Whether what Kubernetes grants by itself counts as well. */
  system: boolean;
}

/** Who may at most, or must be able to, connect to pods. */
export interface ReachContract extends AnyContract {
  about: "reach";
  /** The pods, each with its ports if not all are meant: `shop/app=db:5432`. */
  reach: readonly string[];
  /** Pods, as `shop/app=api`, and addresses outside of the cluster. None for nobody. */
  ends: readonly string[];
}

/** Whether a text may have contracts: all but a few configurations have none, and need not be looked at further. */
export function maySayContracts(text: string): boolean {
  return /\bcontracts["']?[ \t]*:/.test(text);
}

/** The names of the contracts that a configuration has, as its plain value has them; undefined if it has none. */
export function contractNamesIn(value: unknown): string[] | undefined {
  const list = isMap(value) ? value.contracts : undefined;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.map((one: unknown) => (isMap(one) && typeof one.name === "string" ? one.name : ""));
}

/** The keys of a contract. */
export const CONTRACT_KEYS = [
  "name",
  "can",
  "on",
  "in",
  "reach",
  "only",
  "nobody",
  "must",
  "system",
] as const;

/** A contract that two states of a configuration do not both have, or not in the same words. */
export interface ContractChange {
  name: string;
  change: "added" | "removed" | "changed";
  before?: Contract;
  after?: Contract;
}

/** What holds contracts: a configuration file, or nothing where there is none. */
export type HoldsContracts = { settings: { contracts?: readonly Contract[] } } | undefined;

/** The contracts of a configuration file, in its order. */
export function contractsOf(config: HoldsContracts): readonly Contract[] {
  return config?.settings.contracts ?? [];
}

const texts = new WeakMap<readonly Contract[], string>();

/** Keeps the text of a configuration, which may be a pipe that nobody can read again, for whoever reports in it. */
export function keepText(contracts: readonly Contract[], text: string): void {
  texts.set(contracts, text);
}

/** The text of the configuration that has some contracts; undefined if nothing has kept it. */
export function textWithContracts(contracts: readonly Contract[]): string | undefined {
  return texts.get(contracts);
}

/** The contracts that differ between two states of a configuration, in the order of the later one, then those that are gone. */
export function contractChanges(before: HoldsContracts, after: HoldsContracts): ContractChange[] {
  const earlier = new Map(contractsOf(before).map((one) => [one.name, one]));
  const later = new Set(contractsOf(after).map(({ name }) => name));
  const found = contractsOf(after).flatMap((now): ContractChange[] => {
    const { name } = now;
    const then = earlier.get(name);
    if (!then) return [{ name, change: "added", after: now }];
    return isDeepStrictEqual(withoutPlace(then), withoutPlace(now))
      ? []
      : [{ name, change: "changed", before: then, after: now }];
  });
  const gone = [...earlier.values()].filter(({ name }) => !later.has(name));
  return [
    ...found,
    ...gone.map((one): ContractChange => ({ name: one.name, change: "removed", before: one })),
  ];
}

function withoutPlace(contract: Contract): Contract {
  return { ...contract, line: 0 };
}
