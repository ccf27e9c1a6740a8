/** What only comparisons show: two sides, intervals against limits, pairs. */
export const COMPARISON_STYLE = `
.line.side-a { stroke: var(--response); } .line.side-b { stroke: var(--service); }
.line.side-a { stroke-width: 6; opacity: 0.5; } .line.side-b { stroke-width: 2; }
.line.side-a.unsupported { stroke-dasharray: 1 8; }
.line.single { stroke-width: 1; opacity: 0.3; } .line.single.unsupported { display: none; }
.chart .side-name { font-size: 14px; font-weight: 700; }
.chart .side-name.side-a { fill: var(--response); } .chart .side-name.side-b { fill: var(--service); }
.key.side-a { background: var(--response); height: 6px; opacity: 0.5; margin-bottom: 2px; } .key.side-b { background: var(--service); }
.key.single { height: 1px; opacity: 0.6; }
.chart .no-change { stroke: var(--muted); stroke-width: 1; }
.chart .limit-band { fill: var(--shade); stroke: var(--line); }
.chart .change { --tone: var(--muted); }
.chart .change.good { --tone: var(--good); } .chart .change.warn { --tone: var(--warn); } .chart .change.bad { --tone: var(--bad); }
.chart .change .interval { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linecap: round; }
.chart .change .estimate { fill: var(--tone); }
.chart .change .word { fill: var(--tone); font-weight: 600; }
.chart .change.quiet .word { font-weight: 400; }
.chart .interval-band { fill: var(--response); opacity: 0.14; }
.chart .mean { stroke: var(--response); stroke-width: 2; }
.chart .pair { stroke: var(--text); stroke-width: 2; fill: var(--text); }
.chart .pair.b-first { fill: var(--card); }
.chart .pair.left-out { stroke: var(--muted); fill: none; }
.key.band { height: 12px; margin-bottom: -2px; background: color-mix(in srgb, var(--response) 14%, var(--card)); border-bottom: 2px solid var(--response); }
.key.limit-band { height: 12px; margin-bottom: -2px; background: var(--shade); border: 1px solid var(--line); }
.key.limit { height: 0; border-radius: 0; background: none; border-top: 2px dashed var(--good); }
.key.a-first { width: 10px; height: 10px; border-radius: 50%; background: var(--text); margin-bottom: 0; }
.key.b-first { width: 10px; height: 10px; border: 2px solid var(--text); border-radius: 50%; background: none; margin-bottom: 0; }
section[id^="metrics"] td { white-space: nowrap; }
@media print { .interval-band, .limit-band, .pair, .estimate { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
