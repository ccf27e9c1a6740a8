/** Typography, spacing, tables and tiles. */
export const LAYOUT_STYLE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 72px; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 16px; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 1rem; margin: 0 0 8px; font-weight: 600; }
p { margin: 0 0 12px; }
a { color: var(--response); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
code { overflow-wrap: anywhere; }
pre { margin: 0; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
section { margin-top: 48px; }
.quiet { color: var(--muted); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.eyebrow { color: var(--muted); font-size: 0.875rem; margin: 0 0 8px; }
.subject { color: var(--muted); margin: 6px 0 24px; }
.verdict { display: flex; gap: 16px; padding: 20px; border-radius: 12px; border: 1px solid var(--line); }
.verdict.good { background: var(--good-tint); --tone: var(--good); }
.verdict.warn { background: var(--warn-tint); --tone: var(--warn); }
.verdict.bad { background: var(--bad-tint); --tone: var(--bad); }
.verdict .sign { flex: none; width: 36px; height: 36px; padding: 6px; border-radius: 50%; background: var(--tone);
  fill: none; stroke: var(--page); stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.verdict .word { margin: 0; font-size: 0.8125rem; font-weight: 700; letter-spacing: 0.08em; text-transform: uppercase; color: var(--tone); }
.verdict .headline { margin: 2px 0 0; font-size: 1.25rem; font-weight: 600; line-height: 1.35; }
.verdict ul { margin: 8px 0 0; padding: 0; list-style: none; }
.verdict li + li { margin-top: 4px; }
.notice { margin: 12px 0 0; padding: 10px 16px; border-left: 4px solid var(--warn); background: var(--warn-tint); border-radius: 4px; }

.rules { margin: 0; padding: 0; list-style: none; display: grid; gap: 0 32px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); }
.rules li { display: grid; align-content: start; grid-template-columns: 88px 1fr; gap: 0 8px; padding: 8px 0; border-top: 1px solid var(--line); }
.rules .state { grid-row: span 2; font-size: 0.8125rem; font-weight: 600; padding-top: 2px; color: var(--good); }
.rules .saturated .state, .rules .not-judged .state { color: var(--warn); }
.rules .invalid .state { color: var(--bad); }
.rules .saturated .state, .rules .invalid .state { text-transform: uppercase; letter-spacing: 0.03em; font-size: 0.75rem; }
.rules .rule { font-weight: 500; }
.rules .seen { font-size: 0.875rem; }

.tiles { display: grid; gap: 12px; margin: 0 0 24px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr)); }
.tile { padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.tile dt { font-size: 0.875rem; color: var(--muted); }
.tile dd { margin: 0; }
.tile .value { font-size: 1.75rem; line-height: 1.3; font-weight: 600; letter-spacing: -0.02em; white-space: nowrap; }
.tile .unit { font-size: 0.6em; font-weight: 500; color: var(--muted); letter-spacing: 0; }
.tile .detail, .tile .limit { font-size: 0.8125rem; color: var(--muted); line-height: 1.45; }
.tile .limit { color: var(--text); font-weight: 500; margin-top: 4px; }

.scroll { overflow-x: auto; margin: 0 0 20px; border-radius: 4px; }
table { border-collapse: collapse; min-width: min(100%, 480px); font-size: 0.9375rem; }
.columns table { width: 100%; min-width: 0; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { padding: 6px 0 6px 28px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
thead th { font-size: 0.8125rem; font-weight: 500; color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
td.quiet, th.quiet { color: var(--muted); font-size: 0.875rem; }
td.good, dd.good { color: var(--good); }
td.warn, dd.warn { color: var(--warn); }
td.bad, dd.bad { color: var(--bad); font-weight: 600; }
.footnote { font-size: 0.8125rem; color: var(--muted); margin: -12px 0 20px; }
.footnote + .footnote { margin-top: -16px; }
.notes { padding-left: 20px; }
.notes li { overflow-wrap: anywhere; }
.columns { display: grid; gap: 20px 40px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); }
.columns tbody th { min-width: 8em; color: var(--muted); font-weight: 400; }
tbody th code { overflow-wrap: break-word; }
.columns td { overflow-wrap: anywhere; }
details { margin: 8px 0 0; }
summary { cursor: pointer; color: var(--muted); font-size: 0.875rem; padding: 4px 0; }
summary:hover { color: var(--text); }
details.load { margin: 0 0 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--page); }
details.load > summary { padding: 14px 20px; font-size: 1rem; color: var(--text); border-radius: 12px; }
details.load[open] > summary { border-bottom: 1px solid var(--line); border-radius: 12px 12px 0 0; }
details.load > :not(summary) { margin-left: 20px; margin-right: 20px; }
.load > summary .load { font-weight: 600; margin-right: 8px; }
strong.good, summary .good { color: var(--good); } strong.warn, summary .warn { color: var(--warn); } strong.bad, summary .bad { color: var(--bad); }
button { font: inherit; font-size: 0.875rem; padding: 6px 12px; border-radius: 8px; border: 1px solid var(--line);
  background: var(--card); color: var(--text); cursor: pointer; }
:focus-visible { outline: 2px solid var(--response); outline-offset: 2px; }
@media (max-width: 640px) {
  main { padding: 24px 16px 48px; }
  h1 { font-size: 1.5rem; }
  section { margin-top: 36px; }
  .verdict { flex-direction: column; gap: 10px; padding: 16px; }
  .rules li { grid-template-columns: auto 1fr; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .tile { padding: 12px; }
  .tile .value { font-size: 1.375rem; }
}
`;
