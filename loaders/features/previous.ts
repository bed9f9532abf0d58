import {annuity, credit, income} from "./application.ts";
import {columnsOf} from "./columns.ts";
import {
  atLargest,
  choose,
  count,
  distinct,
  type Flag,
  max,
  mean,
  min,
  monthlyRate,
  type Num,
  rank,
  share,
  sum,
  variance
} from "./expression.ts";
import {family, type Measure, type RowSet} from "./family.ts";
import {define, type Feature, say} from "./feature.ts";

export const previous = columnsOf("previous_application");
const outcome = previous("NAME_CONTRACT_STATUS");
export const approved = outcome.is("Approved");
const refused = outcome.is("Refused");
const cancelled = outcome.is("Canceled");
const decided = previous("DAYS_DECISION");
const tie = previous("SK_ID_PREV");
const requested = previous("AMT_APPLICATION");
const granted = previous("AMT_CREDIT");
export const pastAnnuity = previous("AMT_ANNUITY");
const term = previous("CNT_PAYMENT");
const reason = previous("CODE_REJECT_REASON");
/** An approved contract whose end is not yet known is still running. */
const running = approved.and(previous("DAYS_TERMINATION").isMissing());
const order = rank(decided, tie);
const approvedOrder = rank(decided, tie, {where: approved});

const recent = (days: number): Flag => decided.ge(-days);
const WINDOWS = [
  [6, 183],
  [12, 365],
  [24, 730]
] as const;

const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("earlier applications", "les demandes antérieures")
};
const APPROVED: RowSet = {
  key: "approved",
  label: say("approved", "approuvées"),
  rows: say("approved earlier applications", "les demandes antérieures approuvées"),
  where: approved
};
const REFUSED: RowSet = {
  key: "refused",
  label: say("refused", "refusées"),
  rows: say("refused earlier applications", "les demandes antérieures refusées"),
  where: refused
};
const RUNNING: RowSet = {
  key: "running",
  label: say("still running", "en cours"),
  rows: say("approved contracts that have not ended", "les contrats approuvés non terminés"),
  where: running
};
const last = (n: number): RowSet => ({
  key: `last_${n}`,
  label: say(`last ${n}`, `${n} dernières`),
  rows: say(`the ${n} newest applications`, `les ${n} demandes les plus récentes`),
  where: order.le(n)
});
const lastApproved = (n: number): RowSet => ({
  key: `last_${n}_approved`,
  label: say(`last ${n} approved`, `${n} dernières approuvées`),
  rows: say(`the ${n} newest approved applications`, `les ${n} dernières demandes approuvées`),
  where: approvedOrder.le(n)
});
const window = ([months, days]: readonly [number, number]): RowSet => ({
  key: `${months}m`,
  label: say(`last ${months} months`, `${months} derniers mois`),
  rows: say(`applications of the last ${months} months`, `les demandes des ${months} derniers mois`),
  where: recent(days)
});

