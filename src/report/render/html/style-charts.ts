/** Charts: SVG classes only, so that they follow the palette. */
export const CHART_STYLE = `
figure { margin: 0 0 24px; padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
figcaption { font-size: 0.8125rem; color: var(--muted); margin-top: 4px; }
figcaption > p { margin: 0; }
figcaption table { color: var(--text); }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart.narrow { display: none; }
.columns figure { height: 100%; margin: 0; }
.columns + .scroll { margin-top: 24px; }
.chart text { font-size: 12.5px; fill: var(--muted); }
.chart .grid { stroke: var(--grid); stroke-width: 1; }
.chart .axis { stroke: var(--muted); stroke-width: 1; }
.chart .mark { fill: var(--text); font-size: 12px; }
.chart .aside, .chart .beyond { fill: var(--shade); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.line.unsupported { stroke-dasharray: 1 5; }
.line.served, .line.p50 { stroke: var(--response); stroke-width: 2.25; }
.line.response { stroke: var(--response); stroke-width: 6; opacity: 0.5; }
.line.response.unsupported { stroke-dasharray: 1 8; }
.line.service, .line.p90, .line.p99 { stroke: var(--service); stroke-width: 1.75; }
.line.due { stroke: var(--muted); stroke-width: 1.25; }
.line.max { stroke: var(--muted); stroke-width: 4; opacity: 0.65; }
.line.bad { stroke: var(--bad); stroke-width: 1.75; }
.heat-1 { --heat: 20%; } .heat-2 { --heat: 34%; } .heat-3 { --heat: 48%; }
.heat-4 { --heat: 64%; } .heat-5 { --heat: 82%; } .heat-6 { --heat: 100%; }
.heat { fill: color-mix(in srgb, var(--heat-color) var(--heat), var(--card)); }
.chart .bar { fill: var(--part-3); }
.line.series-1 { stroke: var(--response); } .line.series-2 { stroke: var(--service); }
.line.series-3 { stroke: var(--good); } .line.series-4 { stroke: var(--bad); } .line.series-5 { stroke: var(--muted); }
.chart .point { stroke-width: 2; }
.point.p50 { fill: var(--response); stroke: var(--response); }
.point.p99 { fill: var(--service); stroke: var(--service); }
.chart .point.saturated { fill: var(--card); }
.chart .knee { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; }
.chart .limit { stroke: var(--good); stroke-width: 1.5; stroke-dasharray: 6 4; }
.chart .limit.missed { stroke: var(--bad); }
.chart .stall { fill: var(--bad); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 8px; padding: 0; list-style: none;
  font-size: 0.875rem; color: var(--muted); }
.key { display: inline-block; width: 18px; height: 3px; margin: 0 8px 4px 0; border-radius: 2px; background: var(--muted); }
.key.response { background: var(--response); height: 6px; opacity: 0.5; margin-bottom: 2px; }
.key.served, .key.p50 { background: var(--response); }
.key.service, .key.p90, .key.p99 { background: var(--service); }
.key.due { height: 2px; }
.key.max { width: 5px; height: 5px; border-radius: 50%; margin-bottom: 2px; opacity: 0.65; }
.key.part { width: 12px; height: 12px; margin-bottom: 0; border-radius: 3px; vertical-align: -1px; }
.key[class*="heat"] { width: 14px; height: 14px; margin-bottom: 0; vertical-align: -2px;
  background: color-mix(in srgb, var(--heat-color) var(--heat), var(--card)); }
.key.series-1 { background: var(--response); } .key.series-2 { background: var(--service); }
.key.series-3 { background: var(--good); } .key.series-4 { background: var(--bad); }
.key.ring { width: 10px; height: 10px; border: 2px solid var(--muted); border-radius: 50%; background: none; margin-bottom: 0; }
.key.cross { width: 12px; height: 12px; margin-bottom: -1px; border-radius: 0;
  background: linear-gradient(45deg, transparent 42%, var(--muted) 42% 58%, transparent 58%),
    linear-gradient(-45deg, transparent 42%, var(--muted) 42% 58%, transparent 58%); }
.key.bad { background: var(--bad); }
.key.stall { width: 0; height: 0; background: none; border-radius: 0; border: 5px solid transparent; border-top: 0;
  border-bottom: 9px solid var(--bad); margin-bottom: 1px; }
.chart .part-label { fill: var(--part-text); }
.part { fill: var(--part); background: var(--part); }
.part.lateness { --part: var(--part-1); } .part.queueing { --part: var(--part-2); } .part.between { --part: var(--part-3); }
.part.server-queue { --part: var(--part-4); } .part.compute-input { --part: var(--part-5); }
.part.compute-infer { --part: var(--part-6); } .part.compute-output { --part: var(--part-7); }
figure.is-live .chart { display: none; }
.live-chart { min-height: 300px; border-radius: 4px; }
.readable { border-radius: 4px; touch-action: pan-y; }
.cursor { fill: none; stroke: var(--text); stroke-width: 1; pointer-events: none; }
.readout { margin: 4px 0 8px; font-size: 0.8125rem; min-height: 1.55em; }
.u-select { background: color-mix(in srgb, var(--response) 18%, transparent); }
.u-hz .u-cursor-x, .u-vt .u-cursor-y, .u-hz .u-cursor-y, .u-vt .u-cursor-x { border-color: var(--muted); }
@media (max-width: 640px) {
  figure { padding: 12px; }
  .chart.wide { display: none; }
  .chart.narrow { display: block; }
}
`;
