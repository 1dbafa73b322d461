import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { podAccountObjects } from "../../../analysis/lookup/pod-account-lookup.js";
import { getsToken, podIdentityOf } from "../../../kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS, WORKLOADS } from "../../../kubernetes/kinds.js";
import { type BindingKind, isKnown, type RoleKind } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import type { Cursor } from "../../cursor/cursor.js";
import type { Referent } from "../../cursor/referent.js";
import { code, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { appliedLines as controllerLines } from "./files-lines.js";
import { kindOf } from "./kind-words.js";
import { appliedLines, namesLines } from "./names-lines.js";
import { workloadLines } from "./network-lines.js";
import { roleLines, roleRefLines } from "./role-lines.js";
import { selectorLines } from "./selector-lines.js";
import { type Somebody, somebodyLines } from "./subject-lines.js";

type ObjectReferent = Extract<Referent, { type: "object" }>;

/** An object by its own name: what it does, what builds call it, and which ones apply it. */
export function objectLines(cursor: Cursor, { kind, name, objects }: ObjectReferent): Line[] {
  const { written } = cursor;
  if (!written) return [];
  const { analysis } = cursor.model;
  const own = ownLines(cursor, { type: "object", kind, name, objects });
  // A patch is applied as part of what it changes.
  const inBuilds = analysis.isPatch(cursor.path)
    ? []
    : [...namesLines(written.object, objects), ...appliedLines(objects)];
  const isTitled = own.length > 0 && (kind === "Role" || kind === "ClusterRole" || kind === "ServiceAccount");
  const all = [...own, ...inBuilds];
  if (all.length === 0) return [];
  return isTitled ? all : [line([{ strong: said`${kindOf(written)} ${code(name)}` }]), ...all];
}

function ownLines(cursor: Cursor, { kind, objects }: ObjectReferent): Line[] {
  const { analysis } = cursor.model;
  const [first] = objects;
  if (!first) return [];
  switch (kind) {
    case "Role":
    case "ClusterRole":
      return roleLines(analysis, objects as unknown as readonly Applied<RoleKind>[]);
    case "RoleBinding":
    case "ClusterRoleBinding":
      return roleRefLines(analysis, objects as unknown as readonly Applied<BindingKind>[]);
    case "ServiceAccount":
      return [...somebodyLines(analysis, objects.map(accountOf)), ...usersLines(analysis, objects)];
    case "NetworkPolicy":
      return selectorLines(
        { ...cursor, at: [] },
        { type: "selector", policies: objects, path: ["spec", "podSelector"] },
      );
    case "FluxKustomization":
    case "HelmRelease":
    case "Application":
    case "ApplicationSet":
      return controllerLines(cursor);
    default:
      return WORKLOADS.has(kind) ? workloadLines(analysis, first) : [];
  }
}

function accountOf({ build, object }: Applied): Somebody {
  const { name, namespace } = object.object.metadata ?? {};
  return {
    subject: {
      kind: "ServiceAccount",
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
    },
    ...{ cluster: build.cluster, build },
    account: { state: "found", objects: [object] },
  };
}

/** Which workloads run as a ServiceAccount. */
function usersLines(analysis: Analysis, accounts: readonly Applied[]): Line[] {
  const found = new Map<string, Words>();
  for (const { object } of accounts) {
    for (const workload of runBy(analysis).get(object) ?? []) {
      const { file, document, at } = workload.object;
      const { name } = workload.object.object.metadata ?? {};
      const place = { file, document, path: [...at, "metadata", "name"] };
      const words = said`${kindOf(workload.object)} ${isKnown(name) ? code(name) : "without a known name"} (${{ place }})`;
      found.set(JSON.stringify(place), words);
    }
  }
  return [
    line(
      found.size === 0
        ? ["No workload that is seen here runs as it."]
        : said`Pods of ${listed([...found.values()], 4)} run as it.`,
    ),
  ];
}

const runBy = memoize((analysis: Analysis) => {
  const pairs = analysis.ofKind(...WORKLOAD_KINDS).flatMap((workload) => {
    const one = workload as unknown as Applied;
    return podAccountObjects(analysis, one).map((account) => ({ account: account as object, workload: one }));
  });
  const grouped = groupBy(pairs, ({ account }) => account);
  return new Map([...grouped].map(([account, all]) => [account, all.map(({ workload }) => workload)]));
});

/** The ServiceAccount as which pods run, in each build that applies their workload. */
export function podAccountLines(analysis: Analysis, workloads: readonly Applied[]): Line[] {
  const all = workloads.flatMap((workload): Somebody[] => {
    const identity = podIdentityOf(workload.object);
    const { namespace } = workload.object.object.metadata ?? {};
    if (!identity) return [];
    const subject = {
      kind: "ServiceAccount",
      name: identity.name,
      ...(namespace !== undefined && { namespace }),
    };
    return [
      {
        subject,
        cluster: workload.build.cluster,
        build: workload.build,
        account: analysis.podAccount(workload),
      },
    ];
  });
  const hasNone =
    workloads.length > 0 &&
    workloads.every((workload) => {
      const identity = podIdentityOf(workload.object);
      const accounts = podAccountObjects(analysis, workload);
      return (
        identity &&
        accounts.every(({ object }) => getsToken(identity, object) === false) &&
        getsToken(identity, accounts[0]?.object) === false
      );
    });
  return [...somebodyLines(analysis, all), ...(hasNone ? [line(["These pods mount no token of it."])] : [])];
}
