import type { ConnectionList } from "../../../analysis/network/connection-list.js";
import type { WayIn } from "../../../analysis/network/ways-in.js";

/** What is printed of a cluster: connections, and the ways from the outside that Ingresses, routes and Services open. */
export interface PrintedList extends ConnectionList {
  ways: readonly WayIn[];
  /** How many more ways there are than are printed. */
  moreWays: number;
}
