import { type Place, placeOf } from "../../builds/build.js";
import { canGive, type Claim } from "../../kubernetes/authentication/issuers.js";
import { readTokenFile } from "../../kubernetes/authentication/token-file.js";
import { lastFlag } from "../../kubernetes/components/flags.js";
import { certificateIdentity } from "../../kubernetes/kubeconfig/certificate.js";
import { execCredentials, userCredentials } from "../../kubernetes/kubeconfig/credentials.js";
import { type Entry, hasText, readKubeconfig, textIn } from "../../kubernetes/kubeconfig/kubeconfig.js";
import { isKnown, type Subject } from "../../kubernetes/objects.js";
import { type User, userOf } from "../../kubernetes/rbac/authorizer.js";
import {
  AUTHENTICATED_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  splitUsername,
  UNAUTHENTICATED_GROUP,
} from "../../kubernetes/rbac/subjects.js";
import { fileNamed } from "../../repository/policy-files.js";
import type { Repository } from "../../repository/repository.js";
import { field } from "../../util/plain-values.js";
import { issuersOf } from "./authentication.js";
import { awsIdentities } from "./aws-logins.js";
import { type ApiServer, apiServersOf, asComponent } from "./api-servers.js";
import type { Unknown } from "./answers.js";
import { configurationsOf } from "./configurations.js";
import type { Analysis } from "../analysis.js";

/** A way in which somebody gets in. */
export interface Login {
  how: "certificate" | "static token" | "AWS identity" | "issuer" | "ServiceAccount token" | "no credentials";
  /** Whom it makes one, if that is one user. */
  user?: User;
  /** The name of the kubeconfig's user, of the identity of AWS, or of the issuer. */
  name?: string;
  /** What an issuer's names are made of. */
  claim?: Claim;
  /** The day on which the certificate expires. */
  until?: string;
  /** The API server that takes it, if it is not any. */
  server?: ApiServer;
  place?: Place;
  /** The line of a file that holds no documents. */
  line?: { file: string; line: number };
}

/** How somebody gets in, as far as the repository shows, and what may be more. */
export interface Logins {
  logins: readonly Login[];
  unknown: readonly Unknown[];
}

/** How a subject gets in: a user by one of several ways, and the members of a group by those that put them into it. */
export function loginsOf(analysis: Analysis, subject: Subject): Logins {
  const { repository } = analysis;
  const asked = askedUser(subject);
  const isMeant = (user: User) => {
    return asked.name === ""
      ? asked.groups.slice(0, 1).every((one) => user.groups.includes(one))
      : user.name === asked.name;
  };
  if (asked.groups.includes(UNAUTHENTICATED_GROUP)) {
    return { logins: [{ how: "no credentials", user: asked }], unknown: [] };
  }
  const found = [
    kubeconfigLogins(repository),
    { logins: awsLogins(repository), unknown: [] },
    ...apiServersOf(repository).map((one) => tokenLogins(repository, one)),
  ];
  const accounts = accountLogins(analysis, asked);
  const isAccount = accounts.length > 0;
  return {
    logins: [
      ...accounts,
      ...found.flatMap(({ logins }) => logins).filter(({ user }) => user !== undefined && isMeant(user)),
      ...(isAccount ? [] : issuerLogins(repository, asked)),
    ],
    unknown: isAccount ? [] : found.flatMap(({ unknown }) => unknown),
  };
}