const REQUESTED: Measure = {
  key: "requested",
  cause: "previous_applications",
  unit: "amount",
  name: say("amount asked for earlier", "montant demandé auparavant"),
  formula: say("amount asked for", "montant demandé"),
  of: requested
};
const GRANTED: Measure = {
  key: "credit",
  cause: "previous_applications",
  unit: "amount",
  name: say("amount of earlier loans", "montant des prêts antérieurs"),
  formula: say("amount offered", "montant proposé"),
  of: granted
};
const ANNUITY: Measure = {
  key: "annuity",
  cause: "previous_applications",
  unit: "amount",
  name: say("instalment of earlier loans", "échéance des prêts antérieurs"),
  formula: say("instalment", "échéance"),
  of: pastAnnuity
};
const RATIO: Measure = {
  key: "requested_to_credit",
  cause: "previous_applications",
  unit: "ratio",
  name: say("asked for compared with offered", "demandé rapporté à proposé"),
  formula: say("amount asked for ÷ amount offered", "montant demandé ÷ montant proposé"),
  of: requested.over(granted)
};
const DOWN: Measure = {
  key: "down_payment_rate",
  cause: "previous_applications",
  unit: "ratio",
  name: say("down payment compared with the price", "apport rapporté au prix"),
  formula: say("down payment ÷ price of the goods", "apport ÷ prix des biens"),
  of: previous("AMT_DOWN_PAYMENT").over(previous("AMT_GOODS_PRICE"))
};
const DOWN_AMOUNT: Measure = {
  key: "down_payment",
  cause: "previous_applications",
  unit: "amount",
  name: say("down payments", "apports"),
  formula: say("down payment", "apport"),
  of: previous("AMT_DOWN_PAYMENT")
};
const TERM: Measure = {
  key: "term",
  cause: "previous_applications",
  unit: "months",
  name: say("term of earlier loans", "durée des prêts antérieurs"),
  formula: say("term in months", "durée en mois"),
  of: choose(term.gt(0), term)
};
const simple = pastAnnuity.times(term).over(granted).minus(1).times(12).over(term);
const SIMPLE: Measure = {
  key: "simple_interest",
  cause: "previous_rates",
  unit: "rate per year",
  name: say("simple yearly interest of earlier loans", "intérêt simple annuel des prêts antérieurs"),
  formula: say("(instalment × term ÷ loan − 1) × 12 ÷ term", "(échéance × durée ÷ prêt − 1) × 12 ÷ durée"),
  of: simple
};
const rate = monthlyRate(granted, pastAnnuity, term);
const RATE: Measure = {
  key: "monthly_rate",
  cause: "previous_rates",
  unit: "rate per month",
  name: say("monthly rate of earlier loans", "taux mensuel des prêts antérieurs"),
  formula: say(
    "the rate r with loan = instalment × (1 − (1 + r)^−term) ÷ r",
    "le taux r tel que prêt = échéance × (1 − (1 + r)^−durée) ÷ r"
  ),
  of: rate
};
const DECISION: Measure = {
  key: "decision_age",
  cause: "previous_applications",
  unit: "days",
  name: say("days since earlier decisions", "jours depuis les décisions antérieures"),
  formula: say("days since the decision", "jours depuis la décision"),
  of: decided.negated()
};
const EARLY: Measure = {
  key: "ended_early",
  cause: "payment_history",
  unit: "days",
  name: say("days that earlier loans ended before plan", "jours d'avance de la fin des prêts antérieurs"),
  formula: say(
    "last due date of the first plan − real last due date",
    "dernière échéance du premier plan − dernière échéance réelle"
  ),
  of: previous("DAYS_LAST_DUE_1ST_VERSION").minus(previous("DAYS_LAST_DUE"))
};

const shareOf = (
  key: string,
  cause: Feature["cause"],
  en: string,
  fr: string,
  flag: Flag,
  where?: Flag
): Feature =>
  define(
    `prev_${key}_share`,
    cause,
    "share",
    [`Share of ${en}`, `Part des ${fr}`],
    [
      `${en} ÷ ${where ? "the applications concerned" : "all earlier applications"}`,
      `${fr} ÷ ${where ? "les demandes concernées" : "toutes les demandes antérieures"}`
    ],
    share(flag, where ? {where} : {})
  );

