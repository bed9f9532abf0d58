/**
 * The policy of the frame that runs the cells of notebooks: code that people wrote may run there, and reaches nothing.
 * It has no network, no frames, forms or workers of its own, and no address to resolve names against.
 */
export const FRAME_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'"
].join("; ");

/** The same as the server sends it, with what a document cannot say of itself: no origin, and only in our own pages. */
export const FRAME_HEADER = `${FRAME_POLICY}; sandbox allow-scripts; frame-ancestors 'self'`;
