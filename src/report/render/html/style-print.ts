/** A4: nothing cut in two, nothing folded that matters, and the keys of the charts keep their colour. */
export const PRINT_STYLE = `
@page { size: A4; margin: 14mm; }
@media print {
  html { font-size: 12px; }
  body { line-height: 1.45; }
  main { max-width: none; padding: 0; }
  section { margin-top: 18pt; }
  h2, h3, caption { break-after: avoid; }
  figure:not(:has(details)), .drawn, .tile, .verdict, .rules li, tr { break-inside: avoid; }
  figcaption { break-before: avoid; }
  thead { display: table-header-group; }
  details::details-content { display: block; content-visibility: visible; }
  summary { display: none; }
  details.load { border: none; break-before: page; }
  details.load > summary { display: block; padding: 0 0 8pt; font-size: 1.25rem; }
  details.load > :not(summary) { margin-left: 0; margin-right: 0; }
  .verdict, .notice, .sign, .key, .part { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .rules, .columns { grid-template-columns: 1fr 1fr; gap: 0 24pt; }
  .tiles { grid-template-columns: repeat(5, 1fr); gap: 6pt; }
  .tile { padding: 8pt; }
  .tile .value { font-size: 1.4rem; }
  th, td { padding-top: 4px; padding-bottom: 4px; padding-left: 16px; }
  .scroll { overflow: visible; }
  .chart.wide, figure.is-live .chart.wide { display: block; }
  .chart.narrow, figure.is-live .chart.narrow, .live-chart, .readout, .cursor { display: none; }
  .heat, .bar, .heat-1, .heat-6 { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  button { display: none; }
  a { color: inherit; }
}
`;
