import type { AccessPath, Passage } from "../../analysis/access/access-path.js";
import type { Admitter } from "../../analysis/access/admission-path.js";
import type { Allowed } from "../../analysis/access/answers.js";
import type { Login } from "../../analysis/access/logins.js";
import type { Nowhere } from "../../analysis/lookup/nowhere.js";
import { isKnown } from "../../kubernetes/objects.js";
import { isPrivileged, type Step, type Verdict } from "../../kubernetes/authorization/decide.js";
import type { User } from "../../kubernetes/rbac/authorizer.js";
import { AUTHENTICATED_GROUP } from "../../kubernetes/rbac/subjects.js";
import type { BuildSet } from "../../builds/build-set.js";
import { groupBy } from "../../util/group-by.js";
import { plural, printable, quoteList } from "../../util/phrases.js";
import { widest } from "../../util/widest.js";
import { Lines } from "../report/lines.js";
import {
  cannotKnowLines,
  lineOf,
  nowhereWords,
  placed,
  placeWords,
  serverAsJson,
  serverWords,
  throughWords,
  whereWords,
} from "./who-can-format.js";

/** What was asked, in the words of the one who asks. */
export interface Asked {
  /** The subject, the verb and the resource. */
  words: readonly [string, string, string];
  namespace: string | undefined;
  nowhere: readonly Nowhere[];
}

/** More of what is the same is counted. */
const MOST_SERVERS = 3;

/** The three stages for people. */
export function pathAsText(path: AccessPath, asked: Asked, builds: BuildSet): string {
  const lines = new Lines(builds);
  const { logins, passages, unknown } = path;
  const where = asked.namespace === undefined ? "" : ` in namespace ${asked.namespace}`;
  const verdicts = new Set(passages.map(({ decision }) => decision.verdict));
  const [verdict, ...others] = verdicts;
  const whole =
    verdict !== undefined && others.length === 0 ? VERDICTS[verdict] : "It differs, as said below.";
  return [
    `${asked.words.join(" ")}${where}: ${whole}`,
    "",
    "1. Authentication",
    ...indented(
      logins.length === 0
        ? ["Nothing in the repository says how this subject gets in."]
        : logins.map((one) => loginWords(one, lines)),
    ),
    "",
    "2. Authorization",
    ...passages.flatMap((one) => indented(authorizationLines(one, { lines, isAlone: others.length === 0 }))),
    "",
    "3. Admission",
    ...indented(admissionLines(passages, lines)),
    ...(asked.nowhere.length + unknown.length === 0 ? [] : [""]),
    ...asked.nowhere.map((one) => nowhereWords(one, undefined)),
    ...cannotKnowLines(unknown, lines),
  ]
    .map(printable)
    .join("\n");
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  yes: "It is allowed.",
  partly: "A part of it is allowed.",
  maybe: "It may be allowed: that cannot be known.",
  no: "It is forbidden, as far as the repository shows.",
};

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `   ${line}`);
}

function loginWords({ how, name, user, claim, until, place, line }: Login, lines: Lines): string {
  const at = place ? ` (${placeWords(place, lines)})` : line ? ` (${line.file}:${line.line})` : "";
  const whom = user ? `: ${userWords(user)}` : "";
  switch (how) {
    case "certificate": {
      const end = until === undefined ? "" : ` until ${until}`;
      return `certificate${end}, of ${name === undefined ? "a kubeconfig user" : `kubeconfig user '${name}'`}${at}${whom}`;
    }
    case "AWS identity":
      return `identity of AWS '${name ?? "?"}'${at}${whom}`;
    case "static token":
      return `static token${at}${whom}`;
    case "issuer":
      return `token of issuer '${name ?? "?"}'${at}: anybody to whom it gives that name${claimWords(claim)}`;
    case "ServiceAccount token":
      return `token that the cluster issues${at}${whom}`;
    case "no credentials":
      return `no credentials${whom}`;
  }
}

function claimWords(claim: Login["claim"]): string {
  if (claim?.claim === undefined) return ", by an expression";
  const { prefix } = claim;
  return ` in claim '${claim.claim}'${prefix === undefined || prefix === "" ? "" : `, to which the API server adds '${prefix}'`}`;
}

function userWords({ name, groups }: User): string {
  const own = groups.filter((group) => group !== AUTHENTICATED_GROUP);
  const named = `${own.length === 1 ? "group" : "groups"} ${quoteList(own)}`;
  if (name === "") return own.length === 0 ? "anybody who logs in" : `a member of ${named}`;
  const who = isKnown(name) ? `user '${name}'` : "a user";
  return own.length === 0 ? who : `${who} in ${named}`;
}