/** Whom a question is about: for a group, one of its members, of whom nothing else is known. */
export function askedUser(subject: Subject): User {
  const user = userOf(subject);
  const [group] = user.groups;
  if (user.name !== "" || group === undefined || group === UNAUTHENTICATED_GROUP) return user;
  const isOfNamespace = group.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`);
  const groups = [group, ...(isOfNamespace ? [SERVICE_ACCOUNTS_GROUP] : []), AUTHENTICATED_GROUP];
  return { name: "", groups: [...new Set(groups)] };
}

/** A user as a credential makes one, with the groups of all who have one. */
function authenticated(name: string, groups: readonly string[]): User {
  return { name, groups: [...new Set([...groups, ...userOf({ kind: "User", name }).groups])] };
}

function kubeconfigLogins(repository: Repository): Logins {
  const logins: Login[] = [];
  const unknown: Unknown[] = [];
  for (const configuration of configurationsOf(repository, "Kubeconfig")) {
    for (const entry of readKubeconfig(configuration.value).users) {
      const { file, document, at } = configuration;
      const place = { file, document, path: [...at, ...entry.at] };
      const identity = certificateIdentity(certificateIn(repository, file, entry));
      if (identity) {
        const { user, groups, until } = identity;
        logins.push({
          how: "certificate",
          ...(isKnown(entry.name) && { name: entry.name }),
          user: authenticated(user, groups),
          ...(until !== undefined && { until }),
          place,
        });
        continue;
      }
      const why = whyUnseen(entry);
      const name = isKnown(entry.name) ? `'${entry.name}'` : "of a name that is filled in later";
      if (why !== undefined) unknown.push({ what: `as whom kubeconfig user ${name} gets in`, why, place });
    }
  }
  return { logins, unknown };
}

/** The certificate of a kubeconfig's user, in base64: in it, or in a file beside it. */
function certificateIn(repository: Repository, by: string, { content }: Entry): unknown {
  const written = field(content, "client-certificate-data");
  if (written !== undefined) return written;
  const path = fileNamed(by, textIn(content, "client-certificate"));
  const text = path === undefined ? undefined : repository.textAt(path);
  return text === undefined ? undefined : Buffer.from(text).toString("base64");
}

/** Why nobody can see as whom a kubeconfig's user gets in; undefined if it has no credentials. */
function whyUnseen({ content }: Entry): string | undefined {
  if (hasText(content, "client-certificate"))
    return "the certificate is in a file that the repository does not have";
  if (textIn(content, "client-certificate-data") !== "") return "the certificate cannot be read";
  if (userCredentials(content).some(({ kind }) => kind === "token") || hasText(content, "tokenFile"))
    return "a token does not say it without the cluster";
  const exec = field(content, "exec");
  if (exec !== undefined || execCredentials(exec, []).length > 0)
    return "a program asks elsewhere for credentials";
  return field(content, "auth-provider") === undefined
    ? undefined
    : "a provider asks elsewhere for credentials";
}

function awsLogins(repository: Repository): Login[] {
  return awsIdentities(repository).map(({ arn, user, groups, place }) => {
    return { how: "AWS identity", name: arn, user: authenticated(user, groups), place };
  });
}

function tokenLogins(repository: Repository, server: ApiServer): Logins {
  const flag = lastFlag(asComponent(server), "token-auth-file");
  if (!flag || flag.value === "") return { logins: [], unknown: [] };
  const place = { ...server.place, path: flag.at };
  const path = fileNamed(server.file, flag.value);
  const text = path === undefined ? undefined : repository.textAt(path);
  const what = "who has a static token";
  if (path === undefined || text === undefined) {
    const named = isKnown(flag.value) ? `'${flag.value}'` : "the file that says it";
    return { logins: [], unknown: [{ what, why: `the repository does not have ${named}`, place }] };
  }
  const lines = readTokenFile(text);
  if (!lines) {
    return {
      logins: [],
      unknown: [{ what, why: `the API server does not take '${path}', and does not start`, place }],
    };
  }
  return {
    logins: lines.map(({ user, groups, line }) => {
      return { how: "static token", user: authenticated(user, groups), server, line: { file: path, line } };
    }),
    unknown: [],
  };
}

/** The issuers that can name the user, or put somebody into the group. */
function issuerLogins(repository: Repository, { name, groups: [group = ""] }: User): Login[] {
  return issuersOf(repository).flatMap(({ issuer, ...rest }): Login[] => {
    const claim = name === "" ? issuer.groups : issuer.username;
    if (!claim || !canGive(claim, name === "" ? group : name)) return [];
    return [{ how: "issuer", name: issuer.url, claim, ...rest }];
  });
}

/** The tokens that the cluster issues for a ServiceAccount, or for those of a group. */
function accountLogins(analysis: Analysis, asked: User): Login[] {
  const account = accountOf(asked);
  const isGroup = asked.name === "" && asked.groups.includes(SERVICE_ACCOUNTS_GROUP);
  if (!account) return isGroup ? [{ how: "ServiceAccount token" }] : [];
  const written = analysis.ofKind("ServiceAccount").find(({ object: { object } }) => {
    return object.metadata?.name === account.name && object.metadata.namespace === account.namespace;
  });
  const place = written && placeOf(written.object, ["metadata", "name"]);
  return [{ how: "ServiceAccount token", user: asked, ...(place && { place }) }];
}

/** The ServiceAccount that a user is; undefined for others. */
function accountOf({ name }: User): { namespace: string; name: string } | undefined {
  const account = splitUsername(name);
  return typeof account === "object" ? account : undefined;
}
