import {type Flag, mean} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {previous} from "./columns.ts";
import {shareOf} from "./outcomes.ts";

const KINDS: readonly [string, Feature["cause"], Flag, string, string][] = [
  [
    "cash",
    "previous_kinds",
    previous("NAME_CONTRACT_TYPE").is("Cash loans"),
    "cash loans asked for",
    "prêts en espèces demandés"
  ],
  [
    "consumer",
    "previous_kinds",
    previous("NAME_CONTRACT_TYPE").is("Consumer loans"),
    "consumer loans asked for",
    "prêts à la consommation demandés"
  ],
  [
    "revolving",
    "previous_kinds",
    previous("NAME_CONTRACT_TYPE").is("Revolving loans"),
    "revolving loans asked for",
    "prêts renouvelables demandés"
  ],
  [
    "cross_sell",
    "previous_kinds",
    previous("NAME_PRODUCT_TYPE").is("x-sell"),
    "applications from cross-selling",
    "demandes issues de ventes croisées"
  ],
  [
    "high_yield",
    "previous_rates",
    previous("NAME_YIELD_GROUP").is("high"),
    "applications at a high rate",
    "demandes à taux élevé"
  ],
  [
    "low_yield",
    "previous_rates",
    previous("NAME_YIELD_GROUP").is("low_action", "low_normal"),
    "applications at a low rate",
    "demandes à taux bas"
  ],
  [
    "new_client",
    "previous_kinds",
    previous("NAME_CLIENT_TYPE").is("New"),
    "applications as a new client",
    "demandes en tant que nouveau client"
  ]
];
export const kinds: Feature[] = [
  ...KINDS.map(([key, cause, flag, en, fr]) => shareOf(key, cause, en, fr, flag)),
  define(
    "prev_insured_share",
    "previous_kinds",
    "share",
    ["Share of earlier applications with insurance", "Part des demandes antérieures avec assurance"],
    [
      "applications with insurance asked for ÷ applications where that is known",
      "demandes avec assurance souhaitée ÷ demandes où cela est connu"
    ],
    mean(previous("NFLAG_INSURED_ON_APPROVAL"))
  )
];
