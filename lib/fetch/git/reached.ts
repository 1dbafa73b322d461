import { spawnSync } from "node:child_process";
import { isIP } from "node:net";
import { devNull } from "node:os";
import type { GitRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import type { Login } from "../credentials/credentials.js";
import { entryFor, portOf, urlOf } from "../hosts/entry.js";
import { quoted } from "../hosts/hosts.js";
import { PrivateAddressError, publicAddresses } from "../http/addresses.js";
import { fromHelper } from "./helper.js";

/** A repository that may be reached, and how git is told to reach it and nothing else. */
export interface Reached {
  url: string;
  /** The address without what is secret, for sentences. */
  shown: string;
  /** As findings call it: `github.com/org/repo`. */
  name: string;
  switches: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/**
 * How git may reach the repository of a request. The address that its host has now is the one that it must use: another
 * answer to the same question, a moment later, leads nowhere else.
 * @param helpers where the user's own credential helpers may be asked: the repository that is linted, which must not name them
 * @throws {FetchError} if it must not be reached
 */
export async function placeToReach(
  { url: written }: GitRequest,
  { hosts, credentials }: FetchContext,
  helpers: { root: string } | undefined,
): Promise<Reached> {
  const url = urlOf(written);
  const shown = printable(written);
  if (!url || !hosts.allows(url)) throw new FetchError(hosts.refusal(written));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!/^[\w.:-]+$/.test(host) || host.startsWith("-"))
    throw new FetchError(`'${shown}' has a host that is none.`);
  if (url.password !== "" || !/^[\w.-]*$/.test(url.username) || url.username.startsWith("-"))
    throw new FetchError(`'${shown}' has a user or a password that no repository may name.`);
  const address = hosts.allowsPrivate(url) ? undefined : await publicAddress(url, shown);
  const protocol = url.protocol.slice(0, -1);
  if (address !== undefined && protocol !== "ssh" && !canPin())
    throw new FetchError(`'${shown}' is not fetched: that needs git 2.37 or newer.`);
  const login =
    protocol === "ssh" ? undefined : (credentials.forUrl(url) ?? (helpers && fromHelper(url, helpers.root)));
  const place = `${url.host}${url.pathname}`.replace(/\/+$/, "").replace(/\/?\.git$/, "");
  return {
    url: url.href,
    shown,
    name: printable(decoded(place)),
    switches: [
      ...["-c", `protocol.${protocol}.allow=always`],
      ...(protocol !== "ssh" && address !== undefined
        ? [
            "-c",
            `http.curloptResolve=${host}:${portOf(url)}:${isIP(address) === 6 ? `[${address}]` : address}`,
          ]
        : []),
    ],
    environment: {
      GIT_ALLOW_PROTOCOL: protocol,
      ...(protocol === "ssh" ? sshEnvironment(host, address) : NO_HOME),
      ...(login && headerEnvironment(url, login)),
    },
  };
}

/** A `.netrc`, which git would read, can have a login for whatever host asks for one. */
const NO_HOME = { HOME: devNull, USERPROFILE: devNull };

/**
 * Keys, agent and known hosts are the user's, as ssh has them; it asks nobody. The name of the host stays what its key is
 * known by.
 */
function sshEnvironment(host: string, address: string | undefined): Record<string, string> {
  const options = [
    "BatchMode=yes",
    "ClearAllForwardings=yes",
    "ConnectTimeout=15",
    // A connection that stays would keep a program of the user's running.
    "ControlMaster=no",
    "ForwardAgent=no",
    "ForwardX11=no",
    "PermitLocalCommand=no",
    // Both are checked to hold nothing that a shell takes for more than a word.
    ...(address === undefined ? [] : [`HostName=${address}`, `HostKeyAlias=${host}`]),
  ];
  return {
    GIT_SSH_COMMAND: `ssh ${options.map((option) => `-o ${option}`).join(" ")}`,
    GIT_SSH_VARIANT: "ssh",
  };
}

/** In the environment, since everybody can read the arguments of a program. Redirects are not followed. */
function headerEnvironment({ origin }: URL, { username, password }: Login): Record<string, string> {
  const header = `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: header,
  };
}

/** @throws {FetchError} if the host has none, or one of them is private */
async function publicAddress(url: URL, shown: string): Promise<string> {
  try {
    const [address] = await publicAddresses(url.hostname);
    if (address !== undefined) return address;
  } catch (error) {
    if (error instanceof PrivateAddressError)
      throw new FetchError(
        `'${shown}' is not fetched: it is at ${error.address}, a private address. To allow it all the same, name its port too, as in --allow ${quoted(`${entryFor(url)}${url.port === "" ? `:${portOf(url)}` : ""}`)}.`,
      );
  }
  throw new FetchError(`'${shown}' is not fetched: its host is not known.`);
}

/** Whether git can be told which address a host has: `http.curloptResolve`, since 2.37. */
function canPin(): boolean {
  const { stdout } = spawnSync("git", ["version"], { encoding: "utf8", timeout: 30_000 });
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(stdout ?? "") ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 37);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
