import type { AccessChange, GrantChange } from "../../../analysis/change/access-change.js";
import type { ChangedContract } from "./contracts.js";
import { grantItem } from "./grant-words.js";
import { type GrantsAlike, grantsAlike } from "./grants-alike.js";
import type { Item } from "./item.js";
import {
  bindingItem,
  connectionItem,
  contractItem,
  namespaceItem,
  namespacesAlike,
  reachItem,
  unknownItems,
} from "./other-words.js";
import type { Sides } from "./sides.js";

/** Things that have changed, of one kind. Their words are made when they are needed: there may be very many. */
export interface Section {
  title: string;
  /** Whether a reader must not miss it. */
  isUrgent: boolean;
  count: number;
  item: (index: number) => Item;
}

/** What has changed, by kind, without the kinds of which there is nothing. */
export function sectionsOf(
  change: AccessChange,
  contracts: readonly ChangedContract[],
  sides: Sides,
): Section[] {
  const gained = change.grants.filter((one) => one.change === "gained");
  const grants = (all: readonly GrantChange[]) =>
    [grantsAlike(all), (alike: GrantsAlike) => grantItem(alike, sides)] as const;
  return [
    section("Contracts", contracts, contractItem, true),
    section("Dangerous", ...grants(gained.filter(hasDanger)), true),
    section("Gained", ...grants(gained.filter((one) => !hasDanger(one)))),
    section("Lost", ...grants(change.grants.filter((one) => one.change === "lost"))),
    section("Bindings", change.bindings, (one) => bindingItem(one, sides)),
    section("Namespaces", namespacesAlike(change.namespaces), (alike) => namespaceItem(alike, sides)),
    section("Connections", change.connections, (one) => connectionItem(one, sides)),
    section("In reach", change.reaches, (one) => reachItem(one, sides), true),
    section("Not known", unknownItems(change.unknown, sides), (itemOf) => itemOf()),
  ].filter(({ count }) => count > 0);
}

/** Whether a permission is one of the dangerous ones. */
export function hasDanger({ dangers }: GrantChange): boolean {
  return dangers.length > 0;
}

function section<One>(
  title: string,
  all: readonly One[],
  itemOf: (one: One) => Item,
  isUrgent = false,
): Section {
  return { title, isUrgent, count: all.length, item: (index) => itemOf(all[index] as One) };
}
