"""Computes a dozen of the features with pandas, as an analyst would; prints {wall, cpu, rss} as JSON.

python3 bench/aggregation/aggregatePandas.py RAW_DIR OUT_DIR
"""
import json
import resource
import sys
import time

import pandas as pd

start = time.perf_counter()
raw, out = sys.argv[1], sys.argv[2]
KEY = "SK_ID_CURR"


def read(table, columns):
    return pd.read_csv(f"{raw}/{table}.csv", usecols=columns)


EXT = ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"]
columns = [KEY, "AMT_CREDIT", "AMT_ANNUITY", *EXT]
app = pd.concat([read("application_train", columns), read("application_test", columns)]).set_index(KEY)
result = pd.DataFrame(index=app.index)
result["app_credit_to_annuity"] = app.AMT_CREDIT / app.AMT_ANNUITY.where(app.AMT_ANNUITY != 0)
result["app_ext_mean"] = app[EXT].mean(axis=1)

bureau = read("bureau", [KEY, "SK_ID_BUREAU", "CREDIT_ACTIVE", "DAYS_CREDIT", "AMT_CREDIT_SUM", "AMT_CREDIT_SUM_DEBT"])
loans = bureau.groupby(KEY)
debt = loans.AMT_CREDIT_SUM_DEBT.sum(min_count=1)
active = bureau[bureau.CREDIT_ACTIVE == "Active"].groupby(KEY).AMT_CREDIT_SUM_DEBT
result["bureau_debt_sum_active"] = active.sum(min_count=1)
none_active = loans.size().index.difference(active.size().index)
result.loc[result.index.intersection(none_active), "bureau_debt_sum_active"] = 0.0
total = loans.AMT_CREDIT_SUM.sum(min_count=1)
result["bureau_debt_to_credit"] = debt / total.where(total != 0)
result["bureau_days_since_last"] = -loans.DAYS_CREDIT.max()

months = read("bureau_balance", ["SK_ID_BUREAU", "STATUS"]).merge(bureau[["SK_ID_BUREAU", KEY]], on="SK_ID_BUREAU")
months = months[months.STATUS != "X"]
result["bb_late_share"] = months.STATUS.isin(list("12345")).groupby(months[KEY]).mean()

previous = read("previous_application", [KEY, "NAME_CONTRACT_STATUS", "AMT_APPLICATION"])
result["prev_refused_share"] = (previous.NAME_CONTRACT_STATUS == "Refused").groupby(previous[KEY]).mean()
approved = previous[previous.NAME_CONTRACT_STATUS == "Approved"]
result["prev_requested_mean_approved"] = approved.groupby(KEY).AMT_APPLICATION.mean()

result["pos_dpd_mean"] = read("POS_CASH_balance", [KEY, "SK_DPD"]).groupby(KEY).SK_DPD.mean()

card = read("credit_card_balance", [KEY, "AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"])
card["use"] = card.AMT_BALANCE / card.AMT_CREDIT_LIMIT_ACTUAL.where(card.AMT_CREDIT_LIMIT_ACTUAL != 0)
result["card_balance_mean"] = card.groupby(KEY).AMT_BALANCE.mean()
result["card_utilisation_max"] = card.groupby(KEY).use.max()

keys = [KEY, "SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER"]
payments = read("installments_payments", [*keys, "DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"])
instalments = payments.groupby(keys)[["DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"]].max()
delay = instalments.DAYS_ENTRY_PAYMENT - instalments.DAYS_INSTALMENT
result["inst_delay_mean"] = delay.groupby(level=KEY).mean()

used = resource.getrusage(resource.RUSAGE_SELF)
measured = {
    "wall": time.perf_counter() - start,
    "cpu": used.ru_utime + used.ru_stime,
    "rss": used.ru_maxrss / 2**20,
}
result.sort_index().reset_index().to_csv(f"{out}/pandas.csv", index=False, float_format="%.17g")
print(json.dumps(measured))
