import type { AccessChange, Side } from "../../../analysis/change/access-change.js";
import {
  ConfigError,
  type ConfigFile,
  readConfigFile,
} from "../../../repository/configuration/config-file.js";
import { type ContractChange, contractChanges } from "../../../repository/configuration/contracts.js";
import { configIn } from "../../lint/config-in.js";
import type { States } from "../../lint/states.js";
import type { FileLine } from "./sides.js";

/** A contract that says something else, and where: where it is now, or was if it is gone. */
export type ChangedContract = Pick<ContractChange, "name" | "change"> & FileLine;

/** What changes in the contracts of a repository, and what of that cannot be known. */
export interface ChangedContracts {
  changes: readonly ChangedContract[];
  unknown: AccessChange["unknown"];
}

/**
 * Compares the contracts of both states as they are written there, also of a change that is not trusted: then the later
 * ones do not count, but a reviewer wants to see them.
 * @param root an absolute path
 */
export function changedContracts(
  root: string,
  { base, staged }: Pick<States, "base" | "staged">,
): ChangedContracts {
  const unknown: AccessChange["unknown"][number][] = [];
  const read = (side: Side, find: () => ConfigFile | undefined): ConfigFile | undefined => {
    try {
      return find();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const why = error.message.replace(/\.$/, "");
      unknown.push({ what: "which contracts there are", why, sides: [side] });
      return undefined;
    }
  };
  const before = read("before", () => configIn(base.tree));
  const after = read("after", () => (staged ? configIn(staged) : readConfigFile(root)));
  // What is not known on one side is neither new nor gone.
  if (unknown.length > 0) return { changes: [], unknown };
  const changes = contractChanges(before, after).flatMap(({ name, change, before: then, after: now }) => {
    const [contract, file, side] =
      now === undefined ? ([then, before, "before"] as const) : ([now, after, "after"] as const);
    return contract && file ? [{ name, change, file: file.name, line: contract.line, side }] : [];
  });
  return { changes, unknown };
}
