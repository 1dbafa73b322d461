import type { Unknown } from "../access/answers.js";
import { policiesOf } from "../access/abac-policies.js";
import { apiServersOf, namesOf } from "../access/api-servers.js";
import type { Analysis } from "../analysis.js";

/** That what API servers allow by other means than RBAC differs: it is not compared. */
export function otherAuthorizers(before: Analysis, after: Analysis): Unknown[] {
  if (authorizersOf(before) === authorizersOf(after)) return [];
  const [server] = [...apiServersOf(after.repository), ...apiServersOf(before.repository)];
  return [
    {
      what: "what API servers allow by other means than RBAC",
      why: "their authorizers or ABAC policies are others now, and only RBAC is compared",
      ...(server && { place: server.place }),
    },
  ];
}

/** Whom the API servers of a repository ask, and by which policies, wherever that is written. */
function authorizersOf({ repository }: Analysis): string {
  const servers = apiServersOf(repository).map((server) => {
    const policies = policiesOf(repository, server).lines.map(({ policy }) => policy);
    return JSON.stringify([namesOf(server), server.unknown, policies]);
  });
  return servers.sort().join("\n");
}
