/** A4: nothing folded, nothing cut in two, no colour that only a screen has. */
export const PRINT_STYLE = `
@page { size: A4; margin: 14mm; }
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { margin-top: 20pt; }
  h2, h3, caption { break-after: avoid; }
  figure, .tile, .verdict, tr, .rules li { break-inside: avoid; }
  .scroll { overflow: visible; }
  .chart.wide { display: block; }
  .chart.narrow { display: none; }
  button, summary { display: none; }
  figure details { display: none; }
  a { color: inherit; }
}
`;
