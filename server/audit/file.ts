/** The file of the chain of decisions, beside the data. */
export const CHAIN_FILE = "audit.sqlite";
