/** What the reference says of a route besides its schemas, with a request that works on any data set that has client 100002. */
export interface Operation {
  /** The name that generated clients give the call. */
  id: string;
  /** Who wants it, and what it does that the summary does not say. */
  text: string;
  /** Examples of parameters of path and query. */
  params?: Record<string, string | number | boolean>;
  /** An example of the JSON body. */
  body?: unknown;
  /** Examples of bodies of other types, by media type. */
  bodies?: Record<string, string>;
  /** Why the example cannot be sent to a server that has just begun, and so has no answer to show. */
  untried?: string;
}

/** Operations by method and address, in an order in which each finds what the ones before have made. */
export type Operations = Record<string, Operation>;

export const CLIENT = 100002;
/** Stands for the job that the first example starts. */
export const JOB = "4be0643f-1d98-573b-97cd-ca98a65347dd";
