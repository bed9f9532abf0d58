/** What a reader has opened of an explanation: a cause, and perhaps one of its features. */
export interface Opened {
  cause: string | null;
  feature: string | null;
}

export const NOTHING_OPENED: Opened = {cause: null, feature: null};
