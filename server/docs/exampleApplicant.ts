/** Somebody who is in no table, as examples show it. */
export const EXAMPLE_APPLICANT = {
  application: {
    NAME_CONTRACT_TYPE: "Cash loans",
    AMT_CREDIT: 406597.5,
    AMT_ANNUITY: 24700.5,
    AMT_GOODS_PRICE: 351000,
    AMT_INCOME_TOTAL: 202500,
    DAYS_BIRTH: -12775,
    DAYS_EMPLOYED: -1460,
    EXT_SOURCE_2: 0.52,
    EXT_SOURCE_3: 0.41
  },
  bureau: [{CREDIT_ACTIVE: "Active", DAYS_CREDIT: -380, AMT_CREDIT_SUM: 90000, AMT_CREDIT_SUM_DEBT: 42000}]
};
