import type { SourceRequest } from "../repository/sources/request.js";
import type { Answer } from "./answer.js";
import type { FetchContext } from "./context.js";
import { fetchGit, type GitOptions } from "./git/fetch-git.js";
import { fetchHelm } from "./helm/fetch-chart.js";
import { fetchFile } from "./http/fetch-file.js";
import { fetchOci } from "./oci/fetch-artifact.js";

export type { GitOptions } from "./git/fetch-git.js";

/**
 * Fetches what a request asks for.
 * @throws {FetchError} with a sentence of why it is not there
 */
export function fetchSource(request: SourceRequest, context: FetchContext, git: GitOptions): Promise<Answer> {
  switch (request.type) {
    case "helm":
      return fetchHelm(request, context);
    case "oci":
      return fetchOci(request, context);
    case "git":
      return fetchGit(request, context, git);
    case "http":
      return fetchFile(request, context);
  }
}
