/** Writes the notebook cells that draw where a client's score stands among all of them, with the cut-off. */
export const amongAllCell = (clientId: number): string => `const scored = await clients({columns: ["score"]});
const limit = await cutoff();
const one = await score(${clientId});
// ---
scoreHistogram(scored, {cutoff: limit.score, selected: (d) => d.score >= one.score})
// ---
\`\${d3.format(".1%")(d3.mean(scored, (d) => d.score < one.score))} of clients have fewer points than \${one.clientId}, who has \${one.score}.\``;
