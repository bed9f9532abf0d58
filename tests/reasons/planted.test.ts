import assert from "node:assert/strict";
import {test} from "node:test";
import type {ReasonCode} from "../../src/core/schema/explanation.ts";
import {createJudge} from "./judge.ts";
import {demoFeatures} from "./portfolio.ts";
import type {RawClient, RawRow} from "./rawCsv.ts";

const judge = createJudge(demoFeatures, () => 10);

const applicant: RawClient = {
  application: {
    DAYS_BIRTH: "-14610",
    DAYS_EMPLOYED: "365243",
    FLAG_OWN_CAR: "N",
    OWN_CAR_AGE: "",
    FLAG_OWN_REALTY: "N",
    CODE_GENDER: "F",
    AMT_INCOME_TOTAL: "100000",
    AMT_CREDIT: "200000",
    AMT_ANNUITY: "20000",
    AMT_GOODS_PRICE: "180000",
    EXT_SOURCE_1: "",
    EXT_SOURCE_2: "0.21",
    EXT_SOURCE_3: "0.5",
    OBS_30_CNT_SOCIAL_CIRCLE: "2",
    DEF_30_CNT_SOCIAL_CIRCLE: "0",
    OBS_60_CNT_SOCIAL_CIRCLE: "2",
    DEF_60_CNT_SOCIAL_CIRCLE: "0",
    AMT_REQ_CREDIT_BUREAU_HOUR: "0",
    AMT_REQ_CREDIT_BUREAU_DAY: "0",
    AMT_REQ_CREDIT_BUREAU_WEEK: "0",
    AMT_REQ_CREDIT_BUREAU_MON: "0",
    AMT_REQ_CREDIT_BUREAU_QRT: "0",
    AMT_REQ_CREDIT_BUREAU_YEAR: "0",
    FLAG_DOCUMENT_3: "1"
  },
  bureau: [],
  months: [],
  previous: [],
  pos: [],
  card: [],
  payments: []
};
const payment = (number: number, paidDay: number, amount = 100): RawRow => ({
  SK_ID_PREV: "1",
  NUM_INSTALMENT_NUMBER: String(number),
  NUM_INSTALMENT_VERSION: "1",
  DAYS_INSTALMENT: String(-30 * number),
  DAYS_ENTRY_PAYMENT: String(paidDay),
  AMT_INSTALMENT: "100",
  AMT_PAYMENT: String(amount)
});
const loan = (more: RawRow = {}): RawRow => ({
  SK_ID_BUREAU: "7",
  CREDIT_ACTIVE: "Active",
  CREDIT_TYPE: "Consumer credit",
  AMT_CREDIT_SUM_DEBT: "0",
  AMT_CREDIT_SUM_OVERDUE: "0",
  CREDIT_DAY_OVERDUE: "0",
  AMT_CREDIT_MAX_OVERDUE: "",
  CNT_CREDIT_PROLONG: "0",
  ...more
});
const earlier = (more: RawRow = {}): RawRow => ({
  SK_ID_PREV: "1",
  NAME_CONTRACT_STATUS: "Approved",
  DAYS_DECISION: "-500",
  CODE_REJECT_REASON: "XAP",
  NAME_CONTRACT_TYPE: "Cash loans",
  ...more
});
const punctual: RawClient = {...applicant, payments: [payment(1, -35), payment(2, -61), payment(3, -100)]};
const borrower: RawClient = {
  ...applicant,
  bureau: [loan(), loan({SK_ID_BUREAU: "8"})],
  months: [{STATUS: "0", MONTHS_BALANCE: "-1"}]
};
const returning: RawClient = {...applicant, previous: [earlier(), earlier({SK_ID_PREV: "2"})]};
const cardholder: RawClient = {
  ...applicant,
  card: [{MONTHS_BALANCE: "-1", SK_DPD: "0", SK_DPD_DEF: "0", AMT_BALANCE: "50"}]
};