const OUTCOMES: readonly [string, Flag, Feature["cause"], string, string][] = [
  ["approved", approved, "previous_applications", "approved applications", "demandes approuvées"],
  ["refused", refused, "recent_refusals", "refused applications", "demandes refusées"],
  ["cancelled", cancelled, "recent_refusals", "cancelled applications", "demandes annulées"],
  ["unused", outcome.is("Unused offer"), "previous_applications", "unused offers", "offres non utilisées"]
];
const outcomes: Feature[] = [
  define(
    "prev_applications",
    "previous_applications",
    "count",
    ["Earlier applications", "Demandes antérieures"],
    ["number of earlier applications", "nombre de demandes antérieures"],
    count("previous_application")
  ),
  ...OUTCOMES.flatMap(([key, flag, cause, en, fr]) => [
    define(
      `prev_${key}`,
      cause,
      "count",
      [`Number of ${en}`, `Nombre de ${fr}`],
      [`number of ${en}`, `nombre de ${fr}`],
      count("previous_application", {where: flag})
    ),
    shareOf(key, cause, en, fr, flag)
  ]),
  ...WINDOWS.flatMap(([months, days]) => [
    define(
      `prev_applications_${months}m`,
      "previous_applications",
      "count",
      [`Earlier applications, last ${months} months`, `Demandes antérieures, ${months} derniers mois`],
      [
        `number of applications decided in the last ${months} months`,
        `nombre de demandes décidées dans les ${months} derniers mois`
      ],
      count("previous_application", {where: recent(days)})
    ),
    define(
      `prev_refused_${months}m`,
      "recent_refusals",
      "count",
      [`Refused applications, last ${months} months`, `Demandes refusées, ${months} derniers mois`],
      [`number of refusals in the last ${months} months`, `nombre de refus dans les ${months} derniers mois`],
      count("previous_application", {where: recent(days).and(refused)})
    ),
    define(
      `prev_refused_share_${months}m`,
      "recent_refusals",
      "share",
      [
        `Share of refused applications, last ${months} months`,
        `Part des demandes refusées, ${months} derniers mois`
      ],
      [
        `refusals ÷ applications of the last ${months} months`,
        `refus ÷ demandes des ${months} derniers mois`
      ],
      share(refused, {where: recent(days)})
    )
  ]),
  ...[1, 3, 5].map((n) =>
    define(
      `prev_refused_share_last_${n}`,
      "recent_refusals",
      "share",
      n === 1
        ? ["Last application refused", "Dernière demande refusée"]
        : [`Share refused of the last ${n} applications`, `Part refusée des ${n} dernières demandes`],
      [`refusals ÷ applications among the ${n} newest`, `refus ÷ demandes parmi les ${n} plus récentes`],
      share(refused, {where: order.le(n)})
    )
  ),
  ...(["HC", "LIMIT", "SCO", "SCOFR"] as const).map((code) =>
    define(
      `prev_reject_${code.toLowerCase()}`,
      "recent_refusals",
      "count",
      [`Applications rejected with reason ${code}`, `Demandes rejetées au motif ${code}`],
      [
        `number of earlier applications with reject reason ${code}`,
        `nombre de demandes antérieures au motif de rejet ${code}`
      ],
      count("previous_application", {where: reason.is(code)})
    )
  ),
  define(
    "prev_reject_reasons",
    "recent_refusals",
    "count",
    ["Different reasons of refusal", "Motifs de refus différents"],
    ["number of different reject reasons among refusals", "nombre de motifs différents parmi les refus"],
    distinct(reason, {where: refused})
  )
];

const KINDS: readonly [string, Flag, string, string][] = [
  [
    "cash",
    previous("NAME_CONTRACT_TYPE").is("Cash loans"),
    "cash loans asked for",
    "prêts en espèces demandés"
  ],
  [
    "consumer",
    previous("NAME_CONTRACT_TYPE").is("Consumer loans"),
    "consumer loans asked for",
    "prêts à la consommation demandés"
  ],
  [
    "revolving",
    previous("NAME_CONTRACT_TYPE").is("Revolving loans"),
    "revolving loans asked for",
    "prêts renouvelables demandés"
  ],
  [
    "cross_sell",
    previous("NAME_PRODUCT_TYPE").is("x-sell"),
    "applications after an offer",
    "demandes après sollicitation"
  ],
  [
    "high_yield",
    previous("NAME_YIELD_GROUP").is("high"),
    "applications at a high rate",
    "demandes à taux élevé"
  ],
  [
    "low_yield",
    previous("NAME_YIELD_GROUP").is("low_action", "low_normal"),
    "applications at a low rate",
    "demandes à taux bas"
  ],
  [
    "new_client",
    previous("NAME_CLIENT_TYPE").is("New"),
    "applications as a new client",
    "demandes en tant que nouveau client"
  ]
];
const kinds: Feature[] = [
  ...KINDS.map(([key, flag, en, fr]) => shareOf(key, "previous_applications", en, fr, flag)),
  define(
    "prev_insured_share",
    "previous_applications",
    "share",
    ["Share of insured earlier loans", "Part des prêts antérieurs assurés"],
    ["insured ÷ applications where insurance is known", "assurés ÷ demandes où l'assurance est connue"],
    mean(previous("NFLAG_INSURED_ON_APPROVAL"))
  )
];

