/** What browsers let pages of other sites ask, with a token and without cookies. */
export const corsFor = (origins: readonly string[]) => ({
  origin: [...origins],
  methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  exposedHeaders: ["x-request-id", "x-truncated", "x-model", "retry-after"],
  maxAge: 600
});
