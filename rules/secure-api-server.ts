import { API_SERVER } from "../lib/kubernetes/components/flags/api-server.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-api-server", API_SERVER, {
  description: "Require safe flags of the API server",
  controls: [
    "CIS 1.2.4",
    "CIS 1.2.5",
    "CIS 1.2.15",
    "CIS 1.2.16",
    "CIS 1.2.17",
    "CIS 1.2.18",
    "CIS 1.2.19",
    "CIS 1.2.20",
    "CIS 1.2.21",
    "CIS 1.2.22",
    "CIS 1.2.23",
    "CIS 1.2.24",
    "CIS 1.2.25",
    "CIS 1.2.26",
    "CIS 1.2.27",
    "CIS 1.2.29",
    "CIS 1.2.30",
    "CIS 1.2.16 in 1.7",
    "CIS 3.2.1",
  ],
});