const newest = (x: Num, where?: Flag): Num => atLargest(x, decided, tie, where ? {where} : {});
const LAST: readonly [string, string, Feature["cause"], string, string][] = [
  [
    "product",
    "PRODUCT_COMBINATION",
    "previous_applications",
    "Product of the last application",
    "Produit de la dernière demande"
  ],
  [
    "yield_group",
    "NAME_YIELD_GROUP",
    "previous_rates",
    "Rate group of the last application",
    "Groupe de taux de la dernière demande"
  ],
  [
    "outcome",
    "NAME_CONTRACT_STATUS",
    "recent_refusals",
    "Outcome of the last application",
    "Issue de la dernière demande"
  ],
  [
    "reject_reason",
    "CODE_REJECT_REASON",
    "recent_refusals",
    "Reject reason of the last application",
    "Motif de rejet de la dernière demande"
  ],
  [
    "channel",
    "CHANNEL_TYPE",
    "previous_applications",
    "Channel of the last application",
    "Canal de la dernière demande"
  ]
];
const lastOnes: Feature[] = [
  ...LAST.map(([key, name, cause, en, fr]) =>
    define(
      `prev_last_${key}`,
      cause,
      "category",
      [en, fr],
      ["taken from the newest earlier application", "relevé sur la demande antérieure la plus récente"],
      newest(previous(name))
    )
  ),
  define(
    "prev_days_since_last",
    "previous_applications",
    "days",
    ["Days since the last application", "Jours depuis la dernière demande"],
    ["days since the newest decision", "jours depuis la décision la plus récente"],
    max(decided).negated()
  ),
  define(
    "prev_days_since_first",
    "previous_applications",
    "days",
    ["Days since the first application", "Jours depuis la première demande"],
    ["days since the oldest decision", "jours depuis la décision la plus ancienne"],
    min(decided).negated()
  ),
  define(
    "prev_days_since_approved",
    "previous_applications",
    "days",
    ["Days since the last approval", "Jours depuis le dernier accord"],
    ["days since the newest approval", "jours depuis l'accord le plus récent"],
    max(decided, {where: approved}).negated()
  ),
  define(
    "prev_days_since_refused",
    "recent_refusals",
    "days",
    ["Days since the last refusal", "Jours depuis le dernier refus"],
    ["days since the newest refusal", "jours depuis le refus le plus récent"],
    max(decided, {where: refused}).negated()
  ),
  define(
    "prev_days_since_ended",
    "payment_history",
    "days",
    ["Days since an earlier contract ended", "Jours depuis la fin d'un contrat antérieur"],
    ["days since the newest end of a contract", "jours depuis la fin de contrat la plus récente"],
    max(previous("DAYS_TERMINATION")).negated()
  ),
  define(
    "prev_planned_end_max",
    "debt_burden",
    "days",
    ["Days to the planned end of earlier loans", "Jours jusqu'à la fin prévue des prêts antérieurs"],
    [
      "latest last due date of the first plans, counted from today",
      "dernière échéance la plus tardive des premiers plans, comptée d'aujourd'hui"
    ],
    max(previous("DAYS_LAST_DUE_1ST_VERSION"))
  ),
  define(
    "prev_last_requested",
    "previous_applications",
    "amount",
    ["Amount asked for last time", "Montant demandé la dernière fois"],
    ["amount asked for in the newest application", "montant demandé lors de la dernière demande"],
    newest(requested)
  ),
  define(
    "prev_last_approved_credit",
    "previous_applications",
    "amount",
    ["Last approved loan", "Dernier prêt approuvé"],
    ["amount of the newest approved loan", "montant du dernier prêt approuvé"],
    newest(granted, approved)
  ),
  define(
    "prev_last_approved_annuity",
    "previous_applications",
    "amount",
    ["Instalment of the last approved loan", "Échéance du dernier prêt approuvé"],
    ["instalment of the newest approved loan", "échéance du dernier prêt approuvé"],
    newest(pastAnnuity, approved)
  ),
  define(
    "prev_last_approved_rate",
    "previous_rates",
    "rate per month",
    ["Monthly rate of the last approved loan", "Taux mensuel du dernier prêt approuvé"],
    ["monthly rate of the newest approved loan", "taux mensuel du dernier prêt approuvé"],
    newest(rate, approved)
  )
];