function authorizationLines(
  { servers, user, decision, isTurnedAway }: Passage,
  { lines, isAlone }: { lines: Lines; isAlone: boolean },
): string[] {
  const more = servers.length - MOST_SERVERS;
  const [first] = servers;
  const named = servers.slice(0, MOST_SERVERS).map((one) => serverWords(one, lines));
  const said = first
    ? [...named, ...(more > 0 ? [`and ${plural(more, "API server")} more of which the same holds`] : [])]
    : ["The repository sets up no API server: RBAC is assumed"];
  const verdict = isAlone ? "" : ` ${VERDICTS[decision.verdict]}`;
  const head = [...said.slice(0, -1), `${said.at(-1) ?? ""}. Asked as ${userWords(user)}.${verdict}`];
  if (isTurnedAway) return [...head, "  Without credentials, this API server lets nobody in."];
  if (isPrivileged(user))
    return [...head, "  yes  Group 'system:masters' may do everything, and no authorizer is asked."];
  const width = widest(decision.steps.map(({ authorizer }) => authorizer.name));
  return [...head, ...decision.steps.flatMap((step) => stepLines(step, { lines, width }))];
}

const SAYS = {
  yes: "yes",
  partly: "partly",
  nothing: "no",
  unknown: "unknown",
  notAsked: "not asked",
} as const;

function stepLines(
  { authorizer, opinion }: Step<readonly Allowed[]>,
  { lines, width }: { lines: Lines; width: number },
): string[] {
  const head = `  ${authorizer.name.padEnd(width)}  ${SAYS[opinion.says]}`;
  if (opinion.says === "unknown") return [`${head}: ${opinion.why}`];
  if (opinion.says !== "yes" && opinion.says !== "partly") return [head];
  if (opinion.through.length === 0) return [`${head}: it allows everything`];
  return opinion.through.map((one) => `${head}: ${allowedWords(one, lines)}`);
}

function allowedWords(allowed: Allowed, lines: Lines): string {
  const { subject, rule, cluster, through } = allowed;
  const names = rule.resourceNames ?? [];
  return [
    subject,
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
    whereWords(allowed),
    ...(names.length === 0 ? [] : [`only ${names.join(",")}`]),
    throughWords(through, lines),
  ].join("  ");
}

function admissionLines(passages: readonly Passage[], lines: Lines): string[] {
  const reaching = passages.filter(({ decision }) => decision.verdict !== "no");
  if (reaching.length === 0) return ["The request does not get this far."];
  const bySeen = groupBy(reaching, ({ admission }) => seenLines(admission, lines).join("\n"));
  return [...bySeen.values()].flatMap((alike) => {
    const said = seenLines(alike[0]?.admission, lines);
    const places = new Set(
      alike.flatMap(({ servers }) => servers.map(({ place }) => placeWords(place, lines))),
    );
    const more = places.size - MOST_SERVERS;
    const named = [...places].slice(0, MOST_SERVERS).join(", ") + (more > 0 ? ` and ${more} more` : "");
    return bySeen.size === 1 || places.size === 0
      ? said
      : [`The API server (${named}):`, ...said.map((line) => `  ${line}`)];
  });
}

function seenLines(admission: Passage["admission"], lines: Lines): string[] {
  if (!admission) return ["It is skipped: the request changes nothing."];
  return [
    `Plugins: ${admission.plugins.join(", ") || "none"}`,
    ...admission.admitters.map((one) => admitterWords(one, lines)),
  ];
}

function admitterWords(
  { kind, name, webhook, failurePolicy, isBound, place }: Admitter,
  lines: Lines,
): string {
  const own = webhook === undefined ? "" : `, webhook '${webhook}'`;
  const rest = isBound === false ? ", which no binding of the repository puts to use" : "";
  return `${kind} '${name}'${own} (${placeWords(place, lines)}), failurePolicy ${failurePolicy}${rest}`;
}

/** The three stages for programs. */
export function pathAsJson(path: AccessPath, asked: Asked, builds: BuildSet): string {
  const lines = new Lines(builds);
  const [subject, verb, resource] = asked.words;
  const loginOf = ({ how, name, user, claim, until, place, line }: Login) => {
    const known = user && { ...user, ...(!isKnown(user.name) && { name: undefined }) };
    return { how, name, user: known, claim, until, ...(place ? lineOf(place, lines) : line) };
  };
  const at = <Rest extends object>({ place, ...rest }: Rest & { place?: Login["place"] }) => {
    return { ...rest, ...(place && lineOf(place, lines)) };
  };
  return JSON.stringify(
    {
      subject,
      verb,
      resource,
      namespace: asked.namespace,
      authentication: path.logins.map(loginOf),
      passages: path.passages.map(({ servers, user, decision, admission, isTurnedAway }) => ({
        apiServers: servers.map((server) => serverAsJson(server, lines)),
        user,
        verdict: decision.verdict,
        ...(isTurnedAway && { isTurnedAway }),
        authorization: decision.steps.map(({ authorizer, opinion }) => ({
          authorizer: authorizer.name,
          says: opinion.says,
          ...("why" in opinion && { why: opinion.why }),
          ...("through" in opinion && {
            through: opinion.through.map((one) => ({
              ...one,
              through: one.through.map((step) => placed(step, lines)),
            })),
          }),
        })),
        ...(admission && {
          admission: { plugins: admission.plugins, admitters: admission.admitters.map(at) },
        }),
      })),
      cannotKnow: path.unknown.map((one) => placed(one, lines)),
      ...(asked.nowhere.length > 0 && { nowhere: asked.nowhere }),
    },
    null,
    2,
  );
}
