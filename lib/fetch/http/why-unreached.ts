import { printable } from "../../util/phrases.js";
import { entryFor } from "../hosts/entry.js";
import { quoted } from "../hosts/hosts.js";
import { PrivateAddressError } from "./addresses.js";
import { TimeLimitError } from "./exchange.js";

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "no host is known by that name",
  EAI_AGAIN: "names of hosts cannot be looked up now",
  ECONNREFUSED: "nothing answers at that port",
  ECONNRESET: "the connection breaks off",
  EPIPE: "the connection breaks off",
  EHOSTUNREACH: "there is no way to its network",
  ENETUNREACH: "there is no way to its network",
  ETIMEDOUT: "no connection stands in time",
  EPROTO: "it does not speak TLS as it should",
  HPE_HEADER_OVERFLOW: "its headers are too long",
};

/** Why there is no answer of an address, as a clause. */
export function whyUnreached(error: unknown, url: URL): string {
  if (error instanceof PrivateAddressError) {
    const port = url.port === "" ? `:${url.protocol === "http:" ? 80 : 443}` : "";
    return `${error.message}, and those are reached only where host and port are allowed by name, with --allow ${quoted(`${entryFor(url)}${port}`)}`;
  }
  if (error instanceof TimeLimitError) return error.message;
  const { code = "", message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error) };
  if (Object.hasOwn(WORDS, code)) return WORDS[code] ?? "";
  if (code.startsWith("HPE_")) return "what it answers is not HTTP";
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|SIGNATURE/.test(code))
    return `its certificate does not hold (${printable(code)})`;
  // A message can quote what a server has sent.
  return printable(code === "" ? message.slice(0, 200) : `${code}`);
}
