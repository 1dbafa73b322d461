import type { Technique } from "../technique.js";
import { bind } from "./bind.js";
import { attach, debugPod, exec } from "./enter-pods.js";
import { escalate } from "./escalate.js";
import { impersonateAccount, impersonateGroup, impersonateUser } from "./impersonate.js";
import { changeWorkload, createPod, createWorkload, replaceImage } from "./run-pods.js";
import { changeTokenSecret, createToken, makeTokenSecret, readTokenSecret } from "./tokens.js";

/**
 * What follows from RBAC on Kubernetes' own objects. Of several that lead to the same by the same binding, the first one is
 * shown.
 */
export const RBAC_TECHNIQUES: readonly Technique[] = [
  impersonateUser,
  impersonateGroup,
  impersonateAccount,
  bind,
  escalate,
  createToken,
  createPod,
  createWorkload,
  changeWorkload,
  exec,
  attach,
  debugPod,
  replaceImage,
  readTokenSecret,
  makeTokenSecret,
  changeTokenSecret,
];
