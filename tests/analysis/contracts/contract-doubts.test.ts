import { expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { accessBreaches } from "../../../lib/analysis/contracts/access-breaches.js";
import { budgetOf } from "../../../lib/analysis/contracts/budget.js";
import { contractDoubts } from "../../../lib/analysis/contracts/contract-doubts.js";
import { parseConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { contractsOf } from "../../../lib/repository/configuration/contracts.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { clusterBinding, user } from "../../rules/manifests.js";

it.each([
  [1, 1, ["so much is granted against contracts that not all of it is listed"]],
  [2, 2, []],
])("lists %i of two breaches where as many may be, and says what is left out", (most, listed, doubts) => {
  const contract = { name: "Only ops reads Secrets", can: ["get"], on: "secrets", only: "Group:ops" };
  const { settings } = parseConfigFile(JSON.stringify({ contracts: [contract] }));
  const files = { "binding.yaml": clusterBinding("cluster-admin", user("ada") + user("bob")) };
  const analysis = new Analysis(repositoryOf(files), settings ?? {});
  budgetOf(analysis).breaches = most;

  const subjects = [...accessBreaches(analysis).values()].flatMap((ofBinding) => [...ofBinding.keys()]);
  expect(subjects.map(({ name }) => name)).toEqual(["ada", "bob"].slice(0, listed));
  const [only] = contractsOf({ settings });
  expect(only && contractDoubts(analysis, only)).toEqual(doubts);
});
