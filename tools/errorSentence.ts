/** Converts anything thrown to the one sentence a person at a terminal reads. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const {detail} = error as Error & {detail?: unknown};
  return typeof detail === "string" ? detail : error.message;
}
