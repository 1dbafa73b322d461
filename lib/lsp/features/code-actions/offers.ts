import { CodeActionKind } from "vscode-languageserver";
import { groupBy } from "../../../util/group-by.js";
import type { Asked, Finding, Offer } from "./offer.js";
import { acceptanceOf } from "./offers/accept.js";
import { bindHere } from "./offers/bind-here.js";
import { missingAccount } from "./offers/create-account.js";
import { missingRole } from "./offers/create-role.js";
import { defaultDeny } from "./offers/default-deny.js";
import { disablingOf } from "./offers/disable.js";
import { FIX_ALL, fixAll } from "./offers/fix-all.js";
import { fixesOf } from "./offers/fixes.js";
import { unlistedFile } from "./offers/list-file.js";
import { ruleOf } from "./rule-name.js";

type Way = (asked: Asked, finding: Finding) => Promise<Offer[]>;

/** Ways out of a finding that a rule by itself does not know, by its name. */
const WAYS: ReadonlyMap<string | undefined, readonly Way[]> = new Map([
  ["no-missing-role", [unlistedFile, missingRole]],
  ["no-missing-subject", [unlistedFile, missingAccount]],
  ["no-missing-service-account", [unlistedFile, missingAccount]],
  ["require-default-deny", [defaultDeny]],
]);

/** The kinds of all that is offered. */
export const KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL];

/** Which kinds a client asks for: by itself, or a kind above it. */
export interface Wanted {
  /** Undefined for all. */
  only: readonly string[] | undefined;
  /** Whether the user has not asked, and the editor only shows that there is something. */
  isAutomatic: boolean;
}

/** Of how many findings something is offered: nobody reads a menu that is longer, and each is judged anew. */
const MOST = 20;

/** All that can be done where it is asked, what mends something first. */
export async function offersFor(asked: Asked, wanted: Wanted): Promise<Offer[]> {
  const offers: Offer[] = [];
  if (isWanted(CodeActionKind.QuickFix, wanted)) {
    const findings = asked.findings.slice(0, MOST);
    const ofFindings = findings.map((finding) => fixesOf(asked, finding));
    const ways: Offer[][] = [];
    for (const finding of findings)
      for (const way of WAYS.get(ruleOf(finding)) ?? []) ways.push(await way(asked, finding));
    const others = findings.map((finding) => [
      ...disablingOf(asked, finding),
      ...acceptanceOf(asked, finding),
    ]);
    for (const one of [...ofFindings, ...ways, ...others].flat()) offers.push(one);
  }
  if (isWanted(CodeActionKind.RefactorRewrite, wanted))
    for (const one of await bindHere(asked)) offers.push(one);
  if (isWanted(FIX_ALL, wanted)) offers.push(fixAll(asked));
  return distinct(offers);
}

function isWanted(kind: string, { only, isAutomatic }: Wanted): boolean {
  if (only) return only.some((one) => one === kind || kind.startsWith(`${one}.`));
  // All of a file is fixed only on request.
  return kind !== FIX_ALL && !(isAutomatic && kind !== CodeActionKind.QuickFix);
}

/** No two offers with the same title: where they are about different findings, they say where these are. */
function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  const different = offers.filter(({ title, about }) => {
    const key = about === undefined ? undefined : `${about} ${title}`;
    const isNew = key === undefined || !seen.has(key);
    if (key !== undefined) seen.add(key);
    return isNew;
  });
  const byTitle = groupBy(different, ({ title }) => title);
  return different.map((one): Offer => {
    if (byTitle.get(one.title)?.length === 1 || !one.finding) return one;
    const { line, column } = one.finding.message;
    return { ...one, title: `${one.title} (line ${line}, column ${column})` };
  });
}
