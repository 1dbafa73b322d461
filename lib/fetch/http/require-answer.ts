import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { HttpAnswer } from "./client.js";

/**
 * The content of an answer.
 * @throws {FetchError} if it is not there, or needs credentials that are not
 */
export function requireAnswer({ status, url, body }: HttpAnswer): Buffer {
  if (status === 200) return body;
  const shown = printable(url.href);
  if (status === 404) throw new FetchError(`'${shown}' is not there: the server answers with status 404.`);
  throw new FetchError(
    `'${shown}' is not for everybody: the server answers with status ${status}. Logins are read from GITOPS_LINT_CREDENTIALS and from the files of Helm and Docker.`,
  );
}
