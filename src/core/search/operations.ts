/** What one line of a journal does, by Optuna's numbers. */
export const OPERATION = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttr: 2,
  setStudySystemAttr: 3,
  createTrial: 4,
  setTrialParam: 5,
  setTrialStateValues: 6,
  setTrialIntermediateValue: 7,
  setTrialUserAttr: 8,
  setTrialSystemAttr: 9
} as const;

type Attr = Readonly<Record<string, unknown>>;

/** One operation without who does it; names and forms as Optuna's journal has them. */
export type Operation =
  | {op_code: 0; study_name: string; directions: readonly number[]}
  | {op_code: 1; study_id: number}
  | {op_code: 2; study_id: number; user_attr: Attr}
  | {op_code: 3; study_id: number; system_attr: Attr}
  | {
      op_code: 4;
      study_id: number;
      datetime_start: string | null;
      datetime_complete?: string | null;
      state?: number;
      value?: number | null;
      values?: readonly number[] | null;
      params?: Readonly<Record<string, number>>;
      distributions?: Readonly<Record<string, string>>;
      user_attrs?: Attr;
      system_attrs?: Attr;
      intermediate_values?: Readonly<Record<string, number>>;
    }
  | {op_code: 5; trial_id: number; param_name: string; param_value_internal: number; distribution: string}
  | {
      op_code: 6;
      trial_id: number;
      state: number;
      values: readonly number[] | null;
      datetime_start?: string;
      datetime_complete?: string;
    }
  | {op_code: 7; trial_id: number; step: number; intermediate_value: number}
  | {op_code: 8; trial_id: number; user_attr: Attr}
  | {op_code: 9; trial_id: number; system_attr: Attr};

export type JournalRecord = Operation & {worker_id: string};
