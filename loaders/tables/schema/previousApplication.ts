import {amount, category, either, flag, id, integer, NO_DAY, number, type TableSchema} from "./column.ts";
import {COMPANIONS, WEEKDAYS} from "./vocabularies.ts";

const day = (name: string, en: string, fr: string) =>
  either(
    integer(
      name,
      "days",
      "Int32",
      `${en}, counted from the present application`,
      `${fr}, compté depuis la demande actuelle`,
      NO_DAY
    )
  );

/** Declares previous_application: one row per earlier application at the same lender. */
export const previousApplication: TableSchema<"previous_application"> = {
  name: "previous_application",
  key: "SK_ID_PREV",
  order: ["DAYS_DECISION", "SK_ID_PREV"],
  columns: [
    id("SK_ID_PREV", "Number of the earlier application", "Numéro de la demande antérieure"),
    id("SK_ID_CURR", "Number of the client's application", "Numéro de la demande du client"),
    category(
      "NAME_CONTRACT_TYPE",
      "Cash loans|Consumer loans|Revolving loans|XNA",
      "Kind of loan asked for then",
      "Type de prêt demandé alors"
    ),
    amount(
      "AMT_ANNUITY",
      "Regular instalment (annuity) of the earlier loan",
      "Échéance régulière (annuité) du prêt antérieur"
    ),
    amount("AMT_APPLICATION", "Amount the client asked for", "Montant demandé par le client"),
    amount("AMT_CREDIT", "Amount that was offered in the end", "Montant finalement proposé"),
    either(amount("AMT_DOWN_PAYMENT", "Down payment", "Apport initial")),
    amount("AMT_GOODS_PRICE", "Price of the goods", "Prix des biens"),
    category(
      "WEEKDAY_APPR_PROCESS_START",
      WEEKDAYS,
      "Weekday of the earlier application",
      "Jour de la demande antérieure"
    ),
    integer(
      "HOUR_APPR_PROCESS_START",
      "hours",
      "Int8",
      "Hour of the earlier application",
      "Heure de la demande antérieure"
    ),
    category(
      "FLAG_LAST_APPL_PER_CONTRACT",
      "N|Y",
      "Was the last application for that contract",
      "Dernière demande pour ce contrat"
    ),
    flag(
      "NFLAG_LAST_APPL_IN_DAY",
      "Was the client's last application of that day",
      "Dernière demande du client ce jour-là"
    ),
    either(
      number("RATE_DOWN_PAYMENT", "share", "Down payment as a share of the loan", "Apport rapporté au prêt")
    ),
    number(
      "RATE_INTEREST_PRIMARY",
      "share",
      "Interest rate, scaled to 0–1",
      "Taux d'intérêt, ramené entre 0 et 1"
    ),
    number(
      "RATE_INTEREST_PRIVILEGED",
      "share",
      "Preferential interest rate, scaled to 0–1",
      "Taux d'intérêt préférentiel, ramené entre 0 et 1"
    ),
    category(
      "NAME_CASH_LOAN_PURPOSE",
      "Building a house or an annex|Business development|Buying a garage|Buying a holiday home / land|" +
        "Buying a home|Buying a new car|Buying a used car|Car repairs|Education|Everyday expenses|Furniture|" +
        "Gasification / water supply|Hobby|Journey|Medicine|Money for a third person|Other|" +
        "Payments on other loans|Purchase of electronic equipment|Refusal to name the goal|Repairs|" +
        "Urgent needs|Wedding / gift / holiday|XAP|XNA",
      "What the cash was for",
      "Objet du prêt en espèces"
    ),
    category(
      "NAME_CONTRACT_STATUS",
      "Approved|Canceled|Refused|Unused offer",
      "Outcome of the earlier application",
      "Issue de la demande antérieure"
    ),
    integer(
      "DAYS_DECISION",
      "days",
      "Int16",
      "Day of the decision, counted from the present application",
      "Jour de la décision, compté depuis la demande actuelle"
    ),
    category(
      "NAME_PAYMENT_TYPE",
      "Cash through the bank|Cashless from the account of the employer|Non-cash from your account|XNA",
      "How the client would pay",
      "Mode de paiement choisi"
    ),
    category(
      "CODE_REJECT_REASON",
      "CLIENT|HC|LIMIT|SCO|SCOFR|SYSTEM|VERIF|XAP|XNA",
      "Reason of a refusal",
      "Motif de refus"
    ),
    category("NAME_TYPE_SUITE", COMPANIONS, "Who came along to apply", "Accompagnant lors de la demande"),
    category(
      "NAME_CLIENT_TYPE",
      "New|Refreshed|Repeater|XNA",
      "New or known client then",
      "Client nouveau ou connu alors"
    ),
    category(
      "NAME_GOODS_CATEGORY",
      "Additional Service|Animals|Audio/Video|Auto Accessories|Clothing and Accessories|Computers|" +
        "Construction Materials|Consumer Electronics|Direct Sales|Education|Fitness|Furniture|Gardening|" +
        "Homewares|House Construction|Insurance|Jewelry|Medical Supplies|Medicine|Mobile|Office Appliances|" +
        "Other|Photo / Cinema Equipment|Sport and Leisure|Tourism|Vehicles|Weapon|XNA",
      "Kind of goods",
      "Type de biens"
    ),
    category(
      "NAME_PORTFOLIO",
      "Cards|Cars|Cash|POS|XNA",
      "Portfolio of the product",
      "Portefeuille du produit"
    ),
    category(
      "NAME_PRODUCT_TYPE",
      "XNA|walk-in|x-sell",
      "Walked in or was offered",
      "Venu de lui-même ou sollicité"
    ),
    category(
      "CHANNEL_TYPE",
      "AP+ (Cash loan)|Car dealer|Channel of corporate sales|Contact center|Country-wide|" +
        "Credit and cash offices|Regional / Local|Stone",
      "Channel through which the client came",
      "Canal d'acquisition du client"
    ),
    either(
      integer("SELLERPLACE_AREA", "count", "Int32", "Sales area of the shop", "Surface de vente du vendeur")
    ),
    category(
      "NAME_SELLER_INDUSTRY",
      "Auto technology|Clothing|Connectivity|Construction|Consumer electronics|Furniture|Industry|Jewelry|" +
        "MLM partners|Tourism|XNA",
      "Line of business of the shop",
      "Secteur du vendeur"
    ),
    integer("CNT_PAYMENT", "months", "Int8", "Term of the earlier loan", "Durée du prêt antérieur"),
    category(
      "NAME_YIELD_GROUP",
      "XNA|high|low_action|low_normal|middle",
      "Interest rate in groups",
      "Taux d'intérêt par groupe"
    ),
    category(
      "PRODUCT_COMBINATION",
      "Card Street|Card X-Sell|Cash|Cash Street: high|Cash Street: low|Cash Street: middle|" +
        "Cash X-Sell: high|Cash X-Sell: low|Cash X-Sell: middle|POS household with interest|" +
        "POS household without interest|POS industry with interest|POS industry without interest|" +
        "POS mobile with interest|POS mobile without interest|POS other with interest|" +
        "POS others without interest",
      "Product in detail",
      "Produit en détail"
    ),
    day("DAYS_FIRST_DRAWING", "First payout", "Premier décaissement"),
    day("DAYS_FIRST_DUE", "First due date as planned", "Première échéance prévue"),
    day(
      "DAYS_LAST_DUE_1ST_VERSION",
      "Last due date of the first plan",
      "Dernière échéance du premier échéancier"
    ),
    day("DAYS_LAST_DUE", "Last due date", "Dernière échéance"),
    day("DAYS_TERMINATION", "Expected end of the contract", "Fin attendue du contrat"),
    flag("NFLAG_INSURED_ON_APPROVAL", "Asked for insurance", "A demandé une assurance")
  ]
};
