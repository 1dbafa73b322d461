import { isNoPort, type PortSet, portWords } from "../../kubernetes/connections/port-set.js";

/** The ports of a group for people: `TCP 80 (not known: UDP 53)`. */
export function bothPortWords({ allowed, unknown }: { allowed: PortSet; unknown: PortSet }): string {
  if (isNoPort(unknown)) return portWords(allowed);
  return isNoPort(allowed)
    ? `not known: ${portWords(unknown)}`
    : `${portWords(allowed)} (not known: ${portWords(unknown)})`;
}