const compared: Feature[] = (
  [
    ["annuity", annuity, pastAnnuity, "Instalment", "Échéance", "instalment", "échéance"],
    ["credit", credit, granted, "Loan", "Prêt", "loan", "prêt"]
  ] as const
).flatMap(([key, now, then, en, fr, wordEn, wordFr]) => [
  define(
    `prev_${key}_now_to_mean_approved`,
    "loan_terms",
    "ratio",
    [`${en} compared with earlier ones`, `${fr}, comparaison avec les précédents`],
    [
      `${wordEn} asked for ÷ average ${wordEn} of approved applications`,
      `${wordFr} de la demande ÷ moyenne des demandes approuvées`
    ],
    now.over(mean(then, {where: approved}))
  ),
  define(
    `prev_${key}_now_to_max_approved`,
    "loan_terms",
    "ratio",
    [`${en} compared with the largest earlier one`, `${fr}, comparaison avec le plus grand précédent`],
    [
      `${wordEn} asked for ÷ largest ${wordEn} of approved applications`,
      `${wordFr} de la demande ÷ maximum des demandes approuvées`
    ],
    now.over(max(then, {where: approved}))
  ),
  define(
    `prev_${key}_now_to_last_approved`,
    "loan_terms",
    "ratio",
    [`${en} compared with the last approved`, `${fr}, comparaison avec le dernier accord`],
    [
      `${wordEn} asked for ÷ ${wordEn} of the newest approved application`,
      `${wordFr} de la demande ÷ valeur de la dernière demande approuvée`
    ],
    now.over(newest(then, approved))
  )
]);
const burden: Feature[] = [
  define(
    "prev_running",
    "debt_burden",
    "count",
    ["Contracts still running here", "Contrats en cours chez nous"],
    ["number of approved contracts that have not ended", "nombre de contrats approuvés non terminés"],
    count("previous_application", {where: running})
  ),
  define(
    "prev_running_annuity_to_income",
    "debt_burden",
    "ratio",
    ["Instalments of running contracts compared with income", "Échéances en cours rapportées au revenu"],
    ["instalments of contracts that have not ended ÷ income", "échéances des contrats non terminés ÷ revenu"],
    sum(pastAnnuity, {where: running}).over(income)
  ),
  define(
    "prev_all_annuities_to_income",
    "debt_burden",
    "ratio",
    [
      "New and running instalments compared with income",
      "Échéances nouvelle et en cours rapportées au revenu"
    ],
    [
      "(instalment asked for + instalments of running contracts) ÷ income",
      "(échéance demandée + échéances des contrats en cours) ÷ revenu"
    ],
    sum(pastAnnuity, {where: running}).orElse(0).plus(annuity).over(income)
  ),
  define(
    "prev_rate_variance",
    "previous_rates",
    "rate²",
    ["Variance of the monthly rates of earlier loans", "Variance des taux mensuels des prêts antérieurs"],
    [
      "variance of the monthly rate over approved applications",
      "variance du taux mensuel sur les demandes approuvées"
    ],
    variance(rate, {where: approved})
  ),
  define(
    "prev_granted_shortfall_mean",
    "previous_applications",
    "amount",
    ["Average amount offered above the amount asked for", "Montant moyen proposé au-delà du montant demandé"],
    [
      "average of (amount offered − amount asked for) over approved applications",
      "moyenne de (proposé − demandé) sur les demandes approuvées"
    ],
    mean(granted.minus(requested), {where: approved})
  )
];

export const PREVIOUS: readonly Feature[] = [
  ...outcomes,
  ...kinds,
  ...lastOnes,
  ...compared,
  ...burden,
  ...family("prev", [REQUESTED, GRANTED, ANNUITY], ["mean", "max"], [APPROVED]),
  ...family("prev", [REQUESTED], ["mean", "max"], [REFUSED]),
  ...family("prev", [GRANTED, ANNUITY], ["sum"], [RUNNING]),
  ...family("prev", [GRANTED], ["sum"], [APPROVED]),
  ...family("prev", [RATIO], ["mean", "max", "min"], [ALL, APPROVED]),
  ...family("prev", [RATIO], ["mean"], [REFUSED, last(3), last(5)]),
  ...family("prev", [DOWN], ["mean", "max"], [APPROVED]),
  ...family("prev", [DOWN_AMOUNT], ["max"], [APPROVED]),
  ...family("prev", [TERM], ["mean"], [APPROVED, REFUSED]),
  ...family("prev", [TERM], ["max"], [APPROVED]),
  ...family("prev", [SIMPLE], ["mean", "max"], [APPROVED]),
  ...family("prev", [RATE], ["mean", "max", "min"], [APPROVED]),
  ...family("prev", [RATE, ANNUITY, TERM], ["mean"], [lastApproved(3)]),
  ...family("prev", [RATE, ANNUITY], ["mean"], [lastApproved(5)]),
  ...family("prev", [DECISION], ["mean"], [ALL, REFUSED]),
  ...family("prev", [EARLY], ["mean", "max"], [APPROVED]),
  ...family("prev", [REQUESTED], ["sum"], WINDOWS.map(window))
];