type Pair = [en: string, fr: string];
interface Plant {
  feature: string;
  client: RawClient;
  value?: number | string | null;
  truth: Pair;
  lies: Pair[];
}

/** By family of sentences: what is true of a client, and what is not. */
const PLANTS: Plant[] = [
  {
    feature: "inst_late_share",
    client: punctual,
    value: 0,
    truth: ["All 3 instalments were paid on time.", "Les 3 échéances ont été payées à temps."],
    lies: [
      [
        "2 of 3 instalments were paid late, at most 12 days.",
        "2 des 3 échéances ont été payées en retard, de 12 jours au plus."
      ],
      ["All 4 instalments were paid on time.", "Les 4 échéances ont été payées à temps."],
      [
        "1 of 3 instalments was paid more than 7 days late.",
        "1 des 3 échéances a été payée avec plus de 7 jours de retard."
      ],
      [
        "The last instalment was paid 3 days late.",
        "La dernière échéance a été payée avec 3 jours de retard."
      ],
      ["No past instalment is on record here.", "Aucune échéance passée n'est enregistrée chez nous."],
      [
        "Late payments weigh against this application.",
        "Les retards de paiement pèsent contre cette demande."
      ]
    ]
  },
  {
    feature: "inst_late_share",
    client: {...applicant, payments: [payment(1, -25), payment(2, -61)]},
    value: 0.5,
    truth: [
      "1 of 2 instalments was paid late, by 5 days.",
      "1 des 2 échéances a été payée en retard, de 5 jours."
    ],
    lies: [
      ["Both instalments were paid on time.", "Les deux échéances ont été payées à temps."],
      [
        "1 of 2 instalments was paid late, by 6 days.",
        "1 des 2 échéances a été payée en retard, de 6 jours."
      ],
      ["1 of 2 instalments was paid late, by 5 days.", "1 des 2 échéances a été payée en retard, de 6 jours."]
    ]
  },
  {
    feature: "inst_delay_mean",
    client: punctual,
    value: -5.333,
    truth: ["All 3 instalments were paid on time.", "Les 3 échéances ont été payées à temps."],
    lies: [
      [
        "All 3 instalments were paid on time, 9.3 days early on average, but less early than by most clients.",
        "Les 3 échéances ont été payées à temps, avec 9,3 jours d'avance en moyenne, mais moins tôt que par la plupart des clients."
      ]
    ]
  },
  {
    feature: "inst_shortfall_sum",
    client: punctual,
    value: 0,
    truth: ["All 3 instalments were paid in full.", "Les 3 échéances ont été payées en totalité."],
    lies: [
      [
        "1 of 3 instalments was not paid in full; 40 is missing in all.",
        "1 des 3 échéances n'a pas été payée en totalité ; il manque 40 en tout."
      ],
      ["1 of 3 instalments has no payment on record.", "1 des 3 échéances n'a aucun paiement enregistré."]
    ]
  },
  {
    feature: "pos_dpd_max",
    client: {...applicant, pos: [{MONTHS_BALANCE: "-1", SK_DPD: "0", SK_DPD_DEF: "0"}]},
    value: 0,
    truth: [
      "No days past due are on record in the only monthly statement of instalment loans.",
      "Aucun jour de retard n'est enregistré dans le seul relevé mensuel de prêts à échéances."
    ],
    lies: [
      [
        "The only monthly statement of instalment loans shows days past due, at most 3; the latest is 1 month ago.",
        "Le seul relevé mensuel de prêts à échéances montre des jours de retard, au plus 3 ; le plus récent date d'il y a 1 mois."
      ]
    ]
  },
  {
    feature: "bureau_worst_overdue_max",
    client: borrower,
    value: null,
    truth: [
      "No amount overdue is on record for 2 loans at other lenders.",
      "Aucun montant en retard n'est enregistré pour 2 crédits chez d'autres prêteurs."
    ],
    lies: [
      [
        "1 of 2 loans at other lenders was overdue at some time, by at most 500.",
        "1 des 2 crédits chez d'autres prêteurs a été en retard à un moment, de 500 au plus."
      ],
      [
        "1 of 2 loans at other lenders is overdue now, by 500.",
        "1 des 2 crédits chez d'autres prêteurs est en retard aujourd'hui, de 500."
      ],
      [
        "The only monthly report of other lenders shows arrears; the latest is 1 month ago.",
        "Le seul relevé mensuel d'autres prêteurs montre un retard ; le plus récent date d'il y a 1 mois."
      ],
      ["No credit at other lenders is on record.", "Aucun crédit chez d'autres prêteurs n'est enregistré."]
    ]
  },
  {
    feature: "bureau_worst_overdue_max",
    client: applicant,
    value: null,
    truth: [
      "No credit at other lenders is on record.",
      "Aucun crédit chez d'autres prêteurs n'est enregistré."
    ],
    lies: [
      [
        "No amount overdue is on record for 2 loans at other lenders.",
        "Aucun montant en retard n'est enregistré pour 2 crédits chez d'autres prêteurs."
      ],
      [
        "Arrears reported by other lenders weigh against.",
        "Les retards déclarés par d'autres prêteurs pèsent contre."
      ]
    ]
  },
  {
    feature: "bureau_debt_sum",
    client: borrower,
    value: 0,
    truth: [
      "No debt is on record for 2 loans at other lenders.",
      "Aucune dette n'est enregistrée pour 2 crédits chez d'autres prêteurs."
    ],
    lies: [
      ["Debt at other lenders (total): 5,000.", "Dette chez d'autres prêteurs (total) : 5\u202f000."],
      ["No credit at other lenders is on record.", "Aucun crédit chez d'autres prêteurs n'est enregistré."]
    ]
  },
  {
    feature: "prev_refused",
    client: returning,
    value: 0,
    truth: [
      "None of the 2 earlier applications was refused.",
      "Aucune des 2 demandes antérieures n'a été refusée."
    ],
    lies: [
      [
        "1 of 2 earlier applications was refused, 500 days ago.",
        "1 des 2 demandes antérieures a été refusée, il y a 500 jours."
      ],
      ["The last earlier application was refused.", "La dernière demande antérieure a été refusée."],
      [
        "The last earlier application carries the reject reason HC.",
        "La dernière demande antérieure porte le motif de rejet HC."
      ],
      ["No earlier application is on record here.", "Aucune demande antérieure n'est enregistrée chez nous."]
    ]
  },
  {
    feature: "prev_cash_share",
    client: returning,
    value: 1,
    truth: [
      "Both earlier applications were for a cash loan.",
      "Les deux demandes antérieures étaient pour un prêt en espèces."
    ],
    lies: [
      [
        "1 of 2 earlier applications was for a consumer loan.",
        "1 des 2 demandes antérieures était pour un prêt à la consommation."
      ]
    ]
  },
  {
    feature: "card_balance_last",
    client: cardholder,
    value: 50,
    truth: ["Card balance, newest statement: 50.", "Solde de carte, dernier relevé : 50."],
    lies: [
      ["No credit card is on record here.", "Aucune carte de crédit n'est enregistrée chez nous."],
      ["Card balance, newest statement: 90.", "Solde de carte, dernier relevé : 90."]
    ]
  },
  {
    feature: "card_balance_last",
    client: applicant,
    value: null,
    truth: ["No credit card is on record here.", "Aucune carte de crédit n'est enregistrée chez nous."],
    lies: [["Card balance, newest statement: 50.", "Solde de carte, dernier relevé : 50."]]
  },
  {
    feature: "app_employed_years",
    client: applicant,
    value: null,
    truth: ["No present job is on record.", "Aucun emploi actuel n'est enregistré."],
    lies: [["The present job began 2.0 years ago.", "L'emploi actuel a commencé il y a 2,0 ans."]]
  },
  {
    feature: "app_car_age",
    client: applicant,
    value: null,
    truth: ["No car is on record.", "Aucune voiture n'est enregistrée."],
    lies: [["The car is 12.0 years old.", "Âge de la voiture : 12,0 ans."]]
  },
  {
    feature: "app_ext_source_2",
    client: applicant,
    value: 0.21,
    truth: ["External score 2: 0.21.", "Score externe 2 : 0,21."],
    lies: [
      ["External score 2: 0.71.", "Score externe 2 : 0,71."],
      ["No external score is on record.", "Aucun score externe n'est enregistré."],
      ["External score 2 is missing.", "Le score externe 2 manque."]
    ]
  },
  {
    feature: "app_credit_to_income",
    client: applicant,
    value: 2,
    truth: [
      "The loan of 200,000 is 2 times the income of 100,000.",
      "Le prêt de 200\u202f000 représente 2 fois le revenu de 100\u202f000."
    ],
    lies: [
      [
        "The loan of 200,000 is 3 times the income of 100,000.",
        "Le prêt de 200\u202f000 représente 3 fois le revenu de 100\u202f000."
      ]
    ]
  },
  {
    feature: "bureau_total_debt_to_income",
    client: applicant,
    value: 2,
    truth: [
      "The loan asked for is 2 times the income; no debt at other lenders is on record.",
      "Le prêt demandé représente 2 fois le revenu ; aucune dette chez d'autres prêteurs n'est enregistrée."
    ],
    lies: [
      [
        "The loan asked for, with the debt at other lenders, is 2 times the income.",
        "Le prêt demandé, avec la dette chez d'autres prêteurs, représente 2 fois le revenu."
      ]
    ]
  },
  {
    feature: "app_circle_30_defaults",
    client: applicant,
    value: 0,
    truth: [
      "None of the 2 acquaintances observed was 30 days past due.",
      "Aucun des 2 proches observés n'a eu 30 jours de retard."
    ],
    lies: [
      [
        "1 of 2 acquaintances observed was 30 days past due.",
        "1 des 2 proches observés a eu 30 jours de retard."
      ]
    ]
  },
  {
    feature: "app_enquiries_year",
    client: applicant,
    value: 0,
    truth: [
      "No enquiry at the credit bureau is on record in the last year, the last quarter apart.",
      "Aucune consultation du bureau de crédit n'est enregistrée dans la dernière année, hors dernier trimestre."
    ],
    lies: [
      [
        "2 enquiries at the credit bureau are on record in the last year, the last quarter apart.",
        "2 consultations du bureau de crédit sont enregistrées dans la dernière année, hors dernier trimestre."
      ]
    ]
  }
];

function faultsOf({feature, client, value = null}: Plant, [en, fr]: Pair, code?: string): string[] {
  const {cause, label} = demoFeatures.find(({name}) => name === feature)!;
  const reason: ReasonCode = {
    rank: 1,
    code: code ?? cause,
    label,
    feature,
    points: -1,
    variant: "",
    facts: {},
    text: {en, fr}
  };
  return judge(
    {features: [{name: feature, label, cause, value, contribution: 1, points: -1}], reasonCodes: [reason]},
    client
  );
}

for (const plant of PLANTS)
  test(`judge(explanation, client) lets “${plant.truth[0]}” pass of ${plant.feature} and finds ${plant.lies.length} untrue ones`, () => {
    assert.deepEqual(faultsOf(plant, plant.truth), []);
    for (const lie of plant.lies) assert.notDeepEqual(faultsOf(plant, lie), [], lie[0]);
  });

test("judge(explanation, client) finds a reason whose feature is of another cause", () => {
  const [plant] = PLANTS;
  assert.notDeepEqual(faultsOf(plant!, plant!.truth, "debt_burden"), []);
});
